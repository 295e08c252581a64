import type { Pool } from 'pg';
import type { SignInResult } from '../../engine/port/authenticator.ts';
import { hashOfNobody, verifyPassword } from './secrets.ts';
import { openSession } from './sessions.ts';
import { countAttempt, forgetAttempts } from './sign-in-attempts.ts';
import { USER_COLUMNS, userOf, type UserColumns } from './user-row.ts';

const FIND = `select ${USER_COLUMNS}, person.password_hash as "passwordHash" from identity_user as person where person.id = $1`;

/** Checks login and password and opens a session. Unknown, inactive and wrong are refused alike, in the same time. */
export async function signIn(
  pool: Pool,
  typedLogin: string,
  password: string,
  client: { readonly address: string; readonly userAgent: string },
): Promise<SignInResult> {
  const login = typedLogin.trim().toLowerCase();
  const lockedForMs = await countAttempt(pool, login);
  if (lockedForMs !== null) return { kind: 'locked', retryAfterMs: lockedForMs };
  const { rows } = await pool.query<UserColumns & { passwordHash: string }>(FIND, [login]);
  const [row] = rows;
  const isRight = await verifyPassword(row?.passwordHash ?? (await hashOfNobody()), password);
  if (row === undefined || !isRight || !row.active) return { kind: 'refused' };
  await forgetAttempts(pool, login);
  const { token, expiresAt } = await openSession(pool, row.id, client);
  return { kind: 'signedIn', sessionToken: token, expiresAt, user: userOf(row) };
}
