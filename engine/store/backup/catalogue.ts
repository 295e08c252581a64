import type { ClientBase } from 'pg';
import type { BackupHeader } from './backup-format.ts';

/** Table in which the migrator keeps what ran; its rows are the backup's list of migrations. */
export const MIGRATION_TABLE = 'public.schema_migration';

/** What of a database belongs to the product: tables with the columns that are written, biggest first, and sequences. */
export interface Catalogue {
  readonly tables: BackupHeader['tables'];
  readonly sequences: readonly string[];
}

/** Tables of the given schemas, partitions counted with their parents. What is generated is left out: the database makes it again. */
export async function readCatalogue(client: ClientBase, schemas: readonly string[]): Promise<Catalogue> {
  const tables = await client.query<{ name: string; columns: string[] }>(
    `select n.nspname || '.' || c.relname as name,
       (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition and n.nspname || '.' || c.relname <> $2
       and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
     order by case c.relkind when 'r' then pg_total_relation_size(c.oid)
       else (select sum(pg_total_relation_size(relid)) from pg_partition_tree(c.oid) where isleaf) end desc, 1`,
    [schemas, MIGRATION_TABLE],
  );
  const sequences = await client.query<{ name: string }>(
    `select schemaname || '.' || sequencename as name from pg_sequences where schemaname = any($1) and sequencename <> 'schema_migration_id_seq' order by 1`,
    [schemas],
  );
  return { tables: tables.rows, sequences: sequences.rows.map((row) => row.name) };
}

/** Next values of the sequences. Read after the snapshot was taken, they lie behind every row of it. */
export async function readSequences(client: ClientBase, names: readonly string[]): Promise<BackupHeader['sequences']> {
  const found: BackupHeader['sequences'] = [];
  for (const name of names) {
    const { rows } = await client.query<{ next: string }>(
      `select (case when is_called then last_value + 1 else last_value end)::text as next from ${quoted(client, name)}`,
    );
    found.push({ name, next: rows[0]?.next ?? '1' });
  }
  return found;
}

/** Names of the migrations that ran, oldest first; none in a database without the product. */
export async function readMigrations(client: ClientBase): Promise<readonly string[]> {
  const known = await client.query('select 1 where to_regclass($1) is not null', [MIGRATION_TABLE]);
  if (known.rowCount === 0) return [];
  return (await client.query<{ name: string }>(`select name from ${MIGRATION_TABLE} order by id`)).rows.map((row) => row.name);
}

/** First days of the months that history has partitions of. */
export async function readHistoryMonths(client: ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ month: string }>(
    `select distinct replace(substring(relname from '_of_(\\d{4}_\\d{2})$'), '_', '-') || '-01' as month from pg_class
     where relispartition and relkind = 'r' and relnamespace = 'public'::regnamespace and relname ~ '^(activity|op_log|journal)_of_\\d{4}_\\d{2}$' order by 1`,
  );
  return rows.map((row) => row.month);
}

/** `schema.table` as it stands in SQL. */
export function quoted(client: ClientBase, name: string): string {
  return name
    .split('.')
    .map((part) => client.escapeIdentifier(part))
    .join('.');
}

/** Columns as they stand in SQL. */
export const quotedColumns = (client: ClientBase, columns: readonly string[]): string =>
  columns.map((column) => client.escapeIdentifier(column)).join(', ');
