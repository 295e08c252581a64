import { listOf } from '../schema/common.ts';
import { defineRoute, json } from '../route.ts';
import { group } from '../schema/identity.ts';

/** Groups that diagrams name as candidates. */
export const groupRoutes = [
  defineRoute({
    method: 'get', path: '/groups', summary: 'Groups of people', access: 'signedIn', answer: json(listOf(group)),
    handle: async ({ services }) => ({ items: await services.identity.groups(), nextCursor: null }),
  }),
];
