import type { Pool } from 'pg';
import { hashToken } from './secrets.ts';

/** Failures in a row that are free; from then on each locks the login for twice as long. */
export const FREE_FAILURES = 10;
const FIRST_LOCK_SECONDS = 30;
const LONGEST_LOCK_SECONDS = 900;
/** Failures older than this are forgotten. */
const MEMORY_SECONDS = 3_600;

// The attempt is counted before the password is looked at, so that a burst of parallel guesses gets no more tries than a slow one.
// $1 login hash, $2 memory, $3 free failures, $4 first lock, $5 longest lock (seconds).
const COUNT_ATTEMPT = `
  insert into identity_sign_in_attempt as attempt (login_hash, failures, last_attempt_at) values ($1, 1, now())
  on conflict (login_hash) do update set
    failures = case when attempt.last_attempt_at < now() - make_interval(secs => $2) then 1 else attempt.failures + 1 end,
    last_attempt_at = now(),
    locked_until = case
      when attempt.last_attempt_at < now() - make_interval(secs => $2) or attempt.failures + 1 <= $3 then null
      else now() + make_interval(secs => least($4 * 2 ^ least(attempt.failures - $3, 20), $5)) end
  where attempt.locked_until is null or attempt.locked_until <= now()
  returning failures`;
const LOCKED_FOR = `select ceil(extract(epoch from locked_until - now()) * 1000)::float8 as ms from identity_sign_in_attempt where login_hash = $1`;
const FORGET = `delete from identity_sign_in_attempt where login_hash = $1`;
const FORGET_OLD = `delete from identity_sign_in_attempt where last_attempt_at < now() - make_interval(secs => $1)`;

/** Counts an attempt to sign in with this login, existing or not. Returns null when it may go on, else the milliseconds it is locked for. */
export async function countAttempt(pool: Pool, login: string): Promise<number | null> {
  const loginHash = hashToken(login);
  const counted = await pool.query(COUNT_ATTEMPT, [loginHash, MEMORY_SECONDS, FREE_FAILURES, FIRST_LOCK_SECONDS, LONGEST_LOCK_SECONDS]);
  if (counted.rowCount === 1) return null;
  const locked = await pool.query<{ ms: number }>(LOCKED_FOR, [loginHash]);
  return Math.max(locked.rows[0]?.ms ?? 0, 1);
}

/** After a right password: the failures before it no longer count, and those that everybody has forgotten go. */
export async function forgetAttempts(pool: Pool, login: string): Promise<void> {
  await pool.query(FORGET, [hashToken(login)]);
  await pool.query(FORGET_OLD, [MEMORY_SECONDS]);
}
