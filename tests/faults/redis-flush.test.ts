import { expect } from 'chai';
import { Redis } from 'ioredis';
import { eventually } from '../support/engine.ts';
import { findRedisServer, startTestRedis, type TestRedis } from '../support/redis.ts';
import { FaultStage } from './fault-stage.ts';

const FLUSHES = 20;
const CLIENTS = 4;

describe('A product on Redis that is flushed, killed and started again', function () {
  this.timeout(180_000);
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
    const loading = stage.load(CLIENTS, () => flushes < FLUSHES);
    for (; flushes < FLUSHES; flushes += 1) {
      const before = stage.completed.size;
      await administrator.flushall();
      await eventually(() => Promise.resolve(stage.completed.size > before ? true : null), 'another case after the flush', 15_000);
      if (flushes === FLUSHES / 2) {
        await redis.stop();
        const during = stage.completed.size;
        await eventually(() => Promise.resolve(stage.completed.size > during + CLIENTS ? true : null), 'cases without any Redis', 15_000);
        redis = await startTestRedis(binary, redis.port);
      }
    }
    await loading;
    administrator.disconnect();
    await stage.finish(30_000);
    const instances = await stage.expectNothingLostOrDoubled();
    expect(instances).to.be.at.least(FLUSHES);
    expect(stage.deaths, 'deaths of the server').to.equal(0);
  });
});
