import pg from 'pg';
import type { Config } from '../config.ts';
import { createLogger } from '../host.ts';
import { openDatabase } from '../open-database.ts';
import { modules } from '../modules.ts';
import { BackupError } from '../store/backup/backup-format.ts';
import { restoreBackup } from '../store/backup/restore-backup.ts';
import { openOrm, orderedMigrations } from '../store/orm.ts';
import { runInvariants, verifyJournal } from './audit.ts';
import { schemasOf } from './backup.ts';
import type { CommandOutput } from './output.ts';

/**
 * `lanework restore <file> [--force]`: brings a backup of this version or an older one into an empty database, brings the database up to
 * date and then runs `audit verify` and `audit run` on it. `--force` deletes what is in the database first. Status 0 when all is there and
 * the audits hold, 1 when not, 2 for wrong arguments. After a failure before the audits the database is empty.
 */
export async function restoreCommand(args: readonly string[], output: CommandOutput, config: Config): Promise<number> {
  const force = args.includes('--force');
  const [file, ...others] = args.filter((arg) => arg !== '--force');
  if (file === undefined || others.length > 0 || file.startsWith('-')) {
    output.err(`Expected lanework restore <file> [--force], but found: ${args.join(' ')}`);
    return 2;
  }
  const database = await openDatabase(config, createLogger(config), true);
  const began = performance.now();
  try {
    const migrations = modules.flatMap((module) => module.migrations);
    const { header, manifest, migrated } = await restoreBackup({
      databaseUrl: database.url,
      file,
      schemas: schemasOf(modules),
      openMigrator: () => openOrm(database.url, [], migrations),
      migrations: orderedMigrations(migrations).map((migration) => migration.name),
      force,
      progress: (message) => {
        output.err(message);
      },
    });
    const facts = Object.values(manifest.tables);
    output.out(
      JSON.stringify({
        file,
        takenAt: header.takenAt,
        version: header.version,
        tables: facts.length,
        rows: facts.reduce((sum, table) => sum + table.rows, 0),
        migrated,
        seconds: Math.round((performance.now() - began) / 100) / 10,
      }),
    );
    return await audit(database.url, output);
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    output.err(error.message);
    return 1;
  } finally {
    await database.embedded?.stop();
  }
}

async function audit(databaseUrl: string, output: CommandOutput): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, application_name: 'lanework-restore' });
  pool.on('error', () => undefined);
  // What was asked on a connection that is lost fails by itself.
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    const verified = await verifyJournal(pool, output, { rootInstanceId: null, asJson: false });
    const held = await runInvariants(pool, modules, output);
    return verified === 0 && held === 0 ? 0 : 1;
  } finally {
    await pool.end();
  }
}
