import type { SqlExecutor } from '../../../../engine/port/module-contract.ts';
import { dayOf, firstRow } from './context.ts';

/**
 * Takes the next number of a yearly series. The row stays locked to the end of the transaction, so this is the last thing a posting does;
 * a rollback gives the number back, which keeps the series without a gap (N1).
 */
export async function nextNumber(
  sql: SqlExecutor,
  kind: string,
  prefix: string,
  now: string,
): Promise<{ readonly key: string; readonly number: number; readonly text: string }> {
  const year = dayOf(now).slice(0, 4);
  const key = `${kind}/${year}`;
  const { last_number: number } = await firstRow<{ last_number: number }>(
    sql,
    `INSERT INTO erp.number_series (key, prefix, last_number) VALUES ($1, $2, 1)
       ON CONFLICT (key) DO UPDATE SET last_number = number_series.last_number + 1 RETURNING last_number`,
    [key, prefix],
  );
  return { key, number, text: `${prefix}-${year}-${String(number).padStart(5, '0')}` };
}
