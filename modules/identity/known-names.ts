import type { Pool } from 'pg';
import { BELIEVED_MS } from './believed.ts';

/** Names kept at a time; when there are more, all are asked for anew. */
const MAX_KEPT = 10_000;
const NAMES = `select id, name from identity_user where id = any($1)`;

/** Names of people, believed for a moment: every list of tasks shows them. */
export class KnownNames {
  readonly #pool: Pool;
  readonly #nowMs: () => number;
  #kept = new Map<string, { readonly name: string; readonly untilMs: number }>();

  constructor(pool: Pool, nowMs: () => number) {
    this.#pool = pool;
    this.#nowMs = nowMs;
  }

  /** Ids that are nobody's are absent, and looked up each time. */
  async of(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    const unknown: string[] = [];
    for (const id of ids) {
      const kept = this.#kept.get(id);
      if (kept !== undefined && this.#nowMs() < kept.untilMs) names.set(id, kept.name);
      else unknown.push(id);
    }
    if (unknown.length === 0) return names;
    // What is asked before `forget` goes to a map that nobody reads any longer.
    const kept = this.#kept;
    const untilMs = this.#nowMs() + BELIEVED_MS;
    const { rows } = await this.#pool.query<{ id: string; name: string }>({ name: 'identity_names', text: NAMES, values: [unknown] });
    if (kept.size + rows.length > MAX_KEPT) kept.clear();
    for (const { id, name } of rows) {
      kept.set(id, { name, untilMs });
      names.set(id, name);
    }
    return names;
  }

  forget(): void {
    this.#kept = new Map();
  }
}
