import { expect } from 'chai';
import type { Pool } from 'pg';
import { v7 } from 'uuid';
import { migrate, openOrm } from '../../../../engine/store/orm.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../../support/database.ts';
import { eventually } from '../../../support/engine.ts';

const RELEASED = '20261126_08_engine_messages';
const TABLES = ['activity', 'op_log', 'journal'] as const;

/** A row in each table of history, as the release before writes it. */
async function writeHistory(pool: Pool, instanceId: string, status = 'active'): Promise<void> {
  await pool.query(
    `insert into activity (instance_id, element_instance_id, definition_id, element_id, kind, status, started_at) values ($1, '1', 'd', 'e', 'task', $2, now())
     on conflict (instance_id, element_instance_id) do update set status = excluded.status`,
    [instanceId, status],
  );
  await pool.query(
    `insert into op_log (key, topic, instance_id, request_hash, result, at) values ($1 || ':' || gen_random_uuid(), 't', $2, 'h', '{}', now())`,
    [instanceId, instanceId],
  );
  await pool.query(
    `insert into journal (root_instance_id, instance_id, at, command, actor, records, hash) values ($1, $1, now(), '{}', '{}', '[]', '\\x00')`,
    [instanceId],
  );
}

async function partitionOf(pool: Pool, table: string, idColumn: string, instanceId: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ name: string }>(
    `select distinct tableoid::regclass::text as name from ${table} where ${idColumn} = $1`,
    [instanceId],
  );
  return rows.map((row) => row.name).join();
}

const refusalOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no refusal',
    (error: unknown) => String(error),
  );

const monthName = (date: Date): string => `${date.getUTCFullYear()}_${String(date.getUTCMonth() + 1).padStart(2, '0')}`;
const inMonths = (months: number): Date => {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 15));
};
const idOf = (date: Date): string => v7({ msecs: date.getTime() });

describe('History by month in a new database', () => {
  let database: TestDatabase;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
  });
  after(() => database.close());

  it('lies in the month of the instance, this one and the two to come, whatever lies outside in the default partition', async () => {
    for (const months of [0, 1, 2]) {
      const id = idOf(inMonths(months));
      await writeHistory(database.pool, id);
      await writeHistory(database.pool, id, 'completed');
      const month = monthName(inMonths(months));
      expect(await partitionOf(database.pool, 'activity', 'instance_id', id)).to.equal(`activity_of_${month}`);
      expect(await partitionOf(database.pool, 'op_log', 'instance_id', id)).to.equal(`op_log_of_${month}`);
      expect(await partitionOf(database.pool, 'journal', 'root_instance_id', id)).to.equal(`journal_of_${month}`);
      expect((await database.pool.query('select status from activity where instance_id = $1', [id])).rows).to.deep.equal([
        { status: 'completed' },
      ]);
    }
    const later = idOf(inMonths(9));
    await writeHistory(database.pool, later);
    expect(await partitionOf(database.pool, 'activity', 'instance_id', later)).to.equal('activity_default');
  });

  it('refuses change, removal and truncation of journal rows also through a partition', async () => {
    await writeHistory(database.pool, idOf(new Date()));
    for (const table of ['journal', 'journal_default', `journal_of_${monthName(new Date())}`]) {
      for (const statement of [`update ${table} set command = command`, `delete from ${table}`, `truncate ${table}`])
        expect(await refusalOf(database.pool.query(statement)), statement).to.match(/append-only/);
    }
  });

  it('is found by prepared statements in one partition alone', async () => {
    const client = await database.pool.connect();
    try {
      await client.query('set plan_cache_mode = force_generic_plan');
      await client.query('prepare one_activity(uuid) as select 1 from activity where instance_id = $1');
      await client.query('prepare one_chain(uuid) as select 1 from journal where root_instance_id = $1 order by sequence');
      await client.query('prepare one_key(uuid, text) as select 1 from op_log where instance_id = $1 and key = $2');
      const id = idOf(new Date());
      for (const execution of [`one_activity('${id}')`, `one_chain('${id}')`, `one_key('${id}', '${id}:1')`]) {
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain execute ${execution}`);
        const scanned = rows.flatMap(
          (row) => /Scan (?:using \w+ )?on ((?:activity|journal|op_log)_\w+(?<!_pkey))\b/.exec(row['QUERY PLAN'])?.[1] ?? [],
        );
        expect(new Set(scanned).size, rows.map((row) => row['QUERY PLAN']).join('\n')).to.equal(1);
      }
    } finally {
      client.release(true);
    }
  });

  it('gets the months to come once, also when two nodes keep up at once', async () => {
    const month = '2031-05-01';
    await Promise.all([1, 2, 3].map(() => database.pool.query('select ensure_journal_partition($1::date)', [month])));
    const { rows } = await database.pool.query<{ name: string }>(
      `select relname as name from pg_class where relname like '%\\_of\\_2031\\_05' order by 1`,
    );
    expect(rows.map((row) => row.name)).to.deep.equal(TABLES.map((table) => `${table}_of_2031_05`).toSorted());
  });
});

describe('History of the release before', () => {
  let database: TestDatabase;
  before(async function () {
    this.timeout(60_000);
    database = await createEmptyDatabase();
    const orm = await openOrm(database.url, []);
    await orm.migrator.up({ to: RELEASED });
    await orm.close(true);
  });
  after(() => database.close());

  it('becomes the default partition without being copied, and stays one table with what follows', async function () {
    this.timeout(30_000);
    const { pool } = database;
    const old = idOf(new Date());
    await writeHistory(pool, old);
    const fileOf = async (table: string): Promise<unknown> =>
      (await pool.query('select pg_relation_filenode($1::regclass) as file', [table])).rows[0];
    const before = [await fileOf('activity'), await fileOf('op_log')];
    const orm = await openOrm(database.url, []);
    await migrate(orm);
    await orm.close(true);
    expect([await fileOf('activity_default'), await fileOf('op_log_default')]).to.deep.equal(before);
    // This month goes on where it began, the next has a partition.
    await writeHistory(pool, old, 'completed');
    const next = idOf(inMonths(1));
    await writeHistory(pool, next);
    expect(await partitionOf(pool, 'activity', 'instance_id', old)).to.equal('activity_default');
    expect(await partitionOf(pool, 'activity', 'instance_id', next)).to.equal(`activity_of_${monthName(inMonths(1))}`);
    expect((await pool.query('select status from activity where instance_id = $1', [old])).rows).to.deep.equal([{ status: 'completed' }]);
    expect((await pool.query('select sequence from journal order by sequence')).rowCount).to.equal(3);
    for (const table of ['journal', 'journal_default', `journal_${monthName(new Date())}`, 'journal_other'])
      expect(await refusalOf(pool.query(`truncate ${table}`)), table).to.match(/append-only/);
    expect(await refusalOf(pool.query('delete from journal'))).to.match(/append-only/);
    await pool.query('select ensure_history_partitions(now()::date)');
    expect((await pool.query(`select to_regclass($1) as name`, [`activity_of_${monthName(new Date())}`])).rows).to.deep.equal([
      { name: null },
    ]);
  });
});

describe('A migration beside running work', () => {
  it('gives way to a lock that does not end, and is tried again', async function () {
    this.timeout(60_000);
    const database = await createEmptyDatabase();
    const orm = await openOrm(database.url, []);
    await orm.migrator.up({ to: RELEASED });
    const holder = await database.pool.connect();
    await holder.query('begin; lock table activity in access share mode');
    const migrated = migrate(orm);
    const waits = async (): Promise<boolean> =>
      (await database.pool.query(`select 1 from pg_locks where not granted and relation = 'activity'::regclass`)).rowCount === 1;
    await eventually(async () => ((await waits()) ? true : null), 'the migration to wait');
    await eventually(async () => ((await waits()) ? null : true), 'the migration to give way');
    await holder.query('commit');
    holder.release();
    expect(await migrated).to.include('20261126_10_engine_history_partitions');
    await orm.close(true);
    await database.close();
  });
});
