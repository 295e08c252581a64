import { BusinessError, type SqlExecutor } from '../../../../engine/port/module-contract.ts';
import { firstRow, newId, type DocumentContext } from './context.ts';

/** A locked balance row; quantities are decimal texts in the stock unit. */
export interface LockedBalance {
  readonly item_id: string;
  readonly location_id: string;
  readonly on_hand: string;
  readonly available: string;
}

/** Locks every balance of the items in own warehouses in the one order that all operations keep: item, then location. */
export async function lockBalances(sql: SqlExecutor, itemIds: readonly string[]): Promise<readonly LockedBalance[]> {
  const { rows } = await sql.query<LockedBalance>(
    `SELECT item_id, location_id, trim_scale(on_hand)::text AS on_hand, trim_scale(on_hand - reserved)::text AS available
       FROM erp.stock_balance WHERE item_id = ANY ($1::uuid[])
      ORDER BY item_id, location_id FOR UPDATE`,
    [itemIds],
  );
  return rows;
}

/** Goods that leave an own location. */
export interface Issue {
  readonly itemId: string;
  readonly fromLocationId: string;
  readonly toLocationId: string;
  readonly quantity: string;
  readonly serial?: string;
}

export interface PostedMove {
  readonly id: string;
  readonly value: string;
}

/**
 * Posts moves out of own locations at average cost. The last issue of an item takes what is left of its value, so that nothing remains
 * without goods (V2). Balances must be locked already; the valuation rows are locked here, after them.
 */
export async function postIssues(
  context: DocumentContext,
  document: { readonly type: string; readonly id: string },
  issues: readonly Issue[],
): Promise<readonly PostedMove[]> {
  const items = issues.map((issue) => issue.itemId);
  await context.sql.query('SELECT item_id FROM erp.stock_valuation WHERE item_id = ANY ($1::uuid[]) ORDER BY item_id FOR UPDATE', [items]);
  const moves: PostedMove[] = [];
  for (const issue of issues) moves.push(await postIssue(context, document, issue));
  return moves;
}

async function postIssue(
  context: DocumentContext,
  document: { readonly type: string; readonly id: string },
  issue: Issue,
): Promise<PostedMove> {
  const { rows } = await context.sql.query<PostedMove>(
    `INSERT INTO erp.stock_move (id, document_type, document_id, item_id, quantity, from_location_id, to_location_id, serial,
                                 effective_at, unit_cost, value, created_by, process_instance_id)
     SELECT $1, $2, $3, valuation.item_id, $5::numeric, $6, $7, $8, $9, round(valuation.value / valuation.quantity, 10),
            CASE WHEN valuation.quantity = $5::numeric THEN valuation.value
                 ELSE round(valuation.value * $5::numeric / valuation.quantity, currency.scale) END,
            $10, $11
       FROM erp.stock_valuation valuation
       JOIN erp.item ON item.id = valuation.item_id
       JOIN erp.company ON company.id = item.company_id
       JOIN erp.currency ON currency.code = company.currency
      WHERE valuation.item_id = $4 AND valuation.quantity >= $5::numeric
     RETURNING id, value::text AS value`,
    [
      newId(),
      document.type,
      document.id,
      issue.itemId,
      issue.quantity,
      issue.fromLocationId,
      issue.toLocationId,
      issue.serial ?? null,
      context.now,
      context.actor.id,
      context.processInstanceId,
    ],
  );
  const move = rows[0];
  if (move === undefined)
    throw new BusinessError('INSUFFICIENT_STOCK', `Expected ${issue.quantity} of item ${issue.itemId} in stock, but there is less`);
  return move;
}

/** Posts goods that come in from outside at a given unit cost, or back from a reversed document at the value they left with. */
export async function postEntry(
  context: DocumentContext,
  document: { readonly type: string; readonly id: string },
  entry: {
    readonly itemId: string;
    readonly fromLocationId: string;
    readonly toLocationId: string;
    readonly quantity: string;
    readonly serial?: string;
  },
  cost: { readonly unitCost: string } | { readonly reversalOf: string },
): Promise<PostedMove> {
  const reversalOf = 'reversalOf' in cost ? cost.reversalOf : null;
  const unitCost = 'unitCost' in cost ? cost.unitCost : null;
  return firstRow<PostedMove>(
    context.sql,
    `INSERT INTO erp.stock_move (id, document_type, document_id, item_id, quantity, from_location_id, to_location_id, serial,
                                 effective_at, unit_cost, value, reversal_of, created_by, process_instance_id)
     SELECT $1, $2, $3, item.id, $5::numeric, $6, $7, $8, $9, coalesce(original.unit_cost, $10::numeric),
            coalesce(original.value, round($10::numeric * $5::numeric, currency.scale)), original.id, $12, $13
       FROM erp.item
       JOIN erp.company ON company.id = item.company_id
       JOIN erp.currency ON currency.code = company.currency
       LEFT JOIN erp.stock_move original ON original.id = $11::uuid
      WHERE item.id = $4
     RETURNING id, value::text AS value`,
    [
      newId(),
      document.type,
      document.id,
      entry.itemId,
      entry.quantity,
      entry.fromLocationId,
      entry.toLocationId,
      entry.serial ?? null,
      context.now,
      unitCost,
      reversalOf,
      context.actor.id,
      context.processInstanceId,
    ],
  );
}
