import { expect } from 'chai';
import { eventually } from '../support/engine.ts';
import { FaultStage } from './fault-stage.ts';
import { recordFigure, whole } from './figure.ts';
import { scaled } from './scale.ts';

const CUTS = scaled('FAULT_CONNECTION_CUTS', 10, 500);
const CLIENTS = 4;

describe('A product whose database connections are all cut again and again', function () {
  this.timeout(120_000 + CUTS * 15_000);
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
    const instances = await stage.expectNothingLostOrDoubled();
    recordFigure({
      row: 'connections',
      figure: `${whole(CUTS)} times all at once, ${whole(connections)} connections: ${whole(instances)} instances, 0 lost, 0 doubled, 0 process restarts`,
      command: `FAULT_CONNECTION_CUTS=${CUTS} mocha tests/faults/connection-loss.test.ts`,
      seed: null,
      isMet: stage.deaths === 0,
    });
    expect(instances).to.be.at.least(CUTS);
    expect(stage.deaths, 'deaths of the server').to.equal(0);
  });
});
