import { setTimeout } from 'node:timers/promises';
import { MikroORM, type EntitySchema } from '@mikro-orm/postgresql';
import { Migration, Migrator } from '@mikro-orm/migrations';
import type { Pool } from 'pg';
import type { ModuleMigration } from '../port/module-contract.ts';
import { CONNECTION_SETTINGS } from './connection-watch.ts';
import { engineMigrations } from './migration/index.ts';
import { isConflict } from './sql.ts';

/** Key of the advisory lock held while migrating ("LANEWORK" folded to 32 bits). */
export const MIGRATION_LOCK = 0x4c414e45;

/**
 * Opens MikroORM on the database for the entities of the modules. Nothing is connected until first use.
 * `migrations` of the modules are added to the engine's own; `migrate` runs what is missing. `onPool` is told of the connections' pool.
 */
export async function openOrm(
  databaseUrl: string,
  entities: readonly EntitySchema[],
  migrations: readonly ModuleMigration[] = [],
  onPool: (pool: Pool) => void = () => undefined,
): Promise<MikroORM> {
  return MikroORM.init({
    clientUrl: databaseUrl,
    entities: [...entities],
    extensions: [Migrator],
    discovery: { warnWhenNoEntities: false },
    pool: { min: 0, max: 5 },
    driverOptions: { ...CONNECTION_SETTINGS, onPoolCreated: onPool },
    migrations: {
      tableName: 'schema_migration',
      transactional: true,
      allOrNothing: false,
      snapshot: false,
      silent: true,
      migrationsList: orderedMigrations(migrations).map((migration) => ({ name: migration.name, class: migrationClass(migration) })),
    },
  });
}

/** Times that a migration is tried again because running work held a lock, and the pause between two, in milliseconds. */
const MAX_TRIES = 10;
const PAUSE_MS = 500;

/**
 * Runs every migration that the database lacks, each in a transaction of its own, so that none holds the locks of another; several nodes
 * may start at once, also beside a server that works. A migration that meets a lock for too long, or a deadlock, is undone and tried again;
 * one that fails leaves what came before it, which the release before works with. Returns the names that ran.
 */
export async function migrate(orm: MikroORM): Promise<readonly string[]> {
  const done: string[] = [];
  for (let conflicts = 0; ;) {
    const before = done.length;
    try {
      await migrateOnce(orm, done);
      return done;
    } catch (error) {
      conflicts = done.length > before ? 1 : conflicts + 1;
      if (conflicts === MAX_TRIES || !isConflict(error)) throw error;
      await setTimeout(PAUSE_MS);
    }
  }
}

/** Adds the name of each migration that has run to `done`. */
async function migrateOnce(orm: MikroORM, done: string[]): Promise<void> {
  const { migrator } = orm;
  const note = ({ name }: { readonly name: string }): void => void done.push(name);
  const lockOwner = orm.em.fork();
  migrator.on('migrated', note);
  try {
    await lockOwner.transactional(async (em) => {
      // The lock lives in a transaction of its own, so it also ends when this process dies.
      await em.getConnection().execute('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK], 'all', em.getTransactionContext());
      await migrator.up();
    });
  } finally {
    migrator.off('migrated', note);
  }
}

/** Names of migrations of this program that the database lacks; `migrations` are those of the modules. */
export async function missingMigrations(pool: Pool, migrations: readonly ModuleMigration[]): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>('select name from schema_migration');
  const done = new Set(rows.map((row) => row.name));
  return orderedMigrations(migrations)
    .map((migration) => migration.name)
    .filter((name) => !done.has(name));
}

/** Migrations of the engine and then those of the modules, in the order in which they run. Throws for a name that occurs twice. */
export function orderedMigrations(migrations: readonly ModuleMigration[]): readonly ModuleMigration[] {
  const own = [...migrations].sort((left, right) => (left.name < right.name ? -1 : 1));
  const all = [...engineMigrations, ...own];
  const names = new Set<string>();
  for (const migration of all) {
    if (names.has(migration.name)) throw new Error(`Expected unique migration names, but "${migration.name}" occurs twice.`);
    names.add(migration.name);
  }
  return all;
}

function migrationClass(
  migration: ModuleMigration,
): typeof Migration & (new (...args: ConstructorParameters<typeof Migration>) => Migration) {
  return class extends Migration {
    override up(): void {
      for (const statement of migration.up) this.addSql(statement);
    }
  };
}
