import { expect } from 'chai';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, type TestEngine } from '../../support/engine.ts';
import { element, file, path, process } from '../../support/scenario.ts';

const caller = (id: string, calls: string, attributes = ''): string =>
  process(
    id,
    '<startEvent id="S" />',
    element('callActivity', 'C', '', `calledElement="${calls}" ${attributes}`),
    '<endEvent id="E" />',
    path('S', 'C', 'E'),
  );
const called = (task: string): string =>
  file(process('q', '<startEvent id="Sq" />', `<userTask id="${task}" />`, '<endEvent id="Eq" />', path('Sq', task, 'Eq')));

describe('A call activity in production', () => {
  let database: TestDatabase;
  let test: TestEngine;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database);
  });
  after(async () => {
    await test.close();
    await database.close();
  });

  const deploy = async (...contents: readonly string[]): Promise<void> => {
    const deployed = await test.engine.deploy(
      contents.map((content, index) => ({ name: `f${index}.bpmn`, content })),
      null,
      ANNA,
    );
    expect(deployed.kind, JSON.stringify(deployed)).to.equal('deployed');
  };
  const taskAfterStart = async (processId: string): Promise<readonly string[]> => {
    const { openedTaskIds } = await test.engine.startProcess({ processId, variables: {} }, ANNA);
    const { rows } = await database.pool.query<{ element_id: string }>('select element_id from task where id = any($1)', [openedTaskIds]);
    return rows.map((row) => row.element_id);
  };

  it('calls the newest version, the one of its number, or the one deployed with it', async () => {
    await deploy(called('A'), file(caller('together', 'q', 'lanework:calledBinding="deployment"')));
    await deploy(called('B'), file(caller('newest', 'q')), file(caller('first', 'q', 'lanework:calledVersion="1"')));
    expect(await taskAfterStart('together')).to.deep.equal(['A']);
    expect(await taskAfterStart('newest')).to.deep.equal(['B']);
    expect(await taskAfterStart('first')).to.deep.equal(['A']);
  });

  it('calls a global user task, whose completion ends the call; nobody starts a global task by itself', async () => {
    await deploy(file(caller('reviewing', 'Review'), element('globalUserTask', 'Review')));
    const { openedTaskIds, instanceId } = await test.engine.startProcess({ processId: 'reviewing', variables: {} }, ANNA);
    const done = await test.engine.completeTask(openedTaskIds[0] ?? '', { ok: true }, ANNA);
    expect([done.status, done.rootStatus]).to.deep.equal(['completed', 'completed']);
    const { rows } = await database.pool.query('select name, value from variable where instance_id = $1', [instanceId]);
    expect(rows).to.deep.equal([{ name: 'ok', value: true }]);
    const startable = await database.pool.query(`select is_startable from process_definition where process_id = 'Review'`);
    expect(startable.rows).to.deep.equal([{ is_startable: false }]);
  });
});
