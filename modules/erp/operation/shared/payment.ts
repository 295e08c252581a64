import { findOne, type DocumentContext } from './context.ts';

export interface LockedInvoice {
  readonly status: string;
  readonly order_id: string;
  readonly customer_id: string;
  readonly currency: string;
  readonly scale: number;
}

/** Locks the order of an invoice, then the invoice: documents are locked from the order downwards everywhere. */
export async function lockInvoice(context: DocumentContext, invoiceId: string): Promise<LockedInvoice> {
  await findOne(
    context.sql,
    'invoice',
    invoiceId,
    'SELECT id FROM erp.sales_order WHERE id = (SELECT order_id FROM erp.invoice WHERE id = $1::uuid) FOR UPDATE',
  );
  return findOne<LockedInvoice>(
    context.sql,
    'invoice',
    invoiceId,
    `SELECT status, order_id, customer_id, invoice.currency, currency.scale FROM erp.invoice JOIN erp.currency ON code = invoice.currency
      WHERE id = $1::uuid FOR UPDATE OF invoice`,
  );
}

/** An order is done when all of it is shipped, invoiced and paid (O3), and no longer done when a payment is taken off. */
export async function showOrderDone(context: DocumentContext, orderId: string): Promise<void> {
  await context.sql.query(
    `UPDATE erp.sales_order SET status = target.status, version = version + 1, updated_at = $2, updated_by = $3
       FROM (SELECT CASE WHEN EXISTS (SELECT 1 FROM erp.sales_order_line WHERE order_id = $1 AND invoiced < stock_quantity)
                           OR EXISTS (SELECT 1 FROM erp.open_item JOIN erp.invoice ON invoice.id = invoice_id WHERE order_id = $1 AND residual > 0)
                         THEN 'confirmed' ELSE 'done' END AS status) target
      WHERE id = $1 AND sales_order.status IN ('confirmed', 'done') AND sales_order.status <> target.status`,
    [orderId, context.now, context.actor.id],
  );
}
