import { expect } from 'chai';
import { readConfig } from '../../../engine/config.ts';
import { startServer, type RunningServer } from '../../../engine/main.ts';
import { module as connectors } from '../../../modules/connectors/index.ts';
import { createIdentity, module as identity } from '../../../modules/identity/index.ts';
import type { TokenScope } from '../../../engine/port/authenticator.ts';
import { ENGINE_ACTOR } from '../../../engine/runtime/engine-parts.ts';
import { bpmn, path, serviceTask } from '../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, eventually } from '../../support/engine.ts';

const MAIL = `<zeebe:ioMapping><zeebe:input source="=&quot;ops@example.com&quot;" target="to"/><zeebe:input source="=subject" target="subject"/>
  <zeebe:input source="=&quot;Line one&quot;" target="body"/><zeebe:input source="=[{name: &quot;note.txt&quot;, content: &quot;aGk=&quot;}]" target="attachments"/></zeebe:ioMapping>`;
const PROCESS = bpmn(
  'reporting',
  `<bpmn:startEvent id="start" />${serviceTask('tell', 'connectors.mail.send', 3, MAIL)}<bpmn:endEvent id="end" />${path('start', 'tell', 'end')}`,
);

interface Mail {
  readonly id: string;
  readonly subject: string;
  readonly state: string;
}

describe('Mail that diagrams send', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let server: RunningServer;
  const tokens: Record<string, string> = {};
  before(async () => {
    database = await createTestDatabase([...identity.migrations, ...connectors.migrations]);
    const settings = { DATABASE_URL: database.url, PORT: '0', LANEWORK_DEMO: 'off', LANEWORK_DRAIN_MS: '0', LANEWORK_LOG_LEVEL: 'silent' };
    server = await startServer(readConfig(settings), 'all', [identity, connectors]);
    const accounts = createIdentity(server.host, { demo: false });
    const tokenWith = async (scopes: readonly TokenScope[]): Promise<string> =>
      (await accounts.createApiToken({ name: 'test', scopes, expiresAt: null }, { ...ENGINE_ACTOR, roles: ['admin'] })).token;
    tokens['keeper'] = await tokenWith(['read', 'write', 'admin']);
    tokens['other'] = await tokenWith(['read', 'write']);
    expect((await server.host.engine.deploy([{ name: 'reporting.bpmn', content: PROCESS }], null, ANNA)).kind).to.equal('deployed');
    for (const subject of ['First', 'Second'])
      await server.host.engine.startProcess({ processId: 'reporting', variables: { subject } }, ANNA);
  });
  after(async () => {
    await server.close();
    await database.close();
  });

  async function ask<Answer>(method: string, address: string, who = 'keeper'): Promise<{ readonly status: number; readonly body: Answer }> {
    const answer = await fetch(`${server.url}/api/v1/connectors${address}`, {
      method,
      headers: { authorization: `Bearer ${tokens[who]}`, 'content-type': 'application/json' },
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as Answer }; // The caller names what the route answers.
  }
  const mails = async (): Promise<readonly Mail[]> => (await ask<{ items: readonly Mail[] }>('GET', '/mail')).body.items;
  const untilKept = () =>
    eventually(async () => {
      const all = await mails();
      return all.length === 2 && all.every(({ state }) => state === 'kept') ? all : null;
    }, 'both mails to be kept');

  it('is kept and shown where there is no mail server, newest first, with its text and what is attached', async () => {
    const [newest, oldest] = await untilKept();
    expect([newest?.subject, oldest?.subject]).to.deep.equal(['Second', 'First']);
    const { body } = await ask<Record<string, unknown>>('GET', `/mail/${oldest?.id}`);
    expect(body).to.deep.include({
      to: 'ops@example.com',
      subject: 'First',
      body: 'Line one',
      attachments: ['note.txt'],
      state: 'kept',
      lastError: null,
      sentAt: null,
    });
    expect(body['processInstanceId']).to.be.a('string');
    const page = await ask<{ items: readonly Mail[]; nextCursor: null }>('GET', `/mail?before=${newest?.id}`);
    expect(page.body.items.map(({ subject }) => subject)).to.deep.equal(['First']);
  });

  it('is sent again under the key that it had, once it was kept or has failed', async () => {
    const [mail] = await untilKept();
    const row = async () =>
      (await database.pool.query<{ dedupe_key: string; lease_epoch: number }>('select * from outbox where id = $1', [mail?.id])).rows[0];
    const before = await row();
    expect((await ask('POST', `/mail/${mail?.id}/send`)).status).to.equal(204);
    await eventually(async () => ((await row())?.lease_epoch === (before?.lease_epoch ?? 0) + 1 ? true : null), 'another try');
    await untilKept();
    expect((await row())?.dedupe_key).to.equal(before?.dedupe_key);
    await database.pool.query(`update outbox set state = 'sent' where id = $1`, [mail?.id]);
    expect((await ask('POST', `/mail/${mail?.id}/send`)).status).to.equal(409);
    await database.pool.query(`update outbox set state = 'kept' where id = $1`, [mail?.id]);
  });

  it('is nobody’s but theirs who keep connectors, and nothing else is taken for one', async () => {
    const [mail] = await untilKept();
    for (const [method, address] of [
      ['GET', '/mail'],
      ['GET', `/mail/${mail?.id}`],
      ['POST', `/mail/${mail?.id}/send`],
    ] as const)
      expect((await ask(method, address, 'other')).status, address).to.equal(403);
    expect((await ask('GET', '/mail/999999')).status).to.equal(404);
    expect((await ask('GET', '/mail/one')).status).to.equal(422);
    expect((await ask('GET', '/mail?before=x')).status).to.equal(422);
  });
});
