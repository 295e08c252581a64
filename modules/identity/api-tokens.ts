import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { type ApiToken, type Authentication, type Role, TOKEN_SCOPES, type TokenScope } from '../../engine/port/authenticator.ts';
import { HttpProblem } from '../../engine/port/http-problem.ts';
import type { Actor } from '../../engine/port/module-contract.ts';
import { ApiTokenEntity, type ApiTokenRow } from './entities.ts';
import { createToken, hashToken } from './secrets.ts';

/** Begins every token, so that scanners recognise one that got into a repository. */
const PREFIX = 'lanework_';
/** Roles that stand behind each scope where a right depends on a record, for example seeing every task. */
const ROLES_BY_SCOPE: Readonly<Record<TokenScope, readonly Role[]>> = {
  read: ['manager'],
  write: ['manager'],
  jobs: [],
  deploy: ['analyst'],
  admin: ['admin'],
};

const FIND = `
  select id, name, scopes from identity_api_token
  where hash = $1 and revoked_at is null and (expires_at is null or expires_at > now())`;

/** Makes a token and returns its text this once. */
export async function createApiToken(
  orm: MikroORM,
  token: { readonly name: string; readonly scopes: readonly TokenScope[]; readonly expiresAt: string | null },
  createdBy: Actor,
): Promise<{ readonly id: string; readonly token: string }> {
  const em = orm.em.fork();
  const [id, text] = [randomUUID(), `${PREFIX}${createToken()}`];
  em.create(ApiTokenEntity, {
    id,
    name: token.name,
    hash: hashToken(text).toString('hex'),
    scopes: [...token.scopes],
    createdAt: new Date(),
    createdBy: createdBy.id,
    expiresAt: token.expiresAt === null ? null : new Date(token.expiresAt),
    revokedAt: null,
  });
  await em.flush();
  return { id, token: text };
}

/** Tokens in use, the newest first. */
export async function listApiTokens(orm: MikroORM): Promise<readonly ApiToken[]> {
  const rows = await orm.em.fork().find(ApiTokenEntity, { revokedAt: null }, { orderBy: { createdAt: 'desc' } });
  return rows.map(present);
}

/** Ends a token at once. */
export async function revokeApiToken(orm: MikroORM, id: string): Promise<void> {
  const revoked = await orm.em.fork().nativeUpdate(ApiTokenEntity, { id, revokedAt: null }, { revokedAt: new Date() });
  if (revoked === 0) throw new HttpProblem(404, 'NOT_FOUND', `Expected the id of an API token, but found ${id}.`);
}

/** Who acts with this token. */
export async function findApiToken(pool: Pool, text: string): Promise<Authentication | null> {
  if (!text.startsWith(PREFIX)) return null;
  const { rows } = await pool.query<{ id: string; name: string; scopes: string[] }>(FIND, [hashToken(text).toString('hex')]);
  const [row] = rows;
  if (row === undefined) return null;
  const scopes = scopesOf(row.scopes);
  const roles = [...new Set(scopes.flatMap((scope) => ROLES_BY_SCOPE[scope]))];
  return { actor: { kind: 'token', id: `token:${row.id}`, name: row.name, roles, groups: [] }, user: null, scopes };
}

function present(row: ApiTokenRow): ApiToken {
  return {
    id: row.id,
    name: row.name,
    scopes: scopesOf(row.scopes),
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
}

function scopesOf(texts: readonly string[]): readonly TokenScope[] {
  return TOKEN_SCOPES.filter((scope) => texts.includes(scope));
}
