import { expect } from 'chai';
import { readConfig } from '../../../engine/config.ts';
import { coreRoutes } from '../../../engine/http/index.ts';
import { startServer, type RunningServer } from '../../../engine/main.ts';
import { bpmn, path, serviceTask } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { SETTINGS_RECIPES } from './settings-recipes.ts';

const PASSWORD = 'a long password';
const once = (name: string): string =>
  bpmn(
    'once',
    `<bpmn:startEvent id="start" /><bpmn:userTask id="decide" name="${name}" />${serviceTask('work', 'once.work', 3)}<bpmn:endEvent id="end" />
    ${path('start', 'decide', 'work', 'end')}`,
  );
const HOT = bpmn(
  'hot',
  `<bpmn:startEvent id="heated"><bpmn:conditionalEventDefinition id="isHot"><bpmn:condition xsi:type="bpmn:tFormalExpression">=temperature &gt; 30</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:startEvent>
  <bpmn:userTask id="cool" name="Cool" /><bpmn:endEvent id="end" />${path('heated', 'cool', 'end')}`,
);
const CALLED = bpmn(
  'alarm',
  `<bpmn:startEvent id="rung"><bpmn:signalEventDefinition id="ringing" signalRef="alarmSignal" /></bpmn:startEvent><bpmn:userTask id="look" name="Look" /><bpmn:endEvent id="end" />${path('rung', 'look', 'end')}`,
  '<bpmn:signal id="alarmSignal" name="alarm" />',
);

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly replayed: boolean;
}
type Recipe = { readonly path: string; readonly body?: unknown; readonly asPerson?: true };

/** The whole product without a worker, so that nothing changes but by the requests. */
class World {
  readonly database: TestDatabase;
  readonly server: RunningServer;
  token = '';
  cookie = '';
  #names = 0;
  #keys = 0;

  constructor(database: TestDatabase, server: RunningServer) {
    this.database = database;
    this.server = server;
  }

  static async open(): Promise<World> {
    const database = await createTestDatabase();
    const server = await startServer(
      readConfig({
        DATABASE_URL: database.url,
        LANEWORK_DEMO: 'off',
        PORT: '0',
        LANEWORK_ADMIN_PASSWORD: PASSWORD,
        LANEWORK_LOG_LEVEL: 'silent',
      }),
      'api',
    );
    const world = new World(database, server);
    await world.signIn();
    const scopes = ['read', 'write', 'jobs', 'deploy', 'admin'];
    const { body } = await world.send('POST', { path: '/api-tokens', body: { name: 'test', scopes }, asPerson: true });
    world.token = String(body['token']);
    for (const content of [once('Decide'), once('Decide again'), HOT, CALLED]) {
      const deployed = await world.send('POST', { path: '/deployments', body: { resources: [{ name: 'a.bpmn', content }] } });
      expect(deployed.status, JSON.stringify(deployed.body)).to.equal(201);
    }
    return world;
  }

  async signIn(): Promise<void> {
    const response = await fetch(`${this.server.url ?? ''}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'lanework' },
      body: JSON.stringify({ login: 'admin', password: PASSWORD }),
    });
    this.cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.database.close();
  }

  name(): string {
    this.#names += 1;
    return `thing-${this.#names}`;
  }

  key(): string {
    this.#keys += 1;
    return `key-${this.#keys}`;
  }

  async send(method: string, { path: address, body, asPerson }: Recipe, key?: string): Promise<Answer> {
    const response = await fetch(`${this.server.url ?? ''}/api/v1${address}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(asPerson === true ? { cookie: this.cookie, 'x-requested-with': 'lanework' } : { authorization: `Bearer ${this.token}` }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const cookie = response.headers.get('set-cookie');
    if (cookie !== null) this.cookie = cookie.split(';')[0] ?? '';
    const replayed = response.headers.get('idempotent-replayed') === 'true';
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']), replayed };
  }

  async make(address: string, body: unknown): Promise<string> {
    const { status, body: made } = await this.send('POST', { path: address, body });
    expect(status, JSON.stringify(made)).to.be.within(200, 201);
    return String(made['processInstanceId'] ?? made['instanceId'] ?? made['id']);
  }

  instance(version = 2): Promise<string> {
    return this.make('/process-instances', { processId: 'once', version, variables: {} });
  }

  async row(sql: string, instanceId: string): Promise<string> {
    return String((await this.database.pool.query<{ id: string }>(sql, [instanceId])).rows[0]?.id);
  }

  latest(): Promise<string> {
    return this.row('select id from process_definition where process_id = $1 and is_latest', 'once');
  }

  task(instanceId: string): Promise<string> {
    return this.row(`select id from task where instance_id = $1 and status = 'open'`, instanceId);
  }

  async job(): Promise<{ readonly id: string; readonly leaseEpoch: number }> {
    const instanceId = await this.instance();
    await this.send('POST', { path: `/tasks/${await this.task(instanceId)}/complete`, body: { variables: {} } });
    const { body } = await this.send('POST', {
      path: '/jobs/activate',
      body: { type: 'once.work', worker: 'w', maxJobs: 100, leaseMs: 60_000 },
    });
    const jobs = body['jobs'] as readonly { readonly id: string; readonly leaseEpoch: number; readonly processInstanceId: string }[];
    const job = jobs.find((each) => each.processInstanceId === instanceId);
    if (job === undefined) throw new Error('Expected the job of the instance, but it was not activated.');
    return job;
  }

  async incident(): Promise<string> {
    const { id, leaseEpoch } = await this.job();
    await this.send('POST', { path: `/jobs/${id}/fail`, body: { leaseEpoch, message: 'no paper', retriesLeft: 0 } });
    return this.row('select id from incident where job_id = $1', id);
  }

  /** Everything that is stored, but for when a credential was used and what nodes report. */
  async state(): Promise<string> {
    const { rows } = await this.database.pool.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema', 'bullmq') and tablename not in ('request_log', 'node', 'node_sample', 'load_sample') order by 1`,
    );
    const states = await Promise.all(
      rows.map(async ({ name }) => {
        const found = await this.database.pool.query<{ state: string }>(
          `select md5(coalesce(string_agg(row, '|' order by row), '')) as state
           from (select (to_jsonb(t) - 'last_used_at' - 'last_seen_at')::text as row from ${name} as t) as rows`,
        );
        return `${name} ${found.rows[0]?.state ?? ''}`;
      }),
    );
    return states.join('\n');
  }
}

const RECIPES: Readonly<Record<string, (world: World) => Promise<Recipe>>> = {
  'patch /session/user': async () => ({ path: '/session/user', body: { locale: 'es' }, asPerson: true }),
  'post /session/password': async () => ({
    path: '/session/password',
    body: { currentPassword: PASSWORD, newPassword: PASSWORD },
    asPerson: true,
  }),
  'post /users': async (world) => {
    const login = world.name();
    return { path: '/users', body: { login, name: login, email: `${login}@example.com`, password: PASSWORD } };
  },
  'patch /users/:id': async (world) => {
    const login = world.name();
    const id = await world.make('/users', { login, name: login, email: `${login}@example.com`, password: PASSWORD });
    return { path: `/users/${id}`, body: { name: 'Changed' } };
  },
  'post /groups': async (world) => ({ path: '/groups', body: { id: world.name(), name: 'Night shift' } }),
  'post /api-tokens': async (world) => ({ path: '/api-tokens', body: { name: world.name(), scopes: ['jobs'] } }),
  'delete /api-tokens/:id': async (world) => ({
    path: `/api-tokens/${await world.make('/api-tokens', { name: world.name(), scopes: ['jobs'] })}`,
  }),
  'post /deployments': async (world) => ({
    path: '/deployments',
    body: { resources: [{ name: 'b.bpmn', content: once('Decide').replaceAll('"once"', `"${world.name()}"`) }] },
  }),
  ...SETTINGS_RECIPES,
  'post /drafts': async (world) => ({ path: '/drafts', body: { name: world.name(), resources: [] } }),
  'put /drafts/:id': async (world) => {
    const id = await world.make('/drafts', { name: world.name(), resources: [] });
    return { path: `/drafts/${id}`, body: { name: 'Saved', resources: [], revision: 1 } };
  },
  'delete /drafts/:id': async (world) => ({ path: `/drafts/${await world.make('/drafts', { name: world.name(), resources: [] })}` }),
  'post /process-instances': async () => ({ path: '/process-instances', body: { processId: 'once', variables: { a: 1 } } }),
  'put /process-instances/:id/variables': async (world) => ({
    path: `/process-instances/${await world.instance()}/variables`,
    body: { variables: { a: 1 } },
  }),
  'post /process-instances/:id/cancel': async (world) => ({ path: `/process-instances/${await world.instance()}/cancel` }),
  'post /process-instances/:id/suspend': async (world) => ({ path: `/process-instances/${await world.instance()}/suspend` }),
  'post /process-instances/:id/resume': async (world) => {
    const id = await world.instance();
    await world.send('POST', { path: `/process-instances/${id}/suspend` });
    return { path: `/process-instances/${id}/resume` };
  },
  'post /process-instances/:id/modify': async (world) => ({
    path: `/process-instances/${await world.instance()}/modify`,
    body: { instructions: [{ kind: 'add', place: { before: 'decide' } }] },
  }),
  'post /process-instances/:id/migrate': async (world) => ({
    path: `/process-instances/${await world.instance(1)}/migrate`,
    body: { definitionId: await world.latest() },
  }),
  'post /migrations': async (world) => ({
    path: '/migrations',
    body: { definitionId: await world.latest(), instanceIds: [await world.instance(1), await world.instance(1)] },
  }),
  'post /tasks/:id/claim': async (world) => ({ path: `/tasks/${await world.task(await world.instance())}/claim` }),
  'post /tasks/:id/unclaim': async (world) => {
    const id = await world.task(await world.instance());
    await world.send('POST', { path: `/tasks/${id}/claim` });
    return { path: `/tasks/${id}/unclaim` };
  },
  'post /tasks/:id/assign': async (world) => ({
    path: `/tasks/${await world.task(await world.instance())}/assign`,
    body: { userId: null },
  }),
  'put /tasks/:id/draft': async (world) => ({
    path: `/tasks/${await world.task(await world.instance())}/draft`,
    body: { variables: { a: 1 } },
  }),
  'post /tasks/:id/complete': async (world) => ({
    path: `/tasks/${await world.task(await world.instance())}/complete`,
    body: { variables: { a: 1 } },
  }),
  'post /incidents/:id/retry': async (world) => ({ path: `/incidents/${await world.incident()}/retry`, body: { retries: 1 } }),
  'post /incidents/retry': async (world) => {
    await world.incident();
    return { path: '/incidents/retry', body: { raisedUntil: '2999-01-01T00:00:00.000Z' } };
  },
  'post /messages': async (world) => ({ path: '/messages', body: { name: world.name(), timeToLiveMs: 60_000 } }),
  'post /signals': async () => ({ path: '/signals', body: { name: 'alarm' } }),
  'post /conditions': async () => ({ path: '/conditions', body: { variables: { temperature: 31 } } }),
  'post /jobs/:id/complete': async (world) => {
    const { id, leaseEpoch } = await world.job();
    return { path: `/jobs/${id}/complete`, body: { leaseEpoch, variables: { weight: 2 } } };
  },
  'post /jobs/:id/fail': async (world) => {
    const { id, leaseEpoch } = await world.job();
    return { path: `/jobs/${id}/fail`, body: { leaseEpoch, message: 'no paper' } };
  },
  'post /jobs/:id/error': async (world) => {
    const { id, leaseEpoch } = await world.job();
    return { path: `/jobs/${id}/error`, body: { leaseEpoch, code: 'NO', message: 'no' } };
  },
  'post /records/:type': async (world) => ({ path: '/records/crm.customer', body: { name: world.name(), country: 'CZ' } }),
  'patch /records/:type/:id': async (world) => {
    const id = await world.make('/records/crm.customer', { name: world.name(), country: 'CZ' });
    return { path: `/records/crm.customer/${id}`, body: { version: 1, name: 'Changed' } };
  },
  'post /crm/interactions': async (world) => ({
    path: '/crm/interactions',
    body: { kind: 'note', subject: world.name(), customerId: await world.make('/records/crm.customer', { name: 'Owner', country: 'CZ' }) },
  }),
};

const writes = coreRoutes.filter((route) => route.once !== 'unchanged');

describe('A write that is sent twice under one key', () => {
  let world: World;
  before(async function () {
    this.timeout(120_000);
    world = await World.open();
  });
  after(() => world.close());

  it('is tried on every route that changes something', () => {
    const named = writes.map((route) => `${route.method} ${route.path}`);
    expect(named.filter((route) => RECIPES[route] === undefined)).to.deep.equal([]);
    expect(
      coreRoutes.filter((route) => route.method !== 'get' && route.once === 'unchanged').map((route) => `${route.method} ${route.path}`),
    ).to.deep.equal([
      'post /session',
      'delete /session',
      'post /deployments/check',
      'post /imports',
      'post /process-instances/:id/modify/preview',
      'post /process-instances/:id/migrate/preview',
      'post /migrations/preview',
      'post /jobs/activate',
      'post /jobs/:id/extend',
    ]);
  });

  for (const [route, recipe] of Object.entries(RECIPES)) {
    it(`${route} changes once and answers the same`, async () => {
      const method = (route.split(' ')[0] ?? '').toUpperCase();
      const request = await recipe(world);
      const before = await world.state();
      const key = world.key();
      const first = await world.send(method, request, key);
      expect(first.status, JSON.stringify(first.body)).to.be.within(200, 299);
      const after = await world.state();
      if (!['post /tasks/:id/assign', 'post /session/password'].includes(route))
        expect(after, 'the first changes something').to.not.equal(before);
      const second = await world.send(method, request, key);
      expect({ status: second.status, body: second.body }).to.deep.equal({ status: first.status, body: first.body });
      expect(await world.state(), 'the second changes nothing').to.equal(after);
    });
  }

  it('is refused when it is another request, whatever mechanism keeps the first', async () => {
    const group = { path: '/groups', body: { id: world.name(), name: 'One' } };
    const key = world.key();
    expect((await world.send('POST', group, key)).status).to.equal(201);
    const other = await world.send('POST', { ...group, body: { id: world.name(), name: 'Two' } }, key);
    expect(other).to.deep.include({ status: 422 });
    expect(other.body['code']).to.equal('IDEMPOTENCY_KEY_REUSED');

    const instance = await world.instance();
    const command = world.key();
    expect((await world.send('POST', { path: `/process-instances/${instance}/suspend` }, command)).status).to.equal(200);
    expect((await world.send('POST', { path: `/process-instances/${instance}/resume` }, command)).body['code']).to.equal(
      'IDEMPOTENCY_KEY_REUSED',
    );
    expect((await world.send('POST', group, command)).body['code']).to.equal('IDEMPOTENCY_KEY_REUSED');
  });

  it('may be sent again under its key after a refusal', async () => {
    const key = world.key();
    const id = world.name();
    expect((await world.send('POST', { path: '/groups', body: { id, name: '' } }, key)).status).to.equal(400);
    expect((await world.send('POST', { path: '/groups', body: { id, name: 'Good' } }, key)).status).to.equal(201);
  });

  it('makes one thing when both are sent at once', async () => {
    const key = world.key();
    const login = world.name();
    const request = { path: '/users', body: { login, name: login, email: `${login}@example.com`, password: PASSWORD } };
    const answers = await Promise.all(Array.from({ length: 5 }, () => world.send('POST', request, key)));
    for (const { status, body } of answers) if (status !== 201) expect(body['code']).to.equal('REQUEST_IN_PROGRESS');
    expect(answers.some(({ status }) => status === 201)).to.equal(true);
    expect((await world.send('POST', request, key)).status).to.equal(201);
  });

  /** As a process that died leaves it. */
  const loseAnswer = (committed: boolean | null) =>
    world.database.pool.query(
      `update request_log set status = null, answer = null, leased_until = now() - interval '1 second', committed = coalesce($1, committed)
       where at = (select max(at) from request_log)`,
      [committed],
    );

  it('is told apart after a crash: done, not done, or unknown', async () => {
    const record = { path: '/records/crm.customer', body: { name: world.name(), country: 'CZ' } };
    const done = world.key();
    expect((await world.send('POST', record, done)).status).to.equal(201);
    await loseAnswer(null);
    const committed = await world.send('POST', record, done);
    expect(committed.body, 'its own transaction says that it was done').to.include({ code: 'OUTCOME_UNKNOWN', committed: true });

    const notDone = world.key();
    expect((await world.send('POST', { ...record, body: { name: world.name(), country: 'CZ' } }, world.key())).status).to.equal(201);
    const interaction = await (RECIPES['post /crm/interactions'] ?? (() => Promise.reject(new Error('no recipe'))))(world);
    expect((await world.send('POST', interaction, notDone)).status).to.equal(201);
    await loseAnswer(false);
    expect((await world.send('POST', interaction, notDone)).status, 'what did not commit is done now').to.equal(201);

    const token = { path: '/api-tokens', body: { name: world.name(), scopes: ['jobs'] } };
    const unknown = world.key();
    expect((await world.send('POST', token, unknown)).status).to.equal(201);
    await loseAnswer(null);
    expect((await world.send('POST', token, unknown)).body).to.include({ code: 'OUTCOME_UNKNOWN', committed: false });
  });

  it('keeps no text of a token that is shown once', async () => {
    const { body } = await world.send('POST', { path: '/api-tokens', body: { name: world.name(), scopes: ['jobs'] } }, world.key());
    const { rows } = await world.database.pool.query<{ answer: Buffer | null }>('select answer from request_log');
    expect(rows.length).to.be.greaterThan(0);
    for (const { answer } of rows) expect(answer?.toString('latin1') ?? '').to.not.contain(String(body['token']));
  });
});
