import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { isRunning } from '../../engine/store/embedded/cluster-folder.ts';
import { startEmbeddedPostgres, type EmbeddedDatabase } from '../../engine/store/embedded/embedded-postgres.ts';
import { migrate, openOrm } from '../../engine/store/orm.ts';
import type { TestDatabase } from '../support/database.ts';
import { eventually } from '../support/engine.ts';
import { freePort } from '../support/redis.ts';
import { FAULT_MIGRATIONS } from './fault-stage.ts';

/** What is committed survives a crash of PostgreSQL, though not one of the machine. */
const SETTINGS = ['fsync=off', 'synchronous_commit=on'];
const DATABASE = 'fault';

/** A PostgreSQL of a test of its own, which may be stopped, killed and frozen; always on the same port. */
export class OwnPostgres implements TestDatabase {
  readonly directory: string;
  readonly url: string;
  readonly port: number;
  readonly pool: pg.Pool;
  readonly #settings: readonly string[];
  #server: EmbeddedDatabase;

  private constructor(directory: string, server: EmbeddedDatabase, settings: readonly string[]) {
    this.directory = directory;
    this.url = server.url;
    this.port = server.port;
    this.#server = server;
    this.#settings = settings;
    this.pool = new pg.Pool({
      connectionString: server.url,
      max: 10,
      application_name: 'lanework-test',
      connectionTimeoutMillis: 1_000,
      query_timeout: 10_000,
      pipeline: true,
    });
    this.pool.on('error', () => undefined);
  }

  /** Makes a cluster, by default in a folder of its own, with the schema of the fault tests. */
  static async open(options: { readonly directory?: string; readonly settings?: readonly string[] } = {}): Promise<OwnPostgres> {
    const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'lanework-fault-')));
    await mkdir(directory, { recursive: true });
    // The database may run as another user than the test.
    await chmod(directory, 0o755);
    const settings = [...SETTINGS, ...(options.settings ?? [])];
    const server = await startEmbeddedPostgres({ directory, database: DATABASE, port: await freePort(), settings });
    const orm = await openOrm(server.url, [], FAULT_MIGRATIONS);
    await migrate(orm);
    await orm.close(true);
    return new OwnPostgres(directory, server, settings);
  }

  /** Shuts down in order: connections are told. */
  async stop(): Promise<void> {
    await this.#server.stop();
  }

  /** Ends every process of it without a goodbye. */
  async crash(): Promise<void> {
    const pids = this.#processes();
    for (const pid of pids) kill(pid, 'SIGKILL');
    await eventually(() => Promise.resolve(pids.some(isRunning) ? null : true), 'every process of PostgreSQL to be gone');
  }

  /** Starts it again and resolves when it accepts connections; `settings` come beside those of the first start. */
  async start(settings: readonly string[] = []): Promise<void> {
    const { directory, port } = this;
    this.#server = await startEmbeddedPostgres({ directory, database: DATABASE, port, settings: [...this.#settings, ...settings] });
  }

  async isUp(): Promise<boolean> {
    try {
      await this.pool.query('select 1');
      return true;
    } catch {
      return false;
    }
  }

  /** Every process stands still, connections stay. */
  freeze(): void {
    for (const pid of this.#processes()) kill(pid, 'SIGSTOP');
  }

  thaw(): void {
    for (const pid of this.#processes()) kill(pid, 'SIGCONT');
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.#server.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** The server and its children. */
  #processes(): readonly number[] {
    const parent = this.#server.pid;
    const children = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => parentOf(pid) === parent);
    return [parent, ...children];
  }
}

/** Process id of the parent; null when the process is gone. */
function parentOf(pid: number): number | null {
  try {
    // `pid (name) state parent ...`; the name may hold spaces and brackets.
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}

/** A process that is gone already is what was wanted. */
function kill(pid: number, signal: NodeJS.Signals): void {
  if (isRunning(pid)) process.kill(pid, signal);
}
