import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import type { ClientBase, Pool } from 'pg';
import type { SqlExecutor } from '../port/module-contract.ts';

/** Most statements of the engine, and of modules, that are prepared by name; further ones are sent unnamed. */
const MAX_PREPARED = 500;
const names = new Map<string, string>();

/** A name for a statement, so that each connection plans it once. Never used for texts made of outside input. */
function nameIn(known: Map<string, string>, text: string, prefix: string): string | undefined {
  const found = known.get(text);
  if (found !== undefined || known.size >= MAX_PREPARED) return found;
  const name = `${prefix}_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
  known.set(text, name);
  return name;
}

/** For the rest of the transaction: plans for any key, by an index. And: plans as the server likes them, for statements of modules. */
export const PLANS_BY_KEY = 'set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off';
export const PLANS_AS_USUAL = 'set local plan_cache_mode = default; set local enable_seqscan = default';

/** Runs a statement of the engine prepared by name. */
export async function runPrepared<Row extends object>(
  client: ClientBase | Pool,
  text: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const name = nameIn(names, text, 'lw');
  const result = await client.query<Row>(name === undefined ? { text, values: [...values] } : { name, text, values: [...values] });
  return result.rows;
}

/** The part of a connection of node-postgres that its types leave out. */
interface WithStream {
  readonly connection?: { readonly stream?: Pick<Writable, 'cork' | 'uncork'> };
}

/** Keeps back what is sent on a connection until the function that is returned is called, so that it goes out in one packet, not one per statement. */
export function holdBack(client: ClientBase): () => void {
  const stream = (client as ClientBase & WithStream).connection?.stream;
  stream?.cork();
  return () => stream?.uncork();
}

/** Names of statements of modules, apart from those of the engine, so that a module that pastes its texts together takes no name from it. */
const moduleNames = new Map<string, string>();

/** Runs a statement of a module, whose text is one of a few constant ones in all likelihood, prepared by name. */
export async function runModuleStatement<Row extends object>(
  client: ClientBase,
  text: string,
  values: readonly unknown[],
): Promise<{ readonly rows: Row[]; readonly rowCount: number }> {
  const name = values.length === 0 ? undefined : nameIn(moduleNames, text, 'lwm');
  const result = await client.query<Row>({ ...(name === undefined ? {} : { name }), text, values: [...values] });
  return { rows: result.rows, rowCount: result.rowCount ?? 0 };
}

/** The view of a connection that modules get: statements with parameters, nothing about transactions. */
export function sqlExecutor(client: ClientBase): SqlExecutor {
  return { query: (text, values = []) => runModuleStatement(client, text, values) };
}

export { isConflict, isConnectionLoss, sqlState } from '../port/database-error.ts';
