import { ADMINS, hasRole } from '../rights.ts';
import { created, defineRoute, json } from '../route.ts';
import { newUserBody, user, userChangeBody, userParams, users } from '../schema/identity.ts';

/** People with accounts. */
export const userRoutes = [
  defineRoute({
    method: 'get',
    path: '/users',
    summary: 'People: accounts for administrators, names for everybody else',
    access: 'signedIn',
    answer: json(users),
    async handle({ services, actor }) {
      const all = await services.identity.users();
      return hasRole(actor, ADMINS) ? all : all.filter((person) => person.active).map(({ id, name }) => ({ id, name }));
    },
  }),
  defineRoute({
    method: 'post',
    path: '/users',
    summary: 'Create an account',
    access: ADMINS,
    scope: 'admin',
    body: newUserBody,
    answer: created(user),
    refusals: { LOGIN_TAKEN: 409, GROUP_UNKNOWN: 422 },
    handle: ({ services, body }) => services.identity.createUser(body),
  }),
  defineRoute({
    method: 'patch',
    path: '/users/:id',
    summary: 'Change an account; a new password or deactivation ends its sessions',
    access: ADMINS,
    scope: 'admin',
    params: userParams,
    body: userChangeBody,
    answer: json(user),
    refusals: { NOT_FOUND: 404, GROUP_UNKNOWN: 422, LAST_ADMIN: 409 },
    handle: ({ services, params, body }) => services.identity.updateUser(params.id, body),
  }),
];
