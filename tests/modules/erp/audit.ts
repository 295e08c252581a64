import type { SqlExecutor } from '../../../engine/port/module-contract.ts';
import { module as crm } from '../../../modules/crm/index.ts';
import { module as erp } from '../../../modules/erp/index.ts';

/** Runs every invariant of CRM and ERP; returns the ids of the violated ones, each once. */
export async function audit(sql: Pick<SqlExecutor, 'query'>): Promise<string[]> {
  const violated: string[] = [];
  for (const invariant of [...crm.invariants, ...erp.invariants]) {
    const { rows } = await sql.query(invariant.sql);
    if (rows.length > 0) violated.push(invariant.id);
  }
  return violated;
}
