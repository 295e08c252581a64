import type { SqlExecutor } from '../../../../engine/port/module-contract.ts';
import { newId, type DocumentContext } from './context.ts';

/** A quantity in stock units that may be invoiced: a posted shipment line, or the rest of a line that is billed as ordered. */
export interface Billable {
  readonly orderLineId: string;
  readonly shipmentLineId: string | null;
  readonly quantity: string;
}

/** What of an order, or of one of its shipments, has been shipped and is on no invoice yet. Services go with the first invoice. */
export async function readBillable(sql: SqlExecutor, orderId: string, shipmentId: string | null): Promise<readonly Billable[]> {
  const { rows } = await sql.query<Billable>(
    `SELECT "orderLineId", "shipmentLineId", trim_scale(quantity)::text AS quantity FROM (
       SELECT line.order_line_id AS "orderLineId", line.id AS "shipmentLineId", line.picked AS quantity, ordered.position, shipment.posted_at
         FROM erp.shipment JOIN erp.shipment_line line ON line.shipment_id = shipment.id JOIN erp.sales_order_line ordered ON ordered.id = line.order_line_id
        WHERE shipment.order_id = $1 AND shipment.status = 'posted' AND (shipment.id = $2::uuid OR $2 IS NULL) AND line.picked > 0 AND ordered.billing = 'shipped'
          AND NOT EXISTS (SELECT 1 FROM erp.invoice_line WHERE shipment_line_id = line.id)
       UNION ALL
       SELECT id, NULL, stock_quantity - invoiced, position, NULL FROM erp.sales_order_line
        WHERE order_id = $1 AND billing = 'ordered' AND stock_quantity > invoiced) billable
      ORDER BY position, posted_at, "shipmentLineId"`,
    [orderId, shipmentId],
  );
  return rows;
}

/**
 * Writes an invoice line with the frozen price of its order line. The share of the amount is rounded once; the line that completes the order
 * line takes what is left, so all invoices of an order add up to the order. A quantity that is no exact number of sales units is shown in stock units.
 */
export async function insertInvoiceLine(
  context: DocumentContext,
  invoiceId: string,
  position: number,
  line: Billable,
  scale: number,
): Promise<void> {
  await context.sql.query(
    `INSERT INTO erp.invoice_line (id, invoice_id, position, order_line_id, shipment_line_id, item_id, sku, description, uom, quantity, stock_quantity, unit_price,
                                   discount_percent, tax_code, tax_percent, net, tax, gross, created_at, created_by, updated_at, updated_by, process_instance_id)
     SELECT $1, $2, $3, ordered.id, $5, ordered.item_id, item.sku, coalesce(ordered.description, item.name),
            CASE WHEN shown.exact THEN ordered.uom ELSE item.stock_uom END, CASE WHEN shown.exact THEN shown.quantity ELSE $6::numeric END, $6::numeric,
            CASE WHEN shown.exact THEN ordered.unit_price ELSE round(ordered.unit_price * ordered.quantity / ordered.stock_quantity, 10) END,
            ordered.discount_percent, ordered.tax_code, ordered.tax_percent, money.net, levy.tax, money.net + levy.tax, $8, $9, $8, $9, $10
       FROM erp.sales_order_line ordered
       JOIN erp.item ON item.id = ordered.item_id
       CROSS JOIN LATERAL (
         SELECT round($6::numeric * ordered.quantity / ordered.stock_quantity, 6) AS quantity,
                round($6::numeric * ordered.quantity / ordered.stock_quantity, 6) * ordered.stock_quantity = $6::numeric * ordered.quantity AS exact) shown
       CROSS JOIN LATERAL (
         SELECT coalesce(sum(net), 0) AS net, coalesce(sum(tax), 0) AS tax FROM erp.invoice_line WHERE order_line_id = ordered.id) before
       CROSS JOIN LATERAL (
         SELECT CASE WHEN ordered.invoiced + $6::numeric = ordered.stock_quantity THEN greatest(ordered.net - before.net, 0)
                     WHEN ordered.invoiced + $6::numeric > ordered.stock_quantity THEN share.net
                     ELSE least(share.net, ordered.net - before.net) END AS net
           FROM (SELECT round((ordered.unit_price * ordered.quantity * (100 - ordered.discount_percent) * 0.01 * $6::numeric)::numeric(60,30) / ordered.stock_quantity, $7) AS net) share) money
       CROSS JOIN LATERAL (
         SELECT CASE WHEN ordered.invoiced + $6::numeric = ordered.stock_quantity THEN greatest(ordered.tax - before.tax, 0)
                     WHEN ordered.invoiced + $6::numeric > ordered.stock_quantity THEN round(money.net * ordered.tax_percent * 0.01, $7)
                     ELSE least(round(money.net * ordered.tax_percent * 0.01, $7), ordered.tax - before.tax) END AS tax) levy
      WHERE ordered.id = $4`,
    [
      newId(),
      invoiceId,
      position,
      line.orderLineId,
      line.shipmentLineId,
      line.quantity,
      scale,
      context.now,
      context.actor.id,
      context.processInstanceId,
    ],
  );
}
