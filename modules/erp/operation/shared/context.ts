import { v7 } from 'uuid';
import { BusinessError, type OperationContext, type SqlExecutor } from '../../../../engine/port/module-contract.ts';

/** The part of an operation's context that documents are stamped with; seeds and record hooks build it too. */
export type DocumentContext = Pick<OperationContext, 'sql' | 'now' | 'actor'> & { readonly processInstanceId: string | null };

/** A new time-ordered id. */
export function newId(): string {
  return v7();
}

/** Day of the step in UTC, `2026-11-21`. */
export function dayOf(now: string): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** The only row of a query by id, or the refusal NOT_FOUND that names what was looked for. */
export async function findOne<Row extends object>(
  sql: SqlExecutor,
  what: string,
  id: string,
  text: string,
  values: readonly unknown[] = [id],
): Promise<Row> {
  const { rows } = await sql.query<Row>(text, values);
  const row = rows[0];
  if (row === undefined) throw new BusinessError('NOT_FOUND', `Expected ${what} ${id}, but there is none`, { id });
  return row;
}

/** The first row of a statement that always returns one. */
export async function firstRow<Row extends object>(sql: SqlExecutor, text: string, values: readonly unknown[]): Promise<Row> {
  const { rows } = await sql.query<Row>(text, values);
  const row = rows[0];
  if (row === undefined) throw new Error(`Expected a row from the statement, but it returned none: ${text.slice(0, 80)}`);
  return row;
}

/** Refuses unless the document is in one of the statuses. */
export function expectStatus(what: string, status: string, allowed: readonly string[]): void {
  if (!allowed.includes(status)) {
    throw new BusinessError('WRONG_STATUS', `Expected ${what} to be ${allowed.join(' or ')}, but it is ${status}`, { status });
  }
}
