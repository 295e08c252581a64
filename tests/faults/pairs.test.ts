import { expect } from 'chai';
import { findRedisServer, startTestRedis, type TestRedis } from '../support/redis.ts';
import { FaultStage } from './fault-stage.ts';
import { recordFigure, whole } from './figure.ts';
import { expectNobodyStuck } from './promises.ts';
import { scaled, seededRandom } from './scale.ts';

/** Kills of api nodes, and as many of workers. */
const KILLS = scaled('FAULT_PAIR_KILLS', 3, 60);
const KILL_EVERY_MS = scaled('FAULT_PAIR_MS', 1_500, 10_000);
const CLIENTS = 6;

describe('A product on two api nodes, two workers and Redis, one of each killed again and again under load', function () {
  this.timeout(120_000 + KILLS * (KILL_EVERY_MS + 5_000));
  const binary = findRedisServer();
  if (binary === null) {
    it('is tried only where redis-server is on the PATH, and here it is not');
    return;
  }
  const random = seededRandom();
  let redis: TestRedis;
  let stage: FaultStage;
  before(async () => {
    redis = await startTestRedis(binary);
    stage = await FaultStage.open({
      servers: ['api', 'api', 'worker', 'worker'],
      failpoints: null,
      environment: { REDIS_URL: redis.url, LANEWORK_POLL_MS: '2000' },
    });
  });
  after(async () => {
    await stage.close();
    await redis.stop();
  });

  it('does every acknowledged command once', async () => {
    const begun = performance.now();
    let kills = 0;
    const loading = stage.load(CLIENTS, () => kills < KILLS);
    for (; kills < KILLS; kills += 1) {
      await new Promise((resolve) => setTimeout(resolve, KILL_EVERY_MS));
      stage.servers[random.below(2)]?.kill();
      stage.servers[2 + random.below(2)]?.kill();
      await expectNobodyStuck(stage.database);
    }
    await loading;
    const seconds = (performance.now() - begun) / 1_000;
    await stage.finish(60_000);
    const instances = await stage.expectNothingLostOrDoubled();
    recordFigure({
      row: 'pairs',
      figure: `${whole(seconds)} s, ${whole(stage.deaths)} kills: ${whole(instances)} instances, ${whole(stage.completed.size + stage.started.size)} acknowledged commands, each done once, ${whole(stage.client.retries)} requests sent again`,
      command: `FAULT_PAIR_KILLS=${KILLS} FAULT_PAIR_MS=${KILL_EVERY_MS} mocha tests/faults/pairs.test.ts`,
      seed: random.seed,
      isMet: true,
    });
    expect(stage.deaths).to.be.at.least(KILLS);
    expect(instances).to.be.at.least(KILLS);
  });
});
