import { expect } from 'chai';
import { module as identityModule } from '../../modules/identity/index.ts';
import { bpmn, path } from '../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/engine.ts';
import { serveProduct, type ServedProduct } from '../support/product.ts';
import { makeToken } from './fault-stage.ts';
import { recordFigure, whole } from './figure.ts';
import { scaled } from './scale.ts';
import { timer } from './work-module.ts';
import { Caller } from './work-stage.ts';

/** Servers that are ended one after another, each replaced before the next. */
const ENDS = scaled('FAULT_SHUTDOWNS', 1, 30);
const CLIENTS = 4;
/** How often the balancer looks which servers are ready, in milliseconds; less than the product goes on serving. */
const LOOK_EVERY_MS = 100;
const LONGEST_EXIT_MS = 10_000;

const CASE = bpmn(
  'case',
  `<bpmn:startEvent id="start" /><bpmn:userTask id="task" />${timer('pause', 'PT0.05S')}<bpmn:endEvent id="end" />
   ${path('start', 'task', 'pause', 'end')}`,
);

/** Sends each request to a server that was ready when it looked last, as a load balancer does, and never sends one twice. */
class Balancer {
  readonly #token: string;
  #ready: readonly string[] = [];
  #next = 0;
  #isStopped = false;
  readonly failures: string[] = [];
  requests = 0;

  constructor(token: string) {
    this.#token = token;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  get ready(): readonly string[] {
    return this.#ready;
  }

  stop(): void {
    this.#isStopped = true;
  }

  async watch(urls: () => readonly string[]): Promise<void> {
    while (!this.#isStopped) {
      const asked = urls();
      const answers = await Promise.allSettled(asked.map((url) => fetch(`${url}/api/v1/health/ready`)));
      this.#ready = asked.filter((_url, index) => {
        const answer = answers[index];
        return answer?.status === 'fulfilled' && answer.value.status === 200;
      });
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  async post(resource: string, body: unknown, status: number): Promise<Readonly<Record<string, unknown>>> {
    const url = this.#ready[this.#next++ % this.#ready.length] ?? '';
    this.requests += 1;
    try {
      const answer = await new Caller(url, this.#token).post(resource, body);
      if (answer.status === status) return answer.body;
      this.failures.push(`${answer.status} ${JSON.stringify(answer.body)}`);
    } catch (error) {
      this.failures.push(`${String(error)} ${error instanceof Error ? String(error.cause) : ''}`);
    }
    return {};
  }
}

describe('A product whose servers are told to end under load', function () {
  this.timeout(180_000 + ENDS * 30_000);
  let database: TestDatabase;
  let token: string;
  const servers: ServedProduct[] = [];
  const serve = (): Promise<ServedProduct> => serveProduct({ DATABASE_URL: database.url, LANEWORK_DEMO: 'off', LANEWORK_POLL_MS: '200' });
  before(async () => {
    database = await createTestDatabase(identityModule.migrations);
    token = await makeToken(database);
    servers.push(await serve(), await serve());
    await new Caller(servers[0]?.url ?? '', token).post('/deployments', { resources: [{ name: 'case.bpmn', content: CASE }] });
  });
  after(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await database.close();
  });

  it('answers every request, ends event streams, and leaves in time', async () => {
    const balancer = new Balancer(token);
    let cases = 0;
    const work = async (): Promise<void> => {
      while (!balancer.isStopped) {
        const { instanceId } = await balancer.post('/process-instances', { processId: 'case', variables: {} }, 201);
        const { rows } = await database.pool.query<{ id: string }>('select id from task where instance_id = $1', [instanceId ?? null]);
        await balancer.post(`/tasks/${rows[0]?.id ?? 'none'}/complete`, { variables: {} }, 200);
        cases += 1;
      }
    };
    const watching = balancer.watch(() => servers.map(({ url }) => url));
    await eventually(() => Promise.resolve(balancer.ready.length === 2 ? true : null), 'both servers to be ready');
    const working = Array.from({ length: CLIENTS }, work);
    const waiting = async (): Promise<void> => {
      while (!balancer.isStopped) await balancer.post('/jobs/activate', { type: 'nobody.asks', worker: 'waiting', waitMs: 30_000 }, 200);
    };
    // Those that wait when the test is over are answered when the last servers end.
    for (let each = 0; each < CLIENTS; each += 1) void waiting();
    const exits: number[] = [];
    for (let end = 0; end < ENDS; end += 1) {
      const before = cases;
      await eventually(() => Promise.resolve(cases > before + CLIENTS ? true : null), 'cases to be under way', 30_000);
      const [leaving] = servers;
      if (leaving === undefined) throw new Error('Expected a server to end, but there is none.');
      const stream = await fetch(`${leaving.url}/api/v1/events`, { headers: { authorization: `Bearer ${token}` } });
      const streamed = stream.text();
      const begun = performance.now();
      expect(await leaving.stop(), 'exit code').to.equal(0);
      exits.push(performance.now() - begun);
      // Ended, not cut: a cut stream throws.
      expect(await streamed).to.contain(': connected');
      servers.shift();
      servers.push(await serve());
      await eventually(() => Promise.resolve(balancer.ready.length === 2 ? true : null), 'both servers to be ready', 30_000);
    }
    balancer.stop();
    await Promise.all([watching, ...working]);
    await eventually(
      async () => {
        const { rows } = await database.pool.query<{ n: string }>('select count(*) as n from process_instance where ended_at is null');
        return rows[0]?.n === '0' ? true : null;
      },
      'every case to end',
      30_000,
    );
    const { rows } = await database.pool.query<{ instances: string; fired: string }>(
      `select (select count(*) from process_instance) as instances, (select count(*) from journal where command->>'kind' = 'fireTimer') as fired`,
    );
    const longest = Math.max(...exits);
    const { length: failed } = balancer.failures;
    const isMet = failed === 0 && longest <= LONGEST_EXIT_MS && Number(rows[0]?.instances) === cases && Number(rows[0]?.fired) === cases;
    const figure = `${ENDS} ends, ${whole(balancer.requests)} requests: ${failed} failed, 0 doubled, exit <= ${whole(longest)} ms`;
    recordFigure({ row: 'shutdown', figure, command: 'FAULTS=long mocha tests/faults/shutdown.test.ts', seed: null, isMet });
    expect([...new Set(balancer.failures)].slice(0, 5)).to.deep.equal([]);
    expect({ ...rows[0] }).to.deep.equal({ instances: String(cases), fired: String(cases) });
    expect(longest).to.be.at.most(LONGEST_EXIT_MS);
  });
});
