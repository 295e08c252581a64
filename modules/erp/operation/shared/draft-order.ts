import { customerTerms } from '../../../crm/index.ts';
import { dayOf, newId, type DocumentContext } from './context.ts';
import { expectSellable, resolveLines, type AskedLine } from './resolve-lines.ts';

/** A draft order to be written at once, as seeds and imports do; people write theirs line by line. */
export interface DraftOrder {
  readonly customerId: string;
  readonly lines: readonly {
    readonly itemId: string;
    readonly quantity: string;
    readonly uom?: string;
    readonly discountPercent?: string;
    readonly unitPrice?: string;
  }[];
  readonly instalments?: number;
  readonly customerReference?: string;
  readonly note?: string;
  readonly dealId?: string;
  readonly requestedOn?: string;
}

/** Writes a draft order with priced lines and returns its id. Refuses what a person could not enter either. */
export async function insertDraftOrder(context: DocumentContext, draft: DraftOrder): Promise<string> {
  const day = dayOf(context.now);
  const terms = await customerTerms(context.sql, draft.customerId, day);
  const asked: AskedLine[] = draft.lines.map((line) => ({
    itemId: line.itemId,
    quantity: line.quantity,
    uom: line.uom ?? null,
    discountPercent: line.discountPercent ?? '0',
    unitPrice: line.unitPrice ?? null,
  }));
  const lines = (await resolveLines(context.sql, { priceListId: terms.priceListId, currency: terms.currency, day }, asked)).map(
    expectSellable,
  );
  const orderId = newId();
  await context.sql.query(
    `INSERT INTO erp.sales_order (id, customer_id, counterparty_id, deal_id, ordered_on, requested_on, currency, instalments, customer_reference, note,
                                  created_at, created_by, updated_at, updated_by)
     VALUES ($1, $2, $3, $4, $5::date, $6::date, $7, $8, $9, $10, $11, $12, $11, $12)`,
    [
      orderId,
      draft.customerId,
      terms.counterparty?.id ?? null,
      draft.dealId ?? null,
      day,
      draft.requestedOn ?? null,
      terms.currency,
      draft.instalments ?? 1,
      draft.customerReference ?? null,
      draft.note ?? null,
      context.now,
      context.actor.id,
    ],
  );
  await context.sql.query(
    `INSERT INTO erp.sales_order_line (id, order_id, position, item_id, uom, quantity, stock_quantity, unit_price, manual_price, discount_percent, tax_code, tax_percent, billing,
                                       created_at, created_by, updated_at, updated_by)
     SELECT ids.id, $1, ids.position, line."itemId", line.uom, line.quantity, line."stockQuantity", line."unitPrice", line."manualPrice", line."discountPercent",
            line."taxCode", line."taxPercent", CASE line.type WHEN 'service' THEN 'ordered' ELSE 'shipped' END, $4, $5, $4, $5
       FROM unnest($2::uuid[]) WITH ORDINALITY AS ids(id, position)
       JOIN LATERAL (
         SELECT * FROM jsonb_to_record($3::jsonb -> (ids.position::integer - 1)) AS line("itemId" uuid, uom text, quantity numeric, "stockQuantity" numeric, "unitPrice" numeric,
                "manualPrice" boolean, "discountPercent" numeric, "taxCode" text, "taxPercent" numeric, type text)) line ON true`,
    [
      orderId,
      lines.map(() => newId()),
      JSON.stringify(lines.map((line, index) => ({ ...line, manualPrice: draft.lines[index]?.unitPrice !== undefined }))),
      context.now,
      context.actor.id,
    ],
  );
  return orderId;
}
