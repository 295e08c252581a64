import { expect } from 'chai';
import { FAILPOINTS } from '../../engine/runtime/failpoint.ts';
import { recordFigure, whole } from './figure.ts';
import { FaultStage } from './fault-stage.ts';
import { expectNobodyStuck } from './promises.ts';
import { scaled, seededRandom } from './scale.ts';

const KILLS = scaled('FAULT_KILLS', 20, 1_000);
const CLIENTS = 8;
const FAILPOINT_PROBABILITY = FAILPOINTS.map((name) => `${name}=${name === 'after-claim' ? 8 : 4}%`).join(',');
/** Longest time between two kills from outside, in milliseconds; the moment is drawn. */
const LONGEST_PEACE_MS = 4_000;
/** Longest time for a kill to come about, start-up of the killed server included; on a busy machine. */
const MS_PER_KILL = 4_000;

describe(`A product whose api and worker processes are killed ${KILLS} times under load`, function () {
  this.timeout(120_000 + KILLS * MS_PER_KILL);
  const random = seededRandom();
  let stage: FaultStage;
  before(async () => {
    stage = await FaultStage.open({ servers: ['all', 'api', 'worker'], failpoints: FAILPOINT_PROBABILITY });
  });
  after(() => stage.close());

  /** Also at moments that no failpoint names. */
  async function killAtRandom(goesOn: () => boolean): Promise<void> {
    while (goesOn()) {
      await new Promise((resolve) => setTimeout(resolve, random.below(LONGEST_PEACE_MS)));
      const ready = stage.servers.filter((server) => server.isReady());
      ready[random.below(ready.length)]?.kill();
      await expectNobodyStuck(stage.database);
    }
  }

  it('loses nothing, doubles nothing and leaves nothing stuck', async () => {
    const begun = performance.now();
    const goesOn = (): boolean => stage.deaths < KILLS;
    await Promise.all([stage.load(CLIENTS, goesOn), killAtRandom(goesOn)]);
    const killed = stage.deaths;
    const seconds = (performance.now() - begun) / 1_000;
    for (const server of stage.servers) server.disarm();
    await stage.finish(90_000);
    const instances = await stage.expectNothingLostOrDoubled();
    recordFigure({
      row: 'kill',
      figure: `${whole(killed)} kills in ${whole(seconds)} s (${causesOf(stage)}): ${whole(instances)} instances, 0 lost, 0 doubled, 0 stuck, ${whole(stage.client.retries)} requests sent again`,
      command: `FAULT_KILLS=${KILLS} mocha tests/faults/kill.test.ts`,
      seed: random.seed,
      isMet: true,
    });
    expect(killed).to.be.at.least(KILLS);
  });
});

function causesOf(stage: FaultStage): string {
  const sum = new Map<string, number>();
  for (const server of stage.servers) for (const [cause, times] of server.causes()) sum.set(cause, (sum.get(cause) ?? 0) + times);
  return [...sum].map(([cause, times]) => `${times} ${cause}`).join(', ');
}
