import type { PoolClient } from 'pg';

/** Tables that hold rows by the id of their instance. */
const BY_INSTANCE = ['variable', 'task', 'incident', 'subscription', 'job', 'timer', 'outbox', 'activity'] as const;

/** Deletes all rows of at most so many call trees whose removal is recorded. Returns the number of their process instances; 0 when none is left. */
export async function sweep(client: PoolClient, trees: number): Promise<number> {
  const { rows: roots } = await client.query<{ id: string }>(
    'select root_instance_id as id from history_removing order by 1 limit $1 for update',
    [trees],
  );
  if (roots.length === 0) return 0;
  const rootIds = roots.map((row) => row.id);
  const { rows: instances } = await client.query<{ id: string }>(
    'select id from process_instance where id = any($1::uuid[]) or (root_instance_id = any($1::uuid[]) and caller_instance_id is not null)',
    [rootIds],
  );
  const ids = instances.map((row) => row.id);
  await client.query('delete from task_draft where task_id in (select id from task where instance_id = any($1::uuid[]))', [ids]);
  for (const table of BY_INSTANCE) await client.query(`delete from ${table} where instance_id = any($1::uuid[])`, [ids]);
  // A key begins with its instance, and the index is by key.
  await client.query(
    `delete from op_log using unnest($1::uuid[]) as gone(id)
     where op_log.instance_id = gone.id and key > gone.id::text || ':' and key < gone.id::text || ';'`,
    [ids],
  );
  await client.query('delete from journal where root_instance_id = any($1::uuid[])', [rootIds]);
  await client.query('delete from process_instance where id = any($1::uuid[])', [ids]);
  await client.query('delete from legal_hold where root_instance_id = any($1::uuid[])', [rootIds]);
  await client.query('delete from history_removing where root_instance_id = any($1::uuid[])', [rootIds]);
  return ids.length;
}
