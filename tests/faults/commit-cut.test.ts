import { expect } from 'chai';
import { createTestDatabase } from '../support/database.ts';
import { COMMIT_MOMENTS, watchCommits, type CommitMoment } from './commit-watcher.ts';
import { FaultProxy } from './fault-proxy.ts';
import { FAULT_MIGRATIONS, FaultStage } from './fault-stage.ts';
import { recordFigure, whole } from './figure.ts';
import { scaled, seededRandom } from './scale.ts';

const CUTS = scaled('FAULT_CUTS', 200, 10_000);
const CLIENTS = 12;
/** Share of the COMMITs that is broken. */
const PROBABILITY = 0.3;
/** Longest time to any answer, in milliseconds. */
const LONGEST_ANSWER_MS = 5_000;
/** Moments at which the connection breaks at once; one that stays silent is a test of its own. */
const BREAKS = COMMIT_MOMENTS.filter((moment) => moment !== 'unanswered');

describe(`A product whose connection is cut at COMMIT ${CUTS} times`, function () {
  this.timeout(120_000 + CUTS * 150);
  const random = seededRandom();
  const cuts = new Map<CommitMoment, number>();
  let total = 0;
  let proxy: FaultProxy;
  let stage: FaultStage;
  before(async () => {
    const database = await createTestDatabase(FAULT_MIGRATIONS);
    let isCutting = false;
    const watch = watchCommits('lanework', () => {
      const moment = BREAKS[random.below(BREAKS.length)];
      if (!isCutting || total >= CUTS || moment === undefined || !random.chance(PROBABILITY)) return null;
      total += 1;
      cuts.set(moment, (cuts.get(moment) ?? 0) + 1);
      return moment;
    });
    proxy = await FaultProxy.open(Number(new URL(database.url).port), watch);
    stage = await FaultStage.open({ servers: 1, failpoints: null, database, databaseUrl: proxy.through(database.url) });
    isCutting = true;
  });
  after(async () => {
    await stage.close();
    await proxy.close();
  });

  it(`does each command once and answers within ${LONGEST_ANSWER_MS / 1_000} s`, async () => {
    const begun = performance.now();
    await stage.load(CLIENTS, () => total < CUTS);
    const seconds = (performance.now() - begun) / 1_000;
    await stage.finish(60_000);
    const instances = await stage.expectNothingLostOrDoubled();
    const { slowestMs } = stage.client;
    recordFigure({
      row: 'commit',
      figure: `${whole(total)} COMMITs cut in ${whole(seconds)} s (${[...cuts].map(([moment, times]) => `${whole(times)} ${moment}`).join(', ')}): ${whole(instances)} instances, 0 lost, 0 doubled, slowest answer ${whole(slowestMs)} ms`,
      command: `FAULT_CUTS=${CUTS} mocha tests/faults/commit-cut.test.ts`,
      seed: random.seed,
      isMet: slowestMs <= LONGEST_ANSWER_MS,
    });
    expect(total).to.be.at.least(CUTS);
    for (const moment of BREAKS) expect(cuts.get(moment) ?? 0, moment).to.be.at.least(CUTS / 10);
    expect(slowestMs, 'slowest answer in milliseconds').to.be.at.most(LONGEST_ANSWER_MS);
    expect(
      [...stage.client.refusals.keys()].filter((refusal) => !refusal.startsWith('503')),
      'answers 5xx that are no 503',
    ).to.deep.equal([]);
    expect(stage.deaths, 'deaths of the server').to.equal(0);
  });
});
