import { expect } from 'chai';
import { z } from 'zod';
import { BusinessError, defineOutsideOperation, OutsideError, type OutsideContext } from '../../../engine/port/module-contract.ts';
import { createLocalChangeFeed } from '../../../engine/port/change-feed.ts';
import type { EngineParts } from '../../../engine/runtime/engine-parts.ts';
import { bpmn, path } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually, withMethods, type TestEngine } from '../../support/engine.ts';

type Run = (context: OutsideContext) => Promise<{ answer: string }>;
let run: Run;
const operation = defineOutsideOperation({
  topic: 'test.outside',
  title: { en: 'Outside' },
  description: { en: 'Calls somebody' },
  icon: 'world',
  input: z.object({ number: z.number() }),
  output: z.object({ answer: z.string() }),
  errors: [{ code: 'NO', title: { en: 'No' } }],
  run: (context) => run(context),
});
const PROCESS = bpmn(
  'outside',
  `<bpmn:startEvent id="start" />
  <bpmn:serviceTask id="call" name="Call"><bpmn:extensionElements>
    <zeebe:taskDefinition type="test.outside" retries="3" lanework:retryBackoff="PT0.02S" />
    <zeebe:ioMapping><zeebe:input source="=n" target="number" /></zeebe:ioMapping></bpmn:extensionElements></bpmn:serviceTask>
  <bpmn:boundaryEvent id="refused" attachedToRef="call"><bpmn:errorEventDefinition errorRef="no" /></bpmn:boundaryEvent>
  <bpmn:endEvent id="end" /><bpmn:endEvent id="caught" />${path('start', 'call', 'end')}${path('refused', 'caught')}`,
  '<bpmn:error id="no" errorCode="NO" />',
);

describe('An operation outside the transaction', () => {
  let database: TestDatabase;
  let test: TestEngine;
  const tests: TestEngine[] = [];
  /** News reach every node, as over PostgreSQL. */
  const changes = createLocalChangeFeed();
  const node = (change: Partial<EngineParts> = {}): TestEngine => {
    const made = createTestEngine(database, [], { outsideOperations: new Map([[operation.topic, operation]]), changes, ...change });
    tests.push(made);
    return made;
  };
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = node();
    const deployed = await test.engine.deploy([{ name: 'outside.bpmn', content: PROCESS }], null, ANNA);
    expect(deployed.kind, JSON.stringify(deployed)).to.equal('deployed');
  });
  afterEach(async () => {
    await Promise.all(tests.slice(1).map((each) => each.close()));
    tests.length = 1;
  });
  after(async () => {
    await test.close();
    await database.close();
  });
  const start = (n: unknown = 7) => test.engine.startProcess({ processId: 'outside', variables: { n: n as number } }, ANNA);
  const stopped = (instanceId: string) =>
    eventually(async () => {
      const { rows } = await database.pool.query<{ status: string; incident: string | null; answer: unknown; caught: boolean }>(
        `select status, (select message from incident where instance_id = i.id) as incident,
           (select value from variable where instance_id = i.id and name = 'answer') as answer,
           exists (select from activity where instance_id = i.id and element_id = 'caught') as caught
         from process_instance i where id = $1`,
        [instanceId],
      );
      const [row] = rows;
      return row !== undefined && (row.status !== 'active' || row.incident !== null) ? row : null;
    }, 'the instance to end or to stop');

  it('leaves an open job behind in the step, and goes on when it has been performed', async () => {
    const { instanceId, status } = await start();
    expect(status).to.equal('active');
    const seen: OutsideContext[] = [];
    run = (context) => {
      seen.push(context);
      return Promise.resolve({ answer: 'yes' });
    };
    node().startOutsideWorker();
    expect(await stopped(instanceId)).to.include({ status: 'completed', answer: 'yes' });
    expect(seen[0]).to.deep.include({ attempt: 1, isLastAttempt: false, processInstanceId: instanceId });
    expect(seen[0]?.idempotencyKey).to.match(new RegExp(`^${instanceId}:\\d+$`));
    expect(seen[0]?.written[0]).to.contain('number');
  });

  it('is tried again with the same key, becomes a BPMN error by its code, and an incident when nothing is left', async () => {
    const keys: string[] = [];
    const outcomes: (() => Error)[] = [
      () => new Error('no line'),
      () => new OutsideError('busy', { retryAfterMs: 10 }),
      () => new BusinessError('NO', 'not you'),
    ];
    run = (context) => {
      keys.push(`${context.idempotencyKey} ${context.attempt} ${context.isLastAttempt}`);
      return Promise.reject(outcomes[keys.length - 1]?.() ?? new Error('still no line'));
    };
    node().startOutsideWorker();
    const caught = await start();
    expect(await stopped(caught.instanceId)).to.include({ status: 'completed', caught: true });
    const key = keys[0]?.split(' ')[0] ?? '';
    expect(keys).to.deep.equal([`${key} 1 false`, `${key} 2 false`, `${key} 3 true`]);
    const broken = await start();
    expect(await stopped(broken.instanceId)).to.include({ incident: 'test.outside: still no line' });
    expect(keys).to.have.lengthOf(6);
  });

  it('is an incident at once when its input or its output is not what was declared', async () => {
    run = () => Promise.resolve({ answer: 7 as unknown as string });
    node().startOutsideWorker();
    expect((await stopped((await start('seven')).instanceId)).incident).to.contain('Expected the input of test.outside, but number');
    expect((await stopped((await start()).instanceId)).incident).to.contain('Expected the output of test.outside as declared');
  });

  it('keeps its lease while it runs', async () => {
    let runs = 0;
    run = async (context) => {
      runs += 1;
      const { rows } = await database.pool.query<{ epoch: number; until: Date }>(
        `select lease_epoch as epoch, leased_until as until from job where status = 'open'`,
      );
      await eventually(async () => {
        const now = await database.pool.query<{ isLater: boolean }>(
          `select leased_until > $1::timestamptz + interval '1 second' as "isLater" from job where status = 'open'`,
          [rows[0]?.until],
        );
        return now.rows[0]?.isLater === true ? true : null;
      }, 'the lease to be renewed past its first end');
      expect(context.signal.aborted).to.equal(false);
      return { answer: 'slow' };
    };
    const busy = node();
    busy.startOutsideWorker({ leaseMs: 600 });
    const other = node();
    other.startOutsideWorker({ leaseMs: 600 });
    expect(await stopped((await start()).instanceId)).to.include({ answer: 'slow' });
    expect(runs).to.equal(1);
  });

  it('runs elsewhere with the same key when its lease is lost, and the late result is refused', async () => {
    const keys: string[] = [];
    const late = Promise.withResolvers<{ answer: string }>();
    run = (context) => {
      keys.push(context.idempotencyKey);
      return keys.length === 1 ? late.promise : Promise.resolve({ answer: 'second' });
    };
    // A node that cannot renew its leases: cut off from the database, or asleep.
    const lonely = node({
      work: withMethods(test.parts.work, { extendLease: () => Promise.reject(new Error('cut off')) }),
    });
    const lonelyWorker = lonely.startOutsideWorker({ leaseMs: 200 });
    const { instanceId } = await start();
    await eventually(async () => (keys.length === 1 ? true : null), 'the first worker to begin');
    node().startOutsideWorker();
    expect(await stopped(instanceId)).to.include({ answer: 'second' });
    late.resolve({ answer: 'first' });
    await lonelyWorker.stop();
    expect(await stopped(instanceId)).to.include({ answer: 'second' });
    expect(new Set(keys).size).to.equal(1);
    expect(keys).to.have.lengthOf(2);
  });
});
