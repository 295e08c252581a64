import { BusinessError, type SqlExecutor } from '../../../../engine/port/module-contract.ts';
import { findOne } from './context.ts';
import { Exact } from './decimal.ts';

/** The rule that a quantity of an item has to keep. */
export interface QuantityRule {
  readonly sku: string;
  readonly step: string;
  readonly uom: string;
}

/** Refuses a quantity in stock units that is not a positive multiple of the item's step; nothing is ever rounded to fit (U2). */
export function expectExactQuantity(rule: QuantityRule, quantity: string): void {
  const asked = new Exact(quantity);
  if (asked.lessThanOrEqualTo(0) || !asked.modulo(rule.step).isZero()) {
    throw new BusinessError(
      'INEXACT_QTY',
      `Expected the quantity of ${rule.sku} to be a positive multiple of ${rule.step} ${rule.uom}, but it is ${quantity}`,
      {
        sku: rule.sku,
        quantity,
        step: rule.step,
        uom: rule.uom,
      },
    );
  }
}

/** Reads the quantity rule of an item; refuses with NOT_FOUND. */
export function findItemRule(sql: SqlExecutor, itemId: string): Promise<QuantityRule> {
  return findOne<QuantityRule>(
    sql,
    'item',
    itemId,
    'SELECT sku, trim_scale(quantity_step)::text AS step, stock_uom AS uom FROM erp.item WHERE id = $1::uuid',
  );
}
