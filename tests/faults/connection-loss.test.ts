import { expect } from 'chai';
import { eventually } from '../support/engine.ts';
import { FaultStage } from './fault-stage.ts';

const CUTS = 20;
const CLIENTS = 4;

describe('A product whose database connections are all cut again and again', function () {
  this.timeout(180_000);
  let stage: FaultStage;
  before(async () => {
    stage = await FaultStage.open({ servers: 1, failpoints: null });
  });
  after(() => stage.close());

  it('goes on in the same process, loses nothing and doubles nothing', async () => {
    let cuts = 0;
    let connections = 0;
    const loading = stage.load(CLIENTS, () => cuts < CUTS);
    for (; cuts < CUTS; cuts += 1) {
      const before = stage.completed.size;
      // As a restart of PostgreSQL does to them: steps, queries, LISTEN, queue and ORM.
      connections += await stage.count(
        `select count(pg_terminate_backend(pid)) as n from pg_stat_activity where datname = current_database() and application_name <> 'lanework-test'`,
      );
      await eventually(() => Promise.resolve(stage.completed.size > before ? true : null), 'another case after the cut', 15_000);
    }
    await loading;
    expect(connections, 'connections cut').to.be.at.least(CUTS);
    await stage.finish(60_000);
    expect(await stage.expectNothingLostOrDoubled()).to.be.at.least(CUTS);
    expect(stage.deaths, 'deaths of the server').to.equal(0);
  });
});
