import { findOne, type DocumentContext } from './context.ts';

export interface LockedWriteOff {
  readonly id: string;
  readonly status: string;
  readonly item_id: string;
  readonly location_id: string;
  readonly quantity: string;
  readonly move_id: string | null;
  readonly value: string;
  readonly approval_above: string | null;
  readonly sku: string;
  readonly uom: string;
  readonly reason: string;
}

/** Locks a write-off and reads what its posting and reversal need. */
export function lockWriteOff(context: DocumentContext, writeOffId: string): Promise<LockedWriteOff> {
  return findOne<LockedWriteOff>(
    context.sql,
    'write-off',
    writeOffId,
    `SELECT document.id, status, item_id, location_id, trim_scale(quantity)::text AS quantity, move_id, trim_scale(value)::text AS value, trim_scale(approval_above)::text AS approval_above,
            item.sku, item.stock_uom AS uom, reason
       FROM erp.write_off document JOIN erp.item ON item.id = item_id WHERE document.id = $1::uuid FOR UPDATE OF document`,
  );
}
