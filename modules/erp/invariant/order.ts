import type { Invariant } from '../../../engine/port/module-contract.ts';

/** Orders and write-offs. */
export const orderInvariants: readonly Invariant[] = [
  {
    id: 'O1',
    title: 'Nothing is shipped beyond the order and its tolerance, nothing invoiced beyond what was shipped or ordered by policy',
    sql: `
      SELECT id AS line_id, stock_quantity::text AS ordered, shipped::text AS shipped, invoiced::text AS invoiced FROM erp.sales_order_line
       WHERE shipped > stock_quantity * (1 + tolerance_percent * 0.01) OR invoiced > CASE billing WHEN 'ordered' THEN stock_quantity ELSE shipped END
          OR least(reserved, shipped, invoiced) < 0`,
  },
  {
    id: 'O2',
    title: 'What an order line says of reservations, shipments and invoices is the sum of them, and an order is the sum of its lines',
    sql: `
      SELECT line.id, 'line' AS problem
        FROM erp.sales_order_line line
        CROSS JOIN LATERAL (SELECT coalesce(sum(quantity - consumed - released), 0) AS open FROM erp.reservation WHERE order_line_id = line.id) held
        CROSS JOIN LATERAL (SELECT coalesce(sum(picked), 0) AS picked FROM erp.shipment_line JOIN erp.shipment ON shipment.id = shipment_id
                             WHERE order_line_id = line.id AND status = 'posted') sent
        CROSS JOIN LATERAL (SELECT coalesce(sum(stock_quantity), 0) AS billed FROM erp.invoice_line WHERE order_line_id = line.id) bill
       WHERE (line.reserved, line.shipped, line.invoiced) IS DISTINCT FROM (held.open, sent.picked, bill.billed)
      UNION ALL
      SELECT sales_order.id, 'order'
        FROM erp.sales_order
        CROSS JOIN LATERAL (SELECT coalesce(sum(net), 0) AS net, coalesce(sum(tax), 0) AS tax FROM erp.sales_order_line WHERE order_id = sales_order.id) sums
       WHERE (sales_order.net, sales_order.tax, sales_order.total) IS DISTINCT FROM (sums.net, sums.tax, sums.net + sums.tax)
      UNION ALL
      SELECT shipment.id, 'shipment moves'
        FROM erp.shipment
        CROSS JOIN LATERAL (SELECT coalesce(sum(picked), 0) AS picked FROM erp.shipment_line WHERE shipment_id = shipment.id) lines
        CROSS JOIN LATERAL (SELECT coalesce(sum(quantity), 0) AS moved, coalesce(sum(value), 0) AS value FROM erp.stock_move WHERE document_id = shipment.id) moves
       WHERE (shipment.status = 'posted' AND (lines.picked <> moves.moved OR shipment.cost <> moves.value)) OR (shipment.status <> 'posted' AND moves.moved <> 0)`,
  },
  {
    id: 'O3',
    title: 'An order is done only when all of it is invoiced and paid',
    sql: `
      SELECT id AS order_id FROM erp.sales_order
       WHERE status = 'done' AND (EXISTS (SELECT 1 FROM erp.sales_order_line line WHERE line.order_id = sales_order.id AND line.invoiced < line.stock_quantity)
          OR EXISTS (SELECT 1 FROM erp.open_item JOIN erp.invoice ON invoice.id = open_item.invoice_id WHERE invoice.order_id = sales_order.id AND open_item.residual > 0))`,
  },
  {
    id: 'W1',
    title: 'A posted write-off has a reason, a cost account, its approval above the threshold, and a move of exactly its quantity',
    sql: `
      SELECT document.id AS write_off_id, document.write_off_no
        FROM erp.write_off document LEFT JOIN erp.stock_move move ON move.id = document.move_id LEFT JOIN erp.stock_move back ON back.id = document.reversal_move_id
       WHERE document.status IN ('posted', 'reversed')
         AND (btrim(document.reason) = '' OR btrim(document.cost_account) = ''
              OR (document.approval_above IS NOT NULL AND document.value > document.approval_above AND document.approved_by IS NULL)
              OR (move.item_id, move.quantity, move.from_location_id, move.value) IS DISTINCT FROM (document.item_id, document.quantity, document.location_id, document.cost)
              OR (document.status = 'reversed') <> (back.id IS NOT NULL)
              OR (back.id IS NOT NULL AND back.reversal_of IS DISTINCT FROM document.move_id))`,
  },
];
