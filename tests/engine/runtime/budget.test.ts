import { expect } from 'chai';
import { z } from 'zod';
import { createEvaluator } from '../../../engine/expression/index.ts';
import { defineOperation } from '../../../engine/port/module-contract.ts';
import { DEFAULT_LIMITS } from '../../../engine/runtime/limits.ts';
import { bpmn, flow, path } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { journalCommands } from '../../support/journal-commands.ts';
import { ANNA, createTestEngine, eventually, type TestEngine } from '../../support/engine.ts';

const nothing = defineOperation({
  topic: 'test.nothing',
  title: { en: 'Nothing' },
  description: { en: 'Does nothing' },
  icon: 'circle',
  input: z.object({}),
  output: z.object({}),
  errors: [],
  transactional: true,
  run: () => Promise.resolve({}),
});
const ENDLESS = bpmn(
  'endless',
  `<bpmn:startEvent id="start" /><bpmn:exclusiveGateway id="in" /><bpmn:task id="turn" />${path('start', 'in', 'turn')}${flow('turn', 'in')}`,
);
const MANY = bpmn(
  'many',
  `<bpmn:startEvent id="start" />
  <bpmn:serviceTask id="each"><bpmn:extensionElements><zeebe:taskDefinition type="test.nothing" /></bpmn:extensionElements>
    <bpmn:multiInstanceLoopCharacteristics id="loop"><bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">30</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>
  <bpmn:endEvent id="end" />${path('start', 'each', 'end')}`,
);
const CALLS_ITSELF = bpmn(
  'calls-itself',
  `<bpmn:startEvent id="start" /><bpmn:callActivity id="again"><bpmn:extensionElements><zeebe:calledElement processId="calls-itself" propagateAllChildVariables="false" /></bpmn:extensionElements></bpmn:callActivity>
  <bpmn:endEvent id="end" />${path('start', 'again', 'end')}`,
);
const HANGS = bpmn(
  'hangs',
  `<bpmn:startEvent id="start" /><bpmn:exclusiveGateway id="choice" default="no" /><bpmn:endEvent id="end" />${flow('start', 'choice')}
  <bpmn:sequenceFlow id="yes" sourceRef="choice" targetRef="end"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=count(for x in 1..5000000000 return x) &gt; 1</bpmn:conditionExpression></bpmn:sequenceFlow>
  <bpmn:endEvent id="other" /><bpmn:sequenceFlow id="no" sourceRef="choice" targetRef="other" />`,
);

describe('Bounded work', () => {
  let database: TestDatabase;
  let test: TestEngine;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database, [nothing], {
      environment: { evaluate: createEvaluator(), stepBudget: 40, instanceBudget: 400 },
      limits: { ...DEFAULT_LIMITS, jobsPerStep: 10, callsPerStep: 5, callDepth: 12 },
    });
    const files = { 'a.bpmn': ENDLESS, 'b.bpmn': MANY, 'c.bpmn': CALLS_ITSELF, 'd.bpmn': HANGS };
    const deployed = await test.engine.deploy(
      Object.entries(files).map(([name, content]) => ({ name, content })),
      null,
      ANNA,
    );
    expect(deployed.kind, JSON.stringify(deployed)).to.equal('deployed');
    test.startWorker();
  });
  after(async () => {
    await test.close();
    await database.close();
  });
  const incidentOf = (rootInstanceId: string) =>
    eventually(
      async () =>
        (
          await database.pool.query<{ code: string; message: string }>('select code, message from incident where root_instance_id = $1', [
            rootInstanceId,
          ])
        ).rows[0],
      'an incident',
    );

  it('makes an incident of an endless loop, over several transactions', async () => {
    const { instanceId, status } = await test.engine.startProcess({ processId: 'endless', variables: {} }, ANNA);
    expect(status).to.equal('active');
    expect((await incidentOf(instanceId)).code).to.equal('STEP_BUDGET_EXCEEDED');
    expect(
      (
        await database.pool.query<{ n: number }>(
          `select count(*)::int as n from journal where instance_id = $1 and command->>'kind' = 'continue'`,
          [instanceId],
        )
      ).rows[0]?.n,
    ).to.be.at.least(5);
  });

  it('leaves the jobs that one step cannot do for the next', async () => {
    const { instanceId, performed } = await test.engine.startProcess({ processId: 'many', variables: {} }, ANNA);
    expect(performed).to.have.lengthOf(10);
    await eventually(
      async () =>
        (await database.pool.query(`select 1 from process_instance where id = $1 and status = 'completed'`, [instanceId])).rowCount === 1
          ? true
          : null,
      'the instance to complete',
    );
    // Many in a step: one after another, the last of 20,000 would load and store the instance 20,000 times. Here it would be 21 steps; 3 when each is
    // full, some more when jobs that were claimed beyond a full step come due again one by one, as they do on a busy machine.
    const completed = (await journalCommands(database.pool, instanceId)).filter(({ kind }) => kind === 'completeJob');
    expect(completed).to.have.lengthOf(30);
    expect(new Set(completed.map(({ transaction }) => transaction)).size).to.be.at.most(12);
  });

  it('makes an incident of a process that calls itself for ever', async () => {
    const { instanceId } = await test.engine.startProcess({ processId: 'calls-itself', variables: {} }, ANNA);
    const incident = await incidentOf(instanceId);
    expect(incident.code).to.equal('CALLED_PROCESS_NOT_FOUND');
    expect(incident.message).to.contain('at most 12 nested calls');
    expect((await database.pool.query('select 1 from process_instance where root_instance_id = $1', [instanceId])).rowCount).to.equal(13);
  });

  it('stops an expression that does not end, while the event loop goes on', async () => {
    let longestMs = 0;
    let lastMs = performance.now();
    const ticks = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - lastMs);
      lastMs = performance.now();
    }, 5);
    const { instanceId } = await test.engine.startProcess({ processId: 'hangs', variables: {} }, ANNA);
    clearInterval(ticks);
    const incident = await incidentOf(instanceId);
    expect(incident.code).to.equal('EXPRESSION_FAILED');
    // Stopped at the time limit, or, on a slow machine, refused for the memory it took before.
    expect(incident.message).to.match(/was stopped|within its limits|at most/);
    // The bound of the thread is 250 ms; the loop must not have waited for it.
    expect(longestMs).to.be.below(200);
  });
});
