import type { Request, Response } from 'express';
import { HttpProblem } from '../../port/http-problem.ts';
import type { SignInResult, User } from '../../port/authenticator.ts';
import { clearSessionCookie, sessionToken, setSessionCookie } from '../credentials.ts';
import { defineRoute, json, NO_CONTENT } from '../route.ts';
import { ownPasswordBody, ownUserBody, session, signInBody, signOutQuery } from '../schema/identity.ts';

/** Path of sign-in, which has a rate limit of its own. */
export const SIGN_IN_PATH = '/session';

/** Signing in and out, and the person's own settings. */
export const sessionRoutes = [
  defineRoute({
    method: 'post',
    path: SIGN_IN_PATH,
    once: 'unchanged',
    summary: 'Sign in with login and password',
    access: 'public',
    body: signInBody,
    answer: json(session),
    refusals: { SIGN_IN_FAILED: 401, TOO_MANY_ATTEMPTS: 429 },
    async handle({ services, body, request, response }) {
      const result = assertSignedIn(await services.identity.signIn(body.login, body.password, clientOf(request)), response);
      await endOldSession(services.identity.signOut, sessionToken(request));
      setSessionCookie(request, response, result.sessionToken, result.expiresAt);
      return sessionOf(result.user, services.config.demo);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/session',
    summary: 'Who is signed in',
    access: 'signedIn',
    answer: json(session),
    handle: async ({ services, user }) => sessionOf(assertPerson(user), services.config.demo),
  }),
  defineRoute({
    method: 'delete',
    path: '/session',
    once: 'unchanged',
    summary: 'Sign out, here or everywhere',
    access: 'signedIn',
    query: signOutQuery,
    answer: NO_CONTENT,
    async handle({ services, user, query, request, response }) {
      if (query.everywhere) await services.identity.signOutEverywhere(assertPerson(user).id);
      await endOldSession(services.identity.signOut, sessionToken(request));
      clearSessionCookie(request, response);
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/session/user',
    summary: "Change the signed-in person's own settings",
    access: 'signedIn',
    body: ownUserBody,
    answer: json(session),
    async handle({ services, user, body }) {
      return sessionOf(await services.identity.updateUser(assertPerson(user).id, body), services.config.demo);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/session/password',
    summary: 'Change the own password; every other session ends',
    access: 'signedIn',
    body: ownPasswordBody,
    answer: NO_CONTENT,
    refusals: { PASSWORD_WRONG: 422, TOO_MANY_ATTEMPTS: 429, DEMO_ACCOUNT: 409 },
    async handle({ services: { identity, config }, user, body, request, response }) {
      const { id, login } = assertPerson(user);
      if (config.demo)
        throw new HttpProblem(409, 'DEMO_ACCOUNT', 'Expected an account of one person, but everybody uses the accounts of the demo.');
      // Checked by signing in, so that guessing here counts towards the same lock-out.
      const check = await identity.signIn(login, body.currentPassword, clientOf(request));
      if (check.kind === 'refused') {
        const errors = [{ path: 'currentPassword', message: 'Expected the current password, but found another.' }];
        throw new HttpProblem(422, 'PASSWORD_WRONG', 'Expected the current password, but found another.', { errors });
      }
      assertSignedIn(check, response);
      await identity.updateUser(id, { password: body.newPassword });
      const fresh = assertSignedIn(await identity.signIn(login, body.newPassword, clientOf(request)), response);
      setSessionCookie(request, response, fresh.sessionToken, fresh.expiresAt);
    },
  }),
];

function clientOf(request: Request): { readonly address: string; readonly userAgent: string } {
  return { address: request.ip ?? '', userAgent: request.get('User-Agent') ?? '' };
}

function assertSignedIn(result: SignInResult, response: Response): Extract<SignInResult, { kind: 'signedIn' }> {
  switch (result.kind) {
    case 'signedIn':
      return result;
    case 'refused':
      throw new HttpProblem(401, 'SIGN_IN_FAILED', 'Expected a known login with its password, but the two do not fit.');
    case 'locked':
      response.set('Retry-After', String(Math.ceil(result.retryAfterMs / 1_000)));
      throw new HttpProblem(429, 'TOO_MANY_ATTEMPTS', 'Expected fewer failed attempts for this login, but it is locked for a while.', {
        members: { retryAfterMs: result.retryAfterMs },
      });
  }
}

/** A new sign-in never leaves the old session of the same browser alive. */
async function endOldSession(signOut: (token: string) => Promise<void>, token: string | null): Promise<void> {
  if (token !== null) await signOut(token);
}

function assertPerson(user: User | null): User {
  if (user === null) throw new HttpProblem(403, 'FORBIDDEN', 'Expected a signed-in person, but this is an API token.');
  return user;
}

function sessionOf(user: User, demo: boolean) {
  const { id, login, name, email, roles, groups, locale } = user;
  return { user: { id, login, name, email, roles, groups, locale }, demo };
}
