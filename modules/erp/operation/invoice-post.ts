import { z } from 'zod';
import { BusinessError } from '../../../engine/port/module-contract.ts';
import { customerTerms, type CustomerTerms } from '../../crm/index.ts';
import { dayOf, expectStatus, findOne, firstRow, newId, type DocumentContext } from './shared/context.ts';
import { decimalOutput } from './shared/decimal.ts';
import { defineErpOperation } from './shared/define.ts';
import { insertInstalments } from './shared/instalment.ts';
import { insertInvoiceLine, readBillable, type Billable } from './shared/invoice-line.ts';
import { nextNumber } from './shared/number-series.ts';
import { partyOf } from './shared/party.ts';
import { refusals } from './shared/refusal.ts';

interface OrderRow {
  readonly status: string;
  readonly customer_id: string;
  readonly counterparty_id: string | null;
  readonly currency: string;
  readonly scale: number;
  readonly party: object;
  readonly instalments: number;
  readonly rounding_rule: string;
  readonly company_id: string;
}

/** `erp.invoice.post`: invoices what was shipped and not yet invoiced. The number is the last thing it takes; afterwards nothing on it changes. */
export const invoicePost = defineErpOperation({
  topic: 'erp.invoice.post',
  title: { en: 'Post invoice', es: 'Emitir factura', cs: 'Vystavit fakturu', ru: 'Выставить счёт-фактуру', ka: 'ინვოისის გამოწერა' },
  description: {
    en: 'Invoices the shipped quantities of an order, or of one shipment, with frozen prices and taxes, and opens the receivable.',
    es: 'Factura las cantidades enviadas de un pedido o envío, con precios e impuestos fijados, y abre el cobro.',
    cs: 'Vyfakturuje odeslané množství objednávky nebo zásilky se zmrazenými cenami a daněmi a otevře pohledávku.',
    ru: 'Выставляет счёт на отгруженное по заказу или отгрузке с зафиксированными ценами и налогами и открывает долг.',
    ka: 'წერს ინვოისს გაგზავნილ რაოდენობაზე ფიქსირებული ფასებითა და გადასახადებით და ხსნის დავალიანებას.',
  },
  icon: 'file-invoice',
  input: z.object({ orderId: z.uuid(), shipmentId: z.uuid().nullish() }),
  output: z.object({
    invoiceId: z.uuid(),
    invoiceNo: z.string(),
    net: decimalOutput,
    tax: decimalOutput,
    total: decimalOutput,
    currency: z.string(),
    dueDate: z.string(),
  }),
  errors: refusals('NOTHING_TO_INVOICE', 'OVER_BILLING', 'TAX_UNDEFINED', 'PERIOD_CLOSED', 'NOT_FOUND', 'WRONG_STATUS'),
  transactional: true,
  async run(context, { orderId, shipmentId }) {
    const order = await findOne<OrderRow>(
      context.sql,
      'sales order',
      orderId,
      `SELECT status, customer_id, counterparty_id, sales_order.currency, currency.scale, party, instalments, rounding_rule, company_id
         FROM erp.sales_order JOIN erp.currency ON code = sales_order.currency WHERE id = $1::uuid FOR UPDATE OF sales_order`,
    );
    expectStatus('the order', order.status, ['confirmed', 'done']);
    const day = dayOf(context.now);
    await context.sql.query('SELECT erp.refuse_closed_period($1, $2::date)', [order.company_id, day]);
    const billable = await readBillable(context.sql, orderId, shipmentId ?? null);
    await expectBillable(context, billable, shipmentId ?? null, day);
    const terms = await customerTerms(context.sql, order.customer_id, day);
    const invoiceId = await insertDraft(context, { orderId, shipmentId: shipmentId ?? null, order: withBuyer(order, terms), day });
    for (const [index, line] of billable.entries()) await insertInvoiceLine(context, invoiceId, index + 1, line, order.scale);
    const sums = await sumLines(context, invoiceId);
    const dueDate = await insertInstalments(context, {
      invoiceId,
      total: sums.total,
      count: order.instalments,
      day,
      paymentDays: terms.paymentDays,
      scale: order.scale,
    });
    const invoiceNo = await giveNumber(context, invoiceId, dueDate, sums);
    const {
      rows: [money],
    } = await context.sql.query<{ net: string; tax: string; total: string }>(
      'SELECT round($1::numeric, $4)::text AS net, round($2::numeric, $4)::text AS tax, round($3::numeric, $4)::text AS total',
      [sums.net, sums.tax, sums.total, order.scale],
    );
    return {
      invoiceId,
      invoiceNo,
      net: money?.net ?? sums.net,
      tax: money?.tax ?? sums.tax,
      total: money?.total ?? sums.total,
      currency: order.currency,
      dueDate,
    };
  },
});

async function expectBillable(
  context: DocumentContext,
  billable: readonly Billable[],
  shipmentId: string | null,
  day: string,
): Promise<void> {
  if (billable.length === 0 && shipmentId !== null) {
    const {
      rows: [billed],
    } = await context.sql.query<{ invoice_no: string }>(
      `SELECT invoice_no FROM erp.shipment_line line JOIN erp.invoice_line ON shipment_line_id = line.id JOIN erp.invoice ON invoice.id = invoice_id
        WHERE line.shipment_id = $1 LIMIT 1`,
      [shipmentId],
    );
    if (billed !== undefined)
      throw new BusinessError('OVER_BILLING', `Expected a shipment that is not invoiced yet, but it is on ${billed.invoice_no}`, {
        invoiceNo: billed.invoice_no,
      });
  }
  if (billable.length === 0)
    throw new BusinessError('NOTHING_TO_INVOICE', 'Expected something shipped and not yet invoiced, but there is nothing');
  const {
    rows: [undefinedTax],
  } = await context.sql.query<{ tax_code: string; sku: string }>(
    `SELECT line.tax_code, item.sku FROM erp.sales_order_line line JOIN erp.item ON item.id = line.item_id JOIN erp.company ON company.id = item.company_id
      WHERE line.id = ANY ($1::uuid[]) AND NOT EXISTS (
        SELECT 1 FROM erp.tax_rate rate WHERE rate.code = line.tax_code AND rate.country = company.country AND rate.valid @> $2::date) LIMIT 1`,
    [billable.map((line) => line.orderLineId), day],
  );
  if (undefinedTax !== undefined) {
    throw new BusinessError(
      'TAX_UNDEFINED',
      `Expected a rate for tax "${undefinedTax.tax_code}" of ${undefinedTax.sku} on ${day}, but there is none`,
      { ...undefinedTax },
    );
  }
}

/** The buyer of the order; a legal entity that was missing when it was confirmed, and is known by now, is printed after all. */
function withBuyer(order: OrderRow, terms: CustomerTerms): OrderRow {
  if (order.counterparty_id !== null || terms.counterparty === null) return order;
  return { ...order, counterparty_id: terms.counterparty.id, party: partyOf(terms) };
}

interface Draft {
  readonly orderId: string;
  readonly shipmentId: string | null;
  readonly order: OrderRow;
  readonly day: string;
}

async function insertDraft(context: DocumentContext, { orderId, shipmentId, order, day }: Draft): Promise<string> {
  const invoiceId = newId();
  await context.sql.query(
    `INSERT INTO erp.invoice (id, order_id, shipment_id, customer_id, counterparty_id, seller, party, invoiced_on, due_on, currency, rounding_rule, net, tax, total,
                              created_at, created_by, updated_at, updated_by, process_instance_id)
     SELECT $1, $2, $3, $4, $5,
            jsonb_build_object('name', legal_name, 'taxId', tax_id, 'street', street, 'city', city, 'postalCode', postal_code, 'country', country, 'bankAccount', bank_account, 'email', email),
            $6::jsonb, $7::date, $7::date, $8, $9, 0, 0, 0, $10, $11, $10, $11, $12
       FROM erp.company WHERE id = $13`,
    [
      invoiceId,
      orderId,
      shipmentId,
      order.customer_id,
      order.counterparty_id,
      JSON.stringify(order.party),
      day,
      order.currency,
      order.rounding_rule,
      context.now,
      context.actor.id,
      context.processInstanceId,
      order.company_id,
    ],
  );
  return invoiceId;
}

interface Sums {
  readonly net: string;
  readonly tax: string;
  readonly total: string;
}

/** Writes the taxes by rate and returns the totals: sums of rounded lines, nothing is rounded twice. */
async function sumLines(context: DocumentContext, invoiceId: string): Promise<Sums> {
  await context.sql.query(
    `INSERT INTO erp.invoice_tax (invoice_id, tax_code, tax_percent, net, tax)
     SELECT invoice_id, tax_code, tax_percent, sum(net), sum(tax) FROM erp.invoice_line WHERE invoice_id = $1 GROUP BY invoice_id, tax_code, tax_percent`,
    [invoiceId],
  );
  return firstRow<Sums>(
    context.sql,
    'SELECT sum(net)::text AS net, sum(tax)::text AS tax, sum(net + tax)::text AS total FROM erp.invoice_line WHERE invoice_id = $1',
    [invoiceId],
  );
}

async function giveNumber(context: DocumentContext, invoiceId: string, dueDate: string, sums: Sums): Promise<string> {
  const series = await nextNumber(context.sql, 'invoice', 'INV', context.now);
  await context.sql.query(
    `UPDATE erp.invoice SET status = 'posted', payment_status = CASE WHEN $8::numeric = 0 THEN 'paid' ELSE 'open' END, series = $2, number = $3, invoice_no = $4, due_on = $5::date,
            net = $6::numeric, tax = $7::numeric, total = $8::numeric, posted_at = $9, updated_at = $9 WHERE id = $1`,
    [invoiceId, series.key, series.number, series.text, dueDate, sums.net, sums.tax, sums.total, context.now],
  );
  return series.text;
}
