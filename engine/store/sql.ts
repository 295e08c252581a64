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

export { isConflict, isConnectionLoss, sqlState } from '../port/database-error.ts';
