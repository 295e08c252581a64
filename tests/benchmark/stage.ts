import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../engine/store/embedded/embedded-postgres.ts';

/** Milliseconds of a clock tick in `/proc`: Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;
/** Fields of `/proc/<pid>/stat` behind the name: the parent, then processor time of the process and of its children that have ended. */
const PARENT_FIELD = 1;
const TIME_FIELDS = [11, 12, 13, 14];

/** Where workloads run: a PostgreSQL of their own with durable defaults. */
export interface Stage {
  /** True: as little work as shows that the workload runs. */
  readonly isQuick: boolean;
  /** Makes an empty database and returns its connection string. */
  createDatabase(): Promise<string>;
  /** Removes every database that was made and writes what the server still holds back, so that the next workload pays for nothing that this one has left. */
  clear(): Promise<void>;
  /** Bytes of write-ahead log that the server has written so far. */
  walBytes(): Promise<number>;
  /** Processor time that the processes of the server have used so far, in milliseconds; null where the system does not tell. */
  databaseMs(): Promise<number | null>;
  /** The settings on which durability depends, and the machine. */
  describe(): Promise<Readonly<Record<string, string | number>>>;
  close(): Promise<void>;
}

/** Starts the server in a folder of its own, which `close` removes. Nothing but the defaults of the product is set: fsync and synchronous_commit are on. */
export async function openStage(isQuick: boolean): Promise<Stage> {
  const directory = await mkdtemp(join(tmpdir(), 'lanework-bench-'));
  const server = await startEmbeddedPostgres({ directory });
  const admin = new pg.Pool({ connectionString: server.urlOf('postgres'), max: 1, application_name: 'lanework-bench-stage' });
  admin.on('error', () => undefined);
  const endWithProcess = (): void => {
    process.kill(server.pid, 'SIGINT');
  };
  process.once('exit', endWithProcess);
  let databases = 0;
  let cleared = 0;

  const one = async <Row extends object>(text: string): Promise<Row> => {
    const [row] = (await admin.query<Row>(text)).rows;
    if (row === undefined) throw new Error(`Expected a row of ${text}, but found none.`);
    return row;
  };

  return {
    isQuick,
    async createDatabase() {
      databases += 1;
      await admin.query(`create database bench_${databases}`);
      return server.urlOf(`bench_${databases}`);
    },
    async clear() {
      for (; cleared < databases; cleared += 1) await admin.query(`drop database bench_${cleared + 1} with (force)`);
      await admin.query('checkpoint');
    },
    walBytes: async () => Number((await one<{ bytes: string }>(`select pg_current_wal_insert_lsn() - '0/0' as bytes`)).bytes),
    databaseMs: () => processorMsBelow(server.pid),
    async describe() {
      const settings = await one<Record<string, string>>(
        `select current_setting('server_version') as postgres, current_setting('fsync') as fsync,
           current_setting('synchronous_commit') as "synchronousCommit", current_setting('full_page_writes') as "fullPageWrites",
           current_setting('shared_buffers') as "sharedBuffers"`,
      );
      return { node: process.version, cores: availableParallelism(), load: Number((loadavg()[0] ?? 0).toFixed(2)), ...settings };
    },
    async close() {
      process.off('exit', endWithProcess);
      await admin.end();
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Processor time of a process, of those it has started and of those of them that have ended, in milliseconds; null outside Linux. */
export async function processorMsBelow(pid: number): Promise<number | null> {
  let names: readonly string[];
  try {
    names = await readdir('/proc');
  } catch {
    return null;
  }
  let ticks = 0;
  for (const name of names.filter((each) => /^\d+$/.test(each))) {
    const fields = await statFields(name);
    if (fields !== null && (Number(name) === pid || Number(fields[PARENT_FIELD]) === pid))
      ticks += TIME_FIELDS.reduce((sum, field) => sum + Number(fields[field] ?? 0), 0);
  }
  return ticks * TICK_MS;
}

/** Fields behind the name of the program, which may hold blanks; null for a process that has just ended. */
async function statFields(pid: string): Promise<readonly string[] | null> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
