import type { Host } from '../../../engine/host.ts';
import { ENGINE_ACTOR } from '../../../engine/runtime/engine-parts.ts';
import { readProcessResources } from '../../../modules/demo/resources.ts';
import { worldOn, type World } from '../../modules/erp/world.ts';
import { inLanes } from '../lanes.ts';
import { openBenchHost } from '../runtime/bench-host.ts';
import type { Stage } from '../stage.ts';

/** Items and customers among which the orders are shared out, so that they do not all wait for one row of stock. */
const ITEMS = 100;
const CUSTOMERS = 50;
const QUICK = 2;
const ORDERED = '5';
const LANES = 8;

/** Rows that one order leaves in the tables of the business, whoever runs it. The draft order itself is there before. */
const ROWS_PER_ORDER: Readonly<Record<string, number>> = {
  'erp.sales_order': 1,
  'erp.sales_order_line': 1,
  'erp.reservation': 1,
  'erp.shipment': 1,
  'erp.shipment_line': 1,
  'erp.stock_move': 1,
  'erp.invoice': 1,
  'erp.invoice_line': 1,
  'erp.invoice_tax': 1,
  'erp.open_item': 1,
  'erp.payment': 1,
  'erp.allocation': 1,
  'erp.instalment': 1,
  'crm.message': 1,
  'public.outbox': 1,
};

/** Draft orders of a company with stock enough, on a database with the product's schema and processes. */
export interface OrderBook {
  readonly host: Host;
  readonly world: World;
  /** Writes that many draft orders. */
  prepare(count: number): Promise<void>;
  /** The next draft order that nobody has taken. */
  take(): string;
  /** Fails unless every order taken so far has left all the rows that it should, and none more. */
  verify(): Promise<void>;
}

/** Opens the product on an empty database and fills it with goods. */
export async function openOrderBook(stage: Stage): Promise<OrderBook> {
  const url = await stage.createDatabase();
  const host = await openBenchHost(url, {});
  const deployed = await host.engine.deploy(await readProcessResources(), null, ENGINE_ACTOR);
  if (deployed.kind === 'refused') throw new Error(`Expected the processes to be deployed, but: ${deployed.findings[0]?.message ?? ''}`);
  const world = worldOn({ url, pool: host.pool, close: () => host.close() });
  const place = await world.location();
  const items = await times(stage.isQuick ? QUICK : ITEMS, () => world.item({ price: '100' }));
  const customers = await times(stage.isQuick ? QUICK : CUSTOMERS, () => world.customer());
  for (const item of items) await world.receive(item, place, '1000000', '40');
  const before = await countRows(world);
  const drafts: string[] = [];
  let [written, taken] = [0, 0];
  return {
    host,
    world,
    async prepare(count) {
      await inLanes(count, LANES, async () => {
        const number = (written += 1);
        const [item, customer] = [items[number % items.length], customers[number % customers.length]];
        if (item === undefined || customer === undefined) throw new Error('Expected items and customers, but there are none.');
        drafts.push(await world.order({ customerId: customer, lines: [{ itemId: item, quantity: ORDERED }] }));
      });
    },
    take() {
      const order = drafts.shift();
      if (order === undefined) throw new Error('Expected a draft order that is left, but all are taken.');
      taken += 1;
      return order;
    },
    async verify() {
      if (drafts.length > 0) throw new Error(`Expected every order to be taken, but ${drafts.length} are left.`);
      const after = await countRows(world);
      const found = Object.fromEntries(Object.entries(after).map(([table, count]) => [table, (count - (before[table] ?? 0)) / taken]));
      const expected = JSON.stringify(ROWS_PER_ORDER);
      const rows = JSON.stringify(Object.fromEntries(Object.keys(ROWS_PER_ORDER).map((table) => [table, found[table] ?? 0])));
      const others = Object.entries(found).filter(([table, count]) => count !== 0 && ROWS_PER_ORDER[table] === undefined);
      if (rows !== expected || others.length > 0)
        throw new Error(`Expected ${expected} per order, but found ${rows} and ${JSON.stringify(Object.fromEntries(others))}.`);
    },
  };
}

const times = async <Value>(count: number, make: () => Promise<Value>): Promise<readonly Value[]> => {
  const made: Value[] = [];
  for (let number = 0; number < count; number += 1) made.push(await make());
  return made;
};

/** Rows of every table of the business, and of the effects that leave after the commit. A series of numbers gets its row with its first number of the year. */
async function countRows(world: World): Promise<Readonly<Record<string, number>>> {
  const tables = await world.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and (table_schema in ('erp', 'crm') or (table_schema, table_name) = ('public', 'outbox')) and table_name <> 'number_series'`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await world.query<{ count: number }>(`select count(*)::int as count from ${name}`);
    counts[name] = row?.count ?? 0;
  }
  return counts;
}
