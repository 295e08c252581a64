import { expect } from 'chai';
import { z } from 'zod';
import { EngineError } from '../../../engine/port/engine.ts';
import { defineOperation } from '../../../engine/port/module-contract.ts';
import { DEFAULT_LIMITS } from '../../../engine/runtime/limits.ts';
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
    for (const [id, topic] of [
      ['scarce', 'test.scarce'],
      ['large', 'test.large'],
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
    const made = createTestEngine(database, [scarce, large], change);
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
});
