import { SUPERVISORS } from '../rights.ts';
import { defineRoute, json } from '../route.ts';
import { messageAnswer, messageBody, signalAnswer, signalBody } from '../schema/work.ts';

/** Events from outside: a message for one instance, a signal for all. */
export const messageRoutes = [
  defineRoute({
    method: 'post',
    path: '/messages',
    summary: 'Correlate a message with a waiting instance, or start one',
    access: SUPERVISORS,
    body: messageBody,
    answer: json(messageAnswer),
    async handle({ services, actor, body, commandId }) {
      const { result } = await services.engine.correlateMessage(
        { ...body, ...(commandId === undefined ? {} : { messageId: commandId }) },
        actor,
      );
      return { result };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/signals',
    summary: 'Broadcast a signal',
    access: SUPERVISORS,
    body: signalBody,
    answer: json(signalAnswer),
    handle: ({ services, actor, body }) => services.engine.broadcastSignal(body, actor),
  }),
];
