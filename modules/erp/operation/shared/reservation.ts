import { lockBalances } from './balance.ts';
import type { DocumentContext } from './context.ts';

/** Days that a reservation holds stock when nobody ships it. */
export const RESERVATION_DAYS = 14;

/** Releases what is still open of an order's reservations and returns how many there were. The order's row is locked by the caller. */
export async function releaseReservations(context: DocumentContext, orderId: string): Promise<number> {
  const { rows } = await context.sql.query<{ item_id: string }>(
    'SELECT DISTINCT item_id FROM erp.reservation WHERE order_id = $1 AND consumed + released < quantity',
    [orderId],
  );
  await lockBalances(
    context.sql,
    rows.map((row) => row.item_id),
  );
  const { rowCount } = await context.sql.query(
    `UPDATE erp.reservation SET released = quantity - consumed, version = version + 1, updated_at = $2, updated_by = $3
      WHERE order_id = $1 AND consumed + released < quantity`,
    [orderId, context.now, context.actor.id],
  );
  return rowCount;
}
