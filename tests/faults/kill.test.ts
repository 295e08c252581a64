import { expect } from 'chai';
import { FaultStage } from './fault-stage.ts';

/** Deaths to reach; `FAULT_KILLS=1000` for a long night. */
const KILLS = Number(process.env['FAULT_KILLS'] ?? '50');
const CLIENTS = 6;
const FAILPOINTS = 'after-effect=1%,before-commit=1%,after-commit=1%';

describe(`A product whose processes are killed ${KILLS} times under load`, function () {
  this.timeout(Math.max(300_000, KILLS * 12_000));
  let stage: FaultStage;
  before(async () => {
    stage = await FaultStage.open({ servers: 2, failpoints: FAILPOINTS });
  });
  after(() => stage.close());

  it('loses nothing, doubles nothing and leaves nothing stuck', async () => {
    await stage.load(CLIENTS, () => stage.deaths < KILLS);
    const killed = stage.deaths;
    for (const server of stage.servers) server.disarm();
    await stage.finish(90_000);
    const instances = await stage.expectNothingLostOrDoubled();
    process.stdout.write(
      `      ${killed} kills, ${instances} instances, ${stage.completed.size} tasks completed, ${stage.client.retries} requests repeated\n`,
    );
    expect(killed).to.be.at.least(KILLS);
  });
});
