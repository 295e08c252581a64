import type { JsonObject } from '../../engine/model/index.ts';
import type { Actor } from '../../engine/port/module-contract.ts';
import type { ModuleServices } from '../../engine/port/module.ts';
import { insertDraftOrder } from '../erp/index.ts';
import { readCompany, type DemoCompany, type DemoCustomer, type DemoItem } from './goods.ts';
import { person } from './people.ts';

/** An order of the story. The customer's reference tells it apart, so that a second try goes on where the first one broke off. */
interface Order {
  readonly reference: string;
  readonly customer: DemoCustomer;
  readonly lines: readonly { readonly item: DemoItem; readonly quantity: number }[];
}

interface PlannedOrder {
  readonly order: Order;
  readonly starter: Actor;
  readonly chapter: Chapter;
}

/** What happens to an order after its process has started. */
type Chapter = (services: ModuleServices, instanceId: string) => Promise<void>;

/**
 * Starts instances of the processes as the people of the company do, and takes them to different states: waiting at the picking, at an
 * approval, for goods or for money, finished, and one with an incident. Does nothing without goods and customers.
 */
export async function tellStory(services: ModuleServices): Promise<void> {
  const company = await services.transaction((sql) => readCompany(sql));
  if (company.items.length === 0 || company.customers.length === 0) return;
  for (const { order, starter, chapter } of planOrders(company)) {
    const orderId = await draftOrder(services, order, starter);
    await chapter(services, await startOnce(services, 'order-to-cash', order.reference, { orderId }, starter));
  }
  await writeOffs(services, company);
  await brokenShipment(services, company);
}

/** Starts a process and returns its instance, or the one that was started under this business key before. */
async function startOnce(
  services: ModuleServices,
  processId: string,
  businessKey: string,
  variables: JsonObject,
  actor: Actor,
): Promise<string> {
  const {
    rows: [known],
  } = await services.pool.query<{ id: string }>(
    'SELECT id FROM process_instance WHERE process_id = $1 AND business_key = $2 AND caller_instance_id IS NULL',
    [processId, businessKey],
  );
  return known?.id ?? (await services.engine.startProcess({ processId, businessKey, variables }, actor)).instanceId;
}

/** Gives element `at` of a list however short it is, from its beginning again when it is too short. */
function pick<Value>(list: readonly Value[], at: number): Value {
  const value = list[at % list.length];
  if (value === undefined) throw new Error('Expected a list with something in it, but it is empty.');
  return value;
}

const stays: Chapter = () => Promise.resolve();
const claimedByBoris: Chapter = async (services, instanceId) => {
  const task = await openTask(services, instanceId, 'PickGoods');
  if (task !== null) await services.engine.assignTask(task, 'boris', true, person('boris'));
};
const picked: Chapter = (services, instanceId) => complete(services, instanceId, 'PickGoods', {}, person('boris'));
const paid: Chapter = async (services, instanceId) => {
  await picked(services, instanceId);
  await pay(services, instanceId);
};
const waitsForGoods: Chapter = (services, instanceId) =>
  complete(services, instanceId, 'DecideShortage', { shortageDecision: 'wait', shortageNote: 'Next delivery is fine' }, person('carmen'));
const takesWhatThereIs: Chapter = (services, instanceId) =>
  complete(
    services,
    instanceId,
    'DecideShortage',
    { shortageDecision: 'partial', shortageNote: 'Takes the rest elsewhere' },
    person('anna'),
  );

/** Prices from which goods are worth an order of a few pieces. */
const WORTHWHILE_PRICE = 10;
/** Pieces in stock that last for all everyday orders. */
const PLENTY = 20;
/** Credit limit from which a customer buys every week. */
const REGULAR_LIMIT = 3_000;

/** The orders with whoever starts them and what becomes of them. */
function planOrders({ items, customers }: DemoCompany): readonly PlannedOrder[] {
  const regular = customers.filter((customer) => customer.creditLimit === null || customer.creditLimit >= REGULAR_LIMIT);
  const buyers = regular.length > 0 ? regular : customers;
  const worthwhile = items.filter((item) => item.price >= WORTHWHILE_PRICE && item.available >= PLENTY);
  const plenty = (worthwhile.length > 0 ? worthwhile : items).toSorted((a, b) => b.available - a.available).slice(0, 6);
  const scarce = items.toSorted((a, b) => a.everywhere * a.price - b.everywhere * b.price);
  const chapters: readonly Chapter[] = [stays, paid, claimedByBoris, picked, stays, paid, claimedByBoris, picked, stays, paid];
  const everyday = chapters.map((chapter, index): PlannedOrder => ({
    order: {
      reference: `PO-2026-${201 + index}`,
      customer: pick(buyers, index),
      lines: [
        { item: pick(plenty, index), quantity: 1 + (index % 3) },
        { item: pick(plenty, index + 1), quantity: 2 },
      ],
    },
    starter: person(index % 2 === 0 ? 'anna' : 'carmen'),
    chapter,
  }));
  const short = [stays, waitsForGoods, takesWhatThereIs].map((chapter, index): PlannedOrder => {
    const item = pick(scarce, index);
    return {
      order: { reference: `PO-2026-${301 + index}`, customer: pick(buyers, index + 3), lines: [{ item, quantity: item.everywhere + 4 }] },
      starter: person('carmen'),
      chapter,
    };
  });
  return [...everyday, ...short, ...overCredit(customers, plenty)];
}

/** One order just over a credit limit, for the finance manager, and one far over, for the director. */
function overCredit(customers: readonly DemoCustomer[], items: readonly DemoItem[]): readonly PlannedOrder[] {
  const limited = customers
    .flatMap(({ id, creditLimit }) => (creditLimit === null || creditLimit < 1_000 ? [] : [{ id, creditLimit }]))
    .toSorted((a, b) => a.creditLimit - b.creditLimit);
  const [customer] = limited;
  if (customer === undefined) return [];
  const item = items.toSorted((a, b) => b.price - a.price)[0] ?? pick(items, 0);
  return [400, 6_000].map((over, index) => {
    const quantity = Math.ceil((customer.creditLimit + over) / (item.price * 1.21));
    return {
      order: { reference: `PO-2026-${401 + index}`, customer, lines: [{ item, quantity }] },
      starter: person('anna'),
      chapter: stays,
    };
  });
}

async function draftOrder(services: ModuleServices, { reference, customer, lines }: Order, actor: Actor): Promise<string> {
  return services.transaction(async (sql) => {
    const {
      rows: [known],
    } = await sql.query<{ id: string }>('SELECT id FROM erp.sales_order WHERE customer_reference = $1', [reference]);
    if (known !== undefined) return known.id;
    const {
      rows: [clock],
    } = await sql.query<{ now: string }>('SELECT to_char(now() AT TIME ZONE \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\') AS now');
    if (clock === undefined) throw new Error('Expected the time of the database, but found none.');
    const asked = lines.map(({ item, quantity }) => ({ itemId: item.id, quantity: String(quantity) }));
    return insertDraftOrder(
      { sql, now: clock.now, actor, processInstanceId: null },
      { customerId: customer.id, customerReference: reference, lines: asked },
    );
  });
}

/** The open task of an element in a call tree; null when it is not there, because the company's goods led elsewhere. */
async function openTask(services: ModuleServices, rootInstanceId: string, elementId: string): Promise<string | null> {
  const {
    rows: [task],
  } = await services.pool.query<{ id: string }>("SELECT id FROM task WHERE root_instance_id = $1 AND element_id = $2 AND status = 'open'", [
    rootInstanceId,
    elementId,
  ]);
  return task?.id ?? null;
}

async function complete(
  services: ModuleServices,
  rootInstanceId: string,
  elementId: string,
  variables: JsonObject,
  actor: Actor,
): Promise<void> {
  const task = await openTask(services, rootInstanceId, elementId);
  if (task !== null) await services.engine.completeTask(task, variables, actor);
}

/** The customer pays the whole invoice. */
async function pay(services: ModuleServices, instanceId: string): Promise<void> {
  const { rows } = await services.pool.query<{ name: string; value: unknown }>(
    "SELECT name, value FROM variable WHERE instance_id = $1 AND name IN ('invoiceNo', 'invoiceTotal', 'currency')",
    [instanceId],
  );
  const values = Object.fromEntries(rows.map((row) => [row.name, String(row.value)]));
  const { invoiceNo, invoiceTotal, currency } = values;
  if (invoiceNo === undefined || invoiceTotal === undefined || currency === undefined) return;
  const payment = { amount: invoiceTotal, currency, reference: invoiceNo, receivedOn: new Date().toISOString().slice(0, 10) };
  await services.engine.correlateMessage(
    { name: 'PaymentReceived', correlationKey: invoiceNo, variables: { payment }, messageId: `demo:${invoiceNo}` },
    person('david'),
  );
}

/** Cost from which goods are worth a write-off of their own. */
const WORTHWHILE_COST = 5;

/** One write-off for each rung of the ladder, and one that has to be corrected first. */
async function writeOffs(services: ModuleServices, { items }: DemoCompany): Promise<void> {
  const byCost = items.filter((item) => item.cost >= WORTHWHILE_COST && item.available >= 3).toSorted((a, b) => a.cost - b.cost);
  const [cheap, dear] = [byCost[0], byCost.at(-1)];
  if (cheap === undefined || dear === undefined) return;
  const start = (number: number, item: DemoItem, quantity: number, reason: string): Promise<string> =>
    startOnce(
      services,
      'stock-write-off',
      `Write-off ${number}`,
      { itemId: item.id, locationId: item.locationId, quantity: String(quantity), reason, note: '' },
      person('boris'),
    );
  const worth = (item: DemoItem, value: number): number => Math.max(1, Math.min(item.available, Math.ceil(value / item.cost)));
  await start(1, cheap, 1, 'damaged');
  await start(2, cheap, 0.5, 'damaged');
  await start(3, pick(byCost, Math.floor(byCost.length / 2)), worth(pick(byCost, Math.floor(byCost.length / 2)), 250), 'expired');
  await start(4, dear, worth(dear, 700), 'lost');
}

/** Somebody ships an order that was never confirmed: the operation refuses, no event catches it, and a manager has an incident to look into. */
async function brokenShipment(services: ModuleServices, company: DemoCompany): Promise<void> {
  const order = { reference: 'PO-2026-501', customer: pick(company.customers, 1), lines: [{ item: pick(company.items, 0), quantity: 1 }] };
  const orderId = await draftOrder(services, order, person('carmen'));
  await startOnce(services, 'shipment', order.reference, { orderId }, person('boris'));
}
