import { expect } from 'chai';
import { z } from 'zod';
import { defineOperation } from '../../../engine/port/module-contract.ts';
import type { Worker } from '../../../engine/runtime/worker.ts';
import { bpmn, path, serviceTask } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually, withMethods, type TestEngine } from '../../support/engine.ts';
import { lettingGo, titled } from '../../support/operation.ts';

/** Runs of the slow operation that wait to be let go. It asks the database for something, so that it never shares a transaction, however soon it is let go. */
const running: (() => void)[] = [];
const nothing = { input: z.object({}), output: z.object({}) };
const slow = defineOperation({
  ...titled('test.slow'),
  ...nothing,
  async run({ sql }) {
    await sql.query('select 1');
    await new Promise<void>((resolve) => {
      running.push(resolve);
    });
    return {};
  },
});
const light = defineOperation({ ...titled('test.light'), ...nothing, run: () => Promise.resolve({}) });
const processOf = (id: string, topic: string): string =>
  bpmn(id, `<bpmn:startEvent id="start" />${serviceTask('work', topic)}<bpmn:endEvent id="end" />${path('start', 'work', 'end')}`);

/** As if two of the slow ones ran at once, and the light ones were known to share their transactions. */
const AT_ONCE = 2;
const IN_HAND = 3;
const CONCURRENCY = 10;
const LONG_POLL_MS = 60_000;

describe('The room of a worker for jobs', () => {
  let database: TestDatabase;
  /** Has no operations, so that what it starts is left as rows. */
  let starter: TestEngine;
  let nodes: TestEngine[] = [];
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    starter = createTestEngine(database);
    const files = ['slow', 'light'].map((id) => ({ name: `${id}.bpmn`, content: processOf(id, `test.${id}`) }));
    const deployed = await starter.engine.deploy(files, null, ANNA);
    expect(deployed.kind, JSON.stringify(deployed)).to.equal('deployed');
  });
  afterEach(async () => {
    await lettingGo(running, Promise.all(nodes.map((node) => node.close())));
    nodes = [];
    await database.pool.query('delete from job');
  });
  after(async () => {
    await starter.close();
    await database.close();
  });

  function node(): Worker {
    const made = createTestEngine(database, [slow, light]);
    nodes.push(made);
    const capacityFor = (kind: string) =>
      kind === 'job test.light' ? { steps: 100, isShared: true } : { steps: AT_ONCE, isShared: false };
    Object.assign(made.parts, { store: withMethods(made.parts.store, { capacityFor }) });
    return made.startWorker({ pollMs: LONG_POLL_MS, concurrency: CONCURRENCY });
  }
  const start = (processId: string): Promise<unknown> => starter.engine.startProcess({ processId, variables: {} }, ANNA);
  const jobs = async (where: string): Promise<number> => (await database.pool.query(`select from job where ${where}`)).rowCount ?? 0;
  const runs = (count: number) => eventually(() => Promise.resolve(running.length === count ? true : null), `${count} runs`);

  it('takes hardly more jobs with transactions of their own than run at once, and goes on when there is room', async () => {
    const count = 3 * CONCURRENCY;
    for (let each = 0; each < count; each += 1) await start('slow');
    node();
    await runs(IN_HAND);
    node();
    await runs(2 * IN_HAND);
    expect(await jobs('attempts = 0'), 'left for whoever has room').to.equal(count - 2 * IN_HAND);
    for (let left = count; left > 0; left -= 1) {
      await eventually(() => Promise.resolve(running.length > 0 ? true : null), 'the next run');
      expect(running.length).to.be.at.most(2 * IN_HAND);
      running.shift()?.();
      await eventually(async () => ((await jobs('true')) === left - 1 ? true : null), `${left - 1} jobs`);
    }
  });

  it('works off many that share their transactions without a pause, whatever other operations there are', async () => {
    for (let each = 0; each < 4 * CONCURRENCY; each += 1) await start('light');
    node();
    await eventually(async () => ((await jobs('true')) === 0 ? true : null), 'all to be done');
  });

  it('takes what shares its transactions while others fill the rest', async () => {
    for (let each = 0; each < CONCURRENCY; each += 1) await start('slow');
    const worker = node();
    await runs(IN_HAND);
    for (let each = 0; each < CONCURRENCY; each += 1) await start('light');
    worker.wake('job');
    await eventually(async () => ((await jobs(`type = 'test.light'`)) === 0 ? true : null), 'the light ones to be done');
    expect(await jobs('attempts = 0')).to.equal(CONCURRENCY - IN_HAND);
    expect(running).to.have.lengthOf(IN_HAND);
  });
});
