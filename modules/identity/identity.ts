import type { MikroORM } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import type { Authentication, Authenticator, DemoPerson, User, UserChange } from '../../engine/port/authenticator.ts';
import type { ChangeFeed } from '../../engine/port/change-feed.ts';
import { createGroup, createUser, listGroups, listUsers, updateUser } from './accounts.ts';
import { createApiToken, findApiToken, listApiTokens, revokeApiToken } from './api-tokens.ts';
import { Believed } from './believed.ts';
import { DEMO_PEOPLE } from './demo-people.ts';
import { KnownNames } from './known-names.ts';
import { createToken, hashToken } from './secrets.ts';
import { closeSession, closeSessionsOf, findSession } from './sessions.ts';
import { signIn } from './sign-in.ts';

/** What the module does beyond the port: the first account of a new installation. */
export interface Identity extends Authenticator {
  /**
   * Makes the account `admin` when nobody has one yet, so that a new installation can be entered. `password` null makes one up.
   * Returns login and password, to be shown once, or null when there are people already.
   */
  createFirstAdmin(password: string | null): Promise<{ readonly login: string; readonly password: string } | null>;
}

/** What identity works with. `changes` tells other nodes that a right has changed; without it this node is alone. */
interface IdentityParts {
  readonly orm: MikroORM;
  readonly pool: Pool;
  readonly changes?: ChangeFeed;
}

/** `demo` true lists the demo's people on the sign-in page. `nowMs` is a clock that only goes forward; default: that of the process. */
interface IdentityOptions {
  readonly demo: boolean;
  readonly nowMs?: () => number;
}

const ANYBODY = `select exists (select from identity_user) as found`;

/** Identity on PostgreSQL. Who a credential belongs to is believed for `BELIEVED_MS`; whatever changes a right ends that at once, here and on other nodes. */
export function createIdentity({ orm, pool, changes }: IdentityParts, options: IdentityOptions): Identity {
  const nowMs = options.nowMs ?? (() => performance.now());
  const credentials = new Believed<Authentication>(nowMs);
  const names = new KnownNames(pool, nowMs);
  const forget = (): void => {
    credentials.forget();
    names.forget();
  };
  changes?.subscribe((event) => {
    if (event.topic === 'identity') forget();
  });
  // A change that failed may have been made in part.
  const tellChange = <Result>(change: Promise<Result>): Promise<Result> =>
    change.finally(() => {
      forget();
      changes?.publish({ topic: 'identity' });
    });
  return {
    signIn: (login, password, client) => signIn(pool, login, password, client),
    signOut: (token) => tellChange(closeSession(pool, token)),
    signOutEverywhere: (userId) => tellChange(closeSessionsOf(pool, userId)),
    authenticateSession: (token) => credentials.find(keyOf('session', token), () => findSession(pool, token)),
    authenticateToken: (token) => credentials.find(keyOf('token', token), () => findApiToken(pool, token)),
    users: () => listUsers(orm),
    groups: () => listGroups(orm),
    namesOf: (ids) => names.of(ids),
    createUser: (user) => createUser(orm, user),
    createGroup: (group) => createGroup(orm, group),
    updateUser: (id, change) => tellChange(changeUser(orm, pool, id, change)),
    createApiToken: (token, createdBy) => createApiToken(orm, token, createdBy),
    apiTokens: () => listApiTokens(orm),
    revokeApiToken: (id) => tellChange(revokeApiToken(orm, id)),
    demoPeople: () => (options.demo ? presentDemoPeople(pool) : Promise.resolve([])),
    createFirstAdmin: (password) => createFirstAdmin({ orm, pool }, password),
  };
}

/** Secrets are kept as hashes only, in memory too. */
const keyOf = (kind: 'session' | 'token', secret: string): string => `${kind} ${hashToken(secret).toString('base64url')}`;

async function changeUser(orm: MikroORM, pool: Pool, id: string, change: UserChange): Promise<User> {
  const user = await updateUser(orm, id, change);
  if (change.password !== undefined || change.active === false) await closeSessionsOf(pool, id);
  return user;
}

/** Only those who can still sign in. */
async function presentDemoPeople(pool: Pool): Promise<readonly DemoPerson[]> {
  const { rows } = await pool.query<{ id: string }>(`select id from identity_user where active and id = any($1)`, [
    DEMO_PEOPLE.map((person) => person.login),
  ]);
  return DEMO_PEOPLE.filter((person) => rows.some((row) => row.id === person.login));
}

async function createFirstAdmin(
  { orm, pool }: { readonly orm: MikroORM; readonly pool: Pool },
  chosen: string | null,
): Promise<{ readonly login: string; readonly password: string } | null> {
  const { rows } = await pool.query<{ found: boolean }>(ANYBODY);
  if (rows[0]?.found === true) return null;
  const [login, password] = ['admin', chosen ?? createToken()];
  await createUser(orm, { login, name: 'Administrator', email: '', password, roles: ['admin'], groups: [], locale: 'en' });
  return { login, password };
}
