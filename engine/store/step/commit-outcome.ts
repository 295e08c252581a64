import type { Pool } from 'pg';
import { runPrepared, sqlState } from '../sql.ts';
import type { TracedWrite } from './write-step.ts';

/** How often the outcome of a broken COMMIT is asked for, five seconds in all, and the pauses between, in milliseconds; each is twice as long as the last. */
const OUTCOME_ATTEMPTS = 25;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 250;
/** "Transaction ID is in the future": a crash took the transaction, and its number is free again. */
const INVALID_PARAMETER_VALUE = '22023';

/** Something that only one transaction can have written: a row of the journal, which is never changed, or else the answer of a command. */
export type CommitMarker =
  | { readonly kind: 'journal'; readonly rootInstanceId: string; readonly hash: string }
  | { readonly kind: 'command'; readonly id: string };

/**
 * What tells that these steps, which share a transaction, were committed: what any of them has written, since they are committed as a whole. Null when
 * none leaves such a thing: a step that only takes up or puts away due work, which stays there to be taken up again when it was not done after all, and one
 * that without a command only keeps a message or one of several triggers of a start. For them the number of the transaction alone has to do.
 */
export function commitMarker(steps: readonly TracedWrite[]): CommitMarker | null {
  for (const { write } of steps) {
    const [row] = write.journal;
    if (row !== undefined) return { kind: 'journal', rootInstanceId: row.rootInstanceId, hash: row.hash };
  }
  const id = steps.map(({ write }) => write.command?.id).find((each) => each !== undefined);
  return id === undefined ? null : { kind: 'command', id };
}

/**
 * Whether a transaction whose COMMIT got no answer has happened. Its number alone does not tell: after a crash PostgreSQL gives numbers
 * out again that it had not yet written down, so a stranger may have committed under it. Throws when the database does not tell in time.
 */
export async function hasCommitted(pool: Pool, transactionId: string, marker: CommitMarker | null): Promise<boolean> {
  let lastError: unknown = null;
  for (let attempt = 0; attempt < OUTCOME_ATTEMPTS; attempt += 1) {
    try {
      const [row] = await runPrepared<{ status: string | null }>(pool, 'select pg_xact_status($1::text::xid8) as status', [transactionId]);
      // Asked for in a second statement, which sees what the first one says is done.
      if (row?.status === 'committed') return marker === null || (await isThere(pool, marker));
      if (row?.status === 'aborted') return false;
    } catch (error) {
      if (sqlState(error) === INVALID_PARAMETER_VALUE) return false;
      lastError = error;
    }
    await new Promise((resolve) => setTimeout(resolve, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt)));
  }
  throw new Error('Expected to learn whether the transaction was committed, but the database did not tell in time.', { cause: lastError });
}

async function isThere(pool: Pool, marker: CommitMarker): Promise<boolean> {
  const rows =
    marker.kind === 'command'
      ? await runPrepared(pool, 'select 1 from command_log where id = $1', [marker.id])
      : await runPrepared(pool, `select 1 from journal where root_instance_id = $1 and hash = decode($2, 'hex') limit 1`, [
          marker.rootInstanceId,
          marker.hash,
        ]);
  return rows.length > 0;
}
