import type { TestDatabase } from '../support/database.ts';

/** Tables whose rows of an instance are copied with it, and their columns that hold its id. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  process_instance: ['id', 'root_instance_id'],
  variable: ['instance_id'],
  task: ['instance_id', 'root_instance_id'],
  timer: ['instance_id', 'root_instance_id'],
  subscription: ['instance_id', 'root_instance_id'],
  activity: ['instance_id'],
};
/** Tables whose rows have ids of the form `<instance>.<number>`. */
const GLOBAL_IDS = ['task', 'timer', 'subscription'];
const BATCH = 10_000;

/**
 * Copies a running instance so many times, with all that it waits for: rows as the engine has written them, under ids of their own. The
 * copies have no journal of what came before.
 */
export async function cloneInstance(database: TestDatabase, instanceId: string, copies: number): Promise<void> {
  for (let done = 0; done < copies; done += BATCH) {
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      await client.query(`create temporary table copy on commit drop as select gen_random_uuid() as new_id from generate_series(1, $1)`, [
        Math.min(BATCH, copies - done),
      ]);
      for (const [table, idColumns] of Object.entries(TABLES))
        await client.query(await copyStatement(database, table, idColumns), [instanceId]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }
  await database.pool.query('analyze');
}

async function copyStatement(database: TestDatabase, table: string, idColumns: readonly string[]): Promise<string> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`,
    [table],
  );
  const values = rows.map(({ name }) => {
    if (name === 'id' && GLOBAL_IDS.includes(table)) return `copy.new_id || substr(source.id, 37)`;
    if (idColumns.includes(name)) return 'copy.new_id';
    if (name === 'state') return `replace(source.state::text, $1, copy.new_id::text)::jsonb`;
    if (name === 'business_key') return `source.business_key || '-' || copy.new_id`;
    return `source.${name}`;
  });
  const key = table === 'process_instance' ? 'id' : 'instance_id';
  return `insert into ${table} (${rows.map(({ name }) => name).join(', ')}) select ${values.join(', ')} from ${table} source cross join copy where source.${key} = $1::text::uuid`;
}
