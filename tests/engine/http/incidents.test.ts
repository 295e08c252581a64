import { expect } from 'chai';
import { z } from 'zod';
import { defineOperation } from '../../../engine/port/module-contract.ts';
import { MAX_BATCH } from '../../../engine/port/repair.ts';
import { createQueries } from '../../../engine/store/query/index.ts';
import { bpmn, path } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually, type TestEngine } from '../../support/engine.ts';
import { call, fakeIdentity, PERSON_BY_ROLE, startServer, type Answer, type TestServer } from './http-fixture.ts';

let isBroken = true;
const print = defineOperation({
  topic: 'test.print',
  title: { en: 'Print' },
  description: { en: 'Prints while there is paper' },
  icon: 'printer',
  input: z.object({ copies: z.number() }),
  output: z.object({}),
  errors: [],
  transactional: true,
  run: () => (isBroken ? Promise.reject(new Error('no paper')) : Promise.resolve({})),
});
const PROCESS = bpmn(
  'printing',
  `<bpmn:startEvent id="start" /><bpmn:serviceTask id="print" name="Print"><bpmn:extensionElements>
    <zeebe:taskDefinition type="test.print" retries="2" lanework:retryBackoff="PT0.02S" />
    <zeebe:ioMapping><zeebe:input source="=pages * 2" target="copies" /></zeebe:ioMapping></bpmn:extensionElements></bpmn:serviceTask>
  <bpmn:endEvent id="end" />${path('start', 'print', 'end')}`,
);

describe('Incidents over HTTP', () => {
  let database: TestDatabase;
  let test: TestEngine;
  let server: TestServer;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase([]);
    test = createTestEngine(database, [print]);
    expect((await test.engine.deploy([{ name: 'printing.bpmn', content: PROCESS }], null, ANNA)).kind).to.equal('deployed');
    test.startWorker({ pollMs: 50 });
    server = await startServer({ engine: test.engine, queries: createQueries(database.pool), identity: fakeIdentity() });
  });
  after(async () => {
    await server.close();
    await test.close();
    await database.close();
  });

  const send = (method: string, address: string, body?: unknown, as: string = PERSON_BY_ROLE.manager): Promise<Answer> =>
    call(server, method, address, { as, ...(body === undefined ? {} : { body }) });
  const open = async (): Promise<readonly string[]> =>
    (await database.pool.query<{ id: string }>(`select id from incident where status = 'open'`)).rows.map(({ id }) => id);
  const fail = async (count: number): Promise<void> => {
    isBroken = true;
    const before = (await open()).length;
    await Promise.all(
      Array.from({ length: count }, () => test.engine.startProcess({ processId: 'printing', variables: { pages: 3 } }, ANNA)),
    );
    await eventually(async () => ((await open()).length === before + count ? true : null), `${count} incidents`, 30_000);
  };
  const now = async (): Promise<string> =>
    (await database.pool.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]?.now.toISOString() ?? '';

  it('tell everything that is needed to understand one', async () => {
    await fail(1);
    const [id = ''] = await open();
    const { status, body } = await send('GET', `/incidents/${id}`);
    expect(status).to.equal(200);
    expect(body).to.deep.include({ id, code: 'JOB_FAILED', elementId: 'print', elementName: 'Print', variables: { copies: 6 } });
    expect(body['job']).to.include({ work: 'operation', type: 'test.print', attempts: 2, failures: 2, retriesLeft: 0, worker: 'engine' });
    const failures = body['failures'] as readonly { readonly at: string; readonly message: string }[];
    expect(failures.map(({ message }) => message)).to.deep.equal(['test.print: no paper', 'test.print: no paper']);
    expect(failures[0]?.at && failures[1] && failures[0].at >= failures[1].at).to.equal(true);
    expect((await send('GET', `/incidents/${id}0`)).status).to.equal(404);
  });

  it('are tried again together, a bounded number per call, each with an entry in the journal', async function () {
    this.timeout(60_000);
    await fail(MAX_BATCH + 4);
    const count = (await open()).length;
    isBroken = false;
    const raisedUntil = await now();
    expect((await send('POST', '/incidents/retry', { raisedUntil }, PERSON_BY_ROLE.employee)).status).to.equal(403);
    expect((await send('POST', '/incidents/retry', { raisedUntil, code: 'OTHER' })).body).to.deep.equal({ results: [], nextCursor: null });
    const first = await send('POST', '/incidents/retry', { raisedUntil, processId: 'printing', elementId: 'print', code: 'JOB_FAILED' });
    expect(first.status, first.text).to.equal(200);
    const results = first.body['results'] as readonly { readonly result: string }[];
    expect(results).to.have.lengthOf(MAX_BATCH);
    expect(new Set(results.map(({ result }) => result))).to.deep.equal(new Set(['resolved']));
    expect(await open()).to.have.lengthOf(count - MAX_BATCH);
    const rest = await send('POST', '/incidents/retry', { raisedUntil, cursor: first.body['nextCursor'] });
    expect(rest.body['nextCursor']).to.equal(null);
    expect(await open()).to.deep.equal([]);
    const { rows } = await database.pool.query<{ n: number }>(
      `select count(*)::integer as n from journal where command->>'kind' = 'resolveIncident' and actor->>'id' = $1`,
      [PERSON_BY_ROLE.manager],
    );
    expect(rows[0]?.n).to.equal(count);
  });

  it('that fail again are said to, and are not tried for ever', async () => {
    await fail(2);
    const raisedUntil = await now();
    const answer = await send('POST', '/incidents/retry', { raisedUntil });
    const results = answer.body['results'] as readonly { readonly result: string }[];
    expect(results.map(({ result }) => result)).to.deep.equal(['failedAgain', 'failedAgain']);
    expect((await send('POST', '/incidents/retry', { raisedUntil })).body).to.deep.equal({ results: [], nextCursor: null });
    expect(await open()).to.have.lengthOf(2);
  });
});
