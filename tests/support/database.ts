import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { ModuleMigration } from '../../engine/port/module-contract.ts';
import { migrate, openOrm } from '../../engine/store/orm.ts';
import { startEmbeddedPostgres, type EmbeddedDatabase } from '../../engine/store/embedded/embedded-postgres.ts';

/** One cluster per mocha process, started by the first test that wants a database, stopped after the last test. */
let cluster: Promise<EmbeddedDatabase> | null = null;
let directory: string | null = null;
/** Migrated template databases by the names of the module migrations in them. */
const templates = new Map<string, Promise<string>>();
let databases = 0;

/** A database of its own for a test file, with the engine's schema and that of the given modules. */
export interface TestDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  /** Ends the pool; the cluster goes with the process. */
  close(): Promise<void>;
}

/** Copies a migrated template, so that a test file pays milliseconds for its database. */
export async function createTestDatabase(moduleMigrations: readonly ModuleMigration[] = []): Promise<TestDatabase> {
  const server = await testCluster();
  const key = moduleMigrations.map((migration) => migration.name).join(',');
  const template = templates.get(key) ?? createTemplate(server, templates.size, moduleMigrations);
  templates.set(key, template);
  return openNewDatabase(server, `template ${await template}`);
}

/** A database without any table. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return openNewDatabase(await testCluster(), '');
}

async function openNewDatabase(server: EmbeddedDatabase, options: string): Promise<TestDatabase> {
  databases += 1;
  const name = `test_${databases}`;
  await administer(server, `create database ${name} ${options}`);
  const url = server.urlOf(name);
  const pool = new pg.Pool({ connectionString: url, max: 20, pipeline: true, application_name: 'lanework-test' });
  pool.on('error', () => undefined);
  return { url, pool, close: () => pool.end() };
}

async function createTemplate(server: EmbeddedDatabase, number: number, moduleMigrations: readonly ModuleMigration[]): Promise<string> {
  const name = `template_${number}`;
  await administer(server, `create database ${name}`);
  const orm = await openOrm(server.urlOf(name), [], moduleMigrations);
  await migrate(orm);
  await orm.close(true);
  return name;
}

async function administer(server: EmbeddedDatabase, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.urlOf('postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function testCluster(): Promise<EmbeddedDatabase> {
  cluster ??= startTestCluster();
  return cluster;
}

/** Not durable on purpose: a test cluster dies with its tests, and without fsync they take half the time. */
async function startTestCluster(): Promise<EmbeddedDatabase> {
  directory = await mkdtemp(join(tmpdir(), 'lanework-test-'));
  const server = await startEmbeddedPostgres({ directory, settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] });
  // When the run is broken off, nothing else ends the cluster.
  process.once('exit', () => {
    if (cluster !== null) process.kill(server.pid, 'SIGQUIT');
  });
  // These end a process without an exit event unless somebody listens.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  return server;
}

/** Called by mocha's root hook in `stop-database.ts`; without a started cluster it does nothing. */
export async function stopTestCluster(): Promise<void> {
  const running = cluster;
  cluster = null;
  templates.clear();
  if (running !== null) await (await running).stop();
  if (directory !== null) await rm(directory, { recursive: true, force: true });
}

// Every test file that imports this module registers the hook at the root once: modules are evaluated once per process.
if (typeof after === 'function') after(stopTestCluster);
