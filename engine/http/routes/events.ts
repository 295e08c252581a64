import { openEventStream } from '../event-stream.ts';
import { defineRoute, raw } from '../route.ts';

/** What changes, as it changes. */
export const eventRoutes = [
  defineRoute({
    method: 'get',
    path: '/events',
    summary: 'Server-sent events: what changed, as far as the person may see it',
    access: 'signedIn',
    answer: raw('text/event-stream'),
    handle: async ({ services, actor, request, response }) => openEventStream(services, actor, request, response),
  }),
];
