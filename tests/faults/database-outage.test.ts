import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { eventually } from '../support/engine.ts';
import { FaultProxy } from './fault-proxy.ts';
import { FaultStage } from './fault-stage.ts';
import { recordFigure, whole } from './figure.ts';
import { OwnPostgres } from './own-postgres.ts';
import type { FaultRowId } from './rows.ts';
import { scaled, seededRandom } from './scale.ts';

const ROUNDS = scaled('FAULT_OUTAGES', 1, 10);
const CLIENTS = 6;
/** Longest that serving may take once PostgreSQL accepts again, in milliseconds. */
const SERVING_MS = 5_000;
const OUTAGE_MS = scaled('FAULT_OUTAGE_MS', 2_000, 5_000);
/** How long PostgreSQL is up between two outages at most, in milliseconds. */
const LONGEST_PEACE_MS = 1_000;

interface Outage {
  readonly row: FaultRowId;
  readonly title: string;
  /** Does it; resolves when PostgreSQL accepts connections again. */
  run(database: OwnPostgres, proxy: FaultProxy): Promise<void>;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const OUTAGES: readonly Outage[] = [
  {
    row: 'databaseRestart',
    title: 'restarted',
    async run(database) {
      await database.stop();
      await database.start();
    },
  },
  {
    row: 'databaseCrash',
    title: 'killed with all of its processes',
    async run(database) {
      await database.crash();
      await database.start();
    },
  },
  {
    row: 'databaseBlackHole',
    title: 'behind a black hole',
    async run(_database, proxy) {
      proxy.hold();
      await pause(OUTAGE_MS);
      proxy.open();
    },
  },
  {
    row: 'databaseForgotten',
    title: 'behind a firewall that forgets every connection',
    run(_database, proxy) {
      proxy.forget();
      return Promise.resolve();
    },
  },
  {
    row: 'databaseFrozen',
    title: 'frozen',
    async run(database) {
      database.freeze();
      await pause(OUTAGE_MS);
      database.thaw();
    },
  },
];

describe('A product whose PostgreSQL goes away and comes back', function () {
  this.timeout(120_000 + ROUNDS * 60_000);
  if (!existsSync('/proc/self/stat')) {
    it('is tried only where /proc tells the processes of PostgreSQL, and here it does not');
    return;
  }
  const random = seededRandom();
  let database: OwnPostgres;
  let proxy: FaultProxy;
  let stage: FaultStage;
  before(async () => {
    database = await OwnPostgres.open();
    proxy = await FaultProxy.open(database.port);
    stage = await FaultStage.open({ servers: ['all', 'all'], failpoints: null, database, databaseUrl: proxy.through(database.url) });
  });
  after(async () => {
    await stage.close();
    await proxy.close();
  });

  for (const outage of OUTAGES) {
    it(`serves within ${SERVING_MS / 1_000} s after it was ${outage.title}, in the same process, and loses nothing`, async () => {
      const serving: number[] = [];
      const loading = stage.load(CLIENTS, () => serving.length < ROUNDS);
      while (serving.length < ROUNDS) {
        const before = stage.completed.size;
        await eventually(() => Promise.resolve(stage.completed.size > before ? true : null), 'a case before the outage', 30_000);
        await pause(random.below(LONGEST_PEACE_MS));
        await outage.run(database, proxy);
        serving.push(await untilServing(stage));
      }
      await loading;
      await stage.finish(60_000);
      const instances = await stage.expectNothingLostOrDoubled();
      const slowest = Math.max(...serving);
      recordFigure({
        row: outage.row,
        figure: `${ROUNDS} times: serving after ${whole(slowest)} ms at most; ${whole(instances)} instances, 0 lost, 0 doubled, 0 process restarts`,
        command: `FAULT_OUTAGES=${ROUNDS} FAULT_OUTAGE_MS=${OUTAGE_MS} mocha tests/faults/database-outage.test.ts`,
        seed: random.seed,
        isMet: slowest <= SERVING_MS,
      });
      expect(slowest, 'milliseconds until a new case is done').to.be.at.most(SERVING_MS);
      expect(stage.deaths, 'deaths of the servers').to.equal(0);
      expect(
        [...stage.client.refusals.keys()].filter((refusal) => !refusal.startsWith('503')),
        'answers 5xx that are no 503',
      ).to.deep.equal([]);
    });
  }
});

/** Milliseconds until new cases are started and completed; their requests go round all servers. */
async function untilServing(stage: FaultStage): Promise<number> {
  const begun = performance.now();
  let left = 2 * stage.servers.length;
  await stage.load(left, () => left-- > 0);
  return performance.now() - begun;
}
