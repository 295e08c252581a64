import { expect } from 'chai';
import type { MikroORM } from '@mikro-orm/postgresql';
import { HttpProblem } from '../../../engine/port/http-problem.ts';
import type { NewUser } from '../../../engine/port/authenticator.ts';
import type { Actor } from '../../../engine/port/module-contract.ts';
import { createLocalChangeFeed, type ChangeFeed } from '../../../engine/port/change-feed.ts';
import { openOrm } from '../../../engine/store/orm.ts';
import { Believed, BELIEVED_MS } from '../../../modules/identity/believed.ts';
import { createIdentity, type Identity } from '../../../modules/identity/index.ts';
import { identityEntities } from '../../../modules/identity/entities.ts';
import { identityMigrations } from '../../../modules/identity/migrations.ts';
import { seedDemoPeople } from '../../../modules/identity/demo-people.ts';
import { FREE_FAILURES } from '../../../modules/identity/sign-in-attempts.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const CLIENT = { address: '127.0.0.1', userAgent: 'test' };
const ADMIN: Actor = { kind: 'user', id: 'admin', name: 'Administrator', roles: ['admin'], groups: [] };

function person(login: string, change: Partial<NewUser> = {}): NewUser {
  return {
    login,
    name: `Person ${login}`,
    email: `${login}@example.com`,
    password: `password of ${login}`,
    roles: ['employee'],
    groups: [],
    locale: 'en',
    ...change,
  };
}

async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof HttpProblem) return `${error.status} ${error.code}`;
    throw error;
  }
  return 'nothing was refused';
}

describe('Identity', () => {
  let database: TestDatabase;
  let orm: MikroORM;
  let identity: Identity;

  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase(identityMigrations);
    orm = await openOrm(database.url, identityEntities);
    identity = createIdentity({ orm, pool: database.pool }, { demo: true });
  });
  after(async () => {
    await orm.close(true);
    await database.close();
  });

  async function signedIn(login: string, password = `password of ${login}`): Promise<string> {
    const result = await identity.signIn(login, password, CLIENT);
    if (result.kind !== 'signedIn') throw new Error(`Expected ${login} to be signed in, but found ${result.kind}.`);
    return result.sessionToken;
  }

  it('makes the first administrator of an empty installation, once', async () => {
    const made = await identity.createFirstAdmin(null);
    expect(made?.login).to.equal('admin');
    expect(made?.password).to.have.lengthOf.at.least(40);
    expect(await identity.createFirstAdmin('another')).to.equal(null);
    await signedIn('admin', made?.password);
  });

  it('seeds the demo people with their roles and groups, twice without harm', async () => {
    await seedDemoPeople(orm);
    await seedDemoPeople(orm);
    const david = (await identity.users()).find((user) => user.id === 'david');
    expect(david).to.deep.include({
      login: 'david',
      name: 'David Dvorak',
      roles: ['manager', 'employee'],
      groups: ['finance'],
      active: true,
    });
    expect((await identity.demoPeople()).map((demo) => demo.login)).to.deep.equal(['anna', 'boris', 'carmen', 'david', 'eka', 'admin']);
    expect((await identity.groups()).map((group) => group.id)).to.have.members(['sales', 'warehouse', 'finance', 'directors']);
  });

  it('lists no demo people outside the demo', async () => {
    expect(await createIdentity({ orm, pool: database.pool }, { demo: false }).demoPeople()).to.deep.equal([]);
  });

  it('signs a person in, tells who he is by the session, and forgets him when he signs out', async () => {
    await identity.createUser(person('maria', { groups: ['sales'], roles: ['manager'] }));
    const token = await signedIn('maria');
    const authentication = await identity.authenticateSession(token);
    expect(authentication?.actor).to.deep.equal({ kind: 'user', id: 'maria', name: 'Person maria', roles: ['manager'], groups: ['sales'] });
    await identity.signOut(token);
    expect(await identity.authenticateSession(token)).to.equal(null);
  });

  it('takes logins in any case, with spaces around', async () => {
    expect((await identity.signIn('  Maria ', 'password of maria', CLIENT)).kind).to.equal('signedIn');
  });

  it('refuses wrong passwords, unknown logins and inactive people alike', async () => {
    await identity.createUser(person('ivan'));
    await identity.updateUser('ivan', { active: false });
    const results = await Promise.all([
      identity.signIn('maria', 'wrong', CLIENT),
      identity.signIn('nobody', 'wrong', CLIENT),
      identity.signIn('ivan', 'password of ivan', CLIENT),
    ]);
    expect(results).to.deep.equal([{ kind: 'refused' }, { kind: 'refused' }, { kind: 'refused' }]);
  });

  it('keeps neither password nor session token nor API token in the database', async () => {
    const session = await signedIn('maria');
    const { token } = await identity.createApiToken({ name: 'machine', scopes: ['read'], expiresAt: null }, ADMIN);
    const texts = await Promise.all(
      ['identity_user', 'identity_session', 'identity_api_token', 'identity_sign_in_attempt'].map(async (table) => {
        const { rows } = await database.pool.query<{ text: string }>(`select t::text as text from ${table} as t`);
        return rows.map((row) => row.text).join('\n');
      }),
    );
    for (const secret of [session, token, 'password of maria']) expect(texts.join('\n')).not.to.include(secret);
    expect(texts[0]).to.include('$argon2id$');
  });

  it('ends every session of a person with a new password and with deactivation', async () => {
    await identity.createUser(person('olga'));
    const [first, second] = [await signedIn('olga'), await signedIn('olga')];
    await identity.updateUser('olga', { password: 'another long password' });
    expect(await identity.authenticateSession(first)).to.equal(null);
    expect(await identity.authenticateSession(second)).to.equal(null);
    const third = await signedIn('olga', 'another long password');
    await identity.updateUser('olga', { active: false });
    expect(await identity.authenticateSession(third)).to.equal(null);
    const { rows } = await database.pool.query('select 1 from identity_session where user_id = $1', ['olga']);
    expect(rows).to.deep.equal([]);
  });

  it('ends a session that was idle too long, or has been open too long', async () => {
    const [idle, old] = [await signedIn('maria'), await signedIn('maria')];
    await database.pool.query(`update identity_session set last_seen_at = now() - interval '13 hours' where user_id = 'maria'`);
    expect(await identity.authenticateSession(idle)).to.equal(null);
    await database.pool.query(
      `update identity_session set last_seen_at = now(), expires_at = now() - interval '1 second' where user_id = 'maria'`,
    );
    expect(await identity.authenticateSession(old)).to.equal(null);
  });

  it('tells a changed role with the next request of an open session', async () => {
    await identity.createUser(person('petr'));
    const token = await signedIn('petr');
    await identity.updateUser('petr', { roles: ['employee', 'analyst'], groups: ['warehouse'] });
    const authentication = await identity.authenticateSession(token);
    expect(authentication?.actor.roles).to.deep.equal(['analyst', 'employee']);
    expect(authentication?.actor.groups).to.deep.equal(['warehouse']);
  });

  it('locks a login after too many failures, the right password included, and unlocks it with time', async () => {
    await identity.createUser(person('luis'));
    for (let failure = 0; failure <= FREE_FAILURES; failure += 1) {
      expect((await identity.signIn('luis', 'wrong', CLIENT)).kind).to.equal('refused');
    }
    const locked = await identity.signIn('luis', 'password of luis', CLIENT);
    expect(locked.kind).to.equal('locked');
    if (locked.kind === 'locked') expect(locked.retryAfterMs).to.be.within(1, 30_000);
    await database.pool.query(`update identity_sign_in_attempt set locked_until = now() - interval '1 second'`);
    expect((await identity.signIn('luis', 'password of luis', CLIENT)).kind).to.equal('signedIn');
    const { rows } = await database.pool.query('select 1 from identity_sign_in_attempt where failures > $1', [FREE_FAILURES]);
    expect(rows).to.deep.equal([]);
  });

  it('gives parallel guesses no more tries than slow ones', async function () {
    this.timeout(60_000);
    await identity.createUser(person('jana'));
    const results = await Promise.all(Array.from({ length: 3 * FREE_FAILURES }, () => identity.signIn('jana', 'wrong', CLIENT)));
    expect(results.filter((result) => result.kind === 'refused')).to.have.lengthOf(FREE_FAILURES + 1);
    expect(results.filter((result) => result.kind === 'locked')).to.have.lengthOf(2 * FREE_FAILURES - 1);
  });

  it('locks logins that nobody has as well, so that a lock tells nothing', async () => {
    await database.pool.query(`delete from identity_sign_in_attempt`);
    for (let failure = 0; failure <= FREE_FAILURES; failure += 1) await identity.signIn('ghost', 'wrong', CLIENT);
    expect((await identity.signIn('ghost', 'wrong', CLIENT)).kind).to.equal('locked');
  });

  it('refuses a login that is taken, groups that are unknown and people that are absent', async () => {
    expect(await refusal(identity.createUser(person('maria')))).to.equal('409 LOGIN_TAKEN');
    expect(await refusal(identity.createUser(person('karel', { groups: ['sales', 'nowhere'] })))).to.equal('422 GROUP_UNKNOWN');
    expect(await refusal(identity.updateUser('karel', { name: 'Karel' }))).to.equal('404 NOT_FOUND');
    expect(await refusal(identity.createGroup({ id: 'sales', name: 'Sales again' }))).to.equal('409 GROUP_TAKEN');
  });

  it('never loses the last administrator, even when two are demoted at once', async () => {
    await identity.createUser(person('second', { roles: ['admin'] }));
    const results = await Promise.all([
      refusal(identity.updateUser('admin', { roles: ['employee'] })),
      refusal(identity.updateUser('second', { active: false })),
    ]);
    expect(results.toSorted()).to.deep.equal(['409 LAST_ADMIN', 'nothing was refused']);
    await database.pool.query(`update identity_user set roles = '{admin}' where id = 'admin'`);
  });

  it('authenticates an API token with its scopes, until it is revoked or has expired', async () => {
    const { id, token } = await identity.createApiToken({ name: 'warehouse scanner', scopes: ['jobs', 'write'], expiresAt: null }, ADMIN);
    const authentication = await identity.authenticateToken(token);
    expect(authentication?.scopes).to.deep.equal(['write', 'jobs']);
    expect(authentication?.actor).to.deep.include({ kind: 'token', id: `token:${id}`, name: 'warehouse scanner' });
    await identity.revokeApiToken(id);
    expect(await identity.authenticateToken(token)).to.equal(null);
    expect(await refusal(identity.revokeApiToken(id))).to.equal('404 NOT_FOUND');
    const expired = await identity.createApiToken({ name: 'old', scopes: ['read'], expiresAt: '2020-01-01T00:00:00Z' }, ADMIN);
    expect(await identity.authenticateToken(expired.token)).to.equal(null);
    expect(await identity.authenticateToken('lanework_guess')).to.equal(null);
  });

  it('names people by their ids and leaves out those it does not know', async () => {
    expect([...(await identity.namesOf(['anna', 'nobody', 'boris']))]).to.have.deep.members([
      ['anna', 'Anna Novak'],
      ['boris', 'Boris Petrov'],
    ]);
  });

  describe('with another node on the same database', () => {
    /** Counts the questions to the database; the clock stands until a test moves it. */
    function node(changes: ChangeFeed): {
      readonly identity: Identity;
      readonly questions: () => number;
      readonly wait: (ms: number) => void;
    } {
      let [questions, nowMs] = [0, 0];
      const pool = new Proxy(database.pool, {
        get(target, key) {
          const value: unknown = Reflect.get(target, key);
          if (key !== 'query' || typeof value !== 'function') return value;
          return (...given: readonly unknown[]): unknown => {
            questions += 1;
            return Reflect.apply(value, target, given);
          };
        },
      });
      const identityOfNode = createIdentity({ orm, pool, changes }, { demo: false, nowMs: () => nowMs });
      return { identity: identityOfNode, questions: () => questions, wait: (ms) => (nowMs += ms) };
    }

    it('believes a session for a moment, then asks again', async () => {
      await identity.createUser(person('nina'));
      const token = await signedIn('nina');
      const { identity: here, questions, wait } = node(createLocalChangeFeed());
      const [first, second] = await Promise.all([here.authenticateSession(token), here.authenticateSession(token)]);
      expect(first?.actor.id).to.equal('nina');
      expect(second).to.deep.equal(first);
      wait(BELIEVED_MS - 1);
      await here.authenticateSession(token);
      expect(questions()).to.equal(1);
      wait(1);
      await here.authenticateSession(token);
      expect(questions()).to.equal(2);
    });

    it("asks each time about a token that is nobody's", async () => {
      const { identity: here, questions } = node(createLocalChangeFeed());
      expect(await here.authenticateSession('unknown')).to.equal(null);
      expect(await here.authenticateSession('unknown')).to.equal(null);
      expect(questions()).to.equal(2);
    });

    it('ends a session, a right and a token on every node as soon as they end on one', async () => {
      await identity.createUser(person('oldrich'));
      const changes = createLocalChangeFeed();
      const [here, there] = [node(changes).identity, node(changes).identity];
      const rolesSeen = async (token: string): Promise<readonly (readonly string[] | undefined)[]> =>
        (await Promise.all([here, there].map((each) => each.authenticateSession(token)))).map((found) => found?.actor.roles);
      const token = await signedIn('oldrich');
      expect(await rolesSeen(token)).to.deep.equal([['employee'], ['employee']]);
      await here.updateUser('oldrich', { roles: ['manager'] });
      expect(await rolesSeen(token)).to.deep.equal([['manager'], ['manager']]);
      await there.signOut(token);
      expect(await rolesSeen(token)).to.deep.equal([undefined, undefined]);
      const made = await here.createApiToken({ name: 'Machine', scopes: ['read'], expiresAt: null }, ADMIN);
      for (const each of [here, there]) expect((await each.authenticateToken(made.token))?.actor.name).to.equal('Machine');
      await here.revokeApiToken(made.id);
      for (const each of [here, there]) expect(await each.authenticateToken(made.token)).to.equal(null);
    });

    it('shows a new name at once', async () => {
      await identity.createUser(person('pavlina'));
      const { identity: here, questions } = node(createLocalChangeFeed());
      expect([...(await here.namesOf(['pavlina'])).values()]).to.deep.equal(['Person pavlina']);
      await here.namesOf(['pavlina']);
      expect(questions()).to.equal(1);
      await here.updateUser('pavlina', { name: 'Pavlina Nova' });
      expect([...(await here.namesOf(['pavlina'])).values()]).to.deep.equal(['Pavlina Nova']);
    });

    it('does not believe what was asked before a change', async () => {
      const answers = [Promise.withResolvers<object | null>(), Promise.withResolvers<object | null>()];
      let asked = 0;
      const believed = new Believed<object>(() => 0);
      const ask = (): Promise<object | null> => answers[asked++]?.promise ?? Promise.resolve(null);
      const early = believed.find('key', ask);
      believed.forget();
      const late = believed.find('key', ask);
      answers[0]?.resolve({ isOld: true });
      answers[1]?.resolve({ isOld: false });
      expect(await early).to.deep.equal({ isOld: true });
      expect(await late).to.deep.equal({ isOld: false });
      expect(await believed.find('key', ask)).to.deep.equal({ isOld: false });
    });
  });
});
