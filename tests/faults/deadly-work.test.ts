import { expect } from 'chai';
import { eventually } from '../support/engine.ts';
import type { FaultStage } from './fault-stage.ts';
import { percentile, recordFigure, whole } from './figure.ts';
import { scaled } from './scale.ts';
import { input, operationProcess, type ProcessMemory } from './work-module.ts';
import { type Caller, expectNoDoubleEffects, expectWhole, openWorkStage } from './work-stage.ts';

const KILLERS = scaled('FAULT_KILLERS', 1, 20);
/** Workers that one job may take down before it is an incident. */
const MOST_CRASHES = 3;
const BLOCK_MS = scaled('FAULT_BLOCK_MS', 3_000, 60_000);
const CLIENTS = 4;
/** Share of the neighbours that must be done in time, and how long they have: a crash, a lease and the start of a server. */
const LEAST_NEIGHBOURS = 0.95;
const NEIGHBOUR_MS = 15_000;
const COMMAND = 'FAULTS=long mocha tests/faults/deadly-work.test.ts';

describe('Work that takes its worker down', function () {
  this.timeout(240_000 + KILLERS * 60_000 + BLOCK_MS * 2);
  let stage: FaultStage;
  let callers: readonly Caller[];
  before(async () => {
    ({ stage, callers } = await openWorkStage({
      servers: 2,
      diagrams: {
        killer: operationProcess('killer', 'work.kill'),
        blocker: operationProcess('blocker', 'work.block', input(`${BLOCK_MS}`, 'forMs')),
        neighbour: operationProcess('neighbour', 'work.effect', input('"neighbour"', 'note')),
      },
    }));
  });
  after(() => stage.close());

  const serves = async (url: string): Promise<boolean> =>
    fetch(`${url}/api/v1/health/ready`, { signal: AbortSignal.timeout(1_000) }).then(
      ({ status }) => status === 200,
      () => false,
    );

  it(`becomes an incident after ${MOST_CRASHES} crashes, while its neighbours go on`, async () => {
    const crashes: number[] = [];
    let isEnding = false;
    const loading = stage.load(CLIENTS, () => !isEnding);
    await eventually(() => Promise.resolve(stage.completed.size > CLIENTS ? true : null), 'neighbours at work', 30_000);
    const from = (await stage.database.pool.query<{ at: Date }>('select clock_timestamp() as at')).rows[0]?.at;
    for (let killer = 0; killer < KILLERS; killer += 1) {
      const started = await stage.client.post('/process-instances', { processId: 'killer', variables: {} });
      const id = String(started?.body['instanceId']);
      await eventually(
        async () => ((await stage.count(`select count(*) as n from incident where instance_id = '${id}'`)) === 1 ? true : null),
        'an incident of the job that kills',
        60_000,
      );
      crashes.push(await stage.count(`select count(*) as n from work_attempt where key like '${id}:%'`));
    }
    const to = (await stage.database.pool.query<{ at: Date }>('select clock_timestamp() as at')).rows[0]?.at;
    isEnding = true;
    await loading;
    expect(await stage.count(`select count(*) as n from incident where process_id <> 'killer'`), 'incidents of neighbours').to.equal(0);
    await eventually(
      async () =>
        (await stage.count(`select count(*) as n from process_instance where ended_at is null and process_id <> 'killer'`)) === 0
          ? true
          : null,
      'every neighbour to end',
      60_000,
    );
    const { rows } = await stage.database.pool.query<{ ms: number }>(
      `select extract(epoch from ended_at - started_at)::float8 * 1000 as ms from process_instance where process_id = 'fault' and started_at between $1 and $2`,
      [from, to],
    );
    const inTime = rows.filter(({ ms }) => ms <= NEIGHBOUR_MS).length / rows.length;
    const worst = Math.max(...crashes);
    const isMet = worst <= MOST_CRASHES && inTime >= LEAST_NEIGHBOURS;
    const p99 = percentile(
      rows.map(({ ms }) => ms),
      0.99,
    );
    const figure = `${KILLERS} such jobs: incident after at most ${worst} crashes; ${(inTime * 100).toFixed(1)} % of ${whole(rows.length)} neighbours done within ${whole(NEIGHBOUR_MS / 1_000)} s (p99 ${whole(p99)} ms), all in the end, none an incident`;
    recordFigure({ row: 'killerJob', figure, command: COMMAND, seed: null, isMet });
    expect(await stage.count('select count(*) as n from fault_effect')).to.equal(
      await stage.count('select count(distinct key) as n from fault_effect'),
    );
    for (const { id } of (
      await stage.database.pool.query<{ id: string }>(`select id from process_instance where process_id = 'killer' and ended_at is null`)
    ).rows)
      await stage.client.post(`/process-instances/${id}/cancel`, {});
    await expectWhole(stage);
    expect(isMet, figure).to.equal(true);
  });

  it(`and holds up the event loop for ${BLOCK_MS} ms has its effect once, while the other server goes on`, async () => {
    await eventually(
      async () => ((await Promise.all(stage.servers.map(({ url }) => serves(url)))).every(Boolean) ? true : null),
      'both servers to serve',
      60_000,
    );
    const pids = await Promise.all(
      callers.map(async (caller) => ((await caller.send('GET', '/fault-work/memory')).body as unknown as ProcessMemory).pid), // As the route sends it.
    );
    const blocker = (await callers[0]?.start('blocker')) ?? '';
    const pid = await eventually(
      async () =>
        (await stage.database.pool.query<{ pid: number }>('select pid from work_attempt where key like $1', [`${blocker}:%`])).rows[0]?.pid,
      'the handler to block',
      30_000,
    );
    const until = performance.now() + BLOCK_MS;
    const free = callers[pids[0] === pid ? 1 : 0];
    let neighbours = 0;
    let beside = 0;
    while (performance.now() < until) {
      const id = (await free?.start('neighbour')) ?? '';
      neighbours += 1;
      await eventually(
        async () =>
          (await stage.count(`select count(*) as n from process_instance where id = '${id}' and ended_at is not null`)) === 1 ? true : null,
        'the neighbour to end',
        30_000,
      );
      if (performance.now() < until) beside += 1;
    }
    await eventually(
      async () =>
        (await stage.count(`select count(*) as n from process_instance where id = '${blocker}' and status = 'completed'`)) === 1
          ? true
          : null,
      'the blocked instance to end',
      60_000,
    );
    const effects = await stage.count(`select count(*) as n from work_effect where note = 'block'`);
    const isMet = effects === 1 && beside > 0;
    const figure = `blocked ${whole(BLOCK_MS / 1_000)} s: its effect ${effects} time, ${whole(beside)} of ${whole(neighbours)} neighbours, one after another, done meanwhile by the other server`;
    recordFigure({ row: 'blockedLoop', figure, command: COMMAND, seed: null, isMet });
    expect(isMet, figure).to.equal(true);
    expect(await expectNoDoubleEffects(stage)).to.equal(neighbours + 1);
    await expectWhole(stage);
  });
});
