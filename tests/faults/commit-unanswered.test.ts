import { expect } from 'chai';
import { createTestDatabase } from '../support/database.ts';
import { watchCommits } from './commit-watcher.ts';
import { FaultProxy } from './fault-proxy.ts';
import { FAULT_MIGRATIONS, FaultStage } from './fault-stage.ts';
import { recordFigure, whole } from './figure.ts';
import { scaled, seededRandom } from './scale.ts';

const COMMITS = scaled('FAULT_UNANSWERED', 8, 500);
const CLIENTS = 8;
const PROBABILITY = 0.05;
/** Longest time to any answer, in milliseconds. */
const LONGEST_ANSWER_MS = 10_000;

describe(`A product that gets no answer to ${COMMITS} COMMITs, on connections that stay open`, function () {
  this.timeout(120_000 + COMMITS * 10_000);
  const random = seededRandom();
  let unanswered = 0;
  let proxy: FaultProxy;
  let stage: FaultStage;
  before(async () => {
    const database = await createTestDatabase(FAULT_MIGRATIONS);
    let isSwallowing = false;
    const watch = watchCommits('lanework', () => {
      if (!isSwallowing || unanswered >= COMMITS || !random.chance(PROBABILITY)) return null;
      unanswered += 1;
      return 'unanswered';
    });
    proxy = await FaultProxy.open(Number(new URL(database.url).port), watch);
    stage = await FaultStage.open({ servers: 1, failpoints: null, database, databaseUrl: proxy.through(database.url) });
    isSwallowing = true;
  });
  after(async () => {
    await stage.close();
    await proxy.close();
  });

  it(`notices, does each command once and answers within ${LONGEST_ANSWER_MS / 1_000} s`, async () => {
    await stage.load(CLIENTS, () => unanswered < COMMITS);
    await stage.finish(60_000);
    const instances = await stage.expectNothingLostOrDoubled();
    const { slowestMs } = stage.client;
    recordFigure({
      row: 'commitBlackHole',
      figure: `${whole(unanswered)} COMMITs without an answer: ${whole(instances)} instances, 0 lost, 0 doubled, slowest answer ${whole(slowestMs)} ms`,
      command: `FAULT_UNANSWERED=${COMMITS} mocha tests/faults/commit-unanswered.test.ts`,
      seed: random.seed,
      isMet: slowestMs <= LONGEST_ANSWER_MS,
    });
    expect(unanswered).to.be.at.least(COMMITS);
    expect(slowestMs, 'slowest answer in milliseconds').to.be.at.most(LONGEST_ANSWER_MS);
    expect(stage.deaths, 'deaths of the server').to.equal(0);
  });
});
