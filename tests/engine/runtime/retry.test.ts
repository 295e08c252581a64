import { expect } from 'chai';
import { z } from 'zod';
import { defineOperation } from '../../../engine/port/module-contract.ts';
import { bpmn, path, serviceTask } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually, type TestEngine } from '../../support/engine.ts';

let isBroken = true;
let attempts = 0;
const fragile = defineOperation({
  topic: 'test.fragile',
  title: { en: 'Fragile' },
  description: { en: 'Fails while it is broken' },
  icon: 'egg',
  input: z.object({}),
  output: z.object({ attempt: z.number() }),
  errors: [],
  transactional: true,
  run() {
    attempts += 1;
    return isBroken ? Promise.reject(new Error('it broke')) : Promise.resolve({ attempt: attempts });
  },
});

const PROCESS = bpmn(
  'fragile',
  `<bpmn:startEvent id="start" />
  <bpmn:serviceTask id="work" name="Work"><bpmn:extensionElements><zeebe:taskDefinition type="test.fragile" retries="3" lanework:retryBackoff="PT0.05S" /></bpmn:extensionElements></bpmn:serviceTask>
  <bpmn:endEvent id="end" />${path('start', 'work', 'end')}`,
);

describe('A job that fails', () => {
  let database: TestDatabase;
  let test: TestEngine;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database, [fragile]);
    const deployed = await test.engine.deploy([{ name: 'fragile.bpmn', content: PROCESS }], null, ANNA);
    expect(deployed.kind, JSON.stringify(deployed)).to.equal('deployed');
    test.startWorker();
  });
  after(async () => {
    await test.close();
    await database.close();
  });

  const incidentsOf = async (
    instanceId: string,
    status: string,
  ): Promise<readonly { readonly id: string; readonly code: string; readonly message: string; readonly resolved_by: string | null }[]> =>
    (
      await database.pool.query('select id, code, message, resolved_by from incident where instance_id = $1 and status = $2', [
        instanceId,
        status,
      ])
    ).rows;

  it('is tried as often as the diagram says, becomes an incident, and goes on when that is resolved', async () => {
    isBroken = true;
    attempts = 0;
    const { instanceId, status } = await test.engine.startProcess({ processId: 'fragile', variables: {} }, ANNA);
    expect(status).to.equal('active');
    const [incident] = await eventually(async () => {
      const found = await incidentsOf(instanceId, 'open');
      return found.length > 0 ? found : null;
    }, 'an incident');
    expect(attempts).to.equal(3);
    expect(incident?.code).to.equal('JOB_FAILED');
    expect(incident?.message).to.contain('it broke');
    expect(
      (await database.pool.query('select status, attempts, failures, retries_left from job where instance_id = $1', [instanceId])).rows,
    ).to.deep.equal([{ status: 'failed', attempts: 3, failures: 3, retries_left: 0 }]);

    isBroken = false;
    const step = await test.engine.resolveIncident(incident?.id ?? '', 1, ANNA);
    expect(step.status).to.equal('completed');
    expect(await incidentsOf(instanceId, 'resolved')).to.have.lengthOf(1);
    expect((await database.pool.query('select 1 from job where instance_id = $1', [instanceId])).rows).to.deep.equal([]);
  });

  it('becomes an incident when its workers are lost three times without a word', async () => {
    isBroken = true;
    const { instanceId } = await test.engine.startProcess({ processId: 'fragile', variables: {} }, ANNA);
    // As three workers leave it that died after their claim: attempts counted, no failure recorded, lease run out.
    await database.pool.query(
      `update job set attempts = failures + 3, leased_until = now() - interval '1 second', lease_epoch = lease_epoch + 3, due_at = now() - interval '1 second' where instance_id = $1`,
      [instanceId],
    );
    const [incident] = await eventually(async () => {
      const found = await incidentsOf(instanceId, 'open');
      return found.length > 0 ? found : null;
    }, 'an incident');
    expect(incident?.message).to.contain('3 workers were lost');
  });

  it('is not run by a worker whose claim is no longer the latest', async () => {
    isBroken = true;
    attempts = 0;
    const { instanceId } = await test.engine.startProcess({ processId: 'fragile', variables: {} }, ANNA);
    await eventually(async () => ((await incidentsOf(instanceId, 'open')).length > 0 ? true : null), 'an incident');
    const { runJobs } = await import('../../../engine/runtime/work-handlers.ts');
    const { rows } = await database.pool.query<{ id: string }>('select id from job where instance_id = $1', [instanceId]);
    const before = attempts;
    const job = { id: rows[0]?.id ?? '', instanceId, type: 'test.fragile', leaseEpoch: 0, attempts: 1, failures: 0, traceParent: null };
    await runJobs(test.parts, [job]);
    expect(attempts).to.equal(before);
  });
});

const LONELY = bpmn(
  'outside',
  `<bpmn:startEvent id="start" />${serviceTask('work', 'outside.work', 2)}
  <bpmn:boundaryEvent id="refused" attachedToRef="work"><bpmn:errorEventDefinition id="refusedDefinition" errorRef="noError" /></bpmn:boundaryEvent>
  <bpmn:endEvent id="end" /><bpmn:endEvent id="refusedEnd" />${path('start', 'work', 'end')}${path('refused', 'refusedEnd')}`,
  '<bpmn:error id="noError" errorCode="NO" />',
);

describe('A job of an outside worker', () => {
  let database: TestDatabase;
  let test: TestEngine;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database);
    await test.engine.deploy([{ name: 'outside.bpmn', content: LONELY }], null, ANNA);
  });
  after(async () => {
    await test.close();
    await database.close();
  });
  const activate = (worker: string, leaseMs = 30_000, waitMs = 0) =>
    test.engine.activateJobs({ type: 'outside.work', worker, maxJobs: 10, leaseMs, waitMs });

  it('is waited for, done once, and its result moves the token', async () => {
    const waiting = activate('one', 30_000, 5_000);
    const { instanceId } = await test.engine.startProcess({ processId: 'outside', variables: { order: 'A' } }, ANNA);
    const [job] = await waiting;
    expect(job).to.include({ type: 'outside.work', processInstanceId: instanceId, elementId: 'work', attempt: 1 });
    expect(job?.variables).to.deep.equal({ order: 'A' });
    expect(await activate('two')).to.deep.equal([]);
    const step = await test.engine.completeJob(job?.id ?? '', job?.leaseEpoch ?? 0, { weight: '2.50' }, ANNA);
    expect(step.status).to.equal('completed');
  });

  it('refuses the late result of a worker whose lease went to another', async () => {
    await test.engine.startProcess({ processId: 'outside', variables: {} }, ANNA);
    const [late] = await activate('slow', 1);
    const [current] = await eventually(async () => {
      const jobs = await activate('quick');
      return jobs.length > 0 ? jobs : null;
    }, 'the job to be free again');
    expect(current?.id).to.equal(late?.id);
    const refusal = await test.engine.completeJob(late?.id ?? '', late?.leaseEpoch ?? 0, {}, ANNA).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refusal).to.have.property('code', 'LEASE_LOST');
    expect(
      await test.engine.extendJob(late?.id ?? '', late?.leaseEpoch ?? 0, 1_000).then(
        () => null,
        (error: unknown) => error,
      ),
    ).to.have.property('code', 'LEASE_LOST');
    expect((await test.engine.extendJob(current?.id ?? '', current?.leaseEpoch ?? 0, 60_000)).leasedUntil).to.be.a('string');
    const step = await test.engine.throwJobError(
      current?.id ?? '',
      current?.leaseEpoch ?? 0,
      { code: 'NO', message: 'not today', variables: {} },
      ANNA,
    );
    expect(step.status).to.equal('completed');
  });

  it('fails into another attempt and then into an incident', async () => {
    const { instanceId } = await test.engine.startProcess({ processId: 'outside', variables: {} }, ANNA);
    const [first] = await activate('one');
    const again = await test.engine.failJob(first?.id ?? '', first?.leaseEpoch ?? 0, { message: 'no paper', retryAfterMs: 0 }, ANNA);
    expect(again.incidentIds).to.deep.equal([]);
    const [second] = await activate('one');
    expect(second?.attempt).to.equal(2);
    const last = await test.engine.failJob(second?.id ?? '', second?.leaseEpoch ?? 0, { message: 'no paper' }, ANNA);
    expect(last.incidentIds).to.have.lengthOf(1);
    expect(last.incidentIds[0]).to.contain(instanceId);
  });
});
