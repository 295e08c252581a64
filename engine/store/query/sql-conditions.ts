/** Conditions of a `where` with their parameters, collected in order; texts of values never get into the statement. */
export class SqlConditions {
  readonly values: unknown[] = [];
  readonly #conditions: string[] = [];

  /** The placeholder of a new parameter. */
  parameter(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  add(condition: string): void {
    this.#conditions.push(`(${condition})`);
  }

  /** Adds `column = value` unless the value is null. */
  equal(column: string, value: string | boolean | null): void {
    if (value !== null) this.add(`${column} = ${this.parameter(value)}`);
  }

  get sql(): string {
    return this.#conditions.length === 0 ? 'true' : this.#conditions.join(' and ');
  }
}

/** Pattern for `ilike` that finds the text anywhere; its own wildcards count as letters. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/gu, '\\$&')}%`;
}

/** Rows counted at most for a list's total; beyond that the total is left out. */
export const MAX_COUNTED = 1_000;

/** `{total}` of a list's first page: null where nothing was counted, nothing when there are more rows than are counted. */
export function totalOf(count: number | null): { readonly total?: number } {
  return count === null || count > MAX_COUNTED ? {} : { total: count };
}

/** ISO 8601 UTC of what node-postgres returns for `timestamptz`. */
export function iso(instant: Date): string;
export function iso(instant: Date | null): string | null;
export function iso(instant: Date | null): string | null {
  return instant === null ? null : instant.toISOString();
}
