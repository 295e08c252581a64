import { expect } from 'chai';
import type { ActivatedJob } from '../../../engine/port/engine.ts';
import { dealJobs } from '../../../engine/runtime/deal-jobs.ts';
import { DEFAULT_LIMITS } from '../../../engine/runtime/limits.ts';
import { bpmn, path, serviceTask } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually, withMethods, type TestEngine } from '../../support/engine.ts';

const WORKERS = 50;
const processOf = (id: string, type: string): string =>
  bpmn(id, `<bpmn:startEvent id="start" />${serviceTask('work', type)}<bpmn:endEvent id="end" />${path('start', 'work', 'end')}`);

describe('Workers that wait for jobs', () => {
  let database: TestDatabase;
  let one: TestEngine;
  /** Another node on the same database; news reach it through the shared feed. */
  let two: TestEngine;
  let transactions = 0;

  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    one = createTestEngine(database, [], { limits: { ...DEFAULT_LIMITS, waitingActivations: WORKERS } });
    const { work, store } = one.parts;
    two = createTestEngine(database, [], {
      changes: one.parts.changes,
      work: withMethods(work, {
        leaseJobs: (...args: Parameters<typeof work.leaseJobs>) => {
          transactions += 1;
          return work.leaseJobs(...args);
        },
      }),
      store: withMethods(store, {
        transaction: (each) => {
          transactions += 1;
          return store.transaction(each);
        },
      }),
    });
    await one.engine.deploy(
      ['a', 'b', 'quiet'].map((type) => ({ name: `${type}.bpmn`, content: processOf(`process-${type}`, type) })),
      null,
      ANNA,
    );
  });
  after(async () => {
    await one.close();
    await two.close();
    await database.close();
  });

  const ask = (test: TestEngine, change: Partial<Parameters<TestEngine['engine']['activateJobs']>[0]> = {}, signal?: AbortSignal) =>
    test.engine.activateJobs({ type: 'a', worker: 'w', maxJobs: 1, leaseMs: 60_000, waitMs: 20_000, ...change }, signal);
  const start = (process: string, variables = {}) => one.engine.startProcess({ processId: `process-${process}`, variables }, ANNA);
  const finish = (jobs: readonly ActivatedJob[]) =>
    Promise.all(jobs.map((job) => one.engine.completeJob(job.id, job.leaseEpoch, {}, ANNA)));
  const attemptsOf = async (type: string): Promise<readonly { attempts: number; isFree: boolean }[]> =>
    (await database.pool.query('select attempts, leased_until is null as "isFree" from job where type = $1', [type])).rows;

  it('are woken by what another node does, each gets one of fifty jobs, and no job goes to two', async () => {
    const waiting = Array.from({ length: WORKERS }, (_, index) => ask(two, { worker: `w${index}`, maxJobs: 10 }));
    await Promise.all(Array.from({ length: WORKERS }, () => start('a')));
    // Ten jobs may be there at the first look: they are dealt in turn, so that everybody has had one before anybody asks again.
    const got = await Promise.all(waiting);
    const ids = got.flat().map((job) => job.id);
    expect(new Set(ids).size).to.equal(WORKERS);
    expect(got.every((jobs) => jobs.length >= 1)).to.equal(true);
    await finish(got.flat());
  });

  it('get a batch with its variables in two transactions', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => start('a', { index, other: 'x' })));
    transactions = 0;
    const jobs = await ask(two, { maxJobs: 20, waitMs: 0, fetchVariables: ['index', 'absent'] });
    expect(jobs.map((job) => job.variables['index']).toSorted((a, b) => Number(a) - Number(b))).to.deep.equal([...Array(20).keys()]);
    expect(jobs.every((job) => Object.keys(job.variables).length === 1)).to.equal(true);
    expect(transactions).to.equal(2);
    await finish(jobs);
  });

  it('take several types in one call', async () => {
    const waiting = ask(one, { type: ['a', 'b'], maxJobs: 5 });
    await start('b');
    const jobs = await waiting;
    expect(jobs.map((job) => job.type)).to.deep.equal(['b']);
    expect(jobs[0]?.idempotencyKey).to.match(new RegExp(`^${jobs[0]?.processInstanceId}:\\d+$`));
    await finish(jobs);
  });

  it('are woken when a job becomes due and when a lease runs out, without any news', async () => {
    await start('b');
    const [held] = await ask(one, { type: 'b', waitMs: 0, leaseMs: 150 });
    const [again] = await ask(one, { type: 'b' });
    expect(again?.id).to.equal(held?.id);
    await one.engine.failJob(again?.id ?? '', again?.leaseEpoch ?? 0, { message: 'later', retryAfterMs: 150 }, ANNA);
    const jobs = await ask(one, { type: 'b' });
    expect(jobs[0]?.id).to.equal(held?.id);
    await finish(jobs);
  });

  it('get nothing when they go away, and what was leased for them meanwhile is free at once and no attempt', async () => {
    const gone = new AbortController();
    const waiting = ask(one, { type: 'quiet' }, gone.signal);
    gone.abort();
    expect(await waiting).to.deep.equal([]);
    await start('quiet');
    const jobs = await ask(one, { type: 'quiet', waitMs: 0 });
    await one.engine.giveBackJobs(jobs);
    expect(await attemptsOf('quiet')).to.deep.equal([{ attempts: 0, isFree: true }]);
    const late = await one.engine.completeJob(jobs[0]?.id ?? '', jobs[0]?.leaseEpoch ?? 0, {}, ANNA).catch((error: unknown) => error);
    expect(late).to.have.property('code', 'LEASE_LOST');
    const leaving = new AbortController();
    const { parts } = one;
    const leaves = createTestEngine(database, [], {
      work: withMethods(parts.work, {
        leaseJobs: async (...args: Parameters<typeof parts.work.leaseJobs>) => {
          const rows = await parts.work.leaseJobs(...args);
          leaving.abort();
          return rows;
        },
      }),
    });
    expect(await ask(leaves, { type: 'quiet' }, leaving.signal)).to.deep.equal([]);
    await eventually(async () => ((await attemptsOf('quiet'))[0]?.isFree === true ? true : null), 'the lease to be given back');
    expect(await attemptsOf('quiet')).to.deep.equal([{ attempts: 0, isFree: true }]);
    await leaves.close();
    await finish(await ask(one, { type: 'quiet', waitMs: 0 }));
  });

  it('are as many as the limit says', async () => {
    const gone = new AbortController();
    const waiting = Array.from({ length: WORKERS }, () => ask(one, {}, gone.signal));
    const refusal = await ask(one).catch((error: unknown) => error);
    expect(refusal).to.have.property('code', 'TOO_MANY_WAITING');
    gone.abort();
    expect((await Promise.all(waiting)).flat()).to.deep.equal([]);
  });

  it('are told that the database does not answer', async () => {
    const broken = createTestEngine(database, [], {
      work: withMethods(one.parts.work, { leaseJobs: () => Promise.reject(new Error('no database')) }),
    });
    expect(await ask(broken).catch((error: unknown) => error)).to.have.property('message', 'no database');
    await broken.close();
  });

  it('say the same result twice under one name, and it is done once', async () => {
    const { instanceId } = await start('b');
    const [job] = await ask(one, { type: 'b', waitMs: 0 });
    const complete = (variables: object) => one.engine.completeJob(job?.id ?? '', job?.leaseEpoch ?? 0, { ...variables }, ANNA, 'w:1');
    const first = await complete({ x: 1 });
    expect(first).to.include({ instanceId, status: 'completed' });
    expect(await complete({ x: 1 })).to.deep.equal(first);
    expect(await complete({ x: 2 }).catch((error: unknown) => error)).to.have.property('code', 'IDEMPOTENCY_KEY_REUSED');
  });
});

describe('Jobs that are dealt', () => {
  const hand = (types: readonly string[], room: number) => ({ types, room });
  it('go round, by type and room, and the rest is left', () => {
    const jobs = ['a', 'a', 'b', 'a', 'a', 'b', 'c'].map((type, index) => ({ type, index }));
    const hands = [hand(['a'], 2), hand(['a', 'b'], 10), hand(['b'], 1)];
    const dealt = dealJobs(jobs, hands).map(({ job, hand: taker }) => [job.index, hands.indexOf(taker)]);
    expect(dealt).to.deep.equal([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 0],
      [4, 1],
      [5, 1],
    ]);
  });
});
