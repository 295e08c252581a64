import { Queue } from 'bullmq';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { WORK_KINDS } from '../../engine/port/job-queue.ts';
import { eventually } from '../support/engine.ts';
import { findRedisServer, freePort, startTestRedis, type TestRedis } from '../support/redis.ts';
import { FaultProxy } from './fault-proxy.ts';
import { FaultStage } from './fault-stage.ts';
import { recordFigure, whole } from './figure.ts';
import { scaled, seededRandom } from './scale.ts';

const CASES = scaled('FAULT_REDIS_CASES', 40, 2_000);
const CLIENTS = 4;
const POLL_MS = 1_000;
const COMMAND = `FAULT_REDIS_CASES=${CASES} mocha tests/faults/redis-trouble.test.ts`;
/** Longest that anything may stand still, in milliseconds. */
const MOVING_MS = 15_000;
const SLOW_MS = 1_000;
/** Name of the product's queue, and how many wake-ups of each kind are thrown in at once. */
const QUEUE_NAME = 'lanework-wake';
const WAKES_AT_ONCE = 25;

describe('A product on Redis that is in trouble', function () {
  this.timeout(120_000 + CASES * 500);
  const binary = findRedisServer();
  if (binary === null) {
    it('is tried only where redis-server is on the PATH, and here it is not');
    return;
  }
  const random = seededRandom();
  let redis: TestRedis & { readonly port: number };
  let proxy: FaultProxy;
  let stage: FaultStage;
  let absentMs = 0;
  before(async () => {
    // Nobody listens there yet.
    const port = await freePort();
    proxy = await FaultProxy.open(port);
    const begun = performance.now();
    stage = await FaultStage.open({
      servers: ['api', 'worker'],
      failpoints: null,
      environment: { REDIS_URL: `redis://127.0.0.1:${proxy.port}`, LANEWORK_POLL_MS: String(POLL_MS) },
    });
    absentMs = performance.now() - begun;
    redis = { url: `redis://127.0.0.1:${port}`, port, stop: () => Promise.resolve() };
  });
  after(async () => {
    await stage.close();
    await proxy.close();
    await redis.stop();
  });

  /** Runs cases to their end; returns the longest time in which the worker ended none while some were open, in milliseconds. */
  async function runCases(count: number): Promise<number> {
    let left = count;
    let isLoading = true;
    const loading = stage
      .load(CLIENTS, () => left-- > 0)
      .finally(() => {
        isLoading = false;
      });
    let longest = 0;
    let last = performance.now();
    let ended = -1;
    for (let open = 1; isLoading || open > 0;) {
      const found = await stage.count('select count(*) as n from process_instance where ended_at is not null');
      if (found > ended) last = performance.now();
      ended = found;
      longest = Math.max(longest, performance.now() - last);
      open = await stage.count('select count(*) as n from process_instance where ended_at is null');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await loading;
    return longest;
  }

  it('starts and works without it, says so, and uses it once it is there', async () => {
    for (const server of stage.servers) expect(server.logged('connection'), `log of the ${server.role}`).to.have.length.at.least(1);
    const longest = await runCases(CASES);
    const instances = await stage.expectNothingLostOrDoubled();
    redis = await startTestRedis(binary, redis.port);
    const administrator = new Redis(redis.url, { maxRetriesPerRequest: null });
    const working = runCases(CASES);
    await eventually(
      async () => ((await administrator.keys(`bull:${QUEUE_NAME}:*`)).length > 0 ? true : null),
      'wake-ups in Redis',
      MOVING_MS,
    );
    await working;
    administrator.disconnect();
    recordFigure({
      row: 'redisAbsent',
      figure: `api and worker up after ${whole(absentMs)} ms without it, ${whole(instances)} instances, 0 lost, longest stand-still ${whole(longest)} ms, used once it is there`,
      command: COMMAND,
      seed: null,
      isMet: longest <= MOVING_MS,
    });
    expect(longest).to.be.at.most(MOVING_MS);
  });

  it('is not slowed by a slow one, nor by one that swallows everything', async () => {
    stage.client.slowestMs = 0;
    proxy.delay(SLOW_MS);
    const slow = await runCases(CASES);
    proxy.delay(0);
    proxy.forget();
    const forgotten = await runCases(CASES);
    const instances = await stage.expectNothingLostOrDoubled();
    const { slowestMs } = stage.client;
    recordFigure({
      row: 'redisSlow',
      figure: `each way ${SLOW_MS} ms, then every connection dead: slowest answer ${whole(slowestMs)} ms, longest stand-still ${whole(Math.max(slow, forgotten))} ms, ${whole(instances)} instances, 0 lost`,
      command: COMMAND,
      seed: null,
      isMet: slowestMs <= 2 * SLOW_MS && Math.max(slow, forgotten) <= MOVING_MS,
    });
    expect(slowestMs, 'slowest answer').to.be.at.most(2 * SLOW_MS);
    expect(Math.max(slow, forgotten)).to.be.at.most(MOVING_MS);
  });

  it('does everything once, however often and late it is woken', async () => {
    const queue = new Queue<object>(QUEUE_NAME, { connection: { url: redis.url, maxRetriesPerRequest: null } });
    queue.on('error', () => undefined);
    let wakes = 0;
    let isOver = false;
    const waking = (async () => {
      while (!isOver) {
        const kinds = Array.from({ length: WAKES_AT_ONCE }, () => WORK_KINDS).flat();
        await queue.addBulk(kinds.map((name) => ({ name, data: {}, opts: { delay: random.below(2_000), removeOnComplete: true } })));
        wakes += kinds.length;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    })();
    await runCases(CASES);
    isOver = true;
    await waking;
    await queue.close();
    const instances = await stage.expectNothingLostOrDoubled();
    recordFigure({
      row: 'wakes',
      figure: `${whole(wakes)} wake-ups too many, up to 2 s late: ${whole(instances)} instances, every effect once`,
      command: COMMAND,
      seed: random.seed,
      isMet: true,
    });
    expect(wakes).to.be.at.least(1_000);
    expect(stage.deaths, 'deaths of the servers').to.equal(0);
  });
});
