import { expect } from 'chai';
import { Redis } from 'ioredis';
import type { JobQueue, WorkKind } from '../../engine/port/job-queue.ts';
import { MAX_IN_FLIGHT, createPostgresJobQueue, createRedisJobQueue } from '../../engine/queue/bullmq-job-queue.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/engine.ts';
import { findRedisServer, startTestRedis, type TestRedis } from '../support/redis.ts';

const onError = (): void => undefined;

/** What every queue must do, whatever carries it. */
function behavesAsAJobQueue(open: () => Promise<JobQueue>): void {
  const queues: JobQueue[] = [];
  const opened = async (): Promise<JobQueue> => {
    const queue = await open();
    queues.push(queue);
    return queue;
  };
  const listening = async (): Promise<{
    readonly queue: JobQueue;
    readonly woken: { readonly kind: WorkKind; readonly atMs: number }[];
  }> => {
    const woken: { kind: WorkKind; atMs: number }[] = [];
    const queue = await opened();
    await queue.onWake((kind) => {
      woken.push({ kind, atMs: Date.now() });
    });
    return { queue, woken };
  };
  afterEach(async () => {
    await Promise.all(queues.splice(0).map((queue) => queue.close()));
  });

  it('wakes a node that listens, also when another node asks', async () => {
    const { woken } = await listening();
    const sender = await opened();
    sender.wake('timer', null);
    await eventually(() => Promise.resolve(woken.find((wake) => wake.kind === 'timer')), 'a wake-up for timers');
  });

  it('wakes for what is due later then, not before', async () => {
    const { queue, woken } = await listening();
    const dueMs = Date.now() + 700;
    queue.wake('job', new Date(dueMs).toISOString());
    const wake = await eventually(() => Promise.resolve(woken.find((each) => each.kind === 'job')), 'a wake-up for jobs');
    expect(wake.atMs).to.be.at.least(dueMs);
  });

  it('makes one wake-up of many asked for at once', async () => {
    const { queue, woken } = await listening();
    for (let count = 0; count < 500; count += 1) queue.wake('dueWork', null);
    const dueAt = new Date(Date.now() + 500).toISOString();
    for (let count = 0; count < 500; count += 1) queue.wake('outbox', dueAt);
    await eventually(() => Promise.resolve(woken.find((each) => each.kind === 'outbox')), 'a wake-up for the outbox');
    expect(woken.filter((wake) => wake.kind === 'dueWork')).to.have.lengthOf(1);
    expect(woken.filter((wake) => wake.kind === 'outbox')).to.have.lengthOf(1);
  });

  it('drops wake-ups beyond its bound and counts them', async () => {
    const queue = await opened();
    const nowMs = Date.now() + 3_600_000;
    for (let bucket = 0; bucket < MAX_IN_FLIGHT + 7; bucket += 1) queue.wake('timer', new Date(nowMs + bucket * 1_000).toISOString());
    expect(queue.state()).to.include({ inFlight: MAX_IN_FLIGHT, lost: 7 });
  });

  it('takes no more wake-ups once it is closed, and throws none back', async () => {
    const { queue } = await listening();
    await queue.close();
    queue.wake('timer', null);
    queue.wake('timer', new Date(Date.now() + 10_000).toISOString());
  });
}

describe('A job queue on PostgreSQL', () => {
  let database: TestDatabase;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
  });
  after(() => database.close());
  behavesAsAJobQueue(() => createPostgresJobQueue(database.url, { onError }));
});

describe('A job queue on Redis', () => {
  const binary = findRedisServer();
  if (binary === null) {
    it('is tried only where redis-server is on the PATH, and here it is not');
    return;
  }
  let redis: TestRedis;
  before(async () => {
    redis = await startTestRedis(binary);
  });
  after(() => redis.stop());
  behavesAsAJobQueue(() => Promise.resolve(createRedisJobQueue(redis.url, { onError })));

  it('goes on waking after Redis was flushed', async () => {
    const queue = createRedisJobQueue(redis.url, { onError });
    const woken: WorkKind[] = [];
    await queue.onWake((kind) => {
      woken.push(kind);
    });
    const administrator = new Redis(redis.url);
    await administrator.flushall();
    administrator.disconnect();
    queue.wake('timer', null);
    await eventually(() => Promise.resolve(woken.find((kind) => kind === 'timer')), 'a wake-up after the flush');
    await queue.close();
  });
});
