import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import pg, { type PoolClient } from 'pg';
import { CONNECTION_SETTINGS, watchConnections, type ConnectionWatch } from '../../engine/store/connection-watch.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { FaultProxy } from './fault-proxy.ts';

/** Looks of the watch come every 500 ms; after so long idle, one look of old counts of nothing. In milliseconds. */
const IDLE_MS = 2_000;
/** What the watch may take to notice a dead connection, in milliseconds. */
const NOTICED_MS = 5_000;
const isLinux = process.platform === 'linux';

describe('The watch over connections', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let proxy: FaultProxy;
  let pool: pg.Pool;
  let watch: ConnectionWatch;
  const troubles: string[] = [];
  let held: PoolClient | null = null;
  before(async () => {
    database = await createTestDatabase();
    proxy = await FaultProxy.open(Number(new URL(database.url).port));
    const url = proxy.through(database.url);
    pool = new pg.Pool({ connectionString: url, max: 5, pipeline: true, idleTimeoutMillis: 0, ...CONNECTION_SETTINGS });
    pool.on('error', () => undefined);
    watch = watchConnections(url, (error) => troubles.push(error.message));
    watch.add(pool);
  });
  after(async () => {
    watch.stop();
    await proxy.close();
    await pool.end();
    await database.close();
  });

  afterEach(() => {
    held?.release(true);
    held = null;
  });

  /** A connection that has been idle for long, as most are when a request comes. */
  async function idleConnection(): Promise<{ readonly client: PoolClient; readonly pid: number }> {
    const client = await pool.connect();
    held = client;
    client.on('error', () => undefined);
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    await pause(IDLE_MS);
    return { client, pid: rows[0]?.pid ?? 0 };
  }

  (isLinux ? it : it.skip)('lets a session live that gets no processor for a while, although the server says that it rests', async () => {
    const { client, pid } = await idleConnection();
    process.kill(pid, 'SIGSTOP');
    const answer = client.query<{ one: number }>('select 1 as one');
    answer.catch(() => undefined);
    await pause(1_400);
    process.kill(pid, 'SIGCONT');
    expect((await answer).rows).to.deep.equal([{ one: 1 }]);
  });

  (isLinux ? it : it.skip)(
    'lets a session live whose answer nobody could read, because the event loop was blocked again and again',
    async () => {
      const { client, pid } = await idleConnection();
      await client.query('begin');
      process.kill(pid, 'SIGSTOP');
      const answer = client.query<{ one: number }>('select 1 as one');
      answer.catch(() => undefined);
      for (let turn = 0; turn < 4; turn += 1) {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_200);
        // Whatever is due has its turn, questions of the watch as well.
        await pause(30);
      }
      process.kill(pid, 'SIGCONT');
      expect((await answer).rows).to.deep.equal([{ one: 1 }]);
      await client.query('commit');
    },
  );

  it('lets everything live while the way to the server is slow', async () => {
    const { client } = await idleConnection();
    for (const delayMs of [150, 400]) {
      proxy.delay(delayMs);
      for (let statement = 0; statement < 3; statement += 1)
        expect((await client.query<{ one: number }>('select 1 as one')).rows, `${delayMs} ms each way`).to.deep.equal([{ one: 1 }]);
    }
    proxy.delay(0);
  });

  it(`ends a connection on which nothing will come, with its session, within ${NOTICED_MS / 1_000} s`, async () => {
    const { client, pid } = await idleConnection();
    await client.query('begin');
    proxy.forget();
    const begunMs = performance.now();
    const error: unknown = await client.query('select 1').catch((each: unknown) => each);
    expect(performance.now() - begunMs).to.be.below(NOTICED_MS);
    expect(error).to.be.an.instanceOf(Error);
    const { rows } = await database.pool.query('select 1 from pg_stat_activity where pid = $1', [pid]);
    expect(rows, 'session').to.deep.equal([]);
    held?.release(true);
    held = null;
    expect((await pool.query<{ one: number }>('select 1 as one')).rows).to.deep.equal([{ one: 1 }]);
  });
});
