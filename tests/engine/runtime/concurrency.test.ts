import { expect } from 'chai';
import { verifyTree } from '../../../engine/runtime/verify-tree.ts';
import { readTree, treesAfter } from '../../../engine/store/audit-rows.ts';
import { bpmn, flow, path } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, type TestEngine } from '../../support/engine.ts';

const BRANCHES = 50;
const branches = Array.from({ length: BRANCHES }, (_, index) => `task${index}`);
const WIDE = bpmn(
  'wide',
  `<bpmn:startEvent id="start" /><bpmn:parallelGateway id="split" /><bpmn:parallelGateway id="join" /><bpmn:endEvent id="end" />
  ${path('start', 'split')}${path('join', 'end')}
  ${branches.map((id) => `<bpmn:userTask id="${id}" name="${id}" />${flow('split', id)}${flow(id, 'join')}`).join('\n')}`,
);
const CHILD = bpmn(
  'child',
  `<bpmn:startEvent id="start" /><bpmn:userTask id="work" name="Work" /><bpmn:endEvent id="end" />${path('start', 'work', 'end')}`,
);
const PARENT = bpmn(
  'parent',
  `<bpmn:startEvent id="start" /><bpmn:callActivity id="call"><bpmn:extensionElements><zeebe:calledElement processId="child" propagateAllChildVariables="true" /></bpmn:extensionElements></bpmn:callActivity>
  <bpmn:endEvent id="end" />${path('start', 'call', 'end')}`,
);

describe('Many at once', () => {
  let database: TestDatabase;
  let test: TestEngine;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database);
    const deployed = await test.engine.deploy(
      [
        { name: 'wide.bpmn', content: WIDE },
        { name: 'child.bpmn', content: CHILD },
        { name: 'parent.bpmn', content: PARENT },
      ],
      null,
      ANNA,
    );
    expect(deployed.kind, JSON.stringify(deployed)).to.equal('deployed');
  });
  after(async () => {
    await test.close();
    await database.close();
  });

  it(`complete ${BRANCHES} tasks before one join: it fires once`, async () => {
    const { instanceId, openedTaskIds } = await test.engine.startProcess({ processId: 'wide', variables: {} }, ANNA);
    expect(openedTaskIds).to.have.lengthOf(BRANCHES);
    const steps = await Promise.all(openedTaskIds.map((id, index) => test.engine.completeTask(id, { [`done${index}`]: true }, ANNA)));
    expect(steps.filter((step) => step.status === 'completed')).to.have.lengthOf(1);
    const { rows } = await database.pool.query(
      `select count(*)::int as n from activity where instance_id = $1 and element_id = 'join' and status = 'completed'`,
      [instanceId],
    );
    expect(rows).to.deep.equal([{ n: 1 }]);
    const { rows: variables } = await database.pool.query('select count(*)::int as n from variable where instance_id = $1', [instanceId]);
    expect(variables).to.deep.equal([{ n: BRANCHES }]);
  });

  it('claim one task: one gets it, the others learn who', async () => {
    const { openedTaskIds } = await test.engine.startProcess({ processId: 'child', variables: {} }, ANNA);
    const people = Array.from({ length: 20 }, (_, index) => `person${index}`);
    const outcomes = await Promise.all(
      people.map((person) =>
        test.engine.assignTask(openedTaskIds[0] ?? '', person, true, { ...ANNA, id: person }).then(
          () => person,
          (error: unknown) => error,
        ),
      ),
    );
    const winners = outcomes.filter((outcome) => typeof outcome === 'string');
    expect(winners).to.have.lengthOf(1);
    for (const refusal of outcomes.filter((outcome) => typeof outcome !== 'string')) {
      expect(refusal).to.have.property('code', 'TASK_ALREADY_CLAIMED');
      expect(refusal).to.have.nested.property('details.assignee', winners[0]);
    }
  });

  it('complete one task twice: the second learns that it is closed', async () => {
    const { openedTaskIds } = await test.engine.startProcess({ processId: 'child', variables: {} }, ANNA);
    const id = openedTaskIds[0] ?? '';
    const outcomes = await Promise.all(
      [1, 2].map((n) =>
        test.engine.completeTask(id, { n }, ANNA).then(
          (step) => step.status,
          (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
        ),
      ),
    );
    expect(outcomes.toSorted()).to.deep.equal(['TASK_NOT_OPEN', 'completed']);
  });

  it('run a called process in the step of its caller, down and up again', async () => {
    const started = await test.engine.startProcess({ processId: 'parent', variables: { order: 'A' } }, ANNA);
    expect(started.openedTaskIds).to.have.lengthOf(1);
    const calledId = (started.openedTaskIds[0] ?? '').split('.')[0];
    expect(calledId).not.to.equal(started.instanceId);
    const step = await test.engine.completeTask(started.openedTaskIds[0] ?? '', { weighed: '2.5' }, ANNA);
    expect(step.status).to.equal('completed');
    const { rows } = await database.pool.query(
      `select id, status, root_instance_id from process_instance where root_instance_id = $1 order by id`,
      [started.instanceId],
    );
    expect(rows).to.deep.equal([
      { id: started.instanceId, status: 'completed', root_instance_id: started.instanceId },
      { id: calledId, status: 'completed', root_instance_id: started.instanceId },
    ]);
    const { rows: variables } = await database.pool.query(`select value from variable where instance_id = $1 and name = 'weighed'`, [
      started.instanceId,
    ]);
    expect(variables).to.deep.equal([{ value: '2.5' }]);
  });

  it('cancel a caller: what it called is cancelled with it', async () => {
    const started = await test.engine.startProcess({ processId: 'parent', variables: {} }, ANNA);
    await test.engine.cancelInstance(started.instanceId, ANNA);
    const { rows } = await database.pool.query<{ status: string }>('select status from process_instance where root_instance_id = $1', [
      started.instanceId,
    ]);
    expect(rows.map((row) => row.status)).to.deep.equal(['cancelled', 'cancelled']);
    expect((await database.pool.query('select status from task where root_instance_id = $1', [started.instanceId])).rows).to.deep.equal([
      { status: 'cancelled' },
    ]);
  });

  it('leave a journal whose chain is whole and whose replay is the stored state; a changed row is found', async () => {
    let trees = 0;
    let last = '';
    for await (const id of treesAfter(database.pool)) {
      trees += 1;
      last = id;
      expect(verifyTree(await readTree(database.pool, id))).to.deep.equal([]);
    }
    expect(trees).to.be.at.least(5);
    const tree = await readTree(database.pool, last);
    const forged = tree.rows.map((row, index) => (index === 0 ? { ...row, actor: row.actor.replace('anna', 'carl') } : row));
    expect(verifyTree({ ...tree, rows: forged }).join()).to.contain('its content was changed');
    expect(verifyTree({ ...tree, rows: tree.rows.slice(0, -1) }).join()).to.contain(`Expected ${tree.rows.length} journal rows`);
    const [state] = tree.states;
    if (state === undefined) throw new Error('Expected a state.');
    expect(verifyTree({ ...tree, states: [{ ...state, steps: state.steps + 1 }, ...tree.states.slice(1)] }).join()).to.contain(
      'the stored state differs in steps',
    );
  });
});
