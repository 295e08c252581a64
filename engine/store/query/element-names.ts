import type { Pool } from 'pg';

/** Definitions whose element names are kept in memory. */
const MAX_DEFINITIONS = 500;

/** What lists show of an element beside its id. */
export interface ElementTexts {
  readonly name: string | null;
  readonly instructions: string | null;
}
export type ElementsOf = (definitionId: string) => Promise<ReadonlyMap<string, ElementTexts>>;

const NODES = `
  select node.key as id, node.value ->> 'name' as name, node.value ->> 'instructions' as instructions
  from process_definition as definition, json_each(definition.model -> 'nodes') as node
  where definition.id = $1`;

/** Names of elements by definition. A deployed definition never changes, so each is read once per process and kept. */
export function createElementNames(pool: Pool): ElementsOf {
  const known = new Map<string, Promise<ReadonlyMap<string, ElementTexts>>>();
  return (definitionId) => {
    const kept = known.get(definitionId);
    if (kept !== undefined) return kept;
    const [oldest] = known.keys();
    if (known.size >= MAX_DEFINITIONS && oldest !== undefined) known.delete(oldest);
    const loading = load(pool, definitionId).catch((error: unknown) => {
      known.delete(definitionId);
      throw error;
    });
    known.set(definitionId, loading);
    return loading;
  };
}

async function load(pool: Pool, definitionId: string): Promise<ReadonlyMap<string, ElementTexts>> {
  const { rows } = await pool.query<{ id: string } & ElementTexts>(NODES, [definitionId]);
  return new Map(rows.map(({ id, name, instructions }) => [id, { name, instructions }]));
}
