import { createHash } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import type { SqlExecutor } from '../port/module-contract.ts';

/** Most statements that are prepared by name; further ones are sent unnamed. */
const MAX_PREPARED = 500;
const names = new Map<string, string>();

/** A name for a statement of the engine's own, so that each connection plans it once. Never used for texts made of outside input. */
function preparedName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MAX_PREPARED) return known;
  const name = `lw_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
  names.set(text, name);
  return name;
}

/** Runs a statement of the engine prepared by name. */
export async function runPrepared<Row extends object>(
  client: ClientBase | Pool,
  text: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const name = preparedName(text);
  const result = await client.query<Row>(name === undefined ? { text, values: [...values] } : { name, text, values: [...values] });
  return result.rows;
}

/** The view of a connection that modules get: statements with parameters, nothing about transactions. */
export function sqlExecutor(client: ClientBase): SqlExecutor {
  return {
    async query<Row extends object>(text: string, values: readonly unknown[] = []) {
      const result = await client.query<Row>({ text, values: [...values] });
      return { rows: result.rows, rowCount: result.rowCount ?? 0 };
    },
  };
}

/** SQLSTATE of an error of the database; undefined when the error came from elsewhere, for example from a broken connection. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return /^[0-9A-Z]{5}$/.test(error.code) && 'severity' in error ? error.code : undefined;
}

/** The server is going down, has crashed, or is not up yet. */
const SERVER_GONE: ReadonlySet<string> = new Set(['57P01', '57P02', '57P03', '08000', '08003', '08006']);
const CONNECTION_CODES: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/** The connection is gone or could not be made: what was not committed is undone, and may be done again on another connection. */
export function isConnectionLoss(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return SERVER_GONE.has(state);
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && CONNECTION_CODES.has(error.code)) return true;
  // node-postgres has no code for these.
  return /^Connection terminated|^Client has encountered a connection error|^timeout exceeded when trying to connect/.test(error.message);
}

/** Deadlock, serialisation failure, lock timeout: the same transaction may well succeed when run again. */
export function isConflict(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40P01' || state === '40001' || state === '55P03';
}
