import { expect } from 'chai';
import { z } from 'zod';
import { TransactionConflictError } from '../../../engine/port/instance-store.ts';
import { defineOperation } from '../../../engine/port/module-contract.ts';
import type { WorkerOptions } from '../../../engine/runtime/worker.ts';
import { bpmn, path, serviceTask } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually, withMethods, type TestEngine } from '../../support/engine.ts';

/** Runs of the operation that wait to be let go, by the note of their instance. */
const running = new Map<string, () => void>();
let ran: string[] = [];
let atOnce = 0;
let mostAtOnce = 0;
const slow = defineOperation({
  topic: 'test.slow',
  title: { en: 'Slow' },
  description: { en: 'Runs until it is let go, when its note says so' },
  icon: 'clock',
  input: z.object({ note: z.string() }),
  output: z.object({}),
  errors: [],
  transactional: true,
  async run(_context, { note }) {
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    ran.push(note);
    if (note.startsWith('wait'))
      await new Promise<void>((resolve) => {
        running.set(note, resolve);
      });
    else await new Promise((resolve) => setTimeout(resolve, 5));
    atOnce -= 1;
    return {};
  },
});
const PROCESS = bpmn(
  'slow',
  `<bpmn:startEvent id="start" />${serviceTask('work', 'test.slow', 3, '<zeebe:ioMapping><zeebe:input source="=note" target="note" /></zeebe:ioMapping>')}
  <bpmn:endEvent id="end" />${path('start', 'work', 'end')}`,
);
const LONG_POLL_MS = 60_000;

describe('A worker', () => {
  let database: TestDatabase;
  /** Has no operations, so that what it starts is left as rows. */
  let starter: TestEngine;
  let nodes: TestEngine[] = [];
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    starter = createTestEngine(database);
    const deployed = await starter.engine.deploy([{ name: 'slow.bpmn', content: PROCESS }], null, ANNA);
    expect(deployed.kind, JSON.stringify(deployed)).to.equal('deployed');
  });
  beforeEach(() => {
    ran = [];
    mostAtOnce = 0;
  });
  afterEach(async () => {
    for (const end of running.values()) end();
    running.clear();
    await Promise.all(nodes.map((node) => node.close()));
    nodes = [];
    await database.pool.query('delete from job');
  });
  after(async () => {
    await starter.close();
    await database.close();
  });

  function node(options: Partial<WorkerOptions>, change: Parameters<typeof createTestEngine>[2] = {}): TestEngine {
    const made = createTestEngine(database, [slow], change);
    nodes.push(made);
    made.startWorker({ pollMs: LONG_POLL_MS, ...options });
    return made;
  }
  const start = async (note: string): Promise<string> =>
    (await starter.engine.startProcess({ processId: 'slow', variables: { note } }, ANNA)).instanceId;
  const jobOf = async (instanceId: string) =>
    (
      await database.pool.query<{ attempts: number; failures: number; lease_epoch: number; leased_until: Date | null; status: string }>(
        'select attempts, failures, lease_epoch, leased_until, status from job where instance_id = $1',
        [instanceId],
      )
    ).rows[0];
  const isDone = async (instanceId: string): Promise<true | null> => ((await jobOf(instanceId)) === undefined ? true : null);
  const lose = (instanceId: string, times: number, leaseLeftMs: number) =>
    database.pool.query(
      `update job set attempts = failures + $2, lease_epoch = lease_epoch + $2,
         leased_until = clock_timestamp() + make_interval(secs => $3::double precision / 1000) where instance_id = $1`,
      [instanceId, times, leaseLeftMs],
    );

  it('has many rows of a kind in hand at a time', async () => {
    const notes = Array.from({ length: 15 }, (_each, index) => `wait ${index}`);
    await Promise.all(notes.map(start));
    node({ concurrency: 12 });
    await eventually(() => Promise.resolve(running.size === 12 ? true : null), 'twelve runs at a time');
    const { rows } = await database.pool.query('select 1 from job where attempts = 0');
    expect(rows, 'what is beyond stays due, for this worker or another').to.have.lengthOf(3);
  });

  it('renews the leases of what it has in hand, so that a long run is not taken over', async () => {
    const instanceId = await start('wait long');
    node({ leaseMs: 200 });
    node({ leaseMs: 200 });
    const first = await eventually(async () => (await jobOf(instanceId))?.leased_until, 'a claim');
    await eventually(async () => {
      const until = (await jobOf(instanceId))?.leased_until?.getTime() ?? 0;
      return until > first.getTime() + 1_000 ? true : null;
    }, 'five renewals');
    expect(await jobOf(instanceId)).to.include({ attempts: 1, lease_epoch: 1 });
    running.get('wait long')?.();
    await eventually(() => isDone(instanceId), 'the end of the run');
    expect(ran).to.deep.equal(['wait long']);
  });

  it('takes the work of a dead worker when its lease ends, and not with the next poll', async () => {
    const instanceId = await start('inherited');
    await lose(instanceId, 1, 300);
    node({});
    await eventually(() => isDone(instanceId), 'the work of the dead worker');
    expect(ran).to.deep.equal(['inherited']);
  });

  it('works on suspects while everything else is occupied, those that lost more than one worker one by one', async () => {
    const occupied = await Promise.all(['wait 1', 'wait 2', 'wait 3'].map(start));
    node({ concurrency: 2, pollMs: 50 });
    await eventually(() => Promise.resolve(running.size === 2 ? true : null), 'every slot to be taken');
    atOnce = 0;
    mostAtOnce = 0;
    const suspects = await Promise.all(['a', 'b', 'c', 'd'].map(start));
    await database.pool.query(`update job set due_at = due_at + interval '1 minute' where instance_id = any($1)`, [suspects]);
    for (const each of suspects) await lose(each, 2, -1);
    await database.pool.query(`update job set due_at = due_at - interval '1 minute' where instance_id = any($1)`, [suspects]);
    for (const each of suspects) await eventually(() => isDone(each), 'a suspect to be done');
    expect(mostAtOnce).to.equal(1);
    expect(running.size).to.equal(2);
    expect(occupied).to.have.lengthOf(3);
  });

  it('counts a transaction that could not be written as a failure, not as a lost worker', async () => {
    const instanceId = await start('unlucky');
    let refusals = 4;
    const { store } = starter.parts;
    node(
      { pollMs: 50 },
      {
        limits: { ...starter.parts.limits, transactionAttempts: 1 },
        store: withMethods(store, {
          transaction: (work) => {
            refusals -= 1;
            return refusals >= 0 ? Promise.reject(new TransactionConflictError('test')) : store.transaction(work);
          },
        }),
        clock: { nowMs: () => Date.now(), sleep: (_ms, signal) => starter.parts.clock.sleep(20, signal) },
      },
    );
    for (let failures = 1; failures <= 4; failures += 1) {
      await eventually(async () => ((await jobOf(instanceId))?.failures === failures ? true : null), `failure ${failures}`);
      await database.pool.query('update job set leased_until = null where instance_id = $1', [instanceId]);
    }
    await eventually(() => isDone(instanceId), 'the work to be done after all');
    expect((await database.pool.query('select 1 from incident where instance_id = $1', [instanceId])).rows).to.deep.equal([]);
  });

  it('gives back what it has claimed and not begun when it is stopped', async () => {
    const instanceId = await start('returned');
    let claimed: (() => void) | null = null;
    const answer = new Promise<void>((resolve) => {
      claimed = resolve;
    });
    let stopping: Promise<void> | null = null;
    const { work } = starter.parts;
    const slowClaims = new Proxy(work, {
      get: (target, name: keyof typeof work) =>
        name === 'claimJobs'
          ? async (...request: Parameters<typeof work.claimJobs>) => {
              const jobs = await target.claimJobs(...request);
              if (jobs.length > 0) {
                claimed?.();
                await new Promise((resolve) => setImmediate(resolve));
              }
              return jobs;
            }
          : target[name].bind(target),
    });
    const made = createTestEngine(database, [slow], { work: slowClaims });
    nodes.push(made);
    const worker = made.startWorker({ pollMs: LONG_POLL_MS });
    stopping = answer.then(() => worker.stop());
    await stopping;
    expect(await jobOf(instanceId)).to.include({ attempts: 0, lease_epoch: 1, status: 'open' });
    expect(ran).to.deep.equal([]);
    node({});
    await eventually(() => isDone(instanceId), 'somebody else to do it');
  });
});
