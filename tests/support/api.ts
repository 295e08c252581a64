import pg from 'pg';
import { ENGINE_ACTOR } from '../../engine/runtime/engine-parts.ts';
import { openOrm } from '../../engine/store/orm.ts';
import { createIdentity, module as identityModule } from '../../modules/identity/index.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The HTTP API of a running product, asked with a token that may do everything. */
export interface Api {
  readonly token: string;
  get(path: string): Promise<ApiAnswer>;
  post(path: string, body: object): Promise<ApiAnswer>;
}

/** Makes the token in the database of the server. */
export async function openApi(url: string, databaseUrl: string): Promise<Api> {
  const token = await makeToken(databaseUrl);
  const ask = async (path: string, request: RequestInit): Promise<ApiAnswer> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      ...request,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
  };
  return {
    token,
    get: (path) => ask(path, {}),
    post: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
  };
}

async function makeToken(databaseUrl: string): Promise<string> {
  const orm = await openOrm(databaseUrl, identityModule.entities);
  const pool = new pg.Pool({ connectionString: databaseUrl });
  try {
    const { token } = await createIdentity({ orm, pool }, { demo: false }).createApiToken(
      { name: 'test', scopes: ['read', 'write', 'deploy', 'admin'], expiresAt: null },
      { ...ENGINE_ACTOR, roles: ['admin'] },
    );
    return token;
  } finally {
    await pool.end();
    await orm.close(true);
  }
}
