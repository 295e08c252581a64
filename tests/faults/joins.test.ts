import { expect } from 'chai';
import { bpmn, flow, path, serviceTask } from '../support/bpmn.ts';
import type { FaultStage } from './fault-stage.ts';
import { recordFigure, whole } from './figure.ts';
import { scaled } from './scale.ts';
import { input } from './work-module.ts';
import { Caller, createToken, expectNoDoubleEffects, expectWhole, inParallel, openWorkStage } from './work-stage.ts';

const BRANCHES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const JOINS = scaled('FAULT_JOINS', 25, 10_000);
const RACES = scaled('FAULT_RACES', 50, 10_000);
const AT_A_TIME = 8;
/** Share of transactions that may have been run in vain. */
const MOST_RETRIES = 0.01;
const COMMAND = 'FAULTS=long mocha tests/faults/joins.test.ts';

const eight = bpmn(
  'eight',
  `<bpmn:startEvent id="start" /><bpmn:parallelGateway id="split" />
   ${BRANCHES.map((id) => `<bpmn:userTask id="${id}" />${path('split', id, 'join')}`).join('\n')}
   <bpmn:parallelGateway id="join" />${serviceTask('after', 'work.effect', 3, input('"joined"', 'note'))}<bpmn:endEvent id="end" />
   ${flow('start', 'split')}${path('join', 'after', 'end')}`,
);
const single = bpmn(
  'single',
  `<bpmn:startEvent id="start" /><bpmn:userTask id="task" /><bpmn:endEvent id="end" />${path('start', 'task', 'end')}`,
);

describe('Two servers that work on the same instances at the same time', function () {
  this.timeout(180_000 + (JOINS + RACES) * 200);
  let stage: FaultStage;
  let callers: readonly Caller[];
  before(async () => {
    ({ stage, callers } = await openWorkStage({ servers: 2, diagrams: { eight, single } }));
  });
  after(() => stage.close());

  const pick = (from: readonly Caller[], index: number): Caller => from[index % from.length] as Caller; // There are two.
  const tasksOf = async (instanceId: string): Promise<readonly string[]> =>
    (await stage.database.pool.query<{ id: string }>('select id from task where instance_id = $1', [instanceId])).rows.map(({ id }) => id);
  const rollbacks = async (): Promise<number> => {
    await stage.database.pool.query('select pg_stat_force_next_flush()');
    return stage.count('select xact_rollback as n from pg_stat_database where datname = current_database()');
  };

  it(`fire ${JOINS} joins of eight branches once each, whose tasks are completed at the same moment`, async () => {
    const before = await rollbacks();
    await inParallel(JOINS, AT_A_TIME, async (index) => {
      const tasks = await tasksOf(await pick(callers, index).start('eight'));
      const answers = await Promise.all(tasks.map((task, branch) => pick(callers, branch).post(`/tasks/${task}/complete`)));
      expect(answers.map(({ status }) => status)).to.deep.equal(BRANCHES.map(() => 200));
    });
    const completed = await stage.count(`select count(*) as n from process_instance where process_id = 'eight' and status = 'completed'`);
    const arrivals = JOINS * BRANCHES.length;
    const retries = (await rollbacks()) - before;
    const isMet = completed === JOINS && retries <= arrivals * MOST_RETRIES;
    const figure = `${whole(completed)} of ${whole(JOINS)} joins fired once, ${retries} retries of ${whole(arrivals)} arrivals`;
    recordFigure({ row: 'joins', figure, command: COMMAND, seed: null, isMet });
    expect(completed).to.equal(JOINS);
    expect(await expectNoDoubleEffects(stage)).to.equal(JOINS);
    expect(retries).to.be.at.most(arrivals * MOST_RETRIES);
  });

  it(`give each of ${RACES} tasks to one of two who claim it at the same moment`, async () => {
    const token = await createToken(stage, 'rival');
    const rivals = stage.servers.map((server) => new Caller(server.url, token));
    const before = await rollbacks();
    await inParallel(RACES, AT_A_TIME, async (index) => {
      const [task = 'none'] = await tasksOf(await pick(callers, index).start('single'));
      const both = [pick(callers, index), pick(rivals, index + 1)];
      const answers = await Promise.all(both.map((each) => each.post(`/tasks/${task}/claim`)));
      expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).to.deep.equal([200, 409]);
      expect(answers.find(({ status }) => status === 409)?.body['code']).to.equal('TASK_ALREADY_CLAIMED');
      const { rows } = await stage.database.pool.query<{ assignee: string }>('select assignee from task where id = $1', [task]);
      const winner = answers.find(({ status }) => status === 200)?.body['assignee'] as { readonly id: string } | null;
      expect(winner?.id).to.equal(rows[0]?.assignee);
    });
    // The transaction of a claim that is refused is rolled back, unless it was refused before it began.
    const retries = Math.max(0, (await rollbacks()) - before - RACES);
    const isMet = retries <= 2 * RACES * MOST_RETRIES;
    recordFigure({
      row: 'claims',
      figure: `${whole(RACES)} races with one winner each, ${retries} retries`,
      command: COMMAND,
      seed: null,
      isMet,
    });
    expect(isMet).to.equal(true);
    await expectWhole(stage);
  });
});
