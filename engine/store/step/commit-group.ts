import type { ClientBase, Pool, QueryResult } from 'pg';
import { TransactionConflictError } from '../../port/instance-store.ts';
import type { Meter } from '../../port/telemetry.ts';
import { holdBack, isConnectionLoss, sqlState } from '../sql.ts';
import { hasCommitted } from './commit-outcome.ts';
import type { StepGroup } from './step-group.ts';

/**
 * Writes and commits in one go. A COMMIT that fails without a SQLSTATE may have happened: its outcome is asked for. Resolves when the transaction is
 * committed; rejects with TransactionConflictError when it surely is not but may be run again, and with any other error of the database as it is.
 */
export async function commitGroup(pool: Pool, group: StepGroup, meter: Meter): Promise<void> {
  const statements = group.statements();
  // What was changed already must not be committed without the step that it belongs to, should the write not even reach the server.
  if (group.hasChanged) await inOnePacket(group.client, () => group.write(statements));
  const ends = (): readonly [Promise<unknown>, Promise<QueryResult>] => [
    group.hasChanged ? Promise.resolve() : group.write(statements),
    group.client.query('commit'),
  ];
  const [write, commit] = await Promise.allSettled(inOnePacket(group.client, ends));
  // The server ends a transaction in which a statement has failed with ROLLBACK, whatever it is asked for.
  if (write.status === 'rejected' && sqlState(write.reason) !== undefined) throw write.reason;
  if (write.status === 'fulfilled' && commit.status === 'fulfilled') {
    if (commit.value.command === 'COMMIT') return;
    throw new TransactionConflictError(new Error(`Expected COMMIT, but the database answered ${commit.value.command}.`));
  }
  const error: unknown = commit.status === 'rejected' ? commit.reason : undefined;
  const { transactionId } = group.reads;
  if (transactionId === null || (sqlState(error) !== undefined && !isConnectionLoss(error))) throw error;
  const isCommitted = await hasCommitted(pool, transactionId, group.marker()).catch((unanswered: unknown) => {
    meter.commitUnknown('unanswered');
    throw unanswered;
  });
  meter.commitUnknown(isCommitted ? 'committed' : 'aborted');
  if (!isCommitted) throw new TransactionConflictError(error);
}

function inOnePacket<Result>(client: ClientBase, ask: () => Result): Result {
  const send = holdBack(client);
  const asked = ask();
  send();
  return asked;
}
