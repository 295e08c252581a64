import { expect } from 'chai';
import { bpmn, path } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, type TestEngine } from '../../support/engine.ts';

const TWICE =
  '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>';
const VISITS = bpmn(
  'visits',
  `<bpmn:startEvent id="start" />
  <bpmn:subProcess id="inside"><bpmn:startEvent id="in" /><bpmn:task id="each">${TWICE}</bpmn:task><bpmn:endEvent id="out" />${path('in', 'each', 'out')}</bpmn:subProcess>
  <bpmn:userTask id="ask" name="Ask">${TWICE}</bpmn:userTask>
  <bpmn:endEvent id="end" />${path('start', 'inside', 'ask', 'end')}`,
);

describe('History of an instance', () => {
  let database: TestDatabase;
  let test: TestEngine;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database, []);
    await test.engine.deploy([{ name: 'visits.bpmn', content: VISITS }], null, ANNA);
  });
  after(async () => {
    await test.close();
    await database.close();
  });

  async function visits(instanceId: string): Promise<readonly string[]> {
    const { rows } = await database.pool.query<{ visit: string }>(
      `select concat_ws(' ', element_id, kind, status, ended_by, case when ended_at is null then 'open' end) as visit from activity
       where instance_id = $1 order by length(element_instance_id), element_instance_id`,
      [instanceId],
    );
    return rows.map(({ visit }) => visit);
  }

  it('has a row per visit of a flow node, and none for the process or for the loops around their items', async () => {
    const { instanceId, openedTaskIds } = await test.engine.startProcess({ processId: 'visits', variables: {} }, ANNA);
    const past = [
      'start startEvent completed',
      'inside subProcess completed',
      'in startEvent completed',
      'each task completed',
      'each task completed',
      'out endEvent completed',
    ];
    expect(await visits(instanceId)).to.deep.equal([...past, 'ask userTask active open', 'ask userTask active open']);
    for (const id of openedTaskIds) await test.engine.completeTask(id, {}, ANNA);
    expect(await visits(instanceId)).to.deep.equal([
      ...past,
      'ask userTask completed anna',
      'ask userTask completed anna',
      'end endEvent completed',
    ]);
  });
});
