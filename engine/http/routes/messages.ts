import { presentOutcome } from '../present-outcome.ts';
import { mayStart, SUPERVISORS } from '../rights.ts';
import { defineRoute, json } from '../route.ts';
import { conditionsAnswer, conditionsBody, messageAnswer, messageBody, signalAnswer, signalBody } from '../schema/work.ts';

/** Events from outside: a message for one instance, a signal for all. */
export const messageRoutes = [
  defineRoute({
    method: 'post',
    path: '/messages',
    once: 'command',
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
    path: '/conditions',
    once: 'command',
    summary: 'Start every process whose conditional start event holds for the variables',
    access: 'signedIn',
    body: conditionsBody,
    answer: json(conditionsAnswer),
    async handle({ services, actor, body, commandId }) {
      const steps = await services.engine.startByConditions(
        { ...body, ...(commandId === undefined ? {} : { commandId }) },
        (groups) => mayStart(actor, groups),
        actor,
      );
      return { started: await Promise.all(steps.map((step) => presentOutcome(step, actor, services))) };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/signals',
    once: 'command',
    summary: 'Broadcast a signal',
    access: SUPERVISORS,
    body: signalBody,
    answer: json(signalAnswer),
    handle: ({ services, actor, body, commandId }) => services.engine.broadcastSignal(body, actor, commandId),
  }),
];
