import type { Request, Response } from 'express';
import type { Authentication, Authenticator } from '../port/authenticator.ts';
import { HttpProblem } from '../port/http-problem.ts';

/** Longest credential that is looked at. */
const MAX_CREDENTIAL_LENGTH = 512;

/**
 * Name of the session cookie. Over https the `__Host-` prefix binds it to this host and to https; browsers refuse that prefix over
 * plain http, which only a development machine or a closed network uses.
 */
function cookieName(request: Request): string {
  return request.secure ? '__Host-lanework' : 'lanework';
}

/** The session token that the browser sent, or null. */
export function sessionToken(request: Request): string | null {
  const wanted = cookieName(request);
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === wanted && value !== undefined && value.length <= MAX_CREDENTIAL_LENGTH) return value;
  }
  return null;
}

/** Gives the browser its session. Not readable by scripts, not sent along from other sites. */
export function setSessionCookie(request: Request, response: Response, token: string, expiresAt: string): void {
  response.cookie(cookieName(request), token, {
    httpOnly: true,
    sameSite: 'strict',
    secure: request.secure,
    path: '/',
    expires: new Date(expiresAt),
  });
}

/** Takes the session from the browser. */
export function clearSessionCookie(request: Request, response: Response): void {
  response.clearCookie(cookieName(request), { httpOnly: true, sameSite: 'strict', secure: request.secure, path: '/' });
}

/** Who sends this request: by `Authorization: Bearer`, else by the session cookie. A wrong bearer token is refused, not ignored. */
export async function authenticate(request: Request, identity: Authenticator): Promise<Authentication | null> {
  const bearer = bearerToken(request);
  if (bearer !== null) {
    const authentication = await identity.authenticateToken(bearer);
    if (authentication === null)
      throw new HttpProblem(401, 'UNAUTHENTICATED', 'Expected a valid API token, but it is unknown or has expired.');
    return authentication;
  }
  const session = sessionToken(request);
  return session === null ? null : identity.authenticateSession(session);
}

/**
 * Refuses changes that a foreign page could cause in a signed-in browser: a header of our own cannot be sent across origins without
 * permission (CORS). Bearer tokens are never sent by a browser on its own.
 */
export function assertNotForged(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD' || bearerToken(request) !== null) return;
  if (request.get('X-Requested-With') === 'lanework') return;
  throw new HttpProblem(
    403,
    'CSRF_HEADER_MISSING',
    'Expected the header X-Requested-With: lanework on a request that changes something, but it is absent.',
  );
}

function bearerToken(request: Request): string | null {
  const match = /^Bearer ([\w.~+/=-]+)$/iu.exec(request.get('Authorization') ?? '');
  const token = match?.[1];
  return token !== undefined && token.length <= MAX_CREDENTIAL_LENGTH ? token : null;
}
