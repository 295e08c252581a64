import { expect } from 'chai';
import { bpmn, path, serviceTask } from '../support/bpmn.ts';
import { cloneInstance } from './clone-instances.ts';
import type { FaultStage } from './fault-stage.ts';
import { percentile, recordFigure, whole } from './figure.ts';
import { isLong, scaled } from './scale.ts';
import { input } from './work-module.ts';
import { type Caller, expectNoDoubleEffects, inParallel, openWorkStage } from './work-stage.ts';

const OPEN = scaled('FAULT_OPEN', 2_000, 100_000);
/** Cases of each measurement, and measurements before and after; the better ones count, since other programs disturb. */
const CASES = scaled('FAULT_OPEN_CASES', 24, 1_500);
const ROUNDS = 3;
const AT_A_TIME = 4;
const QUERIES = scaled('FAULT_OPEN_QUERIES', 30, 500);
/** On the busy machine of a short run it has to go on, and no more. */
const LEAST_SHARE = isLong() ? 0.9 : 0.3;
const LONGEST_QUERY_MS = isLong() ? 200 : 2_000;

const waiting = bpmn(
  'waiting',
  `<bpmn:startEvent id="start" /><bpmn:userTask id="task"><bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups="sales" /></bpmn:extensionElements></bpmn:userTask>
   ${serviceTask('after', 'work.effect', 3, input('"done"', 'note'))}<bpmn:endEvent id="end" />${path('start', 'task', 'after', 'end')}`,
);

describe(`Two servers with ${OPEN} open instances`, function () {
  this.timeout(240_000 + CASES * ROUNDS * 400 + OPEN * 10);
  let stage: FaultStage;
  let callers: readonly Caller[];
  before(async () => {
    ({ stage, callers } = await openWorkStage({ servers: 2, diagrams: { waiting } }));
  });
  after(() => stage.close());

  /** Cases per second from start to end. */
  async function throughput(): Promise<number> {
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const begun = performance.now();
      await inParallel(CASES, AT_A_TIME, async (index) => {
        const caller = callers[index % 2];
        const id = await caller?.start('waiting');
        const { rows } = await stage.database.pool.query<{ id: string }>('select id from task where instance_id = $1', [id]);
        expect((await caller?.post(`/tasks/${rows[0]?.id ?? 'none'}/complete`))?.status).to.equal(200);
      });
      rounds.push((CASES * 1_000) / (performance.now() - begun));
    }
    return Math.max(...rounds);
  }

  it('work as fast as with none, and show the inbox in time', async () => {
    await throughput();
    const empty = await throughput();
    const sample = (await callers[0]?.start('waiting', { customer: 'Anna' }, 'open')) ?? '';
    await cloneInstance(stage.database, sample, OPEN - 1);
    const full = await throughput();
    const times: number[] = [];
    for (let query = 0; query < QUERIES; query += 1) {
      const [list, counts] = await Promise.all([
        callers[query % 2]?.send('GET', '/tasks?limit=50&filter=all'),
        callers[(query + 1) % 2]?.send('GET', '/tasks?limit=50&filter=all&sort=-createdAt'),
      ]);
      expect([list?.status, counts?.status]).to.deep.equal([200, 200]);
      times.push(list?.tookMs ?? 0, counts?.tookMs ?? 0);
    }
    expect(await stage.count('select count(*) as n from process_instance where ended_at is null')).to.equal(OPEN);
    const [share, p99] = [full / empty, percentile(times, 0.99)];
    const isMet = share >= LEAST_SHARE && p99 <= LONGEST_QUERY_MS;
    const figure = `${whole(OPEN)} open: ${(share * 100).toFixed(0)} % of the ${whole(empty)} cases/s without them, inbox p50 ${whole(percentile(times, 0.5))} ms, p99 ${whole(p99)} ms`;
    recordFigure({ row: 'openInstances', figure, command: 'FAULTS=long mocha tests/faults/open-instances.test.ts', seed: null, isMet });
    expect(await expectNoDoubleEffects(stage)).to.equal(CASES * ROUNDS * 3);
    expect(isMet, figure).to.equal(true);
  });
});
