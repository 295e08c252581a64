import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { bpmn, path } from '../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { ANNA, createTestEngine, eventually, type TestEngine } from '../support/engine.ts';

const PROCESS = bpmn(
  'calling',
  `<bpmn:startEvent id="start" />
  <bpmn:serviceTask id="call" name="Call"><bpmn:extensionElements>
    <zeebe:taskDefinition type="connectors.http.request" retries="3" />
    <zeebe:ioMapping><zeebe:input source="=address" target="url" /><zeebe:output source="=body" target="answer" /></zeebe:ioMapping>
  </bpmn:extensionElements></bpmn:serviceTask>
  <bpmn:endEvent id="end" />${path('start', 'call', 'end')}`,
);

describe('A worker that is killed while it calls an HTTP API', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let test: TestEngine;
  let server: Server;
  const calls: { key: string; response: ServerResponse }[] = [];
  const children: ChildProcess[] = [];

  before(async () => {
    database = await createTestDatabase();
    test = createTestEngine(database);
    await test.engine.deploy([{ name: 'calling.bpmn', content: PROCESS }], null, ANNA);
    server = createServer((request, response) => {
      calls.push({ key: String(request.headers['idempotency-key']), response });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await test.close();
    await database.close();
    await new Promise((resolve) => server.close(resolve));
  });

  function startWorker(): ChildProcess {
    const child = spawn(process.execPath, ['engine/cli.ts', 'serve', '--role', 'worker'], {
      stdio: ['ignore', 'ignore', process.env['FAULT_LOG'] === undefined ? 'ignore' : 'inherit'],
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: database.url,
        LANEWORK_DEMO: 'off',
        LANEWORK_ADMIN_PASSWORD: 'fault-test',
        LANEWORK_LEASE_MS: '1500',
        LANEWORK_HTTP_ALLOW: '127.0.0.1',
      },
    });
    children.push(child);
    return child;
  }
  const called = (count: number) => eventually(() => Promise.resolve(calls[count - 1] ?? null), `call ${count}`, 60_000);

  it('leaves the call to another, under the same key, and the instance goes on once', async () => {
    const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
    const { instanceId } = await test.engine.startProcess(
      { processId: 'calling', variables: { address: `http://127.0.0.1:${port}/` } },
      ANNA,
    );
    const first = startWorker();
    const { key } = await called(1);
    expect(key).to.contain(instanceId);
    first.kill('SIGKILL');
    await once(first, 'exit');
    startWorker();
    const second = await called(2);
    expect(second.key).to.equal(key);
    second.response.setHeader('content-type', 'application/json').end('"done"');
    await eventually(async () => {
      const { rows } = await database.pool.query<{ status: string }>('select status from process_instance where id = $1', [instanceId]);
      return rows[0]?.status === 'completed' ? true : null;
    }, 'the instance to end');
    const { rows } = await database.pool.query("select value from variable where instance_id = $1 and name = 'answer'", [instanceId]);
    expect(rows).to.deep.equal([{ value: 'done' }]);
    expect(calls).to.have.lengthOf(2);
  });
});
