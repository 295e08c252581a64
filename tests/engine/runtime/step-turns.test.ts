import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { z } from 'zod';
import type { StepTransaction } from '../../../engine/port/instance-store.ts';
import { BusinessError, defineOperation } from '../../../engine/port/module-contract.ts';
import { NO_METER } from '../../../engine/port/telemetry.ts';
import { NO_TRACER } from '../../../engine/port/tracer.ts';
import { verifyTree } from '../../../engine/runtime/verify-tree.ts';
import { readTree, treesAfter } from '../../../engine/store/audit-rows.ts';
import { PostgresInstanceStore } from '../../../engine/store/postgres-instance-store.ts';
import { bpmn, flow, path, serviceTask } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually } from '../../support/engine.ts';
import { titled } from '../../support/operation.ts';

const MIGRATION = {
  name: '20261127_92_shelf',
  up: [
    'create table shelf (name text primary key, taken integer not null default 0)',
    'create table slip (text text not null)',
    `insert into shelf (name) values ('left'), ('right')`,
  ],
};
const LIMITS = { groups: 1, members: 64, alone: 3, turns: 50, waiting: 1_000 };
const MANY = 40;

/** Takes one from a shelf, and then ends as its text says. */
const take = defineOperation({
  ...titled('test.take'),
  input: z.object({ text: z.string() }),
  output: z.object({ count: z.number() }),
  errors: [{ code: 'REFUSED', title: { en: 'Refused' } }],
  async run({ sql }, { text }) {
    const { rows } = await sql.query<{ taken: number }>(`update shelf set taken = taken + 1 where name = 'left' returning taken`);
    if (text === 'refused') throw new BusinessError('REFUSED', 'Expected another text, but found this one.');
    if (text === 'broken') throw new Error('the shelf is broken');
    return { count: rows[0]?.taken ?? 0 };
  },
});

const TAKING = bpmn(
  'taking',
  `<bpmn:startEvent id="start" />${serviceTask('t', 'test.take')}
  <bpmn:boundaryEvent id="refused" attachedToRef="t"><bpmn:errorEventDefinition id="refusedDefinition" errorRef="anyError" /></bpmn:boundaryEvent>
  <bpmn:endEvent id="end" /><bpmn:endEvent id="refusedEnd" />${path('start', 't', 'end')}${flow('refused', 'refusedEnd')}`,
  '<bpmn:error id="anyError" errorCode="REFUSED" />',
);

describe('Steps that take turns in a transaction', () => {
  let database: TestDatabase;
  let store: PostgresInstanceStore;
  beforeEach(async function () {
    this.timeout(60_000);
    database = await createTestDatabase([MIGRATION]);
    store = new PostgresInstanceStore(database.pool, NO_METER, NO_TRACER, LIMITS);
    await untilQuick('take', take1);
  });
  afterEach(() => database.close());

  const count = async (sql: string): Promise<number> => Number((await database.pool.query<{ n: string }>(sql)).rows[0]?.n);
  const taken = (name = 'left'): Promise<number> => count(`select taken as n from shelf where name = '${name}'`);
  const slips = (): Promise<number> => count('select count(*) as n from slip');
  const run = <Result>(work: (transaction: StepTransaction) => Promise<Result>, alike = 'take'): Promise<Result> =>
    store.transaction(work, { alike });
  /** A step with one operation, which runs these statements one after another. */
  const statements = (...texts: readonly string[]) => run((transaction) => operation(transaction, texts));
  const operation = async (transaction: StepTransaction, texts: readonly string[]): Promise<void> => {
    const work = async (): Promise<void> => {
      for (const text of texts) await transaction.sql.query(text);
    };
    await transaction.operation('take', work, () => undefined);
  };
  const takeFrom = (name: string): string => `update shelf set taken = taken + 1 where name = '${name}'`;
  const take1 = (): Promise<void> => statements(takeFrom('left'));
  /** Until the kind has shown that it changes something and is quick about it; on a busy machine the first may not be. */
  const untilQuick = (kind: string, work: () => Promise<unknown>): Promise<true> =>
    eventually(async () => {
      await work();
      return store.capacityFor(kind).isShared ? true : null;
    }, `steps of the kind "${kind}" to be quick`);
  const times = <Result>(n: number, work: (index: number) => Promise<Result>): Promise<PromiseSettledResult<Result>[]> =>
    Promise.allSettled(Array.from({ length: n }, (_, index) => work(index)));
  const failures = (outcomes: readonly PromiseSettledResult<unknown>[]): readonly string[] =>
    outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => String(reason));

  it('are few transactions for many steps that write, each with its own effect and journal', async () => {
    const test = createTestEngine(database, [take], { store });
    expect((await test.engine.deploy([{ name: 'taking.bpmn', content: TAKING }], null, ANNA)).kind).to.equal('deployed');
    const start = (text: string) => test.engine.startProcess({ processId: 'taking', variables: { text } }, ANNA);
    await untilQuick('start taking', () => start('fine'));
    const completed = `select count(*) as n from process_instance where status = 'completed'`;
    const before = { taken: await taken(), completed: await count(completed), ...store.statistics };
    const outcomes = await times(MANY, (index) => start(['fine', 'refused', 'fine', 'broken'][index % 4] ?? ''));
    expect(failures(outcomes)).to.deep.equal([]);
    expect(store.statistics.steps - before.steps).to.equal(MANY);
    expect(store.statistics.transactions - before.transactions).to.be.lessThan(MANY);
    expect((await taken()) - before.taken, 'what was refused or broken is undone').to.equal(MANY / 2);
    const { rows } = await database.pool.query<{ n: number }>(`select (result->>'count')::int as n from op_log order by n`);
    expect(new Set(rows.map(({ n }) => n)).size, 'each saw what the one before had done').to.equal(MANY / 2 + before.completed);
    expect((await count(completed)) - before.completed).to.equal((MANY * 3) / 4);
    const problems: string[] = [];
    for await (const id of treesAfter(database.pool)) problems.push(...verifyTree(await readTree(database.pool, id)));
    expect(problems).to.deep.equal([]);
    await test.close();
  });

  it('do not suffer from one that fails after its effect: nothing is left of it, and all of the others', async () => {
    const before = await taken();
    const outcomes = await times(MANY, (index) =>
      run(async (transaction) => {
        await operation(transaction, [takeFrom('left')]);
        if (index === 7) throw new Error('fell over');
      }),
    );
    expect(failures(outcomes)).to.deep.equal(['Error: fell over']);
    expect((await taken()) - before).to.equal(MANY - 1);
  });

  it('do not suffer from one whose statement is wrong, outside of an operation too', async () => {
    const before = await taken();
    const outcomes = await times<unknown>(MANY, (index) =>
      index === 7
        ? run<unknown>(({ sql }) => sql.query('select nothing from nowhere'))
        : index === 8
          ? statements('select 1 / 0')
          : take1(),
    );
    expect(failures(outcomes)).to.deep.equal(['error: relation "nowhere" does not exist', 'error: division by zero']);
    expect((await taken()) - before).to.equal(MANY - 2);
  });

  it('do not wait for one whose row another transaction holds', async () => {
    const client = await database.pool.connect();
    await client.query('begin');
    await client.query(takeFrom('right'));
    const before = await taken();
    const held = times(2, () => statements(takeFrom('right')));
    const outcomes = await times(MANY, () => take1());
    expect(failures(outcomes)).to.deep.equal([]);
    expect((await taken()) - before).to.equal(MANY);
    const { transactions } = store.statistics;
    await times(MANY, () => take1());
    expect(store.statistics.transactions - transactions, 'for a while they take no turns').to.equal(MANY);
    expect(store.capacityFor('take')).to.deep.equal({ steps: LIMITS.alone, isShared: false });
    await client.query('commit');
    client.release();
    expect(failures(await held)).to.deep.equal([]);
    expect(await taken('right')).to.equal(3);
  });

  it('never wait for each other in a circle, when two nodes take the same in different order', async () => {
    const twin = new PostgresInstanceStore(database.pool, NO_METER, NO_TRACER, LIMITS);
    await twin.transaction((transaction) => operation(transaction, [takeFrom('left')]), { alike: 'take' });
    const orders = [
      ['left', 'right'],
      ['right', 'left'],
    ] as const;
    const before = { left: await taken('left'), right: await taken('right') };
    const outcomes = await Promise.all(
      [store, twin].map((each, node) =>
        times(MANY, (index) => {
          const name = orders[node]?.[index % 2] ?? '';
          return each.transaction(
            async (transaction) => {
              await operation(transaction, [takeFrom(name)]);
              // The other node has time to take its first.
              await sleep(2);
            },
            { alike: 'take' },
          );
        }),
      ),
    );
    expect(failures(outcomes.flat())).to.deep.equal([]);
    expect({ left: (await taken('left')) - before.left, right: (await taken('right')) - before.right }).to.deep.equal({
      left: MANY,
      right: MANY,
    });
    expect(store.statistics.conflicts + twin.statistics.conflicts).to.equal(0);
  });

  it('end their turns after a while: who has had none runs again, once', async () => {
    const before = store.statistics;
    const outcomes = await times(MANY, () =>
      run(async (transaction) => {
        await operation(transaction, [`insert into slip values ('one')`]);
        await sleep(10);
      }),
    );
    expect(failures(outcomes)).to.deep.equal([]);
    expect(await slips()).to.equal(MANY);
    expect(store.statistics.transactions - before.transactions).to.be.within(4, MANY - 1);
  });

  /** Counts the statements that begin like this, whichever connection they are sent on. */
  const countSent = (beginning: string): (() => number) => {
    const seen = new WeakSet();
    let sent = 0;
    database.pool.on('acquire', (client) => {
      if (seen.has(client)) return;
      seen.add(client);
      const send = client.query.bind(client) as (...args: readonly unknown[]) => unknown;
      Object.assign(client, {
        query: (...args: readonly unknown[]) => {
          if (typeof args[0] === 'string' && args[0].startsWith(beginning)) sent += 1;
          return send(...args);
        },
      });
    });
    return () => sent;
  };

  it('do not wait for one that takes long: it is run by itself', async () => {
    const releases = countSent('release savepoint');
    let begun = 0;
    let ended = 0;
    const slow = run(async (transaction) => {
      const work = async (): Promise<void> => {
        begun += 1;
        await transaction.sql.query(`insert into slip values ('slow')`);
        while (ended < MANY) await sleep(5);
      };
      await transaction.operation('slow', work, () => undefined);
    });
    const outcomes = await times(MANY, async () => {
      await take1();
      ended += 1;
    });
    await slow;
    expect(failures(outcomes)).to.deep.equal([]);
    expect(begun).to.equal(2);
    expect(await slips()).to.equal(1);
    expect(releases(), 'its first attempt has touched nothing when it ended at last').to.equal(MANY + 1);
  });
});
