import type { SqlExecutor } from '../../engine/port/module-contract.ts';

/** Something that is in stock, sold by the piece and priced in the currency of its customers. */
export interface DemoItem {
  readonly id: string;
  readonly locationId: string;
  /** Free to be reserved in that place, in whole pieces. */
  readonly available: number;
  /** The same over all places. */
  readonly everywhere: number;
  /** Price for one, roughly: only to choose how many to order. */
  readonly price: number;
  /** What one costs, roughly; 0 when nothing is known. */
  readonly cost: number;
}

export interface DemoCustomer {
  readonly id: string;
  /** Null: no limit. */
  readonly creditLimit: number | null;
}

/** What of the company's goods and customers a story can be made of. */
export interface DemoCompany {
  readonly items: readonly DemoItem[];
  readonly customers: readonly DemoCustomer[];
}

/** Reads goods sold by the piece and active customers in the currency that most of them have. */
export async function readCompany(sql: SqlExecutor): Promise<DemoCompany> {
  const { rows: customers } = await sql.query<DemoCustomer>(
    `WITH usual AS (SELECT currency FROM crm.customer WHERE status = 'active' GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1)
     SELECT customer.id, credit_limit::double precision AS "creditLimit" FROM crm.customer JOIN usual USING (currency)
      WHERE status = 'active' AND price_list_id IS NULL ORDER BY customer.name`,
  );
  const { rows: items } = await sql.query<DemoItem>(
    `WITH usual AS (SELECT currency FROM crm.customer WHERE status = 'active' GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1)
     SELECT DISTINCT ON (item.sku) item.id, balance.location_id AS "locationId", floor(balance.on_hand - balance.reserved)::integer AS available,
            (SELECT floor(sum(other.on_hand - other.reserved)) FROM erp.stock_balance other JOIN erp.location place ON place.id = other.location_id
              WHERE other.item_id = item.id AND place.kind = 'internal')::integer AS everywhere,
            price.unit_price::double precision AS price, coalesce(valuation.value / nullif(valuation.quantity, 0), 0)::double precision AS cost
       FROM erp.item
       JOIN erp.stock_balance balance ON balance.item_id = item.id
       JOIN erp.location ON location.id = balance.location_id AND location.kind = 'internal'
       JOIN erp.price ON price.item_id = item.id
       JOIN erp.price_list ON price_list.id = price.price_list_id AND price_list.is_default
       JOIN usual ON usual.currency = price_list.currency
       LEFT JOIN erp.stock_valuation valuation ON valuation.item_id = item.id
      WHERE item.type = 'stock' AND item.tracking = 'none' AND NOT item.blocked AND item.quantity_step = 1 AND balance.on_hand - balance.reserved >= 1
      ORDER BY item.sku, balance.on_hand - balance.reserved DESC`,
  );
  return { customers, items };
}
