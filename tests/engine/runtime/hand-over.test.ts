import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { z } from 'zod';
import { defineOperation } from '../../../engine/port/module-contract.ts';
import type { LocalWorker } from '../../../engine/runtime/hand-over.ts';
import { DEFAULT_LIMITS } from '../../../engine/runtime/limits.ts';
import type { WorkerOptions } from '../../../engine/runtime/worker.ts';
import { bpmn, path, serviceTask } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually, withMethods, type TestEngine } from '../../support/engine.ts';
import { lettingGo, titled } from '../../support/operation.ts';

/** Runs of the second task that wait to be let go. */
const running: (() => void)[] = [];
let runs: string[] = [];
const first = defineOperation({
  ...titled('test.first'),
  input: z.object({}),
  output: z.object({}),
  run() {
    runs.push('first');
    return Promise.resolve({});
  },
});
const second = defineOperation({
  ...titled('test.second'),
  input: z.object({}),
  output: z.object({}),
  async run() {
    runs.push('second');
    await new Promise<void>((resolve) => {
      running.push(resolve);
    });
    return {};
  },
});
const PROCESS = bpmn(
  'chain',
  `<bpmn:startEvent id="start" />${serviceTask('a', 'test.first')}${serviceTask('b', 'test.second')}${serviceTask('c', 'test.first')}
  <bpmn:endEvent id="end" />${path('start', 'a', 'b', 'c', 'end')}`,
);
const LIMITS = { ...DEFAULT_LIMITS, jobsPerStep: 1 };
const LONG_POLL_MS = 60_000;

describe('A job that a step leaves for the next', () => {
  let database: TestDatabase;
  let nodes: TestEngine[] = [];
  let jobsClaimed = 0;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
  });
  beforeEach(() => {
    runs = [];
    jobsClaimed = 0;
  });
  afterEach(async () => {
    await lettingGo(running, Promise.all(nodes.map((node) => node.close())));
    nodes = [];
    await database.pool.query('delete from job');
  });
  after(() => database.close());

  async function node(change: Parameters<typeof createTestEngine>[2] = {}): Promise<TestEngine> {
    const made = createTestEngine(database, [first, second], { limits: LIMITS, ...change });
    nodes.push(made);
    const { work } = made.parts;
    Object.assign(made.parts, {
      work: withMethods(work, {
        async claimJobs(topics, request) {
          const jobs = await work.claimJobs(topics, request);
          jobsClaimed += jobs.length;
          return jobs;
        },
      }),
    });
    const deployed = await made.engine.deploy([{ name: 'chain.bpmn', content: PROCESS }], null, ANNA);
    expect(deployed.kind, JSON.stringify(deployed)).to.equal('deployed');
    return made;
  }
  const worker = (of: TestEngine, options: Partial<WorkerOptions> = {}) => of.startWorker({ pollMs: LONG_POLL_MS, ...options });
  const start = async (of: TestEngine): Promise<string> =>
    (await of.engine.startProcess({ processId: 'chain', variables: {} }, ANNA)).instanceId;
  const jobOf = async (instanceId: string) =>
    (
      await database.pool.query<{
        attempts: number;
        failures: number;
        lease_epoch: number;
        leased_until: Date | null;
        worker: string | null;
      }>('select attempts, failures, lease_epoch, leased_until, worker from job where instance_id = $1', [instanceId])
    ).rows[0];
  const isRunning = (count: number) => eventually(() => Promise.resolve(running.length === count ? true : null), `${count} runs`);
  const isOver = (instanceId: string) =>
    eventually(
      async () =>
        (await database.pool.query(`select 1 from process_instance where id = $1 and status = 'completed'`, [instanceId])).rows[0],
      'the instance to end',
    );

  it('goes on in the same process under a lease that it began with, which is renewed, and is never claimed', async () => {
    const made = await node();
    worker(made, { leaseMs: 300 });
    const instanceId = await start(made);
    await isRunning(1);
    const begun = await jobOf(instanceId);
    expect(begun).to.include({ attempts: 1, failures: 0, lease_epoch: 1, worker: 'engine' });
    await eventually(async () => {
      const until = (await jobOf(instanceId))?.leased_until?.getTime() ?? 0;
      return until > (begun?.leased_until?.getTime() ?? Number.NaN) + 600 ? true : null;
    }, 'renewals');
    running.splice(0).forEach((end) => end());
    await isOver(instanceId);
    expect(runs).to.deep.equal(['first', 'second', 'first']);
    expect(jobsClaimed).to.equal(0);
  });

  it('is left free where no worker runs, and where it has its hands full', async () => {
    const idle = await node();
    expect(await jobOf(await start(idle))).to.include({ attempts: 0, lease_epoch: 0, leased_until: null, worker: null });
    await database.pool.query('delete from job');
    const busy = await node();
    worker(busy, { concurrency: 1 });
    const ids = [await start(busy), await start(busy), await start(busy)];
    await isRunning(2);
    // One that was handed over, one that was claimed; the third waits for its turn.
    expect(jobsClaimed).to.equal(1);
    const attempts = await Promise.all(ids.map(async (id) => (await jobOf(id))?.attempts));
    expect(attempts.toSorted()).to.deep.equal([0, 1, 1]);
  });

  it('is taken in hand in larger numbers where it shares its transactions, and never more than run at once', async () => {
    for (const [steps, handedOver] of [
      [100, 3],
      [2, 2],
    ] as const) {
      const made = await node();
      Object.assign(made.parts, { store: withMethods(made.parts.store, { capacityFor: () => ({ steps, isShared: true }) }) });
      jobsClaimed = 0;
      worker(made, { concurrency: 1 });
      const ids: string[] = [];
      for (let count = 0; count < 5; count += 1) ids.push(await start(made));
      await isRunning(handedOver + 1);
      expect(jobsClaimed).to.equal(1);
      const attempts = await Promise.all(ids.map(async (id) => (await jobOf(id))?.attempts ?? 0));
      expect(attempts.reduce((sum, each) => sum + each, 0)).to.equal(handedOver + 1);
      await lettingGo(running, Promise.all(ids.map(isOver)));
    }
  });

  it('is given back as if it had never been claimed when the worker has stopped meanwhile', async () => {
    const made = await node();
    const stopped = worker(made);
    const stopping: Promise<void>[] = [];
    Object.assign(made.parts, {
      localWorker: (): LocalWorker => ({
        leaseMs: 60_000,
        hasRoom: () => true,
        takeOver(job) {
          stopping.push(stopped.stop());
          stopped.takeOver(job);
        },
      }),
    });
    const instanceId = await start(made);
    await Promise.all(stopping);
    expect(await jobOf(instanceId)).to.include({ attempts: 0, lease_epoch: 1 });
    expect(runs).to.deep.equal(['first']);
    worker(await node());
    await isRunning(1);
  });

  it('is given back before a second stop resolves, when its step ended only after the first', async () => {
    const made = await node();
    const stopped = worker(made);
    Object.assign(made.parts, {
      localWorker: (): LocalWorker => ({ leaseMs: 60_000, hasRoom: () => true, takeOver: (job) => stopped.takeOver(job) }),
    });
    const { work } = made.parts;
    const givingBack = Promise.withResolvers<void>();
    const mayGiveBack = Promise.withResolvers<void>();
    Object.assign(made.parts, {
      work: withMethods(work, {
        async giveBack(held, pauseMs) {
          givingBack.resolve();
          await mayGiveBack.promise;
          await work.giveBack(held, pauseMs);
        },
      }),
    });
    await stopped.stop();
    const instanceId = await start(made);
    await givingBack.promise;
    const ends: string[] = [];
    const second = stopped.stop().then(() => ends.push('stopped'));
    await nextTurn();
    ends.push('given back');
    mayGiveBack.resolve();
    await second;
    expect(ends).to.deep.equal(['given back', 'stopped']);
    expect(await jobOf(instanceId)).to.include({ attempts: 0, lease_epoch: 1 });
  });

  it('counts as an attempt: of a process that dies of it the next one takes it as a suspect, and after three it is an incident', async () => {
    const dying = await node({ localWorker: () => ({ leaseMs: 100, hasRoom: () => true, takeOver: () => undefined }) });
    const instanceId = await start(dying);
    expect(await jobOf(instanceId)).to.include({ attempts: 1, failures: 0 });
    worker(await node(), { pollMs: 50 });
    await isRunning(1);
    expect(await jobOf(instanceId)).to.include({ attempts: 2, failures: 0, lease_epoch: 2 });
    running.splice(0).forEach((end) => end());
    await isOver(instanceId);

    const other = await start(dying);
    await database.pool.query(
      `update job set attempts = 3, leased_until = clock_timestamp() - interval '1 second' where instance_id = $1`,
      [other],
    );
    const incident = await eventually(
      async () => (await database.pool.query<{ message: string }>('select message from incident where instance_id = $1', [other])).rows[0],
      'an incident',
    );
    expect(incident.message).to.contain('3 workers were lost');
  });
});
