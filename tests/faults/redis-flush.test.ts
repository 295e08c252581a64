import { expect } from 'chai';
import { Redis } from 'ioredis';
import { eventually } from '../support/engine.ts';
import { findRedisServer, startTestRedis, type TestRedis } from '../support/redis.ts';
import { FaultStage } from './fault-stage.ts';
import { recordFigure, whole } from './figure.ts';
import { scaled } from './scale.ts';

const FLUSHES = scaled('FAULT_FLUSHES', 10, 500);
/** Longest time until another case is completed, in milliseconds. */
const MOVING_MS = 15_000;
const CLIENTS = 4;

describe('A product on Redis that is flushed, killed and started again', function () {
  this.timeout(120_000 + FLUSHES * MOVING_MS);
  const binary = findRedisServer();
  if (binary === null) {
    it('is tried only where redis-server is on the PATH, and here it is not');
    return;
  }
  let redis: TestRedis & { readonly port: number };
  let stage: FaultStage;
  before(async () => {
    redis = await startTestRedis(binary);
    stage = await FaultStage.open({ servers: 1, failpoints: null, environment: { REDIS_URL: redis.url, LANEWORK_POLL_MS: '1000' } });
  });
  after(async () => {
    await stage.close();
    await redis.stop();
  });

  it('loses nothing and moves again', async () => {
    const administrator = new Redis(redis.url, { maxRetriesPerRequest: null });
    administrator.on('error', () => undefined);
    let flushes = 0;
    let longest = 0;
    const loading = stage.load(CLIENTS, () => flushes < FLUSHES);
    for (; flushes < FLUSHES; flushes += 1) {
      const before = stage.completed.size;
      await administrator.flushall();
      const begun = performance.now();
      await eventually(() => Promise.resolve(stage.completed.size > before ? true : null), 'another case after the flush', MOVING_MS);
      longest = Math.max(longest, performance.now() - begun);
      if (flushes === FLUSHES / 2) {
        await redis.stop();
        const during = stage.completed.size;
        await eventually(
          () => Promise.resolve(stage.completed.size > during + CLIENTS ? true : null),
          'cases without any Redis',
          MOVING_MS,
        );
        redis = await startTestRedis(binary, redis.port);
      }
    }
    await loading;
    administrator.disconnect();
    await stage.finish(30_000);
    const instances = await stage.expectNothingLostOrDoubled();
    recordFigure({
      row: 'redis',
      figure: `flushed ${whole(FLUSHES)} times, killed once: ${whole(instances)} instances, 0 lost, moving again after ${whole(longest)} ms at most`,
      command: `FAULT_FLUSHES=${FLUSHES} mocha tests/faults/redis-flush.test.ts`,
      seed: null,
      isMet: longest <= MOVING_MS,
    });
    expect(instances).to.be.at.least(FLUSHES);
    expect(stage.deaths, 'deaths of the server').to.equal(0);
  });
});
