import { expect } from 'chai';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Router } from 'express';
import { createLocalChangeFeed } from '../../../engine/port/change-feed.ts';
import type { ModuleContract } from '../../../engine/port/module.ts';
import { createFeelValue } from '../../../engine/runtime/feel-value.ts';
import { createDraftStore } from '../../../engine/store/draft-store.ts';
import { openOrm } from '../../../engine/store/orm.ts';
import { createQueries } from '../../../engine/store/query/index.ts';
import { sqlExecutor } from '../../../engine/store/sql.ts';
import { createIdentity, module as identityModule } from '../../../modules/identity/index.ts';
import { seedDemoPeople } from '../../../modules/identity/demo-people.ts';
import { bpmn, path } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { createTestEngine, type TestEngine } from '../../support/engine.ts';
import { type Answer, call, startServer, type TestServer } from './http-fixture.ts';

const DISCOUNT = bpmn(
  'discount',
  `
  <bpmn:startEvent id="start" />
  <bpmn:userTask id="ask" name="Ask for discount"><bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups="=[&quot;sales&quot;]" /><zeebe:formDefinition formId="ask" /></bpmn:extensionElements></bpmn:userTask>
  <bpmn:userTask id="approve" name="Approve discount"><bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups="=[&quot;finance&quot;]" /></bpmn:extensionElements></bpmn:userTask>
  <bpmn:endEvent id="end" />
  ${path('start', 'ask', 'approve', 'end')}`,
);
const ASK = {
  id: 'ask',
  type: 'default',
  components: [
    { type: 'number', key: 'percent', validate: { required: true, min: 1, max: 50 } },
    { type: 'textarea', key: 'reason', validate: { required: true }, conditional: { hide: '=percent <= 10' } },
  ],
};

/** A module with a route of its own that tells who asks. */
const probe: ModuleContract = {
  name: 'probe',
  operations: [],
  entities: [],
  migrations: [],
  recordTypes: [],
  invariants: [],
  seedDemo: async () => undefined,
  routes: () =>
    Router()
      .get('/who', (_request, response) => {
        response.json(response.locals['actor']);
      })
      .post('/echo', (request, response) => {
        response.json(request.body);
      }),
};

describe('The API on the real engine', () => {
  let database: TestDatabase;
  let orm: MikroORM;
  let test: TestEngine;
  let server: TestServer;
  const cookies: Record<string, string> = {};
  /** What happens elsewhere just before the next task is given to somebody. */
  let meanwhile: (() => Promise<unknown>) | null = null;

  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase(identityModule.migrations);
    orm = await openOrm(database.url, identityModule.entities);
    await seedDemoPeople(orm);
    const changeFeed = createLocalChangeFeed();
    test = createTestEngine(database, [], { changes: changeFeed });
    const { pool } = database;
    server = await startServer({
      engine: {
        ...test.engine,
        async assignTask(...request) {
          const happens = meanwhile;
          meanwhile = null;
          await happens?.();
          return test.engine.assignTask(...request);
        },
      },
      queries: createQueries(pool),
      drafts: createDraftStore(pool),
      calendars: test.parts.calendars,
      identity: createIdentity({ orm, pool }, { demo: true }),
      changeFeed,
      evaluateFeel: createFeelValue(test.parts),
      importDiagram: test.parts.files.importBpmn,
      modules: [probe],
      moduleServices: { orm, pool, engine: test.engine, transaction: async (work) => work(sqlExecutor(await pool.connect())) },
      config: { demo: true },
    });
    for (const login of ['anna', 'boris', 'carmen', 'david']) {
      const { headers } = await call(server, 'POST', '/session', { body: { login, password: 'demo' } });
      cookies[login] = /^lanework=([^;]+)/u.exec(headers.get('set-cookie') ?? '')?.[1] ?? '';
    }
  });
  after(async () => {
    await server.close();
    await test.close();
    await orm.close(true);
    await database.close();
  });

  const send = (login: string, method: string, path: string, body?: unknown): Promise<Answer> =>
    call(server, method, path, { as: cookies[login] ?? '', ...(body === undefined ? {} : { body }) });
  const itemsOf = (answer: Answer): readonly Record<string, unknown>[] => answer.body['items'] as readonly Record<string, unknown>[]; // Lists have items.

  it('refuses a diagram with errors and tells where they are', async () => {
    const { status, body } = await send('anna', 'POST', '/deployments', {
      resources: [{ name: 'a.bpmn', content: DISCOUNT.replace('targetRef="approve"', 'targetRef="nowhere"') }],
    });
    expect({ status, code: body['code'] }).to.deep.equal({ status: 422, code: 'DEPLOYMENT_REFUSED' });
    expect(body['findings']).to.have.nested.property('[0].resource', 'a.bpmn');
  });

  it('takes a process from deployment to its end, each person by his rights', async () => {
    const deployed = await send('anna', 'POST', '/deployments', {
      resources: [
        { name: 'discount.bpmn', content: DISCOUNT },
        { name: 'ask.form', content: JSON.stringify(ASK) },
      ],
      note: 'First',
    });
    expect(deployed.status, deployed.text).to.equal(201);
    expect(itemsOf(await send('carmen', 'GET', '/startable-processes')))
      .to.have.lengthOf(1)
      .and.to.have.nested.property('[0].processId', 'discount');

    const started = await send('carmen', 'POST', '/process-instances', { processId: 'discount', businessKey: 'D-1', variables: {} });
    expect(started.status, started.text).to.equal(201);
    const id = String(started.body['instanceId']);
    const [ask] = started.body['nextTasks'] as readonly { readonly id: string; readonly canClaim: boolean }[];
    expect(ask).to.deep.include({ canClaim: true, name: 'Ask for discount' });

    expect((await send('boris', 'GET', `/tasks/${ask?.id ?? ''}`)).status).to.equal(404);
    const claims = await Promise.all(['anna', 'carmen'].map((login) => send(login, 'POST', `/tasks/${ask?.id ?? ''}/claim`)));
    expect(claims.map((claim) => claim.status).toSorted()).to.deep.equal([200, 409]);
    const winner = claims[0]?.status === 200 ? 'anna' : 'carmen';
    expect(claims.find((claim) => claim.status === 409)?.body)
      .to.deep.include({ code: 'TASK_ALREADY_CLAIMED' })
      .and.to.have.nested.property('assignee.id', winner);

    const complete = `/tasks/${ask?.id ?? ''}/complete`;
    expect((await send(winner === 'anna' ? 'carmen' : 'anna', 'POST', complete, { variables: { percent: 5 } })).status).to.equal(403);
    const wrong = await send(winner, 'POST', complete, { variables: { percent: 20 } });
    expect(wrong.body['errors']).to.deep.equal([{ path: 'reason', message: 'Expected a value, but the field is empty.' }]);
    const done = await send(winner, 'POST', complete, { variables: { percent: 5 } });
    expect(done.status, done.text).to.equal(200);
    expect(done.body).to.deep.include({
      nextTasks: [],
      otherTasks: [{ name: 'Approve discount', assignee: null, candidateGroups: ['finance'] }],
    });

    const [approve] = itemsOf(await send('david', 'GET', '/tasks?filter=groups'));
    expect((await send('david', 'POST', `/tasks/${String(approve?.['id'])}/complete`, {})).body).to.deep.include({ status: 'completed' });
    expect((await send('carmen', 'GET', `/process-instances/${id}`)).body).to.deep.include({ status: 'completed', businessKey: 'D-1' });
    expect((await send('boris', 'GET', `/process-instances/${id}`)).status).to.equal(404);
    expect((await send('carmen', 'GET', `/process-instances/${id}/journal`)).status).to.equal(403);
    expect(itemsOf(await send('david', 'GET', `/process-instances/${id}/journal`)).length).to.be.at.least(3);
    expect(
      itemsOf(await send('david', 'GET', `/process-instances/${id}/variables`)).map((row) => [row['name'], row['value']]),
    ).to.deep.equal([['percent', 5]]);
  });

  it('changes a running instance by hand for overseers alone', async () => {
    const started = await send('carmen', 'POST', '/process-instances', { processId: 'discount', variables: {} });
    const address = `/process-instances/${String(started.body['instanceId'])}`;
    for (const change of ['suspend', 'resume', 'cancel'])
      expect((await send('carmen', 'POST', `${address}/${change}`)).status, change).to.equal(403);
    expect((await send('david', 'POST', `${address}/suspend`)).body['status']).to.equal('suspended');
    expect((await send('david', 'POST', `${address}/resume`)).body['status']).to.equal('active');
    expect((await send('david', 'PUT', `${address}/variables`, { variables: { percent: 7 } })).status).to.equal(200);
    expect((await send('david', 'POST', `${address}/cancel`)).body['status']).to.equal('cancelled');
    const again = await send('david', 'POST', `${address}/cancel`);
    expect({ status: again.status, code: again.body['code'] }).to.deep.equal({ status: 409, code: 'WRONG_STATUS' });
    expect((await send('david', 'POST', `/process-instances/0199aaaa-0000-7000-8000-00000000ffff/cancel`)).status).to.equal(404);
  });

  it('keeps a draft of a task until it is completed', async () => {
    const started = await send('carmen', 'POST', '/process-instances', { processId: 'discount', variables: {} });
    const [ask] = started.body['nextTasks'] as readonly { readonly id: string }[];
    expect((await send('carmen', 'PUT', `/tasks/${ask?.id ?? ''}/draft`, { variables: { percent: 3 } })).status).to.equal(204);
    expect((await send('carmen', 'GET', `/tasks/${ask?.id ?? ''}`)).body['draft']).to.deep.equal({ percent: 3 });
    expect((await send('anna', 'GET', `/tasks/${ask?.id ?? ''}`)).body['draft']).to.equal(null);
  });

  it('answers a completion that is sent again while the first try is under way like that one, and nobody else', async () => {
    const begin = async (): Promise<string> => {
      const started = await send('carmen', 'POST', '/process-instances', { processId: 'discount', variables: {} });
      const [ask] = started.body['nextTasks'] as readonly { readonly id: string }[];
      return ask?.id ?? '';
    };
    const complete = (taskId: string, key: string): Promise<Answer> =>
      call(server, 'POST', `/tasks/${taskId}/complete`, {
        as: cookies['carmen'] ?? '',
        body: { variables: { percent: 5 } },
        headers: { 'Idempotency-Key': key },
      });
    const task = await begin();
    let first: Answer | null = null;
    meanwhile = async () => void (first = await complete(task, 'sent-twice'));
    const again = await complete(task, 'sent-twice');
    expect(again.status, again.text).to.equal(200);
    expect(again.body).to.deep.equal((first as Answer | null)?.body);

    const other = await begin();
    meanwhile = () => complete(other, 'one');
    const late = await complete(other, 'two');
    expect({ status: late.status, code: late.body['code'] }).to.deep.equal({ status: 409, code: 'TASK_NOT_OPEN' });
  });

  it('puts the routes of modules behind sign-in, the header of our own and the checks of input', async () => {
    expect((await call(server, 'GET', '/probe/who')).status).to.equal(401);
    expect((await send('boris', 'GET', '/probe/who')).body).to.deep.include({ id: 'boris', groups: ['warehouse'], roles: ['employee'] });
    const as = cookies['boris'] ?? '';
    expect((await call(server, 'POST', '/probe/echo', { as, body: {}, headers: { 'X-Requested-With': '' } })).body['code']).to.equal(
      'CSRF_HEADER_MISSING',
    );
    expect((await call(server, 'POST', '/probe/echo', { as, raw: '{"a":"\\u0000"}' })).body['code']).to.equal('INPUT_INVALID');
    expect((await call(server, 'POST', '/probe/echo', { as, raw: '{"__proto__":1}' })).body['code']).to.equal('INPUT_INVALID');
    expect((await call(server, 'GET', '/probe/nothing', { as })).body['code']).to.equal('NOT_FOUND');
  });

  it('had no failure inside', () => {
    expect(server.logged).to.deep.equal([]);
  });
});
