import { HttpProblem } from '../../port/http-problem.ts';
import type { User } from '../../port/authenticator.ts';
import { clearSessionCookie, sessionToken, setSessionCookie } from '../credentials.ts';
import { defineRoute, json, NO_CONTENT } from '../route.ts';
import { ownUserBody, session, signInBody } from '../schema/identity.ts';

/** Path of sign-in, which has a rate limit of its own. */
export const SIGN_IN_PATH = '/session';

/** Signing in and out, and the person's own settings. */
export const sessionRoutes = [
  defineRoute({
    method: 'post', path: SIGN_IN_PATH, summary: 'Sign in with login and password', access: 'public', body: signInBody, answer: json(session),
    refusals: { SIGN_IN_FAILED: 401, TOO_MANY_ATTEMPTS: 429 },
    async handle({ services, body, request, response }) {
      const client = { address: request.ip ?? '', userAgent: request.get('User-Agent') ?? '' };
      const result = await services.identity.signIn(body.login, body.password, client);
      switch (result.kind) {
        case 'refused':
          throw new HttpProblem(401, 'SIGN_IN_FAILED', 'Expected a known login with its password, but the two do not fit.');
        case 'locked':
          response.set('Retry-After', String(Math.ceil(result.retryAfterMs / 1_000)));
          throw new HttpProblem(429, 'TOO_MANY_ATTEMPTS', 'Expected fewer failed attempts for this login, but it is locked for a while.', { members: { retryAfterMs: result.retryAfterMs } });
        case 'signedIn':
          await endOldSession(services.identity.signOut, sessionToken(request));
          setSessionCookie(request, response, result.sessionToken, result.expiresAt);
          return sessionOf(result.user, services.config.demo);
      }
    },
  }),
  defineRoute({
    method: 'get', path: '/session', summary: 'Who is signed in', access: 'signedIn', answer: json(session),
    handle: async ({ services, user }) => sessionOf(assertPerson(user), services.config.demo),
  }),
  defineRoute({
    method: 'delete', path: '/session', summary: 'Sign out', access: 'signedIn', answer: NO_CONTENT,
    async handle({ services, request, response }) {
      await endOldSession(services.identity.signOut, sessionToken(request));
      clearSessionCookie(request, response);
    },
  }),
  defineRoute({
    method: 'patch', path: '/session/user', summary: "Change the signed-in person's own settings", access: 'signedIn', body: ownUserBody, answer: json(session),
    async handle({ services, user, body }) {
      return sessionOf(await services.identity.updateUser(assertPerson(user).id, body), services.config.demo);
    },
  }),
];

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
