import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ApiError, BpmnError, createClient, JobFailure, NoAnswerError, type Client, type Job } from '../../../engine/client/index.ts';
import { readConfig } from '../../../engine/config.ts';
import { startServer, type RunningServer } from '../../../engine/main.ts';
import { module as identityModule } from '../../../modules/identity/index.ts';
import { makeToken } from '../../faults/fault-stage.ts';
import { bpmn, path, serviceTask } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/engine.ts';
import { importsOf, readSourceFiles } from '../../support/source-files.ts';

const PROCESS = bpmn(
  'packing',
  `<bpmn:startEvent id="start" />${serviceTask('pack', 'pack', 2)}
  <bpmn:boundaryEvent id="refused" attachedToRef="pack"><bpmn:errorEventDefinition errorRef="full" /></bpmn:boundaryEvent>
  <bpmn:endEvent id="end" /><bpmn:endEvent id="caught" />${path('start', 'pack', 'end')}${path('refused', 'caught')}`,
  '<bpmn:error id="full" errorCode="FULL" />',
);

describe('The client', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let server: RunningServer;
  let url: string;
  let token: string;
  let client: Client;
  before(async () => {
    database = await createTestDatabase([...identityModule.migrations]);
    token = await makeToken(database);
    const settings = { DATABASE_URL: database.url, PORT: '0', LANEWORK_DEMO: 'off', LANEWORK_DRAIN_MS: '0', LANEWORK_LOG_LEVEL: 'silent' };
    server = await startServer(readConfig(settings), 'all', [identityModule]);
    url = server.url ?? '';
    client = createClient({ url, token });
    await client.deploy({ resources: [{ name: 'packing.bpmn', content: PROCESS }] });
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  const start = async (variables = {}, from = client): Promise<string> =>
    (await from.startProcess({ processId: 'packing', variables })).instanceId;
  const ended = (id: string, element: string) =>
    eventually(async () => {
      const { status, elements } = await client.getProcessInstance(id);
      return status === 'completed' && elements[element] !== undefined ? true : null;
    }, `${id} to end at ${element}`);
  const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => null,
      (error: unknown) => error,
    );

  it('says what the API refuses with its code', async () => {
    const error = await failureOf(client.startProcess({ processId: 'nobody' }));
    expect(error).to.be.instanceOf(ApiError);
    expect(error).to.include({ status: 404, code: 'NOT_FOUND' });
    expect(await failureOf(createClient({ url, token: 'wrong' }).listTasks())).to.include({ status: 401 });
  });

  it('works jobs off with as many at a time as it may, and ends errors and failures as the handler says', async () => {
    let running = 0;
    let most = 0;
    const seen: Job[] = [];
    const worker = client.worker({
      type: 'pack',
      concurrency: 3,
      handler: async (job) => {
        running += 1;
        most = Math.max(most, running);
        seen.push(job);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        const { kind } = job.variables;
        if (kind === 'full') throw new BpmnError('FULL', 'no room', { by: 'me' });
        if (kind === 'later' && job.attempt === 1) throw new JobFailure('not yet', { retryAfterMs: 0 });
        if (kind === 'broken') throw new JobFailure('for good', { retriesLeft: 0 });
        return { packed: true };
      },
    });
    const plain = await Promise.all(Array.from({ length: 12 }, () => start()));
    const full = await start({ kind: 'full' });
    const later = await start({ kind: 'later' });
    const broken = await start({ kind: 'broken' });
    for (const id of plain) await ended(id, 'end');
    await ended(full, 'caught');
    await ended(later, 'end');
    const incident = await eventually(async () => (await client.listIncidents({ status: 'open' })).items[0] ?? null, 'an incident');
    expect(incident).to.include({ instanceId: broken, message: 'for good' });
    await worker.stop();
    expect(most).to.be.within(2, 3);
    expect(new Set(seen.map((job) => job.idempotencyKey)).size).to.equal(15);
  });

  it('renews leases while the handler runs, and gives a lost job up', async () => {
    const aborted: boolean[] = [];
    const worker = client.worker({
      type: 'pack',
      leaseMs: 1_000,
      handler: async (job, { signal }) => {
        await eventually(async () => {
          const { rows } = await database.pool.query<{ isLater: boolean }>('select leased_until > $2 as "isLater" from job where id = $1', [
            job.id,
            job.leasedUntil,
          ]);
          return rows[0]?.isLater === true ? true : null;
        }, 'the lease to be renewed');
        void worker.stop();
        const gone = once(signal, 'abort');
        await database.pool.query('update job set lease_epoch = lease_epoch + 1, leased_until = null where id = $1', [job.id]);
        await gone;
        aborted.push(signal.aborted);
      },
    });
    const id = await start();
    await worker.done;
    expect(aborted).to.deep.equal([true]);
    const other = client.worker({ type: 'pack', handler: () => Promise.resolve() });
    await ended(id, 'end');
    await other.stop();
  });

  it('finishes what is in hand when it is stopped, and hands back what takes too long', async () => {
    const begun = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const patient = client.worker({
      type: 'pack',
      handler: async () => {
        begun.resolve();
        await release.promise;
      },
    });
    const first = await start();
    await begun.promise;
    const stopping = patient.stop();
    release.resolve();
    await stopping;
    await ended(first, 'end');
    const stuck = Promise.withResolvers<void>();
    const hasty = client.worker({
      type: 'pack',
      stopGraceMs: 50,
      handler: () => {
        stuck.resolve();
        return new Promise(() => undefined);
      },
    });
    const second = await start();
    await stuck.promise;
    await hasty.stop();
    const next = client.worker({ type: 'pack', handler: (job) => Promise.resolve({ attempt: job.attempt }) });
    await ended(second, 'end');
    await next.stop();
  });

  it('ends when its token is refused', async () => {
    const worker = createClient({ url, token: 'wrong' }).worker({ type: 'pack', handler: () => Promise.resolve() });
    expect(await failureOf(worker.done)).to.include({ status: 401 });
  });

  it('prints labels: the example runs as its page says', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lanework-labels-'));
    let child: ChildProcess | null = null;
    try {
      child = spawn(process.execPath, ['engine/client/example/label-worker.ts', url, folder], {
        env: { PATH: process.env['PATH'], LANEWORK_TOKEN: token },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      if (child.stdout !== null) await once(child.stdout, 'data');
      const { instanceId } = await client.startProcess({ processId: 'parcel', variables: { parcel: { address: '1 Harbour Road' } } });
      const lost = await client.startProcess({ processId: 'parcel', variables: { parcel: { address: '' } } });
      await ended(instanceId, 'sent');
      await ended(lost.instanceId, 'returned');
      const [label = ''] = await readdir(folder);
      expect(await readFile(join(folder, label), 'utf8')).to.contain('1 Harbour Road');
      child.kill('SIGTERM');
      expect((await once(child, 'exit'))[0]).to.equal(0);
    } finally {
      child?.kill('SIGKILL');
      await rm(folder, { recursive: true });
    }
  });

  it('loads nothing of the server', () => {
    const sources = readSourceFiles('.', ['engine/client']).filter((file) => !file.path.includes('/example/'));
    expect(sources.length).to.be.at.least(5);
    const loaded = sources.flatMap((file) => importsOf(file.text).filter((each) => !each.isTypeOnly && !each.specifier.startsWith('./')));
    expect(loaded).to.deep.equal([]);
  });

  describe('with a bad line to the server', () => {
    let proxy: Server;
    let line: string;
    let refuse: (request: IncomingMessage, response: ServerResponse, number: number) => boolean;
    let keys: (string | undefined)[] = [];
    before(async () => {
      proxy = createServer((request, response) => {
        keys.push(request.headers['idempotency-key']?.toString());
        if (refuse(request, response, keys.length)) return;
        const onward = httpRequest(`${url}${request.url}`, { method: request.method ?? 'GET', headers: request.headers }, (answer) => {
          if (keys.length === 1) {
            // It was done, but nobody hears of it.
            answer.resume();
            answer.once('end', () => response.destroy());
          } else {
            response.writeHead(answer.statusCode ?? 500, answer.headers);
            answer.pipe(response);
          }
        });
        request.pipe(onward);
      });
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      line = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`; // A TCP server that listens has one.
    });
    beforeEach(() => {
      keys = [];
      refuse = () => false;
    });
    after(() => new Promise((resolve) => proxy.close(resolve)));

    it('starts one process though the first answer is lost', async () => {
      const before = (await client.listProcessInstances({ processId: 'packing' })).total;
      const id = await start({}, createClient({ url: line, token, firstPauseMs: 1 }));
      expect((await client.getProcessInstance(id)).status).to.equal('active');
      expect((await client.listProcessInstances({ processId: 'packing' })).total).to.equal(before === undefined ? undefined : before + 1);
      expect(keys).to.have.lengthOf(2);
      expect(new Set(keys).size).to.equal(1);
    });

    it('waits as long as the server asks, backs off, and gives up in the end', async () => {
      const pauses: number[] = [];
      const impatient = createClient({
        url: line,
        token,
        firstPauseMs: 10,
        maxPauseMs: 60,
        attempts: 4,
        onRetry: ({ pauseMs }) => pauses.push(pauseMs),
      });
      refuse = (_request, response, number) => {
        response.writeHead(number === 1 ? 429 : 503, number === 1 ? { 'retry-after': '5' } : {}).end();
        return true;
      };
      expect(await failureOf(impatient.listTasks())).to.include({ status: 503 });
      expect(keys).to.have.lengthOf(4);
      expect(pauses[0]).to.equal(60);
      expect(pauses[1]).to.be.within(10, 20);
      expect(pauses[2]).to.be.within(20, 40);
      refuse = (_request, response) => {
        response.destroy();
        return true;
      };
      expect(await failureOf(impatient.listTasks())).to.be.instanceOf(NoAnswerError);
    });
  });
});
