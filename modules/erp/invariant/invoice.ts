import type { Invariant } from '../../../engine/port/module-contract.ts';

/** Invoices and payments. */
export const invoiceInvariants: readonly Invariant[] = [
  {
    id: 'N1',
    title: 'Every number series runs from one to its last number without gap or repetition',
    sql: `
      SELECT coalesce(series.key, used.series) AS series, series.last_number, used.documents, used.highest
        FROM erp.number_series series
        FULL JOIN (
          SELECT series, count(*) AS documents, count(DISTINCT number) AS numbers, min(number) AS lowest, max(number) AS highest
            FROM (SELECT series, number FROM erp.invoice WHERE number IS NOT NULL UNION ALL SELECT series, number FROM erp.write_off WHERE number IS NOT NULL) numbered
           GROUP BY series) used ON used.series = series.key
       WHERE series.key IS NULL OR coalesce(used.documents, 0) <> series.last_number OR coalesce(used.numbers, 0) <> series.last_number
          OR coalesce(used.lowest, 1) <> 1 OR coalesce(used.highest, 0) <> series.last_number
      UNION ALL
      SELECT series, number, NULL, NULL FROM erp.invoice WHERE (status = 'posted') <> (invoice_no IS NOT NULL)`,
  },
  {
    id: 'N2',
    title: 'A posted invoice is as it was when it was posted',
    sql: `SELECT invoice.id AS invoice_id, invoice.invoice_no FROM erp.invoice WHERE status = 'posted' AND seal IS DISTINCT FROM erp.invoice_seal(to_jsonb(invoice))`,
  },
  {
    id: 'N3',
    title: 'The total of an invoice is the sum of its lines and taxes, and every line follows the rounding rule',
    sql: `
      SELECT invoice.id AS invoice_id, invoice.invoice_no, invoice.total::text AS total
        FROM erp.invoice
        CROSS JOIN LATERAL (SELECT coalesce(sum(net), 0) AS net, coalesce(sum(tax), 0) AS tax FROM erp.invoice_line WHERE invoice_id = invoice.id) lines
        CROSS JOIN LATERAL (SELECT coalesce(sum(net), 0) AS net, coalesce(sum(tax), 0) AS tax FROM erp.invoice_tax WHERE invoice_id = invoice.id) taxes
       WHERE invoice.status = 'posted'
         AND ((invoice.net, invoice.tax) IS DISTINCT FROM (lines.net, lines.tax) OR (invoice.net, invoice.tax) IS DISTINCT FROM (taxes.net, taxes.tax)
              OR invoice.total <> invoice.net + invoice.tax)
      UNION ALL
      SELECT line.invoice_id, line.sku, line.gross::text
        FROM erp.invoice_line line JOIN erp.invoice ON invoice.id = line.invoice_id JOIN erp.currency ON currency.code = invoice.currency
       WHERE line.net <> round(line.net, currency.scale) OR line.tax <> round(line.tax, currency.scale) OR line.gross <> line.net + line.tax
      UNION ALL
      SELECT ordered.order_id, 'invoiced lines differ from the order', sum(line.net)::text
        FROM erp.sales_order_line ordered JOIN erp.invoice_line line ON line.order_line_id = ordered.id
       GROUP BY ordered.id HAVING ordered.invoiced = ordered.stock_quantity AND (sum(line.net) <> ordered.net OR sum(line.tax) <> ordered.tax)`,
  },
  {
    id: 'N4',
    title: 'The instalments of an invoice add up to its total, and so do its receivables',
    sql: `
      SELECT invoice.id AS invoice_id, invoice.invoice_no
        FROM erp.invoice
        CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS amount FROM erp.instalment WHERE invoice_id = invoice.id) parts
        CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS amount FROM erp.open_item WHERE invoice_id = invoice.id) receivable
       WHERE invoice.status = 'posted' AND (parts.amount <> invoice.total OR receivable.amount <> invoice.total)`,
  },
  {
    id: 'N5',
    title: 'What is open is the amount less the live allocations, and never negative',
    sql: `
      SELECT item.id, 'open item' AS problem
        FROM erp.open_item item
        CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS live FROM erp.allocation WHERE open_item_id = item.id AND cancelled_at IS NULL) sums
       WHERE item.allocated <> sums.live OR item.allocated < 0 OR item.allocated > item.amount
      UNION ALL
      SELECT payment.id, 'payment'
        FROM erp.payment
        CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS live FROM erp.allocation WHERE payment_id = payment.id AND cancelled_at IS NULL) sums
       WHERE payment.allocated <> sums.live OR payment.allocated < 0 OR payment.allocated > payment.amount
      UNION ALL
      SELECT allocation.id, 'currency'
        FROM erp.allocation JOIN erp.payment ON payment.id = payment_id JOIN erp.open_item item ON item.id = open_item_id WHERE payment.currency <> item.currency
      UNION ALL
      SELECT invoice.id, 'payment status'
        FROM erp.invoice JOIN (SELECT invoice_id, sum(allocated) AS allocated, sum(amount - allocated) AS residual FROM erp.open_item GROUP BY invoice_id) item ON item.invoice_id = invoice.id
       WHERE invoice.payment_status <> CASE WHEN item.residual = 0 THEN 'paid' WHEN item.allocated = 0 THEN 'open' ELSE 'partial' END`,
  },
];
