import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createHttpRequest } from '../../../modules/connectors/operation/http-request.ts';
import { unknownSecrets } from '../../../modules/connectors/secret/unknown-secrets.ts';
import { bpmn, path } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, eventually, type TestEngine } from '../../support/engine.ts';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A process of one call; `inputs` are FEEL expressions by name. */
const callProcess = (id: string, inputs: Readonly<Record<string, string>>, retries = 3): string =>
  bpmn(
    id,
    `<bpmn:startEvent id="start" />
    <bpmn:serviceTask id="call" name="Call"><bpmn:extensionElements>
      <zeebe:taskDefinition type="connectors.http.request" retries="${retries}" lanework:retryBackoff="PT0.02S" />
      <zeebe:ioMapping>${Object.entries(inputs)
        .map(([name, source]) => `<zeebe:input source="${source.replaceAll('"', '&quot;')}" target="${name}" />`)
        .join('')}
        <zeebe:output source="=status" target="status" /><zeebe:output source="=body" target="answer" /></zeebe:ioMapping>
    </bpmn:extensionElements></bpmn:serviceTask>
    <bpmn:boundaryEvent id="refused" attachedToRef="call"><bpmn:errorEventDefinition /></bpmn:boundaryEvent>
    <bpmn:endEvent id="end" /><bpmn:endEvent id="caught" />${path('start', 'call', 'end')}${path('refused', 'caught')}`,
  );

describe('The HTTP request of a diagram', () => {
  let database: TestDatabase;
  let test: TestEngine;
  let server: Server;
  let origin: string;
  let folder: string;
  let received: Received[] = [];
  let respond: (response: ServerResponse, number: number) => void;

  before(async function () {
    this.timeout(60_000);
    folder = await mkdtemp(join(tmpdir(), 'lanework-secrets-'));
    await writeFile(join(folder, 'API_KEY'), 'tiger-in-a-box\n');
    await writeFile(join(folder, 'OTHER'), 'not-for-this-diagram');
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      request.on('end', () => {
        received.push({ method: request.method, url: request.url, headers: request.headers, body });
        respond(response, received.length);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // A TCP server that listens has one.
    database = await createTestDatabase();
    const operation = createHttpRequest();
    test = createTestEngine(database, [], {
      outsideOperations: new Map([[operation.topic, operation]]),
      outsideSettings: { httpAllow: [], secretsDirectory: folder },
    });
    test.startOutsideWorker({ leaseMs: 5_000, settings: { httpAllow: ['127.0.0.1'], secretsDirectory: folder } });
  });
  beforeEach(() => {
    received = [];
    respond = (response) => response.setHeader('content-type', 'application/json').end('{"ok":true}');
  });
  after(async () => {
    await test.close();
    await database.close();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  /** Deploys, starts and waits until the instance ends or has an incident. */
  async function run(id: string, inputs: Readonly<Record<string, string>>, variables = {}, retries = 3) {
    const deployed = await test.engine.deploy([{ name: `${id}.bpmn`, content: callProcess(id, inputs, retries) }], null, ANNA);
    expect(deployed.kind, JSON.stringify(deployed)).to.equal('deployed');
    const { instanceId } = await test.engine.startProcess({ processId: id, variables }, ANNA);
    return eventually(async () => {
      const { rows } = await database.pool.query<{ status: string; incident: string | null; ended: string[] }>(
        `select i.status, (select message from incident where instance_id = i.id) as incident,
           array(select element_id from activity where instance_id = i.id and status = 'completed') as ended
         from process_instance i where id = $1`,
        [instanceId],
      );
      const [row] = rows;
      if (row === undefined || (row.status === 'active' && row.incident === null)) return null;
      const values = await database.pool.query<{ name: string; value: unknown }>(
        'select name, value from variable where instance_id = $1',
        [instanceId],
      );
      return { instanceId, ...row, variables: Object.fromEntries(values.rows.map(({ name, value }) => [name, value])) };
    }, 'the instance to end or to stop');
  }

  it('sends what the diagram says after the step, and keeps the answer', async () => {
    const done = await run(
      'ordinary',
      {
        method: 'POST',
        url: '=base + "/orders"',
        headers: '={"X-Trace": "a"}',
        query: '={page: 2, exact: true}',
        body: '={order: order, lines: [1, 2]}',
      },
      { base: origin, order: 'A-1' },
    );
    expect(done).to.deep.include({ status: 'completed', incident: null });
    expect(done.variables).to.deep.include({ status: 200, answer: { ok: true } });
    const [call] = received;
    expect(call).to.include({ method: 'POST', url: '/orders?page=2&exact=true', body: '{"lines":[1,2],"order":"A-1"}' });
    expect(call?.headers).to.include({ 'x-trace': 'a', 'content-type': 'application/json' });
    expect(call?.headers['idempotency-key']).to.match(new RegExp(`^${done.instanceId}:\\d+$`));
  });

  it('puts a secret in where the diagram names it, and nowhere else', async () => {
    respond = (response) => response.setHeader('content-type', 'application/json').end('{"echo":"tiger-in-a-box"}');
    const done = await run(
      'confidential',
      { url: '=base', method: 'POST', headers: '={Authorization: "Bearer {{secrets.API_KEY}}"}', body: '={note: note}' },
      { base: origin, note: 'give me {{secrets.OTHER}}' },
    );
    expect(received[0]?.headers.authorization).to.equal('Bearer tiger-in-a-box');
    expect(received[0]?.body).to.equal('{"note":"give me {{secrets.OTHER}}"}');
    expect(done.variables['answer']).to.deep.equal({ echo: '***' });
    const { rows } = await database.pool.query<{ found: string }>(
      `select 'variable' as found from variable where value::text like '%tiger%' union all
       select 'journal' from journal where records::text like '%tiger%' or command::text like '%tiger%' union all
       select 'incident' from incident where message like '%tiger%' union all select 'job' from job where last_error like '%tiger%'`,
    );
    expect(rows).to.deep.equal([]);
  });

  it('is deployed with a warning, at its element, for each secret that the server does not have', async () => {
    const headers = '={A: "{{secrets.API_KEY}}", B: "{{secrets.NOBODY}}", C: "{{secrets.NOTHING}} {{secrets.NOBODY}}"}';
    const content = callProcess('lacking', { url: '="https://example.com"', headers });
    const deployed = await test.engine.deploy([{ name: 'lacking.bpmn', content }], null, ANNA);
    expect(deployed.kind).to.equal('deployed');
    expect(
      deployed.findings.map(({ rule, severity, element, line, message }) => ({ rule, severity, element, line, message })),
    ).to.deep.equal(
      ['NOBODY', 'NOTHING'].map((name) => ({
        rule: 'secret-unknown',
        severity: 'warning',
        element: 'call',
        line: content.split('\n').findIndex((text) => text.includes('id="call"')) + 1,
        message: `Expected a secret "${name}" in the folder of secrets, but found none.`,
      })),
    );
    const known = callProcess('having', { url: '="https://example.com"', headers: '={A: "{{secrets.API_KEY}}"}' });
    expect((await test.engine.check([{ name: 'having.bpmn', content: known }])).map(({ rule }) => rule)).to.deep.equal([]);
  });

  it('is deployed with the same warning where there is no folder, or one that cannot be read', async () => {
    const written = ['{{secrets.API_KEY}}'];
    expect((await unknownSecrets(null, written)).map(({ found }) => found)).to.deep.equal([
      'no such folder, because LANEWORK_SECRETS is not set',
    ]);
    expect((await unknownSecrets(join(folder, 'absent'), written)).map(({ found }) => found)).to.deep.equal([
      'a folder that cannot be read (ENOENT)',
    ]);
    expect(await unknownSecrets(join(folder, 'absent'), ['no secret']), 'nothing named').to.deep.equal([]);
  });

  it('is an incident when a secret is unknown, with nothing sent', async () => {
    const done = await run('unknown-secret', { url: '=base', headers: '={X: "{{secrets.NOBODY}}"}' }, { base: origin });
    expect(done.incident).to.contain('Expected a secret "NOBODY"');
    expect(received).to.deep.equal([]);
  });

  it('tries a transient answer again under the same key, waits as long as the server asks, and takes the result', async () => {
    respond = (response, number) =>
      number < 3
        ? response.writeHead(number === 1 ? 503 : 429, { 'retry-after': '0' }).end()
        : response.setHeader('content-type', 'text/plain').end('at last');
    const done = await run('transient', { url: '=base' }, { base: origin });
    expect(done.variables).to.deep.include({ status: 200, answer: 'at last' });
    expect(new Set(received.map((each) => each.headers['idempotency-key'])).size).to.equal(1);
    expect(received).to.have.lengthOf(3);
  });

  it('is a BPMN error at once for 4xx, and for 5xx after the last attempt', async () => {
    respond = (response) => response.writeHead(404, { 'content-type': 'application/json' }).end('{"reason":"gone"}');
    const missing = await run('not-there', { url: '=base' }, { base: origin });
    expect(missing.ended).to.include('caught');
    expect(received).to.have.lengthOf(1);
    received = [];
    respond = (response) => response.writeHead(500).end();
    const broken = await run('broken', { url: '=base' }, { base: origin }, 2);
    expect(broken.ended).to.include('caught');
    expect(received).to.have.lengthOf(2);
  });

  it('takes the status that the diagram expects', async () => {
    respond = (response) => response.writeHead(404).end();
    const done = await run('expected', { url: '=base', expectedStatus: '200-299, 404' }, { base: origin });
    expect(done.variables).to.deep.include({ status: 404, answer: null });
  });

  it('is an incident for a destination that is not allowed, at once', async () => {
    const done = await run('forbidden', { url: 'http://169.254.169.254/latest/meta-data/' });
    expect(done.incident).to.contain('Expected a host out of LANEWORK_HTTP_ALLOW');
  });

  it('is an incident after the last attempt when nobody answers in time', async () => {
    respond = () => undefined;
    const done = await run('silent', { url: '=base', timeoutMs: '=30' }, { base: origin }, 2);
    expect(done.incident).to.contain('within 30 ms');
    expect(received).to.have.lengthOf(2);
  });
});
