import { invoicePost } from '../operation/invoice-post.ts';
import { orderConfirm } from '../operation/order-confirm.ts';
import { paymentAllocate } from '../operation/payment-allocate.ts';
import { receiptPost } from '../operation/receipt-post.ts';
import { Exact } from '../operation/shared/decimal.ts';
import { insertDraftOrder } from '../operation/shared/draft-order.ts';
import { shipmentCreate } from '../operation/shipment-create.ts';
import { shipmentPost } from '../operation/shipment-post.ts';
import { stockReserve } from '../operation/stock-reserve.ts';
import { writeoffCreate } from '../operation/writeoff-create.ts';
import { writeoffPost } from '../operation/writeoff-post.ts';
import { writeoffReverse } from '../operation/writeoff-reverse.ts';
import { createDice, type DemoDesk } from './demo-context.ts';
import { DEMO_ITEMS, type DemoItem } from './items.ts';
import type { DemoPlaces } from './master-data.ts';

/** First day of the history; opening stock comes the day before. */
const FIRST_DAY = 30;
const ORDERS = 26;
const DICE_SEED = 20_261_121;
/** Items that the open orders need in full, or that are meant to be short. */
const KEPT = new Set(['CUP-ESPRESSO', 'TABLE-BAR', 'BOARD-180', 'TONER-X7']);

/** An invoice of the history that still waits for its money. */
interface Owed {
  readonly invoiceId: string;
  readonly total: string;
  readonly currency: string;
  readonly payAt: number;
  readonly part: boolean;
}

/** A month of work: opening stock, orders from confirmation to payment, deliveries from suppliers, write-offs; oldest first, so numbers rise with dates. */
export async function insertHistory(desk: DemoDesk, places: DemoPlaces, customers: ReadonlyMap<string, string>): Promise<void> {
  await receiveOpeningStock(desk, places);
  const dice = createDice(DICE_SEED);
  const buyers = [...customers].filter(([name]) => name !== 'Harbour Cafe' && name !== 'Linden Hotel Group').map(([, id]) => id);
  const owed: Owed[] = [];
  for (let number = 0; number < ORDERS; number += 1) {
    const day = FIRST_DAY - Math.floor((number * (FIRST_DAY - 2)) / ORDERS);
    await settleDue(desk, owed, day);
    const customerId = buyers[(number * 7 + dice(buyers.length)) % buyers.length];
    if (customerId === undefined) throw new Error('Expected customers in the CRM for the demo history, but there are none');
    owed.push(await sell(desk, places, customerId, number, day, dice));
    if (number % 8 === 5) await replenish(desk, places, day);
    const loss = LOSSES.find((entry) => entry.afterOrder === number);
    if (loss !== undefined) await writeOff(desk, places, loss, day);
  }
  await settleDue(desk, owed, 1);
}

async function receiveOpeningStock(desk: DemoDesk, places: DemoPlaces): Promise<void> {
  for (const [index, locationId] of [places.main, places.second].entries()) {
    const lines = DEMO_ITEMS.flatMap((item) => {
      const quantity = item.opening?.[index] ?? '0';
      return quantity === '0' ? [] : [{ itemId: idOf(places, item), quantity, unitCost: item.cost }];
    });
    await desk.run(receiptPost, desk.at('boris', FIRST_DAY + 1, index), { locationId, reference: 'Opening stock', lines });
  }
}

async function sell(
  desk: DemoDesk,
  places: DemoPlaces,
  customerId: string,
  number: number,
  day: number,
  dice: (sides: number) => number,
): Promise<Owed> {
  const goods = DEMO_ITEMS.filter((item) => item.opening !== null && !KEPT.has(item.sku));
  const first = dice(goods.length);
  const lines = Array.from({ length: 1 + dice(3) }, (_, index) => goods[(first + index * 5) % goods.length]).flatMap((item) =>
    item === undefined
      ? []
      : [{ itemId: idOf(places, item), quantity: quantityOf(item, dice), ...(dice(5) === 0 ? { discountPercent: '5' } : {}) }],
  );
  if (number % 4 === 1) lines.push({ itemId: places.itemIds.get('DELIVERY') ?? '', quantity: '1' });
  const orderId = await insertDraftOrder(desk.at('carmen', day), {
    customerId,
    lines,
    customerReference: `PO-${1_000 + number * 13}`,
    instalments: number % 9 === 4 ? 3 : 1,
  });
  await desk.run(orderConfirm, desk.at('carmen', day, 20), { orderId, approvedOverLimit: true });
  await desk.run(stockReserve, desk.at('carmen', day, 21), { orderId });
  const { shipmentId } = await desk.run(shipmentCreate, desk.at('boris', day, 90), { orderId });
  await desk.run(shipmentPost, desk.at('boris', day, 200), { shipmentId });
  const invoice = await desk.run(invoicePost, desk.at('david', day, 240), { orderId, shipmentId });
  return {
    invoiceId: invoice.invoiceId,
    total: invoice.total,
    currency: invoice.currency,
    payAt: number % 5 === 3 ? 0 : day - 3 - dice(12),
    part: number % 9 === 4,
  };
}

/** A believable quantity: whole pieces, or kilograms and metres in their own small steps. */
function quantityOf(item: DemoItem, dice: (sides: number) => number): string {
  const stock = new Exact(item.opening?.[0] ?? '0');
  const share = stock.times(1 + dice(6)).dividedBy(150);
  const steps = Exact.max(1, share.dividedToIntegerBy(item.step));
  return steps.times(item.step).toFixed();
}

/** Pays what is due by the given day: most invoices in full, some in part, every fifth not yet. */
async function settleDue(desk: DemoDesk, owed: Owed[], day: number): Promise<void> {
  for (const entry of owed.filter((candidate) => candidate.payAt > 0 && candidate.payAt >= day)) {
    owed.splice(owed.indexOf(entry), 1);
    const amount = entry.part ? new Exact(entry.total).dividedBy(3).toDecimalPlaces(2).toFixed() : entry.total;
    await desk.run(paymentAllocate, desk.at('david', day, 30), {
      invoiceId: entry.invoiceId,
      payment: { amount, currency: entry.currency, reference: 'Bank transfer' },
    });
  }
}

async function replenish(desk: DemoDesk, places: DemoPlaces, day: number): Promise<void> {
  const lines = ['COFFEE-DARK', 'PAPER-A4', 'BOX-CAKE'].map((sku) => ({
    itemId: places.itemIds.get(sku) ?? '',
    quantity: '40',
    unitCost: { 'COFFEE-DARK': '10.15', 'PAPER-A4': '3.02' }[sku] ?? '0.23',
  }));
  await desk.run(receiptPost, desk.at('boris', day, 300), { locationId: places.main, reference: 'Delivery from supplier', lines });
}

const LOSSES = [
  {
    afterOrder: 3,
    sku: 'PLATE-24',
    quantity: '6',
    reason: 'damaged',
    note: 'A tray fell while it was unpacked',
    approvedBy: null,
    reversed: false,
  },
  {
    afterOrder: 9,
    sku: 'TEA-GREEN',
    quantity: '1.250',
    reason: 'expired',
    note: 'Opened bag past its date',
    approvedBy: null,
    reversed: false,
  },
  {
    afterOrder: 15,
    sku: 'CHAIR-GREY',
    quantity: '2',
    reason: 'damaged',
    note: 'Water damage in hall A',
    approvedBy: 'david',
    reversed: false,
  },
  {
    afterOrder: 20,
    sku: 'LAMP-DESK',
    quantity: '3',
    reason: 'lost',
    note: 'Missing on the shelf; found again in hall A',
    approvedBy: null,
    reversed: true,
  },
] as const;

async function writeOff(desk: DemoDesk, places: DemoPlaces, loss: (typeof LOSSES)[number], day: number): Promise<void> {
  const { sku, quantity, reason, note, approvedBy, reversed } = loss;
  const { writeOffId } = await desk.run(writeoffCreate, desk.at('boris', day, 310), {
    itemId: places.itemIds.get(sku) ?? '',
    locationId: places.main,
    quantity,
    reason,
    note,
  });
  await desk.run(writeoffPost, desk.at('david', day, 340), { writeOffId, approvedBy });
  if (reversed) await desk.run(writeoffReverse, desk.at('david', day, 600), { writeOffId });
}

function idOf(places: DemoPlaces, item: DemoItem): string {
  const id = places.itemIds.get(item.sku);
  if (id === undefined) throw new Error(`Expected the demo item ${item.sku}, but there is none`);
  return id;
}
