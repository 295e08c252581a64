import { AsyncLocalStorage } from 'node:async_hooks';
import { expect } from 'chai';
import { z } from 'zod';
import { NO_METER } from '../../../engine/port/telemetry.ts';
import { NO_TRACER } from '../../../engine/port/tracer.ts';
import { EngineError, type StepResult } from '../../../engine/port/engine.ts';
import type { StepTransaction } from '../../../engine/port/instance-store.ts';
import { BusinessError, defineOperation } from '../../../engine/port/module-contract.ts';
import { verifyTree } from '../../../engine/runtime/verify-tree.ts';
import { readTree, treesAfter } from '../../../engine/store/audit-rows.ts';
import { PostgresInstanceStore } from '../../../engine/store/postgres-instance-store.ts';
import { schedulerLimits } from '../../../engine/store/step/step-scheduler.ts';
import { bpmn, flow, path, serviceTask } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { journalCommands } from '../../support/journal-commands.ts';
import { titled } from '../../support/operation.ts';
import { ANNA, createTestEngine, eventually, type TestEngine } from '../../support/engine.ts';

const MIGRATION = { name: '20261126_92_note', up: ['create table note (key text not null, text text not null)'] };
const MANY = 200;

/** Touches no table, so it may share a transaction. */
const light = defineOperation({
  ...titled('test.light'),
  input: z.object({}),
  output: z.object({}),
  run: () => Promise.resolve({}),
});

/** Writes, and then ends as its text says. */
const write = defineOperation({
  ...titled('test.write'),
  input: z.object({ text: z.string() }),
  output: z.object({}),
  errors: [{ code: 'REFUSED', title: { en: 'Refused' } }],
  async run({ sql, idempotencyKey }, { text }) {
    await sql.query('insert into note (key, text) values ($1, $2)', [idempotencyKey, text]);
    if (text === 'refused') throw new BusinessError('REFUSED', 'Expected another text, but found this one.');
    if (text === 'broken') throw new Error('the pen is empty');
    return {};
  },
});

const ANY_ERROR = '<bpmn:error id="anyError" errorCode="REFUSED" />';
const LIGHT = bpmn(
  'light',
  `<bpmn:startEvent id="start" />${serviceTask('a', 'test.light')}<bpmn:userTask id="check" name="Check" />${serviceTask('b', 'test.light')}<bpmn:endEvent id="end" />
  ${path('start', 'a', 'check', 'b', 'end')}`,
);
const WRITING = bpmn(
  'writing',
  `<bpmn:startEvent id="start" /><bpmn:userTask id="check" name="Check" />${serviceTask('w', 'test.write')}
  <bpmn:boundaryEvent id="refused" attachedToRef="w"><bpmn:errorEventDefinition id="refusedDefinition" errorRef="anyError" /></bpmn:boundaryEvent>
  <bpmn:endEvent id="end" /><bpmn:endEvent id="refusedEnd" />${path('start', 'check', 'w', 'end')}${flow('refused', 'refusedEnd')}`,
  ANY_ERROR,
);

describe('Steps that share a transaction', () => {
  let database: TestDatabase;
  let test: TestEngine;
  let store: PostgresInstanceStore;
  const count = async (sql: string, values: readonly unknown[] = []): Promise<number> =>
    Number((await database.pool.query<{ n: string }>(sql, [...values])).rows[0]?.n);
  const start = (processId: string, variables = {}): Promise<StepResult> => test.engine.startProcess({ processId, variables }, ANNA);
  const taskOf = ({ openedTaskIds }: StepResult): string => openedTaskIds[0] ?? '';
  const completedJobs = async (): Promise<number> =>
    (await journalCommands(database.pool)).filter(({ kind }) => kind === 'completeJob').length;
  const problems = async (): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const id of treesAfter(database.pool)) found.push(...verifyTree(await readTree(database.pool, id)));
    return found;
  };

  beforeEach(async function () {
    this.timeout(60_000);
    database = await createTestDatabase([MIGRATION]);
    store = new PostgresInstanceStore(database.pool);
    test = createTestEngine(database, [light, write], { store });
    const files = [LIGHT, WRITING].map((content, index) => ({ name: `${index}.bpmn`, content }));
    expect((await test.engine.deploy(files, null, ANNA)).kind).to.equal('deployed');
    // The operation shows that it is light.
    await start('light');
  });
  afterEach(async () => {
    await test.close();
    await database.close();
  });

  it(`are few for ${MANY} instances at once, each with its own journal`, async () => {
    const before = store.statistics;
    const started = await Promise.all(Array.from({ length: MANY }, () => start('light')));
    await Promise.all(started.map((step) => test.engine.completeTask(taskOf(step), { checked: true }, ANNA)));
    const { steps, transactions } = store.statistics;
    expect(steps - before.steps).to.equal(2 * MANY);
    expect(transactions - before.transactions).to.be.lessThan(MANY / 4);
    expect(await count(`select count(*) as n from process_instance where status = 'completed'`)).to.equal(MANY);
    expect(await count(`select count(distinct xmin::text) as n from process_instance where status = 'completed'`)).to.be.lessThan(MANY / 4);
    expect(await completedJobs()).to.equal(2 * MANY + 1);
    expect(await count('select count(*) as n from op_log'), 'operations without an effect').to.equal(0);
    expect(await problems()).to.deep.equal([]);
  });

  it('are of different trees: two commands on one come one after the other', async () => {
    const step = await start('light');
    const others = await Promise.all(Array.from({ length: 20 }, () => start('light')));
    const twice = [0, 1].map(() => test.engine.completeTask(taskOf(step), {}, ANNA));
    const outcomes = await Promise.allSettled([...twice, ...others.map((other) => test.engine.completeTask(taskOf(other), {}, ANNA))]);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.map(({ reason }) => (reason instanceof EngineError ? reason.code : String(reason)))).to.deep.equal(['TASK_NOT_OPEN']);
    expect(await problems()).to.deep.equal([]);
  });

  it('do not suffer from one that is refused', async () => {
    const steps = await Promise.all(Array.from({ length: 10 }, () => start('light')));
    const outcomes = await Promise.allSettled([
      ...steps.map((step) => test.engine.completeTask(taskOf(step), {}, ANNA)),
      test.engine.completeTask('0190a000-0000-7000-8000-000000000000.1', {}, ANNA),
      test.engine.startProcess({ processId: 'nobody', variables: {} }, ANNA),
    ]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal([...steps.map(() => 'fulfilled'), 'rejected', 'rejected']);
  });

  it('do not suffer from a command that two nodes do at the same moment, which is done once', async () => {
    const twin = createTestEngine(database, [light, write]);
    const request = (commandId: string) => ({ processId: 'light', variables: {}, commandId });
    const ids = Array.from({ length: 30 }, (_, index) => `command-${index}`);
    const answers = await Promise.all(
      ids.flatMap((id) => [test.engine.startProcess(request(id), ANNA), twin.engine.startProcess(request(id), ANNA)]),
    );
    await twin.close();
    expect(new Set(answers.map(({ instanceId }) => instanceId)).size).to.equal(ids.length);
    expect(await count('select count(*) as n from process_instance')).to.equal(ids.length + 1);
  });

  it('never hold an operation that writes: what it wrote goes with its own step alone', async () => {
    const texts = ['fine', 'refused', 'broken', 'fine', 'refused', 'broken', 'fine', 'fine'];
    const writing = await Promise.all(texts.map((text) => start('writing', { text })));
    const lights = await Promise.all(Array.from({ length: 20 }, () => start('light')));
    await Promise.all([...writing, ...lights].map((step) => test.engine.completeTask(taskOf(step), {}, ANNA)));
    const { rows } = await database.pool.query<{ text: string }>('select text from note order by text');
    expect(rows.map(({ text }) => text)).to.deep.equal(['fine', 'fine', 'fine', 'fine']);
    expect(await count(`select count(*) as n from op_log where topic = 'test.write'`)).to.equal(4);
    expect(await count(`select count(*) as n from job where type = 'test.write' and last_error like '%the pen is empty'`)).to.equal(2);
    expect(await count(`select count(*) as n from process_instance where status = 'completed'`)).to.equal(4 + 2 + 20);
    expect(await problems()).to.deep.equal([]);
  });

  it('commit nothing of an operation when what its step writes does not reach the server', async () => {
    const step = await start('writing', { text: 'fine' });
    let failures = 1;
    database.pool.on('acquire', (client) => {
      const send = client.query.bind(client) as (...args: readonly unknown[]) => Promise<unknown>;
      Object.assign(client, {
        query: (...args: readonly unknown[]) => {
          const [statement] = args as readonly [{ readonly text?: string; readonly callback?: (error: Error) => void } | string];
          const isWrite = typeof statement === 'object' && statement.text?.startsWith('copy op_log ') === true;
          if (!isWrite || failures === 0) return send(...args);
          failures -= 1;
          statement.callback?.(new Error('Expected the statement to be sent, but it was not.'));
          return statement;
        },
      });
    });
    const outcome = await Promise.allSettled([test.engine.completeTask(taskOf(step), {}, ANNA)]);
    expect(failures).to.equal(0);
    expect(outcome[0].status).to.equal('rejected');
    expect(await count('select count(*) as n from note')).to.equal(0);
    expect((await test.engine.completeTask(taskOf(step), {}, ANNA)).status).to.equal('completed');
    expect(await count('select count(*) as n from note')).to.equal(1);
  });

  it('are all found out when the connection breaks at their COMMIT', async () => {
    const MAX_CUTS = 6;
    let cuts = 0;
    let isOver = false;
    const query = database.pool.query.bind(database.pool);
    database.pool.on('acquire', (client) => {
      if (isOver || cuts >= MAX_CUTS) return;
      cuts += 1;
      const send = client.query.bind(client) as (...args: readonly unknown[]) => Promise<unknown>;
      const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
      const when = cuts % 2 === 0 ? 'after' : 'before';
      Object.assign(client, {
        query: async (...args: readonly unknown[]) => {
          if (isOver || args[0] !== 'commit') return send(...args);
          if (when === 'after') await send(...args);
          stream.destroy();
          return send('select 1');
        },
      });
    });
    const started = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        test.engine.startProcess({ processId: 'light', businessKey: `k${index}`, variables: {} }, ANNA),
      ),
    );
    // What looks at the outcome is not cut, on whichever connection it asks.
    isOver = true;
    expect(new Set(started.map(({ instanceId }) => instanceId)).size).to.equal(100);
    const { rows } = await query(
      'select count(*)::int as n, count(distinct business_key)::int as keys from process_instance where business_key is not null',
    );
    expect(rows).to.deep.equal([{ n: 100, keys: 100 }]);
    expect(cuts).to.be.at.least(3);
    expect(await problems()).to.deep.equal([]);
  });

  /** Holds the tree of a step, as another node would, while `work` runs. */
  const whileHeld = async <Result>({ instanceId }: StepResult, work: () => Promise<Result>): Promise<Result> => {
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      await client.query('select from process_instance where id = $1 for update', [instanceId]);
      return await work();
    } finally {
      await client.query('rollback');
      client.release();
    }
  };
  const untilSomebodyWaits = async (): Promise<void> => {
    const waiting = `select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await count(waiting)) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('have the time at which their tree was free, whatever they have read before', async () => {
    const step = await start('light');
    const { done, freeAt } = await whileHeld(step, async () => {
      const asked = test.engine.completeTask(taskOf(step), {}, ANNA, 'one');
      await untilSomebodyWaits();
      return { done: asked, freeAt: await count('select extract(epoch from clock_timestamp()) as n') };
    });
    await done;
    const last = 'select extract(epoch from max(at)) as n from journal where instance_id = $1';
    // The times of a journal are whole milliseconds.
    expect(await count(last, [step.instanceId])).to.be.at.least(Math.floor(freeAt * 1_000) / 1_000);
  });

  it('hold no tree while they wait for another one', async () => {
    const [free, taken] = [await start('light'), await start('light')];
    const { late } = await whileHeld(taken, async () => {
      // Asks for its tree in its second question, when the other one has its own.
      const asked = test.engine.completeTask(taskOf(taken), {}, ANNA, 'late');
      expect((await test.engine.completeTask(taskOf(free), {}, ANNA)).status).to.equal('completed');
      await untilSomebodyWaits();
      return { late: asked };
    });
    expect((await late).status).to.equal('completed');
  });

  it('run each on behalf of whoever asked for it', async () => {
    const caller = new AsyncLocalStorage<number>();
    const before = store.statistics;
    const callers = Array.from({ length: MANY }, (_, number) => number);
    const seen = await Promise.all(
      callers.map((number) =>
        caller.run(number, () =>
          store.transaction(async (transaction) => {
            const atFirst = caller.getStore();
            await transaction.now();
            return [atFirst, caller.getStore()];
          }),
        ),
      ),
    );
    expect(seen).to.deep.equal(callers.map((number) => [number, number]));
    expect(store.statistics.transactions - before.transactions, 'they shared').to.be.lessThan(MANY / 4);
  });

  it('are known by their kind: how many run at once depends on what they share', async () => {
    const { groups, members, alone, turns } = schedulerLimits(database.pool.options.max);
    const shared = { steps: groups * members, isShared: true };
    const inTurn = { steps: groups * turns, isShared: true };
    const apart = { steps: alone, isShared: false };
    const step = (work: (transaction: StepTransaction) => Promise<unknown>) => store.transaction(work, { alike: 'kind' });
    const ask = ({ sql }: StepTransaction) => sql.query('select 1');
    expect(store.capacityFor('kind'), 'nothing is known').to.deep.equal(apart);
    await step(() => Promise.resolve());
    expect(store.capacityFor('kind')).to.deep.equal(shared);
    // On a busy machine the first may not be quick.
    const untilInTurn = () => eventually(async () => (await step(ask), store.capacityFor('kind').isShared ? true : null), 'it to be quick');
    await Promise.all([step(ask), step(ask)]);
    await untilInTurn();
    expect(store.capacityFor('kind'), 'it has asked').to.deep.equal(inTurn);
    await step(async ({ sql }) => {
      await sql.query('select pg_sleep(0.1)');
    });
    expect(store.capacityFor('kind'), 'it takes long').to.deep.equal(apart);
    await untilInTurn();
    expect(store.capacityFor('kind'), 'it no longer does').to.deep.equal(inTurn);
    await step((transaction) => transaction.takeSlot('slot', 1));
    expect(store.capacityFor('kind'), 'it must not share').to.deep.equal(apart);
    await step(() => Promise.resolve());
    await step(() => Promise.resolve());
    expect(store.capacityFor('kind'), 'it no longer asks').to.deep.equal(shared);
  });

  it('wait in a queue with an end', async () => {
    const limits = { groups: 1, members: 4, alone: 1, turns: 1, waiting: 10 };
    const narrow = createTestEngine(database, [light, write], {
      store: new PostgresInstanceStore(database.pool, NO_METER, NO_TRACER, limits),
    });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, () => narrow.engine.startProcess({ processId: 'light', variables: {} }, ANNA)),
    );
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).to.have.lengthOf(20);
    for (const { reason } of refused) expect(reason).to.include({ code: 'TOO_BUSY' });
    expect((await narrow.engine.startProcess({ processId: 'light', variables: {} }, ANNA)).status).to.equal('active');
    await narrow.close();
  });
});
