import type { Pool, PoolClient } from 'pg';
import type { AuditedJournalRow, AuditedTree, TreeReader } from '../port/audit.ts';
import type { InstanceState } from '../state/index.ts';
import { BROKEN_REMOVALS } from './history/removal-record.ts';
import { joinState, type StateRow } from './state-row.ts';

/** Call trees listed, and journal rows read, at once. */
const PAGE = 500;
/** States read at once; each may come with a megabyte of variables. */
const STATES_PAGE = 50;
/** Call trees read at once. */
const MAX_BATCH = 50;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Ids of all call trees. Those whose removal is recorded count as gone. */
export async function* treesAfter(pool: Pool): AsyncGenerator<string> {
  for await (const batch of treeBatches(pool)) yield* batch;
}

/** Ids of all call trees in batches that are read with one question each; a tree with a long journal is a batch of its own. */
export async function* treeBatches(pool: Pool): AsyncGenerator<readonly string[]> {
  let after = FIRST_ID;
  for (;;) {
    const { rows } = await pool.query<{ id: string; count: string }>(
      `select id, journal_count as count from process_instance as root where id = root_instance_id and id > $1
         and not exists (select from history_removing as going where going.root_instance_id = root.id) order by id limit $2`,
      [after, PAGE],
    );
    yield* batchesOf(rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.id;
  }
}

function* batchesOf(trees: readonly { readonly id: string; readonly count: string }[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let rows = 0;
  for (const { id, count } of trees) {
    if (batch.length > 0 && (rows + Number(count) > PAGE || batch.length === MAX_BATCH)) {
      yield batch;
      batch = [];
      rows = 0;
    }
    batch.push(id);
    rows += Number(count);
  }
  if (batch.length > 0) yield batch;
}

/** Root of the call tree of an instance; null for an unknown one. */
export async function findRoot(pool: Pool, instanceId: string): Promise<string | null> {
  const { rows } = await pool.query<{ id: string }>('select root_instance_id as id from process_instance where id::text = $1', [
    instanceId,
  ]);
  return rows[0]?.id ?? null;
}

/** Numbers of the records of removals that were changed, or that do not follow the one before. */
export async function findBrokenRemovals(pool: Pool): Promise<readonly number[]> {
  return (await pool.query<{ sequence: string }>(BROKEN_REMOVALS)).rows.map((row) => Number(row.sequence));
}

/** Call trees that have journal rows but no root any more. */
export async function* findRowsWithoutRoot(pool: Pool): AsyncGenerator<{ readonly rootInstanceId: string; readonly rows: number }> {
  const { rows } = await pool.query<{ rootInstanceId: string; rows: number }>(
    `select root_instance_id as "rootInstanceId", count(*)::int as rows from journal
     where not exists (select from process_instance where id = journal.root_instance_id) group by 1 order by 1 limit $1`,
    [PAGE],
  );
  yield* rows;
}

/**
 * Gives trees to their readers as they are at one moment, so that a step in between does not look like a difference; in pages, however
 * long they are.
 */
export async function streamTrees(pool: Pool, readers: ReadonlyMap<string, TreeReader>): Promise<void> {
  const roots = [...readers.keys()];
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    for (let after: Place = [FIRST_ID, '-1']; ;) {
      const rows = await readPage(client, roots, after);
      for (const { root, ...row } of rows) readers.get(root)?.readRow({ ...row, sequence: Number(row.sequence), at: row.at.toISOString() });
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) break;
      after = [last.root, last.sequence];
    }
    const { rows: ends } = await client.query<{ id: string; count: string; hash: string | null }>(
      `select id, journal_count as count, encode(journal_hash, 'hex') as hash from process_instance where id = any($1::uuid[])`,
      [roots],
    );
    for (const { id, count, hash } of ends) readers.get(id)?.readEnd(Number(count), hash);
    await readStates(client, roots, readers);
    await client.query('commit');
  } catch (error) {
    // A connection that was lost cannot roll back either; the first error tells why.
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** Root and sequence of the last row that was read. */
type Place = readonly [string, string];
type PageRow = Omit<AuditedJournalRow, 'sequence' | 'at'> & { readonly root: string; readonly sequence: string; readonly at: Date };

async function readPage(client: PoolClient, roots: readonly string[], [root, sequence]: Place): Promise<readonly PageRow[]> {
  const { rows } = await client.query<PageRow>(
    `select root_instance_id as root, sequence, instance_id as "instanceId", at, command::text as command, actor::text as actor, records::text as records,
       encode(prev_hash, 'hex') as "prevHash", encode(hash, 'hex') as hash
     from journal where root_instance_id = any($1::uuid[]) and (root_instance_id, sequence) > ($2, $3) order by root_instance_id, sequence limit $4`,
    [roots, root, sequence, PAGE],
  );
  return rows;
}

async function readStates(client: PoolClient, roots: readonly string[], readers: ReadonlyMap<string, TreeReader>): Promise<void> {
  for (let after = FIRST_ID; ;) {
    const { rows } = await client.query<StateRow & { id: string; root: string }>(
      `select id, root_instance_id as root, state, flows, (select json_agg(json_build_array(v.scope_id, v.name, v.value)) from variable v where v.instance_id = i.id) as variables
       from process_instance i where (id = any($1::uuid[]) or (root_instance_id = any($1::uuid[]) and caller_instance_id is not null)) and id > $2 order by id limit $3`,
      [roots, after, STATES_PAGE],
    );
    for (const row of rows) readers.get(row.root)?.readState(joinState(row));
    const last = rows.at(-1);
    if (last === undefined || rows.length < STATES_PAGE) return;
    after = last.id;
  }
}

/** A whole tree at once. */
export async function readTree(pool: Pool, rootInstanceId: string): Promise<AuditedTree> {
  const rows: AuditedJournalRow[] = [];
  const states: InstanceState[] = [];
  let end = { journalCount: 0, journalHash: null as string | null };
  const reader: TreeReader = {
    readRow: (row) => rows.push(row),
    readEnd: (journalCount, journalHash) => {
      end = { journalCount, journalHash };
    },
    readState: (state) => states.push(state),
  };
  await streamTrees(pool, new Map([[rootInstanceId, reader]]));
  return { rootInstanceId, ...end, rows, states };
}
