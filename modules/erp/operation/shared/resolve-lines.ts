import type { SqlExecutor } from '../../../../engine/port/module-contract.ts';
import { BusinessError } from '../../../../engine/port/module-contract.ts';
import { Exact } from './decimal.ts';

/** A line as asked for: quantities are decimal texts in `uom` (default: the stock unit). */
export interface AskedLine {
  readonly itemId: string;
  readonly quantity: string;
  readonly uom: string | null;
  readonly discountPercent: string;
  /** A price agreed by hand, per `uom`; null takes the price of the list. */
  readonly unitPrice: string | null;
}

/** What prices, units and taxes make of a line. Null price, tax or conversion means that none is defined. */
export interface ResolvedLine {
  readonly itemId: string;
  readonly sku: string | null;
  readonly name: string | null;
  readonly type: 'stock' | 'service';
  readonly blocked: boolean;
  readonly uom: string;
  readonly stockUom: string;
  readonly step: string;
  readonly quantity: string;
  readonly stockQuantity: string | null;
  readonly exact: boolean;
  readonly unitPrice: string | null;
  readonly discountPercent: string;
  readonly taxCode: string;
  readonly taxPercent: string | null;
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
}

/** Where prices come from: the customer's list, then the default list of the currency. */
export interface PriceSource {
  readonly priceListId: string | null;
  readonly currency: string;
  readonly day: string;
}

const RESOLVE = `
  WITH asked AS (
    SELECT position, (line ->> 'itemId')::uuid AS item_id, (line ->> 'quantity')::numeric AS quantity, line ->> 'uom' AS uom,
           (line ->> 'discountPercent')::numeric AS discount_percent, (line ->> 'unitPrice')::numeric AS unit_price
      FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS element(line, position))
  SELECT asked.item_id AS "itemId", item.sku, item.name, coalesce(item.type, 'stock') AS type, coalesce(item.blocked, false) AS blocked,
         coalesce(asked.uom, item.stock_uom) AS uom, item.stock_uom AS "stockUom", trim_scale(item.quantity_step)::text AS step,
         trim_scale(asked.quantity)::text AS quantity, trim_scale(stock.quantity)::text AS "stockQuantity",
         coalesce(stock.quantity * unit.denominator = asked.quantity * unit.numerator AND stock.quantity % item.quantity_step = 0
                    AND asked.quantity = round(asked.quantity, 6), false) AS exact,
         trim_scale(price.unit_price)::text AS "unitPrice", trim_scale(asked.discount_percent)::text AS "discountPercent",
         coalesce(item.tax_code, '') AS "taxCode", trim_scale(rate.percent)::text AS "taxPercent",
         coalesce(amounts.net, 0)::text AS net, coalesce(amounts.tax, 0)::text AS tax, coalesce(amounts.gross, 0)::text AS gross
    FROM asked
    LEFT JOIN erp.item ON item.id = asked.item_id
    LEFT JOIN LATERAL (
      SELECT numerator::numeric, denominator::numeric FROM erp.item_uom WHERE item_id = item.id AND uom = asked.uom
       UNION ALL SELECT 1, 1 WHERE coalesce(asked.uom, item.stock_uom) = item.stock_uom LIMIT 1) unit ON true
    LEFT JOIN LATERAL (SELECT round(asked.quantity * unit.numerator / unit.denominator, 6) AS quantity) stock ON true
    LEFT JOIN LATERAL (
      SELECT price.unit_price * unit.numerator / unit.denominator AS unit_price
        FROM erp.price JOIN erp.price_list list ON list.id = price.price_list_id
       WHERE price.item_id = item.id AND list.currency = $3 AND (list.id = $2::uuid OR list.is_default)
         AND price.min_quantity <= stock.quantity AND $4::date BETWEEN price.valid_from AND coalesce(price.valid_to, $4::date)
       ORDER BY (list.id = $2::uuid) DESC NULLS LAST, price.min_quantity DESC LIMIT 1) listed ON true
    LEFT JOIN LATERAL (SELECT round(coalesce(asked.unit_price, listed.unit_price), 10) AS unit_price) price ON true
    LEFT JOIN erp.company ON company.id = item.company_id
    LEFT JOIN erp.tax_rate rate ON rate.code = item.tax_code AND rate.country = company.country AND rate.valid @> $4::date
    LEFT JOIN erp.currency ON currency.code = $3
    LEFT JOIN LATERAL erp.line_amounts(price.unit_price, asked.quantity, asked.discount_percent, rate.percent, currency.scale) amounts ON true
   ORDER BY asked.position`;

/** Reads items, units, prices and taxes for all lines in one statement; nothing is judged here. */
export async function resolveLines(sql: SqlExecutor, source: PriceSource, lines: readonly AskedLine[]): Promise<readonly ResolvedLine[]> {
  const { rows } = await sql.query<ResolvedLine>(RESOLVE, [JSON.stringify(lines), source.priceListId, source.currency, source.day]);
  return rows;
}

/** A line that can be sold: the item exists, the unit converts, the quantity is a multiple of the step, price and tax are defined. */
export interface SellableLine extends ResolvedLine {
  readonly sku: string;
  readonly name: string;
  readonly stockQuantity: string;
  readonly unitPrice: string;
  readonly taxPercent: string;
}

/** Refuses what cannot be sold; the message names the item, the quantity and the step, and nothing is ever rounded (U2). */
export function expectSellable(line: ResolvedLine): SellableLine {
  const { sku, name, stockQuantity, unitPrice, taxPercent } = line;
  if (sku === null || name === null)
    throw new BusinessError('NOT_FOUND', `Expected item ${line.itemId}, but there is none`, { itemId: line.itemId });
  if (stockQuantity === null) {
    throw new BusinessError('UOM_INVALID', `Expected a unit of ${sku}, but it has no unit "${line.uom}"`, {
      itemId: line.itemId,
      uom: line.uom,
    });
  }
  if (!line.exact || new Exact(line.quantity).lessThanOrEqualTo(0)) throw inexactQuantity(line, sku);
  if (unitPrice === null)
    throw new BusinessError('PRICE_MISSING', `Expected a price of ${sku} in the customer's price list, but there is none`, {
      itemId: line.itemId,
    });
  if (taxPercent === null) {
    throw new BusinessError('TAX_UNDEFINED', `Expected a rate for tax "${line.taxCode}" of ${sku}, but there is none on that day`, {
      itemId: line.itemId,
    });
  }
  return { ...line, sku, name, stockQuantity, unitPrice, taxPercent };
}

function inexactQuantity(line: ResolvedLine, sku: string): BusinessError {
  return new BusinessError(
    'INEXACT_QTY',
    `Expected the quantity of ${sku} to be a positive multiple of ${line.step} ${line.stockUom}, but it is ${line.quantity} ${line.uom}`,
    {
      itemId: line.itemId,
      sku,
      quantity: line.quantity,
      uom: line.uom,
      step: line.step,
    },
  );
}
