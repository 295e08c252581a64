import type { SqlExecutor } from '../../../engine/port/module-contract.ts';

/** Who sells or buys, as frozen on the invoice. */
export interface PrintedParty {
  readonly name: string;
  readonly taxId: string | null;
  readonly street: string | null;
  readonly city: string | null;
  readonly postalCode: string | null;
  readonly country: string;
  readonly language?: string;
  readonly bankAccount?: string | null;
  readonly email?: string | null;
}

export interface PrintedLine {
  readonly sku: string;
  readonly description: string;
  readonly quantity: string;
  readonly uom: string;
  readonly unitPrice: string;
  readonly discountPercent: string;
  readonly taxPercent: string;
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
}

/** An invoice as it is printed: every figure is the stored one at the scale of its currency, nothing is computed again. */
export interface PrintedInvoice {
  readonly invoiceNo: string;
  readonly orderNo: string;
  readonly invoicedOn: string;
  readonly dueOn: string;
  readonly currency: string;
  readonly seller: PrintedParty;
  readonly party: PrintedParty;
  readonly net: string;
  readonly tax: string;
  readonly total: string;
  readonly lines: readonly PrintedLine[];
  readonly taxes: readonly { readonly taxPercent: string; readonly net: string; readonly tax: string }[];
  readonly instalments: readonly { readonly dueOn: string; readonly amount: string }[];
}

type Header = Omit<PrintedInvoice, 'lines' | 'taxes' | 'instalments'> & { readonly scale: number };

/** Reads a posted invoice for printing; null when there is none with this id or it is still a draft. */
export async function readInvoice(sql: SqlExecutor, id: string): Promise<PrintedInvoice | null> {
  const {
    rows: [header],
  } = await sql.query<Header>(
    `SELECT invoice.invoice_no AS "invoiceNo", sales_order.order_no AS "orderNo", invoiced_on::text AS "invoicedOn", due_on::text AS "dueOn", invoice.currency, seller, invoice.party,
            round(invoice.net, scale)::text AS net, round(invoice.tax, scale)::text AS tax, round(invoice.total, scale)::text AS total, scale
       FROM erp.invoice JOIN erp.sales_order ON sales_order.id = order_id JOIN erp.currency ON code = invoice.currency WHERE invoice.id = $1::uuid AND invoice.status = 'posted'`,
    [id],
  );
  if (header === undefined) return null;
  const { scale, ...rest } = header;
  const lines = await sql.query<PrintedLine>(
    `SELECT sku, description, trim_scale(quantity)::text AS quantity, uom, CASE WHEN scale(trim_scale(unit_price)) < $2 THEN round(unit_price, $2) ELSE trim_scale(unit_price) END::text AS "unitPrice",
            trim_scale(discount_percent)::text AS "discountPercent", trim_scale(tax_percent)::text AS "taxPercent", round(net, $2)::text AS net, round(tax, $2)::text AS tax, round(gross, $2)::text AS gross
       FROM erp.invoice_line WHERE invoice_id = $1 ORDER BY position`,
    [id, scale],
  );
  const taxes = await sql.query<PrintedInvoice['taxes'][number]>(
    `SELECT trim_scale(tax_percent)::text AS "taxPercent", round(sum(net), $2)::text AS net, round(sum(tax), $2)::text AS tax FROM erp.invoice_tax
      WHERE invoice_id = $1 GROUP BY tax_percent ORDER BY tax_percent`,
    [id, scale],
  );
  const instalments = await sql.query<PrintedInvoice['instalments'][number]>(
    'SELECT due_on::text AS "dueOn", round(amount, $2)::text AS amount FROM erp.instalment WHERE invoice_id = $1 ORDER BY position',
    [id, scale],
  );
  return { ...rest, lines: lines.rows, taxes: taxes.rows, instalments: instalments.rows };
}
