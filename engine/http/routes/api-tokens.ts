import { ADMINS } from '../rights.ts';
import { listOf, idParams } from '../schema/common.ts';
import { created, defineRoute, json, NO_CONTENT } from '../route.ts';
import { apiToken, newToken, newTokenBody } from '../schema/identity.ts';

/** Credentials of machines. */
export const apiTokenRoutes = [
  defineRoute({
    method: 'get',
    path: '/api-tokens',
    summary: 'API tokens without their secrets',
    access: ADMINS,
    scope: 'admin',
    answer: json(listOf(apiToken)),
    handle: async ({ services }) => ({ items: await services.identity.apiTokens(), nextCursor: null }),
  }),
  defineRoute({
    method: 'post',
    path: '/api-tokens',
    summary: 'Create an API token; its text is shown this once',
    access: ADMINS,
    scope: 'admin',
    body: newTokenBody,
    answer: created(newToken),
    handle: ({ services, actor, body }) => services.identity.createApiToken({ ...body, expiresAt: body.expiresAt ?? null }, actor),
  }),
  defineRoute({
    method: 'delete',
    path: '/api-tokens/:id',
    summary: 'Revoke an API token',
    access: ADMINS,
    scope: 'admin',
    params: idParams,
    answer: NO_CONTENT,
    refusals: { NOT_FOUND: 404 },
    handle: ({ services, params }) => services.identity.revokeApiToken(params.id),
  }),
];
