import type { Pool, PoolClient } from 'pg';
import { HISTORY_LOCK } from './history-lock.ts';
import { dropMonth, findDroppableMonth } from './drop-month.ts';
import { recordRemoval } from './removal-record.ts';
import { removable } from './removable.ts';
import { sweep } from './sweep.ts';

/** Call trees that one transaction removes. */
const BATCH_TREES = 200;
/** Transactions of one round; what is left waits for the next. */
const MAX_BATCHES = 400;
/** Days after its time for which a tree waits to go with its month; then it goes by itself. */
const GRACE_DAYS = 31;

/** What a round of the clean-up did. */
export interface CleanUpReport {
  /** Months whose partitions were dropped, as `2026-01-01`. */
  readonly months: readonly string[];
  /** Call trees marked one by one. */
  readonly trees: number;
  /** Process instances whose rows were deleted. */
  readonly instances: number;
  /** True when there was more to do than a round may. */
  readonly isUnfinished: boolean;
}

/**
 * Removes what is past its time: whole months by dropping their partitions, then single trees of months that cannot go as a whole. Each
 * removal is recorded before a row goes. On one node at a time: null when another one, or a backup, holds the lock of history.
 */
export async function cleanUpHistory(pool: Pool, signal: AbortSignal): Promise<CleanUpReport | null> {
  const months: string[] = [];
  let trees = 0;
  let instances = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    if (signal.aborted) return { months, trees, instances, isUnfinished: true };
    const did = await locked(pool, (client) => oneBatch(client));
    if (did === null) return batch === 0 ? null : { months, trees, instances, isUnfinished: true };
    if (did.kind === 'nothing') return { months, trees, instances, isUnfinished: false };
    if (did.kind === 'month') months.push(did.month);
    trees += did.trees;
    instances += did.instances;
  }
  return { months, trees, instances, isUnfinished: true };
}

type Batch =
  | { readonly kind: 'month'; readonly month: string; readonly trees: number; readonly instances: number }
  | { readonly kind: 'trees' | 'nothing'; readonly trees: number; readonly instances: number };

/** First the rows of what is recorded already, then whole months, then single trees. */
async function oneBatch(client: PoolClient): Promise<Batch> {
  const instances = await sweep(client, BATCH_TREES);
  if (instances > 0) return { kind: 'trees', trees: 0, instances };
  const month = await findDroppableMonth(client);
  if (month !== null) {
    await dropMonth(client, month);
    return { kind: 'month', month: month.month, trees: 0, instances: 0 };
  }
  const trees = await markTrees(client);
  return { kind: trees > 0 ? 'trees' : 'nothing', trees, instances: 0 };
}

/** Trees of months without a partition of their own go when their time has come, the others when they have waited for their month. */
async function markTrees(client: PoolClient): Promise<number> {
  const month = `to_char(to_timestamp(('x' || left(replace(root.id::text, '-', ''), 12))::bit(48)::bigint / 1000.0) at time zone 'UTC', 'YYYY_MM')`;
  const grace = `case when to_regclass('journal_of_' || ${month}) is null then 0 else ${GRACE_DAYS} end`;
  const sql = `select root.id from process_instance as root where ${removable(grace)} order by root.id limit $1 for update skip locked`;
  return recordRemoval(client, { sql, values: [BATCH_TREES] }, null, 0);
}

/** One transaction under the lock of history; null when somebody else has it. */
async function locked<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result | null> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    // A month of a million cases takes longer to be recorded than a step may.
    await client.query(`set local statement_timeout = '10min'`);
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_xact_lock(hashtext($1)) as got', [HISTORY_LOCK]);
    const result = rows[0]?.got === true ? await work(client) : null;
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    // A connection that cannot be rolled back is not used again.
    await client.query('rollback').then(
      () => {
        client.release();
      },
      (broken: Error) => {
        client.release(broken);
      },
    );
    throw error;
  }
}
