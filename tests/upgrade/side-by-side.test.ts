import { expect } from 'chai';
import { recordFigure, whole } from '../faults/figure.ts';
import { FAULT_PROCESS } from '../faults/fault-module.ts';
import { FaultStage } from '../faults/fault-stage.ts';
import { StubbornClient } from '../faults/load.ts';
import { scaled } from '../faults/scale.ts';
import { createEmptyDatabase } from '../support/database.ts';
import { eventually } from '../support/engine.ts';
import { freePort } from '../support/redis.ts';
import { startVersion, tokenOfRelease, unpackRelease, type UnpackedRelease, type VersionServer } from './release.ts';

const CLIENTS = 4;
/** Longest that a request may wait while the schema changes under it, in milliseconds: the lock timeout of a migration and a busy machine. */
const LONGEST_MS = 10_000;

/** Notes how long each command took until it was answered. */
class TimedClient extends StubbornClient {
  longestMs = 0;

  override async post(...request: Parameters<StubbornClient['post']>): ReturnType<StubbornClient['post']> {
    const began = performance.now();
    const answer = await super.post(...request);
    this.longestMs = Math.max(this.longestMs, performance.now() - began);
    return answer;
  }
}

describe('The last release and this version on one database', function () {
  this.timeout(scaled('FAULT_UPGRADE_TIMEOUT_MS', 180_000, 1_800_000));
  const cases = scaled('FAULT_UPGRADE_CASES', 40, 2_000);
  let release: UnpackedRelease;
  const servers: VersionServer[] = [];
  before(async () => {
    release = await unpackRelease();
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.stop('SIGKILL')));
    await release.remove();
  });

  it('serve side by side from the migration under load until the old one is stopped: nothing lost, nothing doubled', async () => {
    const database = await createEmptyDatabase();
    const old = await startVersion(release.folder, { program: 'faults', databaseUrl: database.url, port: await freePort() });
    servers.push(old);
    const urls = [old.url];
    const client = new TimedClient(urls, tokenOfRelease(release, database.url));
    const stage = new FaultStage(database, [], client);
    const deployed = await client.post('/deployments', { resources: [{ name: 'fault.bpmn', content: FAULT_PROCESS }] });
    expect(deployed?.status, JSON.stringify(deployed?.body)).to.equal(201);

    let goesOn = true;
    const load = stage.load(CLIENTS, () => goesOn);
    const reach = (count: number): Promise<true> =>
      eventually(async () => (stage.completed.size >= count ? true : null), `${count} cases`, 120_000);
    await reach(cases / 2);
    client.longestMs = 0;
    const now = await startVersion('.', { program: 'faults', databaseUrl: database.url, port: await freePort() });
    servers.push(now);
    const blockedMs = client.longestMs;
    expect(await stage.count(`select count(*) as n from schema_migration where name = '20261126_10_engine_history_partitions'`)).to.equal(
      1,
    );
    // Both serve; which worker takes the due work is a matter of chance.
    urls.push(now.url);
    await reach(stage.completed.size + cases);
    await old.stop('SIGTERM');
    urls.shift();
    await reach(stage.completed.size + cases / 2);
    goesOn = false;
    await load;
    await stage.finish(60_000);
    const instances = await stage.expectNothingLostOrDoubled();
    recordFigure({
      row: 'versions',
      figure: `${whole(instances)} instances over the change: 0 lost, 0 doubled; longest request during the migration ${whole(blockedMs)} ms`,
      command: `FAULT_UPGRADE_CASES=${cases} mocha tests/upgrade/side-by-side.test.ts`,
      seed: null,
      isMet: blockedMs <= LONGEST_MS,
    });
    expect(blockedMs).to.be.below(LONGEST_MS);
    await stage.close();
  });
});
