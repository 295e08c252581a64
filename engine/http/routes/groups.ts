import { ADMINS } from '../rights.ts';
import { created, defineRoute, json } from '../route.ts';
import { listOf } from '../schema/common.ts';
import { group, newGroupBody } from '../schema/identity.ts';

/** Groups that diagrams name as candidates. */
export const groupRoutes = [
  defineRoute({
    method: 'get',
    path: '/groups',
    summary: 'Groups of people',
    access: 'signedIn',
    answer: json(listOf(group)),
    handle: async ({ services }) => ({ items: await services.identity.groups(), nextCursor: null }),
  }),
  defineRoute({
    method: 'post',
    path: '/groups',
    summary: 'Create a group',
    access: ADMINS,
    scope: 'admin',
    body: newGroupBody,
    answer: created(group),
    refusals: { GROUP_TAKEN: 409 },
    handle: ({ services, body }) => services.identity.createGroup(body),
  }),
];
