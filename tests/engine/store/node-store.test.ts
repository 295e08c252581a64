import { expect } from 'chai';
import { COUNT_LIMIT, type NodeReport } from '../../../engine/port/node-store.ts';
import { createNodeStore } from '../../../engine/store/postgres-node-store.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const NOTHING = { timer: 0, job: 0, dueWork: 0, outbox: 0, commands: 0, incidents: 0 };
const report = (number: number, change: Partial<NodeReport> = {}): NodeReport => ({
  node: { id: `0199aaaa-0000-7000-8000-00000000000${number}`, role: 'worker', version: '1.0.0', host: 'a', pid: number },
  inHand: { timer: number },
  done: NOTHING,
  slowest: [],
  ...change,
});
const slow = (milliseconds: number) => ({ milliseconds, processId: 'p', instanceId: 'i', command: 'start', elementId: null });

describe('What nodes tell each other', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.close());
  const sql = (text: string, values: unknown[] = []) => database.pool.query(text, values);
  const leaveWork = (count: number, age: string) =>
    sql(
      `insert into due_work (kind, payload, due_at) select 'command', '{}', clock_timestamp() - $2::interval from generate_series(1, $1)`,
      [count, age],
    );
  const forgetCounts = () => sql('delete from load_sample');

  it('is who lives, what each has in hand, and who has fallen silent', async () => {
    const store = createNodeStore(database.pool);
    for (const number of [1, 2, 3]) await store.report(report(number));
    await sql(`update node set seen_at = clock_timestamp() - interval '50 seconds' where pid = 2`);
    await store.leave(report(3).node.id);
    const { nodes } = await store.system();
    expect(nodes.map(({ pid, isAlive, inHand }) => ({ pid, isAlive, inHand }))).to.deep.equal([
      { pid: 1, isAlive: true, inHand: { timer: 1 } },
      { pid: 2, isAlive: false, inHand: { timer: 2 } },
    ]);
    await sql(`update node set seen_at = clock_timestamp() - interval '2 hours' where pid = 2`);
    await store.report(report(1));
    expect((await store.system()).nodes.map(({ pid }) => pid)).to.deep.equal([1]);
  });

  it('is how many rows are due, how old the oldest is, and how many are in hand', async () => {
    const store = createNodeStore(database.pool);
    await leaveWork(7, '90 seconds');
    await leaveWork(2, '-1 hour');
    await sql(`update due_work set attempts = 1, leased_until = clock_timestamp() + interval '1 minute'
      where id in (select id from due_work where due_at < clock_timestamp() order by id limit 3)`);
    const load = await store.report(report(1));
    expect(load?.due.dueWork.count).to.equal(4);
    expect(load?.due.dueWork.inHand).to.equal(3);
    expect(load?.due.dueWork.oldestMs).to.be.within(90_000, 120_000);
    expect(load?.due.timer).to.deep.equal({ count: 0, inHand: 0, oldestMs: 0 });
  });

  it('counts no more rows than the limit and one', async () => {
    await leaveWork(COUNT_LIMIT + 500, '1 second');
    expect((await createNodeStore(database.pool).report(report(1)))?.due.dueWork.count).to.equal(COUNT_LIMIT + 1);
  });

  it('is counted by one node in a slot of time, and read by the others', async () => {
    const store = createNodeStore(database.pool);
    // Both reports have to fall into one slot: when the slot ends between them, they are made again.
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await forgetCounts();
      await store.report(report(1));
      await leaveWork(1, '1 second');
      const second = await store.report(report(2));
      const { rows } = await sql('select count(*)::integer as slots from load_sample');
      if (rows[0].slots !== 1) continue;
      expect(second?.due.dueWork.count).to.equal(attempt);
      return;
    }
    expect.fail('Expected two reports within ten seconds.');
  });

  it('adds up over all nodes in points of half a minute, and keeps the slowest steps first', async () => {
    const store = createNodeStore(database.pool);
    await store.report(report(1, { done: { ...NOTHING, timer: 4, commands: 10 }, slowest: [slow(20), slow(900)] }));
    await store.report(report(2, { done: { ...NOTHING, timer: 3 }, slowest: [slow(300)] }));
    await sql(`update node_sample set at = at - interval '2 minutes'`);
    const { points, slowest } = await store.system();
    expect(points).to.have.lengthOf(30);
    expect(points.reduce((sum, point) => sum + point.done.timer, 0)).to.equal(7);
    expect(points.reduce((sum, point) => sum + point.done.commands, 0)).to.equal(10);
    expect(slowest.map((step) => step.milliseconds)).to.deep.equal([900, 300, 20]);
  });

  it('knows the database: its size, its connections, a transaction that somebody forgot, the tables to clean up', async () => {
    const store = createNodeStore(database.pool);
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      await client.query('select 1');
      const { database: state } = await store.system();
      expect(state.sizeBytes).to.be.greaterThan(1_000_000);
      expect(state.connections).to.be.at.least(2);
      expect(state.oldestTransactionMs).to.be.at.least(0);
      expect(state.tables).to.have.lengthOf.within(1, 6);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});
