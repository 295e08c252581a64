import type { ModuleServices } from '../../../engine/port/module.ts';
import { createDesk } from './demo-context.ts';
import { insertHistory } from './history.ts';
import { insertMasterData } from './master-data.ts';
import { insertOpenOrders } from './open-orders.ts';

/** Fills an empty ERP with the demo company: items, prices, stock, a month of history and the orders of today, all of it or nothing. */
export async function seedDemo(services: ModuleServices): Promise<void> {
  await services.transaction(async (sql) => {
    const {
      rows: [clock],
    } = await sql.query<{ now: Date }>('SELECT now() AS now');
    const { rows } = await sql.query<{ id: string; name: string }>('SELECT id, name FROM crm.customer ORDER BY created_at, id');
    const customers = new Map(rows.map((row) => [row.name, row.id]));
    const desk = createDesk(sql, clock?.now.getTime() ?? Date.now());
    const places = await insertMasterData(sql);
    await insertHistory(desk, places, customers);
    await insertOpenOrders(desk, places, customers);
  });
}
