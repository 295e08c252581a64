import { expect } from 'chai';
import { readConfig } from '../../../engine/config.ts';
import { startServer, type RunningServer } from '../../../engine/main.ts';
import { module as connectors } from '../../../modules/connectors/index.ts';
import { checkProof, createSecret, sign } from '../../../modules/connectors/webhook/proof.ts';
import { recordDelivery } from '../../../modules/connectors/webhook/webhook-store.ts';
import { createIdentity, module as identity } from '../../../modules/identity/index.ts';
import { bpmn, path } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA } from '../../support/engine.ts';

const PROCESSES = [
  bpmn(
    'ordered',
    `<bpmn:startEvent id="start" /><bpmn:userTask id="look" name="Look" /><bpmn:endEvent id="end" />${path('start', 'look', 'end')}`,
  ),
  bpmn(
    'paying',
    `<bpmn:startEvent id="start" /><bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition messageRef="paid" /></bpmn:intermediateCatchEvent>
    <bpmn:endEvent id="end" />${path('start', 'wait', 'end')}`,
    `<bpmn:message id="paid" name="paid"><bpmn:extensionElements><zeebe:subscription correlationKey="=number" /></bpmn:extensionElements></bpmn:message>`,
  ),
];

interface Made {
  readonly id: string;
  readonly secret: string;
}

describe('A webhook', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let server: RunningServer;
  let url: string;
  const cookies: Record<string, string> = {};
  before(async () => {
    database = await createTestDatabase([...identity.migrations, ...connectors.migrations]);
    const settings = {
      DATABASE_URL: database.url,
      PORT: '0',
      LANEWORK_DEMO: 'off',
      LANEWORK_ADMIN_PASSWORD: 'hook-test-1',
      LANEWORK_DRAIN_MS: '0',
      LANEWORK_LOG_LEVEL: 'silent',
    };
    server = await startServer(readConfig(settings), 'all', [identity, connectors]);
    url = server.url ?? '';
    const accounts = createIdentity(server.host, { demo: false });
    await accounts.createUser({
      login: 'eva',
      name: 'Eva',
      email: 'eva@example.com',
      password: 'hook-test-2',
      roles: ['employee'],
      groups: [],
      locale: 'en',
    });
    cookies['admin'] = await signIn('admin', 'hook-test-1');
    cookies['eva'] = await signIn('eva', 'hook-test-2');
    const resources = PROCESSES.map((content, index) => ({ name: `p${index}.bpmn`, content }));
    expect((await server.host.engine.deploy(resources, null, ANNA)).kind).to.equal('deployed');
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  async function signIn(login: string, password: string): Promise<string> {
    const answer = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'lanework' },
      body: JSON.stringify({ login, password }),
    });
    return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }
  async function manage<Answer = unknown>(
    method: string,
    address: string,
    body?: object,
    person = 'admin',
  ): Promise<{ status: number; body: Answer }> {
    const answer = await fetch(`${url}/api/v1/connectors${address}`, {
      method,
      headers: { cookie: cookies[person] ?? '', 'content-type': 'application/json', 'x-requested-with': 'lanework' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as Answer }; // The caller names what the route answers.
  }
  const make = async (change: object = {}): Promise<Made> => {
    const settings = {
      name: 'Shop',
      target: 'process',
      targetName: 'ordered',
      variables: '{order: body.order, from: get value(headers, "x-shop")}',
      proof: 'signature',
    };
    const made = await manage<Made>('POST', '/webhooks', { ...settings, ...change });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    return made.body;
  };
  async function call(
    id: string,
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const answer = await fetch(`${url}/hooks/${id}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }; // Always an object.
  }
  const signed = ({ secret }: Made, delivery: string, body: string, atMs = Date.now()): Record<string, string> => {
    const timestamp = String(Math.floor(atMs / 1_000));
    return {
      'webhook-id': delivery,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${sign(secret, delivery, timestamp, Buffer.from(body))}`,
      'x-shop': 'north',
    };
  };
  const started = async (): Promise<number> =>
    (await database.pool.query<{ count: number }>(`select count(*)::integer as count from process_instance where process_id = 'ordered'`))
      .rows[0]?.count ?? -1;

  it('starts a process with what its expression makes of the call, once per delivery', async () => {
    const made = await make();
    const body = '{"order":{"number":"A-1"}}';
    const first = await call(made.id, body, signed(made, 'd1', body));
    expect(first).to.deep.include({ status: 202 });
    expect(first.body).to.include({ result: 'started' });
    const { rows } = await database.pool.query('select name, value from variable where instance_id = $1 order by name', [
      first.body['processInstanceId'],
    ]);
    expect(rows).to.deep.equal([
      { name: 'from', value: 'north' },
      { name: 'order', value: { number: 'A-1' } },
    ]);
    const before = await started();
    expect((await call(made.id, body, signed(made, 'd1', body))).body).to.deep.equal(first.body);
    expect(await started()).to.equal(before);
    const other = '{"order":2}';
    expect((await call(made.id, other, signed(made, 'd1', other))).body).to.include({ status: 409, code: 'DELIVERY_ID_REUSED' });
    const { body: list } = await manage<{ items: { outcome: string; deliveryId: string }[] }>('GET', `/webhooks/${made.id}/deliveries`);
    expect(list.items.map(({ outcome, deliveryId }) => `${outcome} ${deliveryId}`)).to.deep.equal([
      'failed d1',
      'started d1',
      'started d1',
    ]);
  });

  it('refuses what is not signed, signed for another body, id or time, or with another secret', async () => {
    const made = await make();
    const other = await make();
    const body = '{"order":1}';
    const good = signed(made, 'd', body);
    const before = await started();
    const cases: readonly (readonly [string, string, Record<string, string>])[] = [
      ['nothing', body, {}],
      ['another body', '{"order":2}', good],
      ['another id', body, { ...good, 'webhook-id': 'e' }],
      ['another time', body, { ...good, 'webhook-timestamp': String(Number(good['webhook-timestamp']) + 1) }],
      ['an old recording', body, signed(made, 'd', body, Date.now() - 301_000)],
      ['the future', body, signed(made, 'd', body, Date.now() + 302_000)],
      ['no number as time', body, { ...good, 'webhook-timestamp': '1e9' }],
      ['another secret', body, signed(other, 'd', body)],
      ['another version', body, { ...good, 'webhook-signature': (good['webhook-signature'] ?? '').replace('v1,', 'v2,') }],
      ['a token', body, { authorization: `Bearer ${made.secret}` }],
      ['a long id', body, signed(made, 'x'.repeat(201), body)],
    ];
    for (const [what, sent, headers] of cases)
      expect((await call(made.id, sent, headers)).body, what).to.include({ status: 401, code: 'PROOF_REFUSED' });
    expect(await started()).to.equal(before);
    const rotated = { ...good, 'webhook-signature': `v1,bm9uZQ== ${good['webhook-signature']}` };
    expect((await call(made.id, body, rotated)).status).to.equal(202);
  });

  it('correlates a message by the key of the body, and takes a token', async () => {
    const { instanceId } = await server.host.engine.startProcess({ processId: 'paying', variables: { number: 'P-7' } }, ANNA);
    const made = await make({ target: 'message', targetName: 'paid', correlationKey: '=body.invoice', variables: '=body', proof: 'token' });
    const headers = { authorization: `Bearer ${made.secret}`, 'idempotency-key': 'm1' };
    expect((await call(made.id, '{"invoice":"P-7"}', headers)).body).to.deep.equal({ result: 'correlated', processInstanceId: instanceId });
    expect((await call(made.id, '{"invoice":"P-7"}', headers)).body).to.include({ result: 'correlated' });
    expect((await call(made.id, '{"invoice":"P-7"}', { authorization: 'Bearer wrong' })).status).to.equal(401);
    const { rows } = await database.pool.query<{ secret: string }>('select secret from connectors.webhook where id = $1', [made.id]);
    expect(rows[0]?.secret).to.not.contain(made.secret);
  });

  it('tells what is wrong with a call, and remembers it', async () => {
    const made = await make({ targetName: 'nobody' });
    const ask = (body: string) => call(made.id, body, signed(made, `d${Math.random()}`, body));
    expect((await ask('no json')).body).to.include({ status: 400, code: 'BODY_INVALID' });
    expect((await ask('['.repeat(100) + ']'.repeat(100))).body).to.include({ status: 400, code: 'BODY_INVALID' });
    expect((await ask('{"order":1}')).body).to.include({ status: 404 });
    expect((await ask(JSON.stringify('x'.repeat(300_000)))).status).to.equal(413);
    const unusable = await make({ variables: 'body.order + 1' });
    expect((await call(unusable.id, '{"order":"a"}', signed(unusable, 'd', '{"order":"a"}'))).body).to.include({
      status: 422,
      code: 'MAPPING_FAILED',
    });
    expect((await call('nowhere', '{}', {})).status).to.equal(404);
    const { body } = await manage<{ items: { outcome: string }[] }>('GET', `/webhooks/${made.id}/deliveries`);
    expect(body.items.map((each) => each.outcome)).to.deep.equal(['failed', 'failed', 'failed']);
  });

  it('keeps its last hundred deliveries', async () => {
    const { id } = await make();
    for (let index = 0; index < 103; index += 1)
      await recordDelivery(server.host.services, id, {
        deliveryId: `d${index}`,
        outcome: 'started',
        message: null,
        processInstanceId: null,
        bodyBytes: 1,
      });
    const { rows } = await database.pool.query<{ count: number; first: string }>(
      'select count(*)::integer as count, min(id::text || delivery_id) as first from connectors.webhook_delivery where webhook_id = $1',
      [id],
    );
    expect(rows[0]?.count).to.equal(100);
  });

  it('is kept by analysts and administrators; its secret is shown once, renewed, and every change is written down', async () => {
    expect((await manage('GET', '/webhooks', undefined, 'eva')).status).to.equal(403);
    expect((await manage('POST', '/webhooks', {}, 'eva')).status).to.equal(403);
    expect((await manage('GET', '/settings', undefined, 'eva')).status).to.equal(403);
    expect((await fetch(`${url}/api/v1/connectors/webhooks`)).status).to.equal(401);
    const made = await make();
    const { body: list } = await manage<{ items: object[] }>('GET', '/webhooks');
    expect(JSON.stringify(list)).to.not.contain(made.secret).and.to.not.contain('secret');
    const body = '{"order":1}';
    const renewed = await manage<{ secret: string }>('POST', `/webhooks/${made.id}/secret`, {});
    expect((await call(made.id, body, signed(made, 'r1', body))).status).to.equal(401);
    expect((await call(made.id, body, signed({ ...made, secret: renewed.body.secret }, 'r1', body))).status).to.equal(202);
    const settings = {
      name: 'Closed',
      isActive: false,
      target: 'process',
      targetName: 'ordered',
      correlationKey: null,
      variables: 'body',
      proof: 'signature',
    };
    expect((await manage('PUT', `/webhooks/${made.id}`, { ...settings, proof: 'token' })).status).to.equal(422);
    expect((await manage('PUT', `/webhooks/${made.id}`, settings)).status).to.equal(204);
    expect((await call(made.id, body, signed({ ...made, secret: renewed.body.secret }, 'r2', body))).status).to.equal(404);
    expect((await manage('DELETE', `/webhooks/${made.id}`)).status).to.equal(204);
    const { rows } = await database.pool.query<{ action: string; actor_id: string }>(
      'select action, actor_id from connectors.webhook_change where webhook_id = $1 order by id',
      [made.id],
    );
    expect(rows.map((row) => `${row.actor_id} ${row.action}`)).to.deep.equal([
      'admin created',
      'admin secretRenewed',
      'admin changed',
      'admin removed',
    ]);
  });

  it('can be tried before anybody calls, as a request can', async () => {
    const tried = await manage('POST', '/webhooks/try', {
      target: 'message',
      correlationKey: 'body.n',
      variables: '{a: body.n + 1}',
      body: { n: 1 },
    });
    expect(tried.body).to.deep.equal({ variables: { a: 2 }, correlationKey: '1' });
    expect((await manage('GET', '/settings')).body).to.deep.equal({ httpAllow: ['*'], secrets: null });
    const refused = await manage<{ kind: string; message: string }>('POST', '/requests/try', { url: 'http://127.0.0.1:1/' });
    expect(refused.body.kind).to.equal('failed');
    expect(refused.body.message).to.contain('public addresses');
  });
});

describe('The signature of a webhook', () => {
  it('is that of Standard Webhooks', () => {
    // The example of the specification.
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const body = Buffer.from('{"test": 2432232314}');
    expect(sign(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', '1614265330', body)).to.equal('g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
    const headers = {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    };
    expect(checkProof('signature', secret, { headers, body }, 1_614_265_330_000).kind).to.equal('proven');
    expect(createSecret('signature').shown).to.match(/^whsec_/);
  });
});
