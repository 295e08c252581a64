import { expect } from 'chai';
import { condition, element, file, message, path, process, signal } from '../../support/scenario.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually, type TestEngine } from '../../support/engine.ts';

const ROOTS = '<message id="m1" name="M1" /><message id="m2" name="M2" /><signal id="s1" name="S1" />';
const KEYED = ['M3', 'M4']
  .map(
    (name) =>
      `<message id="${name.toLowerCase()}" name="${name}"><extensionElements><zeebe:subscription correlationKey="=id" /></extensionElements></message>`,
  )
  .join('');
const beginning = (id: string, content: string, attributes = ''): string =>
  file(
    ROOTS,
    process(id, element('startEvent', 'S', content, attributes), '<userTask id="T" />', '<endEvent id="E" />', path('S', 'T', 'E')),
  );
const HOT = beginning('hot', condition('temperature > 30'));
const RISKY = beginning('risky', condition('matches(text, pattern)'));
const BOTH = beginning('both', message('m1') + message('m2') + signal('s1'), 'parallelMultiple="true"');
const GATEWAY = file(
  KEYED,
  process(
    'gateway',
    '<eventBasedGateway id="G" instantiate="true" eventGatewayType="Parallel" />',
    element('intermediateCatchEvent', 'A', message('m3')),
    element('intermediateCatchEvent', 'B', message('m4')),
    '<parallelGateway id="J" /><endEvent id="E" />',
    path('G', 'A', 'J', 'E') + path('G', 'B', 'J'),
  ),
);

describe('Starts of processes in production', () => {
  let database: TestDatabase;
  let test: TestEngine;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database);
    const files = { 'hot.bpmn': HOT, 'risky.bpmn': RISKY, 'both.bpmn': BOTH, 'gateway.bpmn': GATEWAY };
    const resources = Object.entries(files).map(([name, content]) => ({ name, content }));
    const deployed = await test.engine.deploy(resources, null, ANNA);
    expect(deployed.kind, JSON.stringify(deployed)).to.equal('deployed');
    test.startWorker();
  });
  after(async () => {
    await test.close();
    await database.close();
  });

  const instancesOf = async (processId: string): Promise<readonly { id: string; business_key: string | null; status: string }[]> =>
    (
      await database.pool.query<{ id: string; business_key: string | null; status: string }>(
        'select id, business_key, status from process_instance where process_id = $1 order by started_at',
        [processId],
      )
    ).rows;
  const everybody = () => true;

  it('by a condition begin when it holds for the variables, and not when it does not or data is missing', async () => {
    const at = (variables: object) => test.engine.startByConditions({ variables: { ...variables }, businessKey: 'K' }, everybody, ANNA);
    expect(await at({ temperature: 20 })).to.deep.equal([]);
    expect(await at({ wind: 20 })).to.deep.equal([]);
    const [started, ...others] = await at({ temperature: 31 });
    expect(others).to.deep.equal([]);
    expect([started?.status, started?.openedTaskIds.length]).to.deep.equal(['active', 1]);
    expect((await instancesOf('hot')).map((row) => row.business_key)).to.deep.equal(['K']);
  });

  it('by a condition begin once for one idempotency key, and never for somebody who may not start the process', async () => {
    const request = { variables: { temperature: 40 }, commandId: 'c-1' };
    const first = await test.engine.startByConditions(request, everybody, ANNA);
    expect(await test.engine.startByConditions(request, everybody, ANNA)).to.deep.equal(first);
    expect(await test.engine.startByConditions({ variables: { temperature: 40 } }, () => false, ANNA)).to.deep.equal([]);
    expect(await instancesOf('hot')).to.have.length(2);
  });

  it('by a condition that may run long are looked at in a thread', async () => {
    const started = await test.engine.startByConditions({ variables: { text: 'aab', pattern: 'a+b' } }, everybody, ANNA);
    expect(started.map(({ status }) => status)).to.deep.equal(['active']);
  });

  it('by all of several triggers keep what came, by correlation key, also when a newer engine reads it', async () => {
    const send = async (engine: TestEngine['engine'], name: string, correlationKey: string) =>
      (await engine.correlateMessage({ name, correlationKey, variables: { [name]: correlationKey } }, ANNA)).result;
    expect(await send(test.engine, 'M1', 'A')).to.equal('collected');
    expect(await send(test.engine, 'M2', 'B')).to.equal('collected');
    const other = createTestEngine(database);
    expect(await send(other.engine, 'M2', 'A')).to.equal('collected');
    expect(await instancesOf('both')).to.deep.equal([]);
    await other.engine.broadcastSignal({ name: 'S1', variables: { s: true } }, ANNA);
    await eventually(async () => ((await instancesOf('both')).length === 1 ? true : null), 'the instance of key A');
    expect(await send(other.engine, 'M1', 'B')).to.equal('started');
    await other.close();
    const started = await instancesOf('both');
    expect(started.map((row) => row.business_key)).to.have.members(['A', 'B']);
    const { rows } = await database.pool.query<{ name: string; value: unknown }>(
      'select name, value from variable where instance_id = $1 order by name',
      [started.find((row) => row.business_key === 'A')?.id],
    );
    expect(rows).to.deep.equal([
      { name: 'M1', value: 'A' },
      { name: 'M2', value: 'A' },
      { name: 's', value: true },
    ]);
  });

  it('by two triggers at the same moment begin one instance', async () => {
    const send = (name: string) => test.engine.correlateMessage({ name, correlationKey: 'C', variables: {} }, ANNA);
    await Promise.all([send('M1'), send('M2')]);
    await test.engine.broadcastSignal({ name: 'S1', variables: {} }, ANNA);
    await eventually(
      async () => ((await instancesOf('both')).some((row) => row.business_key === 'C') ? true : null),
      'the instance of key C',
    );
    expect((await instancesOf('both')).filter((row) => row.business_key === 'C')).to.have.length(1);
  });

  it('at a parallel event-based gateway take the later messages to the instance of their key', async () => {
    const send = async (name: string, id: string) =>
      (await test.engine.correlateMessage({ name, correlationKey: id, variables: { id } }, ANNA)).result;
    expect(await send('M4', '1')).to.equal('started');
    expect(await send('M4', '2')).to.equal('started');
    expect(await send('M3', '2')).to.equal('correlated');
    expect((await instancesOf('gateway')).map(({ status }) => status)).to.deep.equal(['active', 'completed']);
  });

  it('of a version that is replaced collect no more', async () => {
    await test.engine.correlateMessage({ name: 'M1', correlationKey: 'Z', variables: {} }, ANNA);
    await test.engine.deploy(
      [{ name: 'both.bpmn', content: BOTH.replace('<endEvent id="E"', '<endEvent name="over" id="E"') }],
      null,
      ANNA,
    );
    expect((await database.pool.query('select 1 from start_collection')).rowCount).to.equal(0);
  });
});
