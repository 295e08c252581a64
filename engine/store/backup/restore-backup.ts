import { Writable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { MIGRATION_LOCK, migrate, type openOrm } from '../orm.ts';
import { BackupError, type BackupHeader, type BackupManifest } from './backup-format.ts';
import { MIGRATION_TABLE, quoted, quotedColumns, readCatalogue, readMigrations } from './catalogue.ts';
import { readBackup, type TableSink } from './check-backup.ts';
import { emptyDatabase, listTables, listUsers } from './empty-database.ts';
import { loosenRules, restoreRules } from './table-rules.ts';

export interface RestoreOptions {
  readonly databaseUrl: string;
  readonly file: string;
  /** Schemas of the product. */
  readonly schemas: readonly string[];
  /** Opens the migrator with all migrations of this version. */
  readonly openMigrator: () => ReturnType<typeof openOrm>;
  /** Names of all migrations of this version. */
  readonly migrations: readonly string[];
  /** True: whatever is in the schemas is removed first. */
  readonly force: boolean;
  readonly progress: (message: string) => void;
}

export interface RestoreResult {
  readonly header: BackupHeader;
  readonly manifest: BackupManifest;
  /** Migrations that the backup lacked and that ran after its rows were there. */
  readonly migrated: readonly string[];
}

/**
 * Brings the backup into an empty database. The file is read twice: first to the end, so that a damaged one touches nothing, then into
 * the tables. The schema is made as it was when the backup was taken, filled, compared with the manifest, then migrated on. Throws
 * BackupError for a backup of a newer version and for a database that is not empty; a failure leaves the database empty.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreResult> {
  const { header, manifest } = await readBackup(options.file, () => Promise.resolve(nowhere()));
  options.progress(`${options.file}: whole, taken ${header.takenAt} by version ${header.version}`);
  refuseNewer(header, options.migrations);
  const client = new pg.Client({ connectionString: options.databaseUrl, application_name: 'lanework-restore', keepAlive: true });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await makeRoom(client, options);
    const migrated = await fillOrEmpty(client, options, header, manifest);
    return { header, manifest, migrated };
  } finally {
    await client.end();
  }
}

const nowhere = (): TableSink => ({
  stream: new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  }),
  release: () => Promise.resolve(),
});

function refuseNewer(header: BackupHeader, known: readonly string[]): void {
  const strange = header.migrations.filter((name) => !known.includes(name));
  if (strange.length === 0) return;
  throw new BackupError(
    `Expected a backup of this version or an older one, but version ${header.version} made it, with migrations that this version does not know: ${strange.join(', ')}. Restore it with that version.`,
  );
}

async function makeRoom(client: pg.Client, options: RestoreOptions): Promise<void> {
  const tables = await listTables(client, options.schemas);
  if (tables.length === 0) return;
  if (!options.force)
    throw new BackupError(
      `Expected an empty database, but found ${tables.length} tables (${tables.slice(0, 5).join(', ')}, ...). Give an empty one, or --force, which deletes everything that is in it; that cannot be undone.`,
    );
  const users = await listUsers(client);
  if (users.length > 0)
    throw new BackupError(
      `Expected nobody to use the database that is to be deleted, but found ${users.join(', ')}. Stop the servers first.`,
    );
  options.progress(`deleting ${tables.length} tables`);
  await emptyDatabase(client, options.schemas);
}

async function fillOrEmpty(
  client: pg.Client,
  options: RestoreOptions,
  header: BackupHeader,
  manifest: BackupManifest,
): Promise<readonly string[]> {
  const orm = await options.openMigrator();
  try {
    await orm.migrator.up({ migrations: header.migrations });
    await fill(client, options, header, manifest);
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    const migrated = await migrate(orm);
    options.progress('counting rows for the planner');
    await client.query('analyze');
    return migrated;
  } catch (error) {
    await emptyDatabase(client, options.schemas);
    throw error;
  } finally {
    await orm.close(true);
  }
}

async function fill(client: pg.Client, options: RestoreOptions, header: BackupHeader, manifest: BackupManifest): Promise<void> {
  await checkSchema(client, options.schemas, header);
  for (const month of header.historyMonths) await client.query('select ensure_history_partitions($1::date)', [month]);
  const rules = await loosenRules(client, options.schemas);
  // What a migration wrote is in the backup as it became.
  for (const { name } of header.tables) await client.query(`delete from ${quoted(client, name)}`);
  options.progress('copying rows');
  await readBackup(options.file, (table) => openTable(options.databaseUrl, table, options.progress));
  options.progress('checking references');
  await restoreRules(client, rules);
  for (const { name, next } of header.sequences)
    await client.query('select setval($1::regclass, $2::bigint, false)', [quoted(client, name), next]);
  await checkCounts(client, manifest);
}

/** The migrations made the tables that the backup has, or it is not theirs. */
async function checkSchema(client: pg.Client, schemas: readonly string[], header: BackupHeader): Promise<void> {
  const done = await readMigrations(client);
  if (done.toSorted().join() !== header.migrations.toSorted().join())
    throw new BackupError(`Expected the migrations ${header.migrations.join(', ')} in ${MIGRATION_TABLE}, but found ${done.join(', ')}.`);
  const here = new Map((await readCatalogue(client, schemas)).tables.map((table) => [table.name, table.columns.toSorted().join()]));
  const odd = header.tables.filter((table) => here.get(table.name) !== table.columns.toSorted().join());
  if (odd.length > 0)
    throw new BackupError(
      `Expected tables as the migrations of the backup make them, but these differ: ${odd.map((table) => table.name).join(', ')}.`,
    );
}

async function openTable(
  databaseUrl: string,
  table: BackupHeader['tables'][number],
  progress: (message: string) => void,
): Promise<TableSink> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'lanework-restore', keepAlive: true });
  client.on('error', () => undefined);
  await client.connect();
  const stream = client.query(copyFrom(`copy ${quoted(client, table.name)} (${quotedColumns(client, table.columns)}) from stdin`));
  return {
    stream,
    async release(error) {
      if (error === null) progress(`${table.name}: ${stream.rowCount} rows`);
      await client.end();
    },
  };
}

async function checkCounts(client: pg.Client, manifest: BackupManifest): Promise<void> {
  for (const [name, { rows }] of Object.entries(manifest.tables)) {
    const counted = await client.query<{ rows: string }>(`select count(*) as rows from ${quoted(client, name)}`);
    if (Number(counted.rows[0]?.rows) !== rows)
      throw new BackupError(`Expected ${rows} rows in ${name} after the restore, but found ${counted.rows[0]?.rows ?? 'none'}.`);
  }
}
