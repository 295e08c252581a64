import { z } from 'zod';
import { BusinessError } from '../../../engine/port/module-contract.ts';
import { customerTerms, type CustomerTerms } from '../../crm/index.ts';
import { dayOf, expectStatus, findOne, firstRow, type DocumentContext } from './shared/context.ts';
import { decimalOutput, Exact } from './shared/decimal.ts';
import { defineErpOperation } from './shared/define.ts';
import { partyOf } from './shared/party.ts';
import { refusals } from './shared/refusal.ts';
import { expectSellable, resolveLines } from './shared/resolve-lines.ts';

interface OrderRow {
  readonly status: string;
  readonly customer_id: string;
  readonly currency: string;
  readonly total: string;
  readonly scale: number;
}

interface LineRow {
  readonly lineId: string;
  readonly itemId: string;
  readonly sku: string;
  readonly blocked: boolean;
  readonly quantity: string;
  readonly uom: string;
  readonly stockQuantity: string;
  readonly discountPercent: string;
  readonly unitPrice: string;
  readonly manualPrice: boolean;
}

/** `erp.order.confirm`: checks a draft order and makes it binding: number, frozen buyer, prices and taxes. */
export const orderConfirm = defineErpOperation({
  topic: 'erp.order.confirm',
  title: { en: 'Confirm order', es: 'Confirmar pedido', cs: 'Potvrdit objednávku', ru: 'Подтвердить заказ', ka: 'შეკვეთის დადასტურება' },
  description: {
    en: 'Checks items, exact quantities, current prices and the credit limit, then gives the order its number.',
    es: 'Comprueba artículos, cantidades exactas, precios vigentes y límite de crédito, y numera el pedido.',
    cs: 'Zkontroluje položky, přesná množství, platné ceny a úvěrový limit a přidělí objednávce číslo.',
    ru: 'Проверяет товары, точность количеств, цены и кредитный лимит и присваивает заказу номер.',
    ka: 'ამოწმებს საქონელს, ზუსტ რაოდენობას, ფასებს, საკრედიტო ლიმიტს და ანიჭებს შეკვეთას ნომერს.',
  },
  icon: 'clipboard-check',
  input: z.object({ orderId: z.uuid(), approvedOverLimit: z.boolean().nullish() }),
  output: z.object({
    orderId: z.uuid(),
    orderNo: z.string(),
    customerId: z.uuid(),
    total: decimalOutput,
    currency: z.string(),
    lines: z.array(z.object({ lineId: z.uuid(), itemId: z.uuid(), sku: z.string(), quantity: decimalOutput })),
  }),
  errors: refusals(
    'CREDIT_LIMIT',
    'PRICE_CHANGED',
    'INEXACT_QTY',
    'ITEM_BLOCKED',
    'NOT_FOUND',
    'WRONG_STATUS',
    'TAX_UNDEFINED',
    'UOM_INVALID',
    'PRICE_MISSING',
  ),
  compensation: 'erp.order.cancel',
  transactional: true,
  async run(context, { orderId, approvedOverLimit }) {
    const order = await findOne<OrderRow>(
      context.sql,
      'sales order',
      orderId,
      `SELECT status, customer_id, sales_order.currency, total::text AS total, currency.scale FROM erp.sales_order JOIN erp.currency ON code = sales_order.currency
        WHERE id = $1::uuid FOR UPDATE OF sales_order`,
    );
    expectStatus('the order', order.status, ['draft']);
    const terms = await customerTerms(context.sql, order.customer_id, dayOf(context.now), true);
    const lines = await readLines(context, orderId);
    await refuseChangedLines(context, terms, order.currency, lines);
    if (approvedOverLimit !== true) await refuseOverCredit(context, terms, order);
    const confirmed = await firstRow<{ order_no: string; total: string }>(
      context.sql,
      `UPDATE erp.sales_order SET status = 'confirmed', order_no = 'SO-' || lpad(nextval('erp.order_number')::text, 5, '0'), counterparty_id = $2, party = $3,
              version = version + 1, updated_at = $4, updated_by = $5, process_instance_id = $6
        WHERE id = $1 RETURNING order_no, round(total, $7::integer)::text AS total`,
      [
        orderId,
        terms.counterparty?.id ?? null,
        JSON.stringify(partyOf(terms)),
        context.now,
        context.actor.id,
        context.processInstanceId,
        order.scale,
      ],
    );
    return {
      orderId,
      orderNo: confirmed.order_no,
      customerId: order.customer_id,
      total: confirmed.total,
      currency: order.currency,
      lines: lines.map(({ lineId, itemId, sku, stockQuantity }) => ({ lineId, itemId, sku, quantity: stockQuantity })),
    };
  },
});

async function readLines(context: DocumentContext, orderId: string): Promise<readonly LineRow[]> {
  const { rows } = await context.sql.query<LineRow>(
    `SELECT line.id AS "lineId", item_id AS "itemId", item.sku, item.blocked, trim_scale(quantity)::text AS quantity, uom,
            trim_scale(stock_quantity)::text AS "stockQuantity", trim_scale(discount_percent)::text AS "discountPercent",
            trim_scale(unit_price)::text AS "unitPrice", manual_price AS "manualPrice"
       FROM erp.sales_order_line line JOIN erp.item ON item.id = item_id WHERE order_id = $1 ORDER BY position`,
    [orderId],
  );
  if (rows.length === 0) throw new BusinessError('WRONG_STATUS', 'Expected an order with lines, but it has none', { orderId });
  return rows;
}

/** The draft may be old: blocked items, a changed step or conversion and a changed price are refused, naming the line. */
async function refuseChangedLines(
  context: DocumentContext,
  terms: CustomerTerms,
  currency: string,
  lines: readonly LineRow[],
): Promise<void> {
  const blocked = lines.find((line) => line.blocked);
  if (blocked !== undefined)
    throw new BusinessError('ITEM_BLOCKED', `Expected items that may be sold, but ${blocked.sku} is blocked`, {
      itemId: blocked.itemId,
      sku: blocked.sku,
    });
  const source = { priceListId: terms.priceListId, currency, day: dayOf(context.now) };
  const asked = lines.map(({ itemId, quantity, uom, discountPercent, manualPrice, unitPrice }) => ({
    itemId,
    quantity,
    uom,
    discountPercent,
    unitPrice: manualPrice ? unitPrice : null,
  }));
  const today = (await resolveLines(context.sql, source, asked)).map(expectSellable);
  for (const [index, line] of lines.entries()) {
    const now = today[index];
    if (now !== undefined && !new Exact(now.unitPrice).equals(line.unitPrice)) {
      throw new BusinessError(
        'PRICE_CHANGED',
        `Expected the price of ${line.sku} to be ${line.unitPrice} as on the order, but it is ${now.unitPrice} today`,
        {
          lineId: line.lineId,
          sku: line.sku,
          ordered: line.unitPrice,
          today: now.unitPrice,
        },
      );
    }
  }
}

/** What the customer owes plus what is ordered and not yet invoiced plus this order must stay within the limit. */
async function refuseOverCredit(context: DocumentContext, terms: CustomerTerms, order: OrderRow): Promise<void> {
  if (terms.creditLimit === null) return;
  const {
    rows: [used],
  } = await context.sql.query<{ exposure: string }>(
    `SELECT (coalesce((SELECT sum(residual) FROM erp.open_item WHERE customer_id = $1 AND currency = $2), 0)
           + coalesce((SELECT sum(line.gross * greatest(line.stock_quantity - line.invoiced, 0) / line.stock_quantity)
                         FROM erp.sales_order JOIN erp.sales_order_line line ON line.order_id = sales_order.id
                        WHERE customer_id = $1 AND currency = $2 AND status = 'confirmed'), 0))::text AS exposure`,
    [terms.id, order.currency],
  );
  const exposure = new Exact(used?.exposure ?? 0).plus(order.total);
  if (exposure.greaterThan(terms.creditLimit)) {
    const { scale } = order;
    throw new BusinessError(
      'CREDIT_LIMIT',
      `Expected ${terms.name} to stay within ${terms.creditLimit} ${order.currency}, but this order brings it to ${exposure.toFixed(scale)}`,
      {
        creditLimit: terms.creditLimit,
        exposure: exposure.toFixed(scale),
        total: new Exact(order.total).toFixed(scale),
        currency: order.currency,
      },
    );
  }
}
