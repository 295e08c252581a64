import { z } from 'zod';
import { BusinessError, type SqlExecutor } from '../../../engine/port/module-contract.ts';
import { customerTerms } from '../../crm/index.ts';
import { dayOf } from './shared/context.ts';
import { decimalInput, decimalOutput, decimalText, Exact } from './shared/decimal.ts';
import { defineErpOperation } from './shared/define.ts';
import { refusals } from './shared/refusal.ts';
import { expectSellable, resolveLines, type SellableLine } from './shared/resolve-lines.ts';

const MOST_LINES = 1000;

/** `erp.price.quote`: what the lines cost this customer on a day, with tax, by the same rounding as order and invoice. */
export const priceQuote = defineErpOperation({
  topic: 'erp.price.quote',
  title: { en: 'Quote prices', es: 'Calcular precios', cs: 'Spočítat ceny', ru: 'Рассчитать цены', ka: 'ფასების გაანგარიშება' },
  description: {
    en: 'Prices the lines by the price list of the customer, with discounts, taxes and totals.',
    es: 'Valora las líneas según la lista de precios del cliente, con descuentos, impuestos y totales.',
    cs: 'Ocení řádky podle ceníku zákazníka, se slevami, daněmi a součty.',
    ru: 'Оценивает строки по прайс-листу клиента: скидки, налоги и итоги.',
    ka: 'აფასებს სტრიქონებს კლიენტის ფასების სიით: ფასდაკლება, გადასახადი და ჯამი.',
  },
  icon: 'calculator',
  input: z.object({
    customerId: z.uuid(),
    lines: z
      .array(z.object({ itemId: z.uuid(), quantity: decimalInput, uom: z.string().nullish(), discountPercent: decimalInput.nullish() }))
      .min(1)
      .max(MOST_LINES),
    at: z.iso.date().or(z.iso.datetime()).nullish(),
  }),
  output: z.object({
    lines: z.array(
      z.object({
        itemId: z.uuid(),
        quantity: decimalOutput,
        unitPrice: decimalOutput,
        discountPercent: decimalOutput,
        net: decimalOutput,
        tax: decimalOutput,
        gross: decimalOutput,
      }),
    ),
    net: decimalOutput,
    tax: decimalOutput,
    gross: decimalOutput,
    currency: z.string(),
  }),
  errors: refusals('PRICE_MISSING', 'DISCOUNT_OVER_LIMIT', 'NOT_FOUND', 'UOM_INVALID', 'INEXACT_QTY', 'TAX_UNDEFINED'),
  transactional: true,
  async run(context, input) {
    const day = dayOf(input.at ?? context.now);
    const terms = await customerTerms(context.sql, input.customerId, day);
    const asked = input.lines.map((line) => ({
      itemId: line.itemId,
      quantity: decimalText(line.quantity),
      uom: line.uom ?? null,
      discountPercent: decimalText(line.discountPercent ?? 0),
      unitPrice: null,
    }));
    const lines = (await resolveLines(context.sql, { priceListId: terms.priceListId, currency: terms.currency, day }, asked)).map(
      expectSellable,
    );
    await refuseOverDiscount(context.sql, terms.priceListId, terms.currency, lines);
    const sum = (pick: (line: SellableLine) => string): string => {
      const scale = lines[0]?.net.split('.')[1]?.length ?? 0;
      return lines.reduce((total, line) => total.plus(pick(line)), new Exact(0)).toFixed(scale);
    };
    return {
      lines: lines.map(({ itemId, quantity, unitPrice, discountPercent, net, tax, gross }) => ({
        itemId,
        quantity,
        unitPrice,
        discountPercent,
        net,
        tax,
        gross,
      })),
      net: sum((line) => line.net),
      tax: sum((line) => line.tax),
      gross: sum((line) => line.gross),
      currency: terms.currency,
    };
  },
});

/** Refuses a discount above what the customer's price list allows. */
async function refuseOverDiscount(
  sql: SqlExecutor,
  priceListId: string | null,
  currency: string,
  lines: readonly SellableLine[],
): Promise<void> {
  const {
    rows: [list],
  } = await sql.query<{ name: string; limit: string }>(
    `SELECT name, trim_scale(max_discount_percent)::text AS limit FROM erp.price_list
      WHERE id = $1::uuid OR (currency = $2 AND is_default) ORDER BY (id = $1::uuid) DESC NULLS LAST LIMIT 1`,
    [priceListId, currency],
  );
  if (list === undefined) return;
  const over = lines.find((line) => new Exact(line.discountPercent).greaterThan(list.limit));
  if (over !== undefined) {
    throw new BusinessError(
      'DISCOUNT_OVER_LIMIT',
      `Expected a discount of at most ${list.limit} % in ${list.name}, but ${over.sku} has ${over.discountPercent} %`,
      {
        itemId: over.itemId,
        discountPercent: over.discountPercent,
        limit: list.limit,
      },
    );
  }
}
