import { expect } from 'chai';
import { createTestDatabase } from '../support/database.ts';
import { FaultProxy } from './fault-proxy.ts';
import { FAULT_MIGRATIONS, FaultStage } from './fault-stage.ts';

const PATHS = ['/tasks', '/tasks/counts', '/process-instances', '/process-definitions', '/incidents', '/overview'];
const LONGEST_ANSWER_MS = 6_000;

describe('Lists of a product whose connections to PostgreSQL are dead without a word', function () {
  this.timeout(60_000);
  let proxy: FaultProxy;
  let stage: FaultStage;
  before(async () => {
    const database = await createTestDatabase(FAULT_MIGRATIONS);
    proxy = await FaultProxy.open(Number(new URL(database.url).port));
    stage = await FaultStage.open({ servers: 1, failpoints: null, database, databaseUrl: proxy.through(database.url) });
  });
  after(async () => {
    await stage.close();
    await proxy.close();
  });

  it(`are answered all the same, within ${LONGEST_ANSWER_MS / 1_000} s`, async () => {
    // So that there are connections to lose.
    await Promise.all(PATHS.map((path) => stage.client.once('GET', path, null)));
    proxy.forget();
    const answers = await Promise.all(PATHS.map((path) => stage.client.once('GET', path, null)));
    expect(answers.map((answer) => answer?.status)).to.deep.equal(PATHS.map(() => 200));
    expect(stage.client.slowestMs, 'slowest answer in milliseconds').to.be.at.most(LONGEST_ANSWER_MS);
  });
});
