import { expect } from 'chai';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { mostRows, type Explanation } from '../../support/plan.ts';
import { CLAIMED, PostgresWorkStore } from '../../../engine/store/postgres-work-store.ts';

const LEASE_MS = 60_000;
const instance = '0199aaaa-0000-7000-8000-000000000001';

describe('Claims of due work', () => {
  let database: TestDatabase;
  let work: PostgresWorkStore;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    work = new PostgresWorkStore(database.pool);
  });
  after(() => database.close());
  afterEach(() => database.pool.query('truncate timer, job, due_work'));

  /** Timers of a process, due one second after the other, the last one `lastDueMs` ago. */
  const timers = (process: string, count: number, priority = 0, lastDueMs = 0) =>
    database.pool.query(
      `insert into timer (id, instance_id, root_instance_id, definition_id, process_id, element_id, due_at, priority)
       select $1 || '.' || n, $2, $2, $1 || ':1', $1, 'pause', clock_timestamp() - make_interval(secs => $5::double precision / 1000 + ($3 - n)), $4
       from generate_series(1, $3::integer) as n`,
      [process, instance, count, priority, lastDueMs],
    );
  const jobs = (process: string, type: string, count: number, priority = 0, dueMs = 60_000) =>
    database.pool.query(
      `insert into job (id, instance_id, root_instance_id, definition_id, process_id, element_id, element_instance_id, work, type, headers,
         retries_left, status, created_at, due_at, priority)
       select $1 || '.' || $2 || '.' || n, $4, $4, $1 || ':1', $1, 'work', '2', 'operation', $2, '{}', 3, 'open', now(),
         now() - make_interval(secs => $6::double precision / 1000), $5
       from generate_series(1, $3::integer) as n`,
      [process, type, count, instance, priority, dueMs],
    );
  /** Ids of jobs as they are claimed for the engine, or leased to outside workers, one after the other. */
  const claimedInOrder = async (topics: readonly string[]): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (;;) {
      const [job] = await work.claimJobs(topics, { losses: 'never', limit: 1, leaseMs: LEASE_MS });
      if (job === undefined) return ids;
      ids.push(job.id);
    }
  };
  const leasedInOrder = async (types: readonly string[], count = 1): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (;;) {
      const leased = await work.leaseJobs(
        types.map((type) => ({ type, count })),
        (due) => due.slice(0, count).map(({ id }) => ({ id, worker: 'w', leaseMs: LEASE_MS })),
      );
      if (leased.length === 0) return ids;
      ids.push(...leased.map(({ id }) => id));
    }
  };
  const claim = async (limit: number): Promise<Readonly<Record<string, number>>> => {
    const claimed = await work.claimTimers({ losses: 'never', limit, leaseMs: LEASE_MS });
    const counts: Record<string, number> = {};
    for (const { definitionId } of claimed) counts[definitionId] = (counts[definitionId] ?? 0) + 1;
    return counts;
  };

  it('give every process its share, so that one with very many rows starves none with one', async () => {
    await timers('crowd', 20_000);
    await timers('single', 1);
    await timers('some', 5);
    await database.pool.query('analyze timer');
    expect(await claim(9)).to.deep.equal({ 'crowd:1': 3, 'single:1': 1, 'some:1': 3 });
    expect(await claim(8)).to.deep.equal({ 'crowd:1': 4, 'some:1': 2 });
    expect(await claim(50)).to.deep.equal({ 'crowd:1': 50 });
  });

  it('take the row with the higher priority first, until a lower one has waited for longer by as many seconds', async () => {
    await timers('work', 1, 0, 0);
    await database.pool.query(
      `insert into timer (id, instance_id, definition_id, process_id, element_id, due_at, priority) values
         ('urgent', $1, 'urgent:1', 'work', 'pause', clock_timestamp(), 50),
         ('aged', $1, 'aged:1', 'work', 'pause', clock_timestamp() - interval '60 seconds', 0)`,
      [instance],
    );
    const order: string[] = [];
    for (let turn = 0; turn < 3; turn += 1) order.push(...Object.keys(await claim(1)));
    expect(order).to.deep.equal(['aged:1', 'urgent:1', 'work:1']);
  });

  it('serve the process whose row ranks highest when there is not room for all', async () => {
    await timers('old', 1, 0, 30_000);
    await timers('new', 1, 0, 0);
    await timers('urgent', 1, 100, 0);
    expect(Object.keys(await claim(1))).to.deep.equal(['urgent:1']);
    expect(Object.keys(await claim(1))).to.deep.equal(['old:1']);
  });

  const LOWEST = -2_147_483_648;
  const HIGHEST = 2_147_483_647;
  /** Jobs of one process in an order that only priorities make. */
  const mixed = async (): Promise<readonly string[]> => {
    await jobs('p', 'plain', 1);
    await jobs('p', 'lowest', 1, LOWEST, 3_600_000);
    await jobs('p', 'low', 1, -5);
    await jobs('p', 'aged', 1, -30, 95_000);
    await jobs('p', 'high', 1, 60, 10_000);
    await jobs('p', 'highest', 1, HIGHEST, 0);
    await jobs('p', 'later', 1, HIGHEST, -3_600_000);
    await jobs('p', 'later-low', 1, -1, -3_600_000);
    return ['highest', 'high', 'aged', 'plain', 'low', 'lowest'].map((type) => `p.${type}.1`);
  };

  it('take jobs in the order of their priorities, a negative one last but at once when nothing else waits', async () => {
    const order = await mixed();
    await database.pool.query(`update job set type = 'ours'`);
    expect(await claimedInOrder(['ours'])).to.deep.equal(order);
  });

  for (const count of [1, 2, 10])
    it(`lease jobs to outside workers in the order of their priorities, ${count} at a time`, async () => {
      const order = await mixed();
      await database.pool.query(`update job set type = 'theirs'`);
      expect(await leasedInOrder(['theirs'], count)).to.deep.equal(order);
    });

  it('lease the more urgent job first, whatever its type and however many wait', async () => {
    await jobs('p', 'many', 2_000);
    await jobs('p', 'many-low', 2_000, -100);
    await jobs('p', 'few', 3, 50);
    await database.pool.query(`update job set type = 'many' where type = 'many-low'`);
    await database.pool.query('analyze job');
    const leased = await work.leaseJobs(
      [
        { type: 'many', count: 5 },
        { type: 'few', count: 5 },
      ],
      (due) => due.map(({ id }) => ({ id, worker: 'w', leaseMs: LEASE_MS })),
    );
    expect(leased.map(({ type }) => type)).to.deep.equal(['few', 'few', 'few', 'many', 'many', 'many', 'many', 'many']);
    expect(leased.every(({ id }) => !id.includes('low'))).to.equal(true);
  });

  it('pass over the jobs of outside workers, however many wait', async () => {
    await jobs('mixed', 'outside', 5_000);
    await jobs('mixed', 'ours', 2);
    await jobs('other', 'ours', 2);
    await database.pool.query('analyze job');
    const claimed = await work.claimJobs(['ours'], { losses: 'never', limit: 10, leaseMs: LEASE_MS });
    expect(claimed.map(({ id }) => id).sort()).to.deep.equal(['mixed.ours.1', 'mixed.ours.2', 'other.ours.1', 'other.ours.2']);
  });

  it('do not read what waits: the plan of a claim looks at few rows among very many', async () => {
    await timers('crowd', 50_000);
    for (let n = 0; n < 20; n += 1) await timers(`process-${n}`, 10);
    for (let n = 0; n < 5; n += 1) await timers(`future-${n}`, 10_000, 0, -86_400_000);
    await database.pool.query('analyze timer');
    const { rows } = await database.pool.query<Explanation>(`explain (analyze, format json) ${CLAIMED.timer.never.replaceAll('$1', '64')}`);
    expect(mostRows(rows[0]?.['QUERY PLAN'][0]?.Plan)).to.be.below(2_000);
  });

  it('do not read the future of a lane because another has jobs of the lowest priority', async () => {
    await jobs('crowd', 'ours', 20_000);
    await jobs('low', 'ours', 10, LOWEST);
    for (let n = 0; n < 5; n += 1) await jobs(`future-${n}`, 'ours', 5_000, 0, -86_400_000);
    await database.pool.query('analyze job');
    const statement = CLAIMED.job.never.replaceAll('$1', '64').replaceAll('$3', `'{ours}'::text[]`);
    const { rows } = await database.pool.query<Explanation>(`explain (analyze, format json) ${statement}`);
    expect(mostRows(rows[0]?.['QUERY PLAN'][0]?.Plan)).to.be.below(2_000);
  });

  it('give rows to two claims at once without giving any twice', async () => {
    await timers('crowd', 500);
    await timers('other', 500);
    const claims = await Promise.all(Array.from({ length: 10 }, () => work.claimTimers({ losses: 'never', limit: 64, leaseMs: LEASE_MS })));
    const ids = claims.flat().map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(ids.length).to.be.greaterThan(64);
  });
});
