import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import pg from 'pg';
import { findPostgresBinaries } from './binaries.ts';
import {
  CLUSTER_USER,
  clusterPassword,
  clusterPath,
  clusterProcess,
  isRunning,
  prepareCluster,
  type ClusterProcess,
} from './cluster-folder.ts';
import { databaseUser } from './database-user.ts';

/** A running PostgreSQL of our own. */
export interface EmbeddedDatabase {
  readonly url: string;
  readonly port: number;
  /** Process id of the server. */
  readonly pid: number;
  /** Connection string of another database of the cluster. */
  urlOf(database: string): string;
  /** Resolves when the server has ended, told to or not. */
  readonly ended: Promise<void>;
  /** Shuts the server down in order (fast mode: open transactions roll back). */
  stop(): Promise<void>;
}

export interface EmbeddedDatabaseOptions {
  /** Folder of the cluster; made when absent, kept when present. */
  readonly directory: string;
  /** Database made beside `postgres`. Default `lanework`. */
  readonly database?: string;
  /** TCP port; default: a free one. A cluster that still runs keeps its own. */
  readonly port?: number;
  /** Extra `postgres` settings, for example `fsync=off` for tests. Default none: durable. */
  readonly settings?: readonly string[];
  readonly log?: (line: string) => void;
}

/** Another server uses the cluster's folder. */
export class DatabaseInUseError extends Error {
  constructor(directory: string, pid: number) {
    super(
      `Expected the database folder ${directory} to be free, but process ${pid} serves it for another server. Stop that server, or set LANEWORK_DATA to another folder.`,
    );
    this.name = 'DatabaseInUseError';
  }
}

/** Session lock that the owner of an embedded cluster holds while it lives. */
const OWNER_LOCK = 0x4c57_4f57;
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 8_000;
const LOOK_EVERY_MS = 20;

/**
 * Starts PostgreSQL on a free port of 127.0.0.1, as root under the user `postgres`. A second start finds the data of the first. A
 * database that was left running when its owner was killed is taken over; one whose owner lives is refused.
 */
export async function startEmbeddedPostgres(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const directory = resolve(options.directory);
  const binaries = await findPostgresBinaries();
  const user = await databaseUser();
  await prepareCluster(directory, binaries, user);
  const left = await clusterProcess(directory);
  const running = left ?? (await startProcess(clusterPath(directory), binaries.postgres, user, options));
  const urlOf = await clusterUrls(directory, running.port);
  const owner = await becomeOwner(directory, urlOf('postgres'), running);
  const ended = new Promise<void>((resolveEnd) => {
    owner.once('end', resolveEnd);
  });
  await createDatabase(owner, options.database ?? 'lanework');
  return {
    url: urlOf(options.database ?? 'lanework'),
    port: running.port,
    pid: running.pid,
    urlOf,
    ended,
    async stop() {
      await owner.end();
      await stopProcess(running);
    },
  };
}

/** Address of the embedded server that another process runs in the folder; null when none runs. For commands beside a running server. */
export async function findEmbeddedPostgres(folder: string, database = 'lanework'): Promise<string | null> {
  const directory = resolve(folder);
  const running = await clusterProcess(directory);
  return running === null ? null : (await clusterUrls(directory, running.port))(database);
}

async function clusterUrls(directory: string, port: number): Promise<(database: string) => string> {
  const password = await clusterPassword(directory);
  return (database) => `postgres://${CLUSTER_USER}:${password}@127.0.0.1:${port}/${database}`;
}

/** In a process group of its own: Ctrl+C in a terminal reaches the server first, which still needs the database to finish. */
async function startProcess(
  cluster: string,
  postgres: string,
  user: { readonly uid: number; readonly gid: number } | null,
  options: EmbeddedDatabaseOptions,
): Promise<ClusterProcess> {
  const port = options.port ?? (await freePort());
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    ...(options.settings ?? []),
  ];
  const server = spawn(postgres, ['-D', cluster, ...settings.flatMap((setting) => ['-c', setting])], {
    ...user,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: cluster,
  });
  let output = '';
  return new Promise((resolveStart, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`Expected PostgreSQL to start within ${START_TIMEOUT_MS} ms, but it did not: ${output}`));
    }, START_TIMEOUT_MS);
    server.once('error', reject);
    server.once('exit', () => {
      reject(new Error(`Expected PostgreSQL to start in ${cluster}, but it ended: ${output}`));
    });
    server.stderr.on('data', (chunk: Buffer) => {
      const text = chunk.toString();
      if (output.length < 10_000) output += text;
      options.log?.(text.trimEnd());
      if (!output.includes('database system is ready to accept connections') || server.pid === undefined) return;
      clearTimeout(timer);
      server.removeAllListeners('exit');
      // The server lives until it is told to stop; its output must not keep this program alive.
      server.unref();
      if ('unref' in server.stderr && typeof server.stderr.unref === 'function') server.stderr.unref();
      resolveStart({ pid: server.pid, port });
    });
  });
}

async function becomeOwner(directory: string, url: string, running: ClusterProcess): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'lanework-owner', keepAlive: true });
  client.on('error', () => undefined);
  await client.connect();
  const answer = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [OWNER_LOCK]);
  if (answer.rows[0]?.locked === true) return client;
  await client.end();
  throw new DatabaseInUseError(directory, running.pid);
}

async function createDatabase(client: pg.Client, name: string): Promise<void> {
  const found = await client.query('select 1 from pg_database where datname = $1', [name]);
  if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
}

async function stopProcess(running: ClusterProcess): Promise<void> {
  if (!isRunning(running.pid)) return;
  process.kill(running.pid, 'SIGINT');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isRunning(running.pid) && Date.now() < deadline) await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
}

/** A port that was free a moment ago; another process could take it first, then the start fails and says so. */
function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolvePort(address.port);
        else reject(new Error('Expected a port number, but the probe had none.'));
      });
    });
  });
}
