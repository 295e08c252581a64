import type { Pool } from 'pg';
import { TransactionConflictError } from '../../port/instance-store.ts';
import type { Meter } from '../../port/telemetry.ts';
import { isConnectionLoss, sqlState } from '../sql.ts';
import type { StepGroup } from './step-group.ts';

/** How often the outcome of a broken COMMIT is asked for, and the pause between, before the error is given to the caller. */
const OUTCOME_ATTEMPTS = 20;
const OUTCOME_PAUSE_MS = 250;

/**
 * Writes and commits in one go. A COMMIT that fails without a SQLSTATE may have happened: the transaction id tells. Resolves when the transaction is
 * committed; rejects with TransactionConflictError when it surely is not but may be run again, and with any other error of the database as it is.
 */
export async function commitGroup(pool: Pool, group: StepGroup, meter: Meter): Promise<void> {
  const statement = group.writeStatement();
  const [write, commit] = await Promise.allSettled([
    statement === null ? Promise.resolve() : group.write(statement),
    group.client.query('commit'),
  ]);
  // The server ends a transaction in which a statement has failed with ROLLBACK, whatever it is asked for.
  if (write.status === 'rejected' && sqlState(write.reason) !== undefined) throw write.reason;
  if (write.status === 'fulfilled' && commit.status === 'fulfilled') {
    if (commit.value.command === 'COMMIT') return;
    throw new TransactionConflictError(new Error(`Expected COMMIT, but the database answered ${commit.value.command}.`));
  }
  const error: unknown = commit.status === 'rejected' ? commit.reason : undefined;
  const { transactionId } = group.reads;
  if (transactionId === null || (sqlState(error) !== undefined && !isConnectionLoss(error))) throw error;
  const isCommitted = await hasCommitted(pool, transactionId, meter);
  meter.commitUnknown(isCommitted ? 'committed' : 'aborted');
  if (!isCommitted) throw new TransactionConflictError(error);
}

async function hasCommitted(pool: Pool, transactionId: string, meter: Meter): Promise<boolean> {
  let lastError: unknown = null;
  for (let attempt = 0; attempt < OUTCOME_ATTEMPTS; attempt += 1) {
    try {
      const found = await pool.query<{ status: string | null }>('select pg_xact_status($1::text::xid8) as status', [transactionId]);
      const status = found.rows[0]?.status;
      if (status === 'committed') return true;
      if (status === 'aborted') return false;
    } catch (error) {
      lastError = error;
    }
    await new Promise((resolve) => setTimeout(resolve, OUTCOME_PAUSE_MS));
  }
  meter.commitUnknown('unanswered');
  throw new Error('Expected to learn whether the transaction was committed, but the database did not tell in time.', {
    cause: lastError,
  });
}
