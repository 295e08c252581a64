import type { Pool } from 'pg';
import type { Authentication, User } from '../../engine/port/authenticator.ts';
import { createToken, hashToken } from './secrets.ts';
import { USER_COLUMNS, userOf, type UserColumns } from './user-row.ts';

/** A session ends after this long without a request, and after this long whatever happens. */
export const IDLE_HOURS = 12;
export const ABSOLUTE_HOURS = 7 * 24;
const MAX_CLIENT_TEXT_LENGTH = 300;

const CREATE = `
  insert into identity_session (token_hash, user_id, created_at, last_seen_at, expires_at, address, user_agent)
  values ($1, $2, now(), now(), now() + make_interval(hours => $3), $4, $5)
  returning to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "expiresAt"`;
const FIND = `
  select ${USER_COLUMNS}, session.last_seen_at < now() - interval '1 minute' as "isStale"
  from identity_session as session join identity_user as person on person.id = session.user_id
  where session.token_hash = $1 and session.expires_at > now() and session.last_seen_at > now() - make_interval(hours => $2) and person.active`;
const TOUCH = `update identity_session set last_seen_at = now() where token_hash = $1`;
const DELETE = `delete from identity_session where token_hash = $1`;
const DELETE_ALL = `delete from identity_session where user_id = $1`;
const DELETE_ENDED = `delete from identity_session where expires_at < now() or last_seen_at < now() - make_interval(hours => $1)`;

/** Opens a session. The token is returned this once; the database keeps its hash. */
export async function openSession(
  pool: Pool,
  userId: string,
  client: { readonly address: string; readonly userAgent: string },
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const token = createToken();
  const short = (text: string): string => text.slice(0, MAX_CLIENT_TEXT_LENGTH).replaceAll('\u0000', '').toWellFormed();
  const { rows } = await pool.query<{ expiresAt: string }>(CREATE, [
    hashToken(token),
    userId,
    ABSOLUTE_HOURS,
    short(client.address),
    short(client.userAgent),
  ]);
  await pool.query(DELETE_ENDED, [IDLE_HOURS]);
  const [row] = rows;
  if (row === undefined) throw new Error('Expected the new session, but the database returned none.');
  return { token, expiresAt: row.expiresAt };
}

/** The person of a living session, with the roles and groups he has now. */
export async function findSession(pool: Pool, token: string): Promise<Authentication | null> {
  const tokenHash = hashToken(token);
  const { rows } = await pool.query<UserColumns & { isStale: boolean }>(FIND, [tokenHash, IDLE_HOURS]);
  const [row] = rows;
  if (row === undefined) return null;
  if (row.isStale) await pool.query(TOUCH, [tokenHash]);
  return authenticationOf(userOf(row));
}

/** Ends one session; an unknown token is no error. */
export async function closeSession(pool: Pool, token: string): Promise<void> {
  await pool.query(DELETE, [hashToken(token)]);
}

/** Ends every session of a person. */
export async function closeSessionsOf(pool: Pool, userId: string): Promise<void> {
  await pool.query(DELETE_ALL, [userId]);
}

function authenticationOf(user: User): Authentication {
  return { actor: { kind: 'user', id: user.id, name: user.name, roles: user.roles, groups: user.groups }, user, scopes: null };
}
