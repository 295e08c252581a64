import type { MikroORM } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import type { Authenticator, DemoPerson } from '../../engine/port/authenticator.ts';
import { createGroup, createUser, listGroups, listUsers, updateUser } from './accounts.ts';
import { createApiToken, findApiToken, listApiTokens, revokeApiToken } from './api-tokens.ts';
import { DEMO_PEOPLE } from './demo-people.ts';
import { createToken } from './secrets.ts';
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

const NAMES = `select id, name from identity_user where id = any($1)`;
const ANYBODY = `select exists (select from identity_user) as found`;

/** Identity on PostgreSQL. `demo` true lists the demo's people on the sign-in page. */
export function createIdentity(
  { orm, pool }: { readonly orm: MikroORM; readonly pool: Pool },
  options: { readonly demo: boolean },
): Identity {
  return {
    signIn: (login, password, client) => signIn(pool, login, password, client),
    signOut: (token) => closeSession(pool, token),
    signOutEverywhere: (userId) => closeSessionsOf(pool, userId),
    authenticateSession: (token) => findSession(pool, token),
    authenticateToken: (token) => findApiToken(pool, token),
    users: () => listUsers(orm),
    groups: () => listGroups(orm),
    namesOf: (ids) => namesOf(pool, ids),
    createUser: (user) => createUser(orm, user),
    createGroup: (group) => createGroup(orm, group),
    async updateUser(id, change) {
      const user = await updateUser(orm, id, change);
      if (change.password !== undefined || change.active === false) await closeSessionsOf(pool, id);
      return user;
    },
    createApiToken: (token, createdBy) => createApiToken(orm, token, createdBy),
    apiTokens: () => listApiTokens(orm),
    revokeApiToken: (id) => revokeApiToken(orm, id),
    demoPeople: () => (options.demo ? presentDemoPeople(pool) : Promise.resolve([])),
    createFirstAdmin: (password) => createFirstAdmin({ orm, pool }, password),
  };
}

async function namesOf(pool: Pool, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<{ id: string; name: string }>(NAMES, [ids]);
  return new Map(rows.map((row) => [row.id, row.name]));
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
