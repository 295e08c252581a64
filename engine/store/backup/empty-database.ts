import type { ClientBase } from 'pg';

/** Names of the tables in the schemas; a database without any is empty. */
export async function listTables(client: ClientBase, schemas: readonly string[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    [schemas],
  );
  return rows.map((row) => row.name);
}

/** Programs of the product that are connected to the database beside this one. */
export async function listUsers(client: ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select distinct application_name as name from pg_stat_activity
     where datname = current_database() and application_name in ('lanework', 'lanework-queue', 'lanework-changes') order by 1`,
  );
  return rows.map((row) => row.name);
}

/** Removes all tables, sequences and functions of the schemas, in one transaction; what belongs to an extension stays. */
export async function emptyDatabase(client: ClientBase, schemas: readonly string[]): Promise<void> {
  const OWN = `n.nspname = any($1) and not exists (select from pg_depend d where d.objid = o.oid and d.deptype = 'e')`;
  await client.query('begin');
  try {
    const { rows } = await client.query<{ statement: string }>(
      `select format('drop table %I.%I cascade', n.nspname, o.relname) as statement, 1 as turn from pg_class o join pg_namespace n on n.oid = o.relnamespace
         where ${OWN} and o.relkind in ('r', 'p') and not o.relispartition
       union all select format('drop sequence if exists %I.%I cascade', n.nspname, o.relname), 2 from pg_class o join pg_namespace n on n.oid = o.relnamespace
         where ${OWN} and o.relkind = 'S'
       union all select format('drop routine if exists %s cascade', o.oid::regprocedure), 3 from pg_proc o join pg_namespace n on n.oid = o.pronamespace
         where ${OWN}
       order by turn`,
      [schemas],
    );
    for (const { statement } of rows) await client.query(statement);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
