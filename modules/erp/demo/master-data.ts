import type { SqlExecutor } from '../../../engine/port/module-contract.ts';
import { newId } from '../operation/shared/context.ts';
import { Exact } from '../operation/shared/decimal.ts';
import { DEMO_ITEMS, DEMO_PRICE_LISTS, ratioOf, WHOLESALE_CUSTOMERS } from './items.ts';

/** Write-offs above this value in EUR need an approval; the same ladder as the decision table of the write-off process. */
const WRITE_OFF_APPROVAL_ABOVE = '100';

/** Ids that the rest of the demo refers to. */
export interface DemoPlaces {
  readonly main: string;
  readonly second: string;
  readonly itemIds: ReadonlyMap<string, string>;
}

/** The company, its warehouses, items and price lists. */
export async function insertMasterData(sql: SqlExecutor): Promise<DemoPlaces> {
  await sql.query(
    `UPDATE erp.company SET name = 'Alder & Finch Supplies', legal_name = 'Alder & Finch Supplies s.r.o.', tax_id = 'CZ09182736', country = 'CZ', street = 'Skladová 7',
            city = 'Praha', postal_code = '170 00', bank_account = 'CZ65 0800 0000 1920 0014 5399', email = 'office@alder-finch.example', write_off_approval_above = $1`,
    [WRITE_OFF_APPROVAL_ABOVE],
  );
  const main = await insertPlace(sql, 'PRAHA', 'Main warehouse Praha', 'PRAHA-A', 'Praha, hall A');
  const second = await insertPlace(sql, 'BRNO', 'Warehouse Brno', 'BRNO-A', 'Brno, hall A');
  const itemIds = await insertItems(sql);
  await insertPriceLists(sql, itemIds);
  return { main, second, itemIds };
}

async function insertPlace(sql: SqlExecutor, code: string, name: string, locationCode: string, locationName: string): Promise<string> {
  const [warehouseId, locationId] = [newId(), newId()];
  await sql.query('INSERT INTO erp.warehouse (id, code, name) VALUES ($1, $2, $3)', [warehouseId, code, name]);
  await sql.query("INSERT INTO erp.location (id, warehouse_id, code, name, kind) VALUES ($1, $2, $3, $4, 'internal')", [
    locationId,
    warehouseId,
    locationCode,
    locationName,
  ]);
  return locationId;
}

async function insertItems(sql: SqlExecutor): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const item of DEMO_ITEMS) {
    const id = newId();
    ids.set(item.sku, id);
    await sql.query(
      'INSERT INTO erp.item (id, sku, name, type, stock_uom, quantity_step, tax_code, category) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
      [id, item.sku, item.name, item.opening === null ? 'service' : 'stock', item.uom, item.step, item.taxCode, item.category],
    );
    for (const pack of item.packs) {
      await sql.query('INSERT INTO erp.item_uom (item_id, uom, numerator, denominator) VALUES ($1, $2, $3, $4)', [
        id,
        pack[0],
        ...ratioOf(pack),
      ]);
    }
  }
  return ids;
}

async function insertPriceLists(sql: SqlExecutor, itemIds: ReadonlyMap<string, string>): Promise<void> {
  for (const list of DEMO_PRICE_LISTS) {
    const listId = newId();
    await sql.query('INSERT INTO erp.price_list (id, name, currency, max_discount_percent, is_default) VALUES ($1, $2, $3, $4, $5)', [
      listId,
      list.name,
      list.currency,
      list.maxDiscount,
      list.isDefault,
    ]);
    const prices = DEMO_ITEMS.map((item) => new Exact(item.price).times(list.factor).toDecimalPlaces(list.scale).toFixed());
    await sql.query(
      `INSERT INTO erp.price (id, price_list_id, item_id, unit_price, valid_from)
       SELECT price.id, $1, price.item_id, price.unit_price, date '2026-01-01' FROM unnest($2::uuid[], $3::uuid[], $4::numeric[]) AS price(id, item_id, unit_price)`,
      [listId, DEMO_ITEMS.map(() => newId()), DEMO_ITEMS.map((item) => itemIds.get(item.sku)), prices],
    );
    if (list.name === 'Wholesale EUR')
      await sql.query('UPDATE crm.customer SET price_list_id = $1 WHERE name = ANY ($2::text[])', [listId, [...WHOLESALE_CUSTOMERS]]);
  }
}
