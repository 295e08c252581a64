import { expect } from 'chai';
import type { MikroORM } from '@mikro-orm/postgresql';
import { openOrm } from '../../../engine/store/orm.ts';
import { createIdentity, module as identityModule } from '../../../modules/identity/index.ts';
import { seedDemoPeople } from '../../../modules/identity/demo-people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { type Answer, call, startServer, type TestServer } from './http-fixture.ts';

describe('Sign-in over HTTP', () => {
  let database: TestDatabase;
  let orm: MikroORM;
  let server: TestServer;

  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase(identityModule.migrations);
    orm = await openOrm(database.url, identityModule.entities);
    await seedDemoPeople(orm);
    server = await startServer({
      identity: createIdentity({ orm, pool: database.pool }, { demo: true }),
      config: { demo: true, trustedProxies: 1, signInAttemptsPerMinute: 12 },
    });
  });
  after(async () => {
    await server.close();
    await orm.close(true);
    await database.close();
  });

  /** From an address of its own, so that the limit of one test does not reach another. */
  const signIn = (login: string, password: string, address: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    call(server, 'POST', '/session', { body: { login, password }, headers: { 'X-Forwarded-For': address, ...headers } });
  const cookieOf = (answer: Answer): string => /^[^=]+=([^;]+)/u.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '';

  it('lists the demo people before anybody is signed in', async () => {
    const { body } = await call(server, 'GET', '/settings');
    expect(body).to.deep.include({ demo: true, languages: ['en', 'es', 'cs', 'ru', 'ka'], version: '0.0.0-test' });
    expect(body['demoPeople'])
      .to.have.lengthOf(6)
      .and.to.deep.include({
        login: 'david',
        name: 'David Dvorak',
        description: {
          en: 'Head of finance',
          es: 'Responsable de finanzas',
          cs: 'Vedoucí financí',
          ru: 'Руководитель финансов',
          ka: 'ფინანსების უფროსი',
        },
        roles: ['manager', 'employee'],
        groups: ['finance'],
      });
  });

  it('opens a session in a cookie that scripts cannot read and other sites cannot send', async () => {
    const answer = await signIn('anna', 'demo', '10.0.0.1');
    expect(answer.body).to.deep.equal({
      user: {
        id: 'anna',
        login: 'anna',
        name: 'Anna Novak',
        email: 'anna@alder-finch.example',
        roles: ['analyst', 'employee'],
        groups: ['sales'],
        locale: 'en',
      },
      demo: true,
    });
    expect(answer.headers.get('set-cookie')).to.match(/^lanework=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/u);
    expect((await call(server, 'GET', '/session', { as: cookieOf(answer) })).body).to.deep.equal(answer.body);
  });

  it('binds the cookie to https and to this host behind a proxy that speaks https', async () => {
    const answer = await signIn('anna', 'demo', '10.0.0.2', { 'X-Forwarded-Proto': 'https' });
    expect(answer.headers.get('set-cookie')).to.match(
      /^__Host-lanework=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/u,
    );
    expect(answer.headers.get('strict-transport-security')).to.equal('max-age=31536000; includeSubDomains');
    const headers = { Cookie: `__Host-lanework=${cookieOf(answer)}` };
    expect((await call(server, 'GET', '/session', { headers: { ...headers, 'X-Forwarded-Proto': 'https' } })).status).to.equal(200);
    expect((await call(server, 'GET', '/session', { headers })).status).to.equal(401);
  });

  it('refuses a wrong password without saying what is wrong', async () => {
    const wrong = await signIn('anna', 'guess', '10.0.0.3');
    const unknown = await signIn('nobody', 'guess', '10.0.0.3');
    expect({ status: wrong.status, code: wrong.body['code'] }).to.deep.equal({ status: 401, code: 'SIGN_IN_FAILED' });
    expect(unknown.body).to.deep.equal(wrong.body);
    expect(wrong.headers.get('set-cookie')).to.equal(null);
  });

  it('ends the session with sign-out', async () => {
    const as = cookieOf(await signIn('boris', 'demo', '10.0.0.4'));
    const answer = await call(server, 'DELETE', '/session', { as });
    expect(answer.status).to.equal(204);
    expect(answer.headers.get('set-cookie')).to.match(/^lanework=;/u);
    expect((await call(server, 'GET', '/session', { as })).status).to.equal(401);
  });

  it('gives a new session with every sign-in and ends the one before', async () => {
    const before = cookieOf(await signIn('boris', 'demo', '10.0.0.5'));
    const after = cookieOf(await call(server, 'POST', '/session', { as: before, body: { login: 'boris', password: 'demo' } }));
    expect(after).not.to.equal(before);
    expect((await call(server, 'GET', '/session', { as: before })).status).to.equal(401);
    expect((await call(server, 'GET', '/session', { as: after })).status).to.equal(200);
  });

  it('locks a login after too many failures from many addresses', async () => {
    for (let attempt = 0; attempt < 11; attempt += 1) await signIn('carmen', 'guess', `10.1.0.${attempt}`);
    const { status, body, headers } = await signIn('carmen', 'demo', '10.1.1.1');
    expect({ status, code: body['code'] }).to.deep.equal({ status: 429, code: 'TOO_MANY_ATTEMPTS' });
    expect(Number(headers.get('retry-after'))).to.be.within(1, 30);
  });

  it('slows one address down whatever the login', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 14; attempt += 1) statuses.push((await signIn(`guess${attempt}`, 'guess', '10.2.0.1')).status);
    expect(statuses).to.deep.equal([...Array.from({ length: 12 }, () => 401), 429, 429]);
    expect((await signIn('eka', 'demo', '10.2.0.2')).status).to.equal(200);
  });

  it('ends every session of a person who signs out everywhere', async () => {
    const [here, there] = [cookieOf(await signIn('david', 'demo', '10.0.0.11')), cookieOf(await signIn('david', 'demo', '10.0.0.12'))];
    expect((await call(server, 'DELETE', '/session?everywhere=true', { as: here })).status).to.equal(204);
    for (const as of [here, there]) expect((await call(server, 'GET', '/session', { as })).status).to.equal(401);
  });

  it('keeps the accounts of the demo usable for everybody', async () => {
    const as = cookieOf(await signIn('david', 'demo', '10.0.0.13'));
    expect(
      (await call(server, 'POST', '/session/password', { as, body: { currentPassword: 'demo', newPassword: 'my own password' } })).body[
        'code'
      ],
    ).to.equal('DEMO_ACCOUNT');
  });

  it('changes a password for who knows the old one, and ends his other sessions', async () => {
    const identity = createIdentity({ orm, pool: database.pool }, { demo: false });
    await identity.createUser({
      login: 'pavel',
      name: 'Pavel',
      email: 'pavel@example.com',
      password: 'first password',
      roles: ['employee'],
      groups: [],
      locale: 'cs',
    });
    const own = await startServer({ identity });
    const enter = async (password: string): Promise<Answer> => call(own, 'POST', '/session', { body: { login: 'pavel', password } });
    const [here, there] = [cookieOf(await enter('first password')), cookieOf(await enter('first password'))];
    const change = (currentPassword: string): Promise<Answer> =>
      call(own, 'POST', '/session/password', { as: here, body: { currentPassword, newPassword: 'second password' } });
    const wrong = await change('guess');
    expect({ status: wrong.status, code: wrong.body['code'] }).to.deep.equal({ status: 422, code: 'PASSWORD_WRONG' });
    const changed = await change('first password');
    expect(changed.status).to.equal(204);
    expect((await call(own, 'GET', '/session', { as: there })).status).to.equal(401);
    expect((await call(own, 'GET', '/session', { as: cookieOf(changed) })).status).to.equal(200);
    expect((await enter('first password')).status).to.equal(401);
    expect((await enter('second password')).status).to.equal(200);
    await own.close();
  });

  it('keeps the language a person chooses', async () => {
    const as = cookieOf(await signIn('eka', 'demo', '10.0.0.6'));
    expect((await call(server, 'PATCH', '/session/user', { as, body: { locale: 'ka' } })).body).to.have.nested.property(
      'user.locale',
      'ka',
    );
    expect((await call(server, 'GET', '/session', { as })).body).to.have.nested.property('user.locale', 'ka');
  });

  it('shows accounts to administrators and names to everybody else', async () => {
    const [admin, employee] = [cookieOf(await signIn('admin', 'demo', '10.0.0.7')), cookieOf(await signIn('boris', 'demo', '10.0.0.7'))];
    expect((await call(server, 'GET', '/users', { as: admin })).body).to.have.nested.property('0.email');
    expect(JSON.parse((await call(server, 'GET', '/users', { as: employee })).text)).to.deep.include({ id: 'anna', name: 'Anna Novak' });
  });

  it('lets a machine in with a token that an administrator made', async () => {
    const as = cookieOf(await signIn('admin', 'demo', '10.0.0.8'));
    const { status, body } = await call(server, 'POST', '/api-tokens', { as, body: { name: 'scanner', scopes: ['jobs'] } });
    expect(status).to.equal(201);
    const token = String(body['token']);
    expect(
      (await call(server, 'POST', '/jobs/activate', { token, body: { type: 'mail', worker: 'w' }, headers: { 'X-Requested-With': '' } }))
        .status,
    ).to.equal(200);
    expect((await call(server, 'GET', '/tasks', { token })).status).to.equal(403);
    expect((await call(server, 'GET', '/api-tokens', { as })).text).not.to.include(token);
    await call(server, 'DELETE', `/api-tokens/${String(body['id'])}`, { as });
    expect((await call(server, 'POST', '/jobs/activate', { token, body: { type: 'mail', worker: 'w' } })).status).to.equal(401);
  });

  it('makes accounts and groups, and puts people into them', async () => {
    const as = cookieOf(await signIn('admin', 'demo', '10.0.0.9'));
    expect((await call(server, 'POST', '/groups', { as, body: { id: 'night-shift', name: 'Night shift' } })).status).to.equal(201);
    const made = await call(server, 'POST', '/users', {
      as,
      body: { login: 'nina', name: 'Nina', email: 'nina@example.com', password: 'long enough', groups: ['night-shift'] },
    });
    expect({ status: made.status, groups: made.body['groups'], roles: made.body['roles'] }).to.deep.equal({
      status: 201,
      groups: ['night-shift'],
      roles: ['employee'],
    });
    expect(
      (
        await call(server, 'POST', '/users', {
          as,
          body: { login: 'nina', name: 'Nina', email: 'nina@example.com', password: 'long enough' },
        })
      ).body['code'],
    ).to.equal('LOGIN_TAKEN');
    expect((await signIn('nina', 'long enough', '10.0.0.10')).status).to.equal(200);
  });
});
