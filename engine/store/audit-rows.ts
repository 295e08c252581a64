import type { Pool, PoolClient } from 'pg';
import type { AuditedJournalRow, AuditedTree, TreeReader } from '../port/audit.ts';
import type { InstanceState } from '../state/index.ts';
import { BROKEN_REMOVALS } from './history/removal-record.ts';
import { joinState, type StateRow } from './state-row.ts';

const PAGE = 500;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Ids of all call trees, page by page. Those whose removal is recorded count as gone. */
export async function* treesAfter(pool: Pool): AsyncGenerator<string> {
  let after = FIRST_ID;
  for (;;) {
    const { rows } = await pool.query<{ id: string }>(
      `select id from process_instance as root where id = root_instance_id and id > $1
         and not exists (select from history_removing as going where going.root_instance_id = root.id) order by id limit $2`,
      [after, PAGE],
    );
    for (const row of rows) yield row.id;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.id;
  }
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

/** Gives a tree to the reader as it is at one moment, so that a step in between does not look like a difference; in pages, however long it is. */
export async function streamTree(pool: Pool, rootInstanceId: string, reader: TreeReader): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    for (let after = -1; ;) {
      const rows = await readPage(client, rootInstanceId, after);
      for (const row of rows) reader.readRow(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) break;
      after = last.sequence;
    }
    const { rows: ends } = await client.query<{ count: string; hash: string | null }>(
      `select journal_count as count, encode(journal_hash, 'hex') as hash from process_instance where id = $1`,
      [rootInstanceId],
    );
    reader.readEnd(Number(ends[0]?.count ?? 0), ends[0]?.hash ?? null);
    await readStates(client, rootInstanceId, reader);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function readPage(client: PoolClient, rootInstanceId: string, after: number): Promise<readonly AuditedJournalRow[]> {
  const { rows } = await client.query<Omit<AuditedJournalRow, 'sequence' | 'at'> & { sequence: string; at: Date }>(
    `select sequence, instance_id as "instanceId", at, command::text as command, actor::text as actor, records::text as records,
       encode(prev_hash, 'hex') as "prevHash", encode(hash, 'hex') as hash
     from journal where root_instance_id = $1 and sequence > $2 order by sequence limit $3`,
    [rootInstanceId, after, PAGE],
  );
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence), at: row.at.toISOString() }));
}

async function readStates(client: PoolClient, rootInstanceId: string, reader: TreeReader): Promise<void> {
  for (let after = FIRST_ID; ;) {
    const { rows } = await client.query<StateRow & { id: string }>(
      `select id, state, flows, (select json_agg(json_build_array(v.scope_id, v.name, v.value)) from variable v where v.instance_id = i.id) as variables
       from process_instance i where (id = $1 or (root_instance_id = $1 and caller_instance_id is not null)) and id > $2 order by id limit $3`,
      [rootInstanceId, after, PAGE],
    );
    for (const row of rows) reader.readState(joinState(row));
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.id;
  }
}

/** A whole tree at once. */
export async function readTree(pool: Pool, rootInstanceId: string): Promise<AuditedTree> {
  const rows: AuditedJournalRow[] = [];
  const states: InstanceState[] = [];
  let end = { journalCount: 0, journalHash: null as string | null };
  await streamTree(pool, rootInstanceId, {
    readRow: (row) => rows.push(row),
    readEnd: (journalCount, journalHash) => {
      end = { journalCount, journalHash };
    },
    readState: (state) => states.push(state),
  });
  return { rootInstanceId, ...end, rows, states };
}
