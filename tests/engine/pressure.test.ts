import { expect } from 'chai';
import { excessOf, measurePressure } from '../../engine/pressure.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createTestEngine, eventually } from '../support/engine.ts';

const THRESHOLDS = { maxDatabaseWaiters: 3, maxEventLoopDelayMs: 50, maxDueLagMs: 60_000 };
const CALM = { databaseWaiters: 3, eventLoopDelayMs: 50, dueLagMs: 60_000 };

describe('The pressure on a process', () => {
  let database: TestDatabase;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
  });
  after(() => database.close());

  it('is too high beyond each threshold, and at it not yet', () => {
    expect(excessOf(CALM, THRESHOLDS)).to.equal(null);
    expect(excessOf({ ...CALM, databaseWaiters: 4 }, THRESHOLDS)).to.contain('4 steps and queries wait');
    expect(excessOf({ ...CALM, eventLoopDelayMs: 51 }, THRESHOLDS)).to.contain('51 ms late');
    expect(excessOf({ ...CALM, dueLagMs: 61_000 }, THRESHOLDS)).to.contain('61 s');
    expect(excessOf({ ...CALM, dueLagMs: 61_000 }, { ...THRESHOLDS, maxDueLagMs: 0 })).to.equal(null);
  });

  it('is measured: who waits for a connection, and how late the process is', async () => {
    const test = createTestEngine(database);
    const { statistics } = test.parts.store;
    const store = { statistics: { ...statistics, waiting: 2 } };
    const pressure = measurePressure({ pool: database.pool, store }, test.parts.work, [], THRESHOLDS, () => undefined);
    const clients = await Promise.all(Array.from({ length: 20 }, () => database.pool.connect()));
    const waiting = Array.from({ length: 5 }, () => database.pool.connect());
    expect(pressure.load().databaseWaiters).to.equal(7);
    expect(pressure.excess()).to.contain('7 steps and queries wait');
    for (const client of clients) client.release();
    for (const client of await Promise.all(waiting)) client.release();
    await eventually(() => {
      const until = Date.now() + 200;
      while (Date.now() < until);
      return Promise.resolve(pressure.load().eventLoopDelayMs > 50 ? true : null);
    }, 'the event loop to be late');
    pressure.stop();
    await test.close();
  });

  it('knows how long due work has waited that nobody has in hand', async () => {
    const test = createTestEngine(database);
    const { work } = test.parts;
    expect(await work.dueLagMs([])).to.equal(0);
    await database.pool.query(
      `insert into due_work (kind, payload, due_at) values ('message', '{}', now() - interval '90 seconds'), ('message', '{}', now() + interval '1 hour')`,
    );
    expect(await work.dueLagMs([])).to.be.within(90_000, 120_000);
    await work.claimDueWork({ losses: 'never', limit: 10, leaseMs: 60_000 });
    expect(await work.dueLagMs([])).to.equal(0);
    await test.close();
  });
});
