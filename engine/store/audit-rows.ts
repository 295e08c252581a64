import type { Pool } from 'pg';
import type { AuditedJournalRow, AuditedTree } from '../port/audit.ts';
import { joinState, type StateRow } from './state-row.ts';

const PAGE = 500;

/** Ids of all call trees, page by page. */
export async function* treesAfter(pool: Pool): AsyncGenerator<string> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await pool.query<{ id: string }>(
      'select id from process_instance where id = root_instance_id and id > $1 order by id limit $2',
      [after, PAGE],
    );
    for (const row of rows) yield row.id;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.id;
  }
}

/** Reads a tree at one moment, so that a step in between does not look like a difference. */
export async function readTree(pool: Pool, rootInstanceId: string): Promise<AuditedTree> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const chain = await client.query<{ count: string; hash: string | null }>(
      `select journal_count as count, encode(journal_hash, 'hex') as hash from process_instance where id = $1`,
      [rootInstanceId],
    );
    const rows = await client.query<Omit<AuditedJournalRow, 'sequence' | 'at'> & { sequence: string; at: Date }>(
      `select sequence, instance_id as "instanceId", at, command::text as command, actor::text as actor, records::text as records,
         encode(prev_hash, 'hex') as "prevHash", encode(hash, 'hex') as hash
       from journal where root_instance_id = $1 order by sequence`,
      [rootInstanceId],
    );
    const states = await client.query<StateRow>(
      `select state, flows, (select json_agg(json_build_array(v.scope_id, v.name, v.value)) from variable v where v.instance_id = i.id) as variables
       from process_instance i where root_instance_id = $1 order by id`,
      [rootInstanceId],
    );
    await client.query('commit');
    const [end] = chain.rows;
    return {
      rootInstanceId,
      journalCount: Number(end?.count ?? 0),
      journalHash: end?.hash ?? null,
      rows: rows.rows.map((row) => ({ ...row, sequence: Number(row.sequence), at: row.at.toISOString() })),
      states: states.rows.map((row) => joinState(row)),
    };
  } finally {
    client.release();
  }
}
