import { expect } from 'chai';
import { z } from 'zod';
import { EngineError } from '../../../engine/port/engine.ts';
import { defineOperation } from '../../../engine/port/module-contract.ts';
import { DEFAULT_LIMITS } from '../../../engine/runtime/limits.ts';
import { MAX_OUTBOX_ATTEMPTS } from '../../../engine/runtime/outbox.ts';
import { bpmn, path, serviceTask } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually, type TestEngine } from '../../support/engine.ts';

const waiting: (() => void)[] = [];
let atOnce = 0;
let mostAtOnce = 0;
const TEXTS = { title: { en: 'Test' }, description: { en: 'Test' }, icon: 'clock', errors: [], transactional: true } as const;
const scarce = defineOperation({
  ...TEXTS,
  topic: 'test.scarce',
  input: z.object({}),
  output: z.object({}),
  maxConcurrent: 2,
  async run() {
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
    });
    atOnce -= 1;
    return {};
  },
});
const large = defineOperation({
  ...TEXTS,
  topic: 'test.large',
  input: z.object({}),
  output: z.object({ text: z.string() }),
  run: () => Promise.resolve({ text: 'x'.repeat(2_000) }),
});
const booked = defineOperation({
  ...TEXTS,
  topic: 'test.booked',
  input: z.object({}),
  output: z.object({ text: z.string() }),
  async run({ sql }) {
    await sql.query('insert into booking default values');
    return { text: 'x'.repeat(2_000) };
  },
});
const process = (id: string, topic: string): string =>
  bpmn(id, `<bpmn:startEvent id="start" />${serviceTask('work', topic, 3)}<bpmn:endEvent id="end" />${path('start', 'work', 'end')}`);

describe('Bounds of the runtime', () => {
  let database: TestDatabase;
  let starter: TestEngine;
  let nodes: TestEngine[] = [];
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    starter = createTestEngine(database);
    await database.pool.query('create table booking (id integer generated always as identity)');
    for (const [id, topic] of [
      ['scarce', 'test.scarce'],
      ['large', 'test.large'],
      ['booked', 'test.booked'],
    ] as const)
      expect((await starter.engine.deploy([{ name: `${id}.bpmn`, content: process(id, topic) }], null, ANNA)).kind).to.equal('deployed');
  });
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    nodes = [];
  });
  after(async () => {
    await starter.close();
    await database.close();
  });
  const limits = { ...DEFAULT_LIMITS, variableCharacters: 1_000 };
  const node = (change: Parameters<typeof createTestEngine>[2] = {}): TestEngine => {
    const made = createTestEngine(database, [scarce, large, booked], change);
    nodes.push(made);
    return made;
  };
  const refusalOf = async (work: Promise<unknown>): Promise<EngineError> => {
    const outcome = await work.then(
      () => null,
      (error: unknown) => error,
    );
    if (!(outcome instanceof EngineError)) throw new Error(`Expected an EngineError, but got ${String(outcome)}`);
    return outcome;
  };

  it('hold an operation to its number of transactions over all nodes, and do the rest after', async () => {
    const instances = await Promise.all(
      Array.from({ length: 6 }, async () => (await starter.engine.startProcess({ processId: 'scarce', variables: {} }, ANNA)).instanceId),
    );
    for (let n = 0; n < 2; n += 1) node().startWorker({ concurrency: 6, pollMs: 50 });
    let ended = 0;
    while (ended < instances.length) {
      const run = await eventually(() => Promise.resolve(waiting.shift()), 'a run');
      run();
      ended += 1;
    }
    await eventually(
      async () => ((await database.pool.query(`select 1 from job where type = 'test.scarce'`)).rowCount === 0 ? true : null),
      'every job to be done',
    );
    expect(mostAtOnce).to.equal(2);
    expect((await database.pool.query(`select 1 from incident`)).rows, 'waiting for a slot is no failure').to.deep.equal([]);
  });

  it('bring a signal to every receiver, however many one step looks at', async () => {
    const { engine, startWorker } = node({ limits: { ...DEFAULT_LIMITS, receiversPerStep: 3 } });
    const waits = `<bpmn:startEvent id="start" /><bpmn:intermediateCatchEvent id="catch"><bpmn:signalEventDefinition id="bell" signalRef="ring" /></bpmn:intermediateCatchEvent><bpmn:endEvent id="end" />${path('start', 'catch', 'end')}`;
    const content = bpmn('waits', waits, '<bpmn:signal id="ring" name="ring" />');
    expect((await engine.deploy([{ name: 'waits.bpmn', content }], null, ANNA)).kind).to.equal('deployed');
    for (let n = 0; n < 10; n += 1) await engine.startProcess({ processId: 'waits', variables: {} }, ANNA);
    expect(await engine.broadcastSignal({ name: 'ring', variables: {} }, ANNA)).to.deep.equal({ instances: 10 });
    const late = await engine.startProcess({ processId: 'waits', variables: {} }, ANNA);
    startWorker({ pollMs: 50 });
    const open = `select id from process_instance where process_id = 'waits' and ended_at is null`;
    await eventually(async () => ((await database.pool.query(open)).rowCount === 1 ? true : null), 'ten instances to get the signal');
    await eventually(
      async () => ((await database.pool.query('select 1 from due_work')).rowCount === 0 ? true : null),
      'all due work to be done',
    );
    expect((await database.pool.query(open)).rows, 'who waits later does not get it').to.deep.equal([{ id: late.instanceId }]);
  });

  it('give up an effect of the outbox after its last attempt', async () => {
    const { startWorker } = node();
    await database.pool.query(
      `insert into outbox (kind, dedupe_key, payload, state, created_at, due_at, attempts, failures)
       values ('test', 'last', '{}', 'pending', now(), now(), $1, $1), ('test', 'last but one', '{}', 'pending', now(), now(), $2, $2)`,
      [MAX_OUTBOX_ATTEMPTS - 1, MAX_OUTBOX_ATTEMPTS - 2],
    );
    startWorker({ pollMs: 50, outboxHandlers: new Map([['test', () => Promise.reject(new Error('no answer'))]]) });
    const found = await eventually(async () => {
      const { rows } = await database.pool.query(
        `select dedupe_key, state, attempts from outbox where attempts > failures or failures >= $1 order by 1`,
        [MAX_OUTBOX_ATTEMPTS - 1],
      );
      return rows.length === 2 && rows[0].state === 'failed' ? rows : null;
    }, 'both effects to be tried');
    expect(found).to.deep.equal([
      { dedupe_key: 'last', state: 'failed', attempts: MAX_OUTBOX_ATTEMPTS },
      { dedupe_key: 'last but one', state: 'pending', attempts: MAX_OUTBOX_ATTEMPTS - 1 },
    ]);
  });

  it('refuse variables that together are too large, and let an instance that is too large shrink', async () => {
    const { engine } = node({ limits });
    const refusal = await refusalOf(engine.startProcess({ processId: 'scarce', variables: { text: 'x'.repeat(1_000) } }, ANNA));
    expect(refusal.code).to.equal('VARIABLES_TOO_LARGE');
    expect(refusal.message).to.contain('at most 1000 characters');

    const { instanceId } = await starter.engine.startProcess({ processId: 'scarce', variables: { a: 'x'.repeat(1_500), b: '' } }, ANNA);
    expect((await refusalOf(engine.setVariables(instanceId, null, { b: 'x' }, ANNA))).code).to.equal('VARIABLES_TOO_LARGE');
    await engine.setVariables(instanceId, null, { a: 'x'.repeat(1_200) }, ANNA);
    await starter.engine.cancelInstance(instanceId, ANNA);
  });

  it('make an incident of a job whose result is too large', async () => {
    const { engine } = node({ limits });
    const step = await engine.startProcess({ processId: 'large', variables: {} }, ANNA);
    expect(step.incidentIds).to.have.lengthOf(1);
    const { rows } = await database.pool.query<{ message: string }>('select message from incident where id = $1', [step.incidentIds[0]]);
    expect(rows[0]?.message).to.contain('at most 1000 characters of variables');
  });

  it('take the result that an operation has left when its job is done again, and do not run it twice', async () => {
    const { incidentIds, instanceId } = await node({ limits }).engine.startProcess({ processId: 'booked', variables: {} }, ANNA);
    // The starter has no operations: it leaves the job to a claim.
    await starter.engine.resolveIncident(incidentIds[0] ?? '', 1, ANNA);
    node().startWorker({ pollMs: 50 });
    await eventually(async () => {
      const { rows } = await database.pool.query<{ status: string }>('select status from process_instance where id = $1', [instanceId]);
      return rows[0]?.status === 'completed' ? true : null;
    }, 'the instance to complete');
    expect((await database.pool.query('select from booking')).rowCount).to.equal(1);
  });
});
