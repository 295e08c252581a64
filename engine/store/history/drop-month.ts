import type { PoolClient } from 'pg';
import { removable } from './removable.ts';
import { recordRemoval } from './removal-record.ts';

/** Instances that may stay of a month that is dropped; they move to the default partition. */
const MAX_KEPT = 1_000;

/** A root of the month whose call tree goes. `$1` and `$2` are the first id of the month and of the next. */
const GOING = `root.id >= $1 and root.id < $2 and ${removable('0')}`;
/** An instance of the month that stays: its tree is not past its time, or its root is of an earlier month and goes with that. */
const STAYING = `select instance.id from process_instance as instance join process_instance as root on root.id = instance.root_instance_id
  where instance.id >= $1 and instance.id < $2 and not (${GOING}) and not exists (select from history_removing where root_instance_id = root.id)`;

/** A month that is over, with the ids that begin it and the next. */
export interface PastMonth {
  /** First day. */
  readonly month: string;
  readonly firstId: string;
  readonly nextId: string;
}

/** The oldest past month of which something may go and only a few instances stay; null when there is none. */
export async function findDroppableMonth(client: PoolClient): Promise<PastMonth | null> {
  const { rows: months } = await client.query<PastMonth>(
    `select to_char(month, 'YYYY-MM-DD') as month, history_bound(month) as "firstId", history_bound((month + interval '1 month')::date) as "nextId"
     from (select distinct to_date(right(relname, 7), 'YYYY_MM') as month from pg_class
       where relispartition and relkind = 'r' and relname ~ '^(activity|op_log|journal)_of_\\d{4}_\\d{2}$') as found
     where month < date_trunc('month', now() at time zone 'UTC') and exists (select from retention_setting where days is not null) order by month`,
  );
  for (const month of months) {
    const values = [month.firstId, month.nextId];
    const { rows } = await client.query<{ goes: boolean; stay: number }>(
      `select exists (select from process_instance as root where ${GOING}) as goes, (select count(*)::int from (${STAYING} limit ${MAX_KEPT + 1}) as staying) as stay`,
      values,
    );
    if (rows[0]?.goes === true && rows[0].stay <= MAX_KEPT) return month;
  }
  return null;
}

/**
 * Records the removal of the month's trees and drops its partitions; what stays moves to the default partition first. What takes time is
 * done before the locks are taken: nobody waits for longer than the move of a few rows.
 */
export async function dropMonth(client: PoolClient, { month, firstId, nextId }: PastMonth): Promise<void> {
  const { rows: staying } = await client.query<{ id: string }>(STAYING, [firstId, nextId]);
  const ids = staying.map((row) => row.id);
  await recordRemoval(
    client,
    { sql: `select root.id from process_instance as root where ${GOING}`, values: [firstId, nextId] },
    month,
    ids.length,
  );
  await client.query(`set local lock_timeout = '3s'`);
  for (const [parent, idColumn] of [
    ['activity', 'instance_id'],
    ['op_log', 'instance_id'],
    ['journal', 'root_instance_id'],
  ] as const) {
    const partition = `${parent}_of_${month.slice(0, 7).replace('-', '_')}`;
    const known = await client.query('select 1 where to_regclass($1) is not null', [partition]);
    if (known.rowCount === 0) continue;
    await client.query(`alter table ${parent} detach partition ${partition}`);
    await client.query(`insert into ${parent} select * from ${partition} where ${idColumn} = any($1::uuid[])`, [ids]);
    await client.query(`drop table ${partition}`);
  }
}
