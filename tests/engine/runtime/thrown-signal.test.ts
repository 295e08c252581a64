import { expect } from 'chai';
import { bpmn, flow, path } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, type TestEngine } from '../../support/engine.ts';

const SIGNAL = '<bpmn:signal id="one" name="OneMore" />';
const definition = (id: string): string => `<bpmn:signalEventDefinition id="${id}" signalRef="one" />`;

/** Two manual tasks, each of which throws a signal that the boundary event of the activity catches. */
const MANY = bpmn(
  'many',
  `<bpmn:startEvent id="start" />
<bpmn:manualTask id="each"><bpmn:multiInstanceLoopCharacteristics behavior="None" noneBehaviorEventRef="definition"><bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:manualTask>
<bpmn:boundaryEvent id="heard" attachedToRef="each" cancelActivity="false">${definition('definition')}</bpmn:boundaryEvent>
<bpmn:endEvent id="note" /><bpmn:endEvent id="end" />${path('start', 'each', 'end')}${flow('heard', 'note')}`,
  SIGNAL,
);

/** A signal, and in the same step an event that waits for it from then on. */
const AFTER = bpmn(
  'after',
  `<bpmn:startEvent id="start" /><bpmn:intermediateThrowEvent id="throw">${definition('d1')}</bpmn:intermediateThrowEvent>
<bpmn:intermediateCatchEvent id="catch">${definition('d2')}</bpmn:intermediateCatchEvent><bpmn:endEvent id="end" />${path('start', 'throw', 'catch', 'end')}`,
  SIGNAL,
);

describe('a signal thrown by an instance that waits for it itself', () => {
  let database: TestDatabase;
  let test: TestEngine;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database);
    const files = [
      { name: 'many.bpmn', content: MANY },
      { name: 'after.bpmn', content: AFTER },
    ];
    expect((await test.engine.deploy(files, null, ANNA)).kind).to.equal('deployed');
  });
  after(async () => {
    await test.close();
    await database.close();
  });

  const run = async (processId: string): Promise<{ readonly status: string | undefined; readonly visits: readonly string[] }> => {
    const { instanceId } = await test.engine.startProcess({ processId, variables: {} }, ANNA);
    const status = await database.pool.query<{ status: string }>('select status from process_instance where id = $1', [instanceId]);
    const visits = await database.pool.query<{ element_id: string }>(
      'select element_id from activity where instance_id = $1 order by element_id',
      [instanceId],
    );
    return { status: status.rows[0]?.status, visits: visits.rows.map((row) => row.element_id) };
  };

  it('is caught once for each instance of a multi-instance activity', async () => {
    const { status, visits } = await run('many');
    expect(status).to.equal('completed');
    expect(visits.filter((id) => id === 'note')).to.have.length(2);
  });

  it('is not heard by what begins to wait after it', async () => {
    expect((await run('after')).status).to.equal('active');
  });
});
