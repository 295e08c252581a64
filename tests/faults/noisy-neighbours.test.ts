import { expect } from 'chai';
import { bpmn, flow, path, serviceTask } from '../support/bpmn.ts';
import { eventually } from '../support/engine.ts';
import type { FaultStage } from './fault-stage.ts';
import { percentile, recordFigure, whole } from './figure.ts';
import { isLong, scaled } from './scale.ts';
import type { FaultRowId } from './rows.ts';
import { input, type ProcessMemory, timer } from './work-module.ts';
import { type Caller, expectNoDoubleEffects, expectWhole, inParallel, openWorkStage } from './work-stage.ts';

/** Normal load: cases started per second, whatever goes on beside them. */
const PER_SECOND = scaled('FAULT_NEIGHBOUR_RATE', 8, 20);
const MEASURE_MS = scaled('FAULT_NEIGHBOUR_MS', 1_500, 30_000);
const LOOPS = scaled('FAULT_LOOPS', 2, 10);
const ITEMS = scaled('FAULT_ITEMS', 300, 20_000);
const LARGE = scaled('FAULT_LARGE', 4, 60);
const LARGE_BYTES = 1_000_000;
/** Share of its rate that normal load keeps. On the busy machine of a short run it has to go on, and no more. */
const LEAST_SHARE = isLong() ? 0.9 : 0.2;
const MAX_RSS = 700 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;
const COMMAND = 'FAULTS=long mocha tests/faults/noisy-neighbours.test.ts';

const effect = (id: string, note: string): string => serviceTask(id, 'work.effect', 3, input(note, 'note'));
const steady = (processId: string): string =>
  bpmn(
    processId,
    `<bpmn:startEvent id="start" /><bpmn:userTask id="task" />${effect('first', '"steady"')}${timer('pause', 'PT0.05S')}${effect('second', '"steady"')}<bpmn:endEvent id="end" />
     ${path('start', 'task', 'first', 'pause', 'second', 'end')}`,
  );
const DIAGRAMS = {
  steady: steady('steady'),
  large: steady('large'),
  endless: bpmn(
    'endless',
    `<bpmn:startEvent id="start" /><bpmn:exclusiveGateway id="merge" /><bpmn:task id="step" /><bpmn:exclusiveGateway id="again" default="out" /><bpmn:endEvent id="end" />
     ${path('start', 'merge', 'step', 'again')}${flow('again', 'merge', '=goesOn')}<bpmn:sequenceFlow id="out" sourceRef="again" targetRef="end" />`,
  ),
  recursion: bpmn(
    'recursion',
    `<bpmn:startEvent id="start" /><bpmn:callActivity id="call"><bpmn:extensionElements><zeebe:calledElement processId="recursion" /></bpmn:extensionElements></bpmn:callActivity><bpmn:endEvent id="end" />
     ${path('start', 'call', 'end')}`,
  ),
  many: bpmn(
    'many',
    `<bpmn:startEvent id="start" /><bpmn:serviceTask id="item"><bpmn:extensionElements><zeebe:taskDefinition type="work.effect" />${input('"item"', 'note')}</bpmn:extensionElements>
       <bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=for i in 1..count return i" inputElement="number" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask><bpmn:endEvent id="end" />
     ${path('start', 'item', 'end')}`,
  ),
};

interface Load {
  /** Part of the cases that were started and done in the time. */
  readonly share: number;
  /** Of every call, in milliseconds. */
  readonly p99Ms: number;
}

describe('Normal load on two servers', function () {
  this.timeout(300_000 + MEASURE_MS * 12 + ITEMS * 20 + LOOPS * 60_000);
  let stage: FaultStage;
  let callers: readonly Caller[];
  let calm: Load;
  before(async () => {
    ({ stage, callers } = await openWorkStage({
      servers: 2,
      diagrams: DIAGRAMS,
      environment: { LANEWORK_LEASE_MS: '', LANEWORK_POLL_MS: '' },
    }));
    calm = await load();
  });
  after(() => stage.close());

  const countOf = (processId: string, condition: string): Promise<number> =>
    stage.count(`select count(*) as n from process_instance where process_id = '${processId}' and ${condition}`);

  /** Starts cases at their rate and sees them to their end. */
  async function load(): Promise<Load> {
    const times: number[] = [];
    const count = Math.round((PER_SECOND * MEASURE_MS) / 1_000);
    const begun = performance.now();
    const before = await countOf('steady', 'ended_at is not null');
    const cases = Array.from({ length: count }, async (_each, index) => {
      await new Promise((resolve) => setTimeout(resolve, (index * 1_000) / PER_SECOND));
      const caller = callers[index % callers.length];
      const started = await caller?.post('/process-instances', { processId: 'steady', variables: {} });
      const { rows } = await stage.database.pool.query<{ id: string }>('select id from task where instance_id = $1', [
        started?.body['instanceId'],
      ]);
      const completed = await caller?.post(`/tasks/${rows[0]?.id ?? 'none'}/complete`);
      expect([started?.status, completed?.status]).to.deep.equal([201, 200]);
      times.push(started?.tookMs ?? 0, completed?.tookMs ?? 0);
    });
    // A case takes a moment itself: its timer and what comes after it.
    await new Promise((resolve) => setTimeout(resolve, MEASURE_MS + 1_000 - (performance.now() - begun)));
    const done = (await countOf('steady', 'ended_at is not null')) - before;
    await Promise.all(cases);
    await eventually(async () => ((await countOf('steady', 'ended_at is null')) === 0 ? true : null), 'all cases to end', 120_000);
    return { share: done / count, p99Ms: percentile(times, 0.99) };
  }

  async function record(row: FaultRowId, noise: string, beside: Load, isDone: boolean): Promise<void> {
    const memory = await Promise.all(
      callers.map(async (caller) => (await caller.send('GET', '/fault-work/memory')).body as unknown as ProcessMemory),
    ); // As the route sends it.
    const rss = Math.max(...memory.map((each) => each.rss));
    const isMet = isDone && beside.share >= LEAST_SHARE && rss <= MAX_RSS;
    const figure = `${noise}; normal load ${(beside.share * 100).toFixed(0)} % of its rate (alone ${(calm.share * 100).toFixed(0)} %), p99 ${whole(beside.p99Ms)} ms (alone ${whole(calm.p99Ms)} ms), resident at most ${whole(rss / MEGABYTE)} MB`;
    recordFigure({ row, figure, command: COMMAND, seed: null, isMet });
    expect(isMet, figure).to.equal(true);
  }

  it(`goes on beside ${LOOPS} endless loops and as many recursions`, async () => {
    const started: string[] = [];
    for (let index = 0; index < LOOPS; index += 1) {
      for (const processId of ['endless', 'recursion']) started.push((await callers[index % 2]?.start(processId, { goesOn: true })) ?? '');
    }
    const beside = await load();
    await eventually(
      async () =>
        (await stage.count(`select count(distinct root_instance_id) as n from incident where process_id = 'recursion'`)) === LOOPS
          ? true
          : null,
      'every recursion to be an incident',
      60_000,
    );
    // A million visits of one instance take a while; the short run only sees that they are bounded by steps.
    if (isLong())
      await eventually(
        async () => ((await stage.count(`select count(*) as n from incident where process_id = 'endless'`)) === LOOPS ? true : null),
        'every endless loop to be an incident',
        LOOPS * 60_000,
      );
    for (const id of started) expect((await callers[0]?.post(`/process-instances/${id}/cancel`))?.status).to.equal(200);
    await eventually(async () => ((await countOf('endless', 'ended_at is null')) === 0 ? true : null), 'loops to be cancelled');
    const end = isLong() ? 'an incident each' : 'recursions an incident each, loops cancelled';
    await record('runaways', `${LOOPS} endless loops, ${LOOPS} recursions: ${end}`, beside, true);
  });

  it(`goes on beside ${ITEMS} items of a multi-instance activity`, async () => {
    const begun = performance.now();
    const id = await callers[0]?.start('many', { count: ITEMS });
    const beside = await load();
    await eventually(
      async () => ((await countOf('many', `id = '${id}' and status = 'completed'`)) === 1 ? true : null),
      'all items to be done',
      60_000 + ITEMS * 20,
    );
    const seconds = (performance.now() - begun) / 1_000;
    const done = await stage.count(`select count(*) as n from work_effect where note = 'item'`);
    expect(done).to.equal(ITEMS);
    await record('multiInstance', `${whole(done)} items done once in ${whole(seconds)} s`, beside, true);
  });

  it(`goes on beside ${LARGE} instances with variables of 1 MB`, async () => {
    const large = 'x'.repeat(LARGE_BYTES);
    const noise = inParallel(LARGE, 4, async (index) => {
      const id = await callers[index % 2]?.start('large', { large });
      const { rows } = await stage.database.pool.query<{ id: string }>('select id from task where instance_id = $1', [id]);
      expect((await callers[index % 2]?.post(`/tasks/${rows[0]?.id ?? 'none'}/complete`))?.status).to.equal(200);
    });
    const beside = await load();
    await noise;
    const kept = await stage.count(`select count(*) as n from variable where name = 'large' and length(value::text) = ${LARGE_BYTES + 2}`);
    await record('largeVariables', `${whole(LARGE)} instances, ${whole(kept)} values kept whole`, beside, kept === LARGE || kept === 0);
    await expectNoDoubleEffects(stage);
    await expectWhole(stage);
  });
});
