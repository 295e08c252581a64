import { insertDraftOrder } from '../operation/shared/draft-order.ts';
import type { DemoDesk } from './demo-context.ts';
import type { DemoPlaces } from './master-data.ts';

/** A draft that waits for somebody to start its process. Quantities are in the stock unit unless a unit is named. */
interface OpenOrder {
  readonly customer: string;
  readonly daysAgo: number;
  readonly note?: string;
  readonly instalments?: number;
  readonly lines: readonly (readonly [sku: string, quantity: string, uom?: string | undefined, discountPercent?: string])[];
}

const OPEN_ORDERS: readonly OpenOrder[] = [
  {
    customer: 'Birch Office',
    daysAgo: 0.1,
    lines: [
      ['CHAIR-GREY', '6'],
      ['DESK-140', '3'],
      ['ASSEMBLY', '2.5'],
    ],
  },
  {
    customer: 'Casa Olivar',
    daysAgo: 0.2,
    lines: [
      ['CHAIR-STACK', '40', undefined, '5'],
      ['DELIVERY', '1'],
    ],
  },
  {
    customer: 'Panadería del Puerto',
    daysAgo: 0.4,
    lines: [
      ['COFFEE-DARK', '7.5'],
      ['SUGAR-CANE', '2500', 'g'],
      ['CUP-PAPER', '4', 'box'],
    ],
  },
  {
    customer: 'Kavárna U Lípy',
    daysAgo: 0.5,
    lines: [
      ['COFFEE-LIGHT', '12.250'],
      ['PLATE-24', '36'],
    ],
  },
  {
    customer: 'Škola Pod Lesem',
    daysAgo: 0.8,
    lines: [
      ['PAPER-A4', '20', 'box'],
      ['BOARD-180', '4'],
      ['PEN-BLUE', '30', 'pack'],
    ],
    instalments: 3,
  },
  {
    customer: 'Tbilisi Coffee House',
    daysAgo: 1.1,
    lines: [
      ['COFFEE-DARK', '25'],
      ['TEA-GREEN', '1.750'],
    ],
  },
  {
    customer: 'Northgate Clinic',
    daysAgo: 1.3,
    lines: [
      ['CHAIR-STACK', '24'],
      ['GLOVE-M', '200'],
    ],
  },
  {
    customer: 'Mill Lane Bakery',
    daysAgo: 1.6,
    lines: [
      ['BOX-CAKE', '300'],
      ['PEN-BLUE', '2', 'pack'],
    ],
  },
  {
    customer: 'Студия Берёза',
    daysAgo: 2.2,
    lines: [
      ['LAMP-DESK', '12'],
      ['BULB-E27', '24'],
      ['CABLE-3X15', '62.5'],
    ],
  },
  {
    customer: 'Alpenblick Gasthof',
    daysAgo: 2.7,
    lines: [
      ['TABLE-BAR', '4'],
      ['SOAP-LIQ', '10.5'],
    ],
  },
  {
    customer: 'Rosewood Studio',
    daysAgo: 3.1,
    lines: [
      ['SHELF-5', '8'],
      ['ASSEMBLY', '4'],
    ],
  },
  {
    customer: 'Delta Print',
    daysAgo: 3.6,
    lines: [
      ['TONER-X7', '5'],
      ['PAPER-A4', '80'],
    ],
  },
  {
    customer: 'Harbour Cafe',
    daysAgo: 0.3,
    note: 'More cups than there are in stock: shows what happens when goods are short.',
    lines: [
      ['CUP-ESPRESSO', '20'],
      ['COFFEE-DARK', '12'],
    ],
  },
  {
    customer: 'Linden Hotel Group',
    daysAgo: 0.6,
    note: 'Above the credit limit: shows the approval.',
    lines: [
      ['LAMP-DESK', '60'],
      ['TOWEL-ROLL', '120'],
    ],
  },
];

/** Orders as they lie on the desk this morning: most can be shipped, one is short of stock and one above its credit limit. */
export async function insertOpenOrders(desk: DemoDesk, places: DemoPlaces, customers: ReadonlyMap<string, string>): Promise<void> {
  for (const order of OPEN_ORDERS.toSorted((left, right) => right.daysAgo - left.daysAgo)) {
    const customerId = customers.get(order.customer);
    if (customerId === undefined) throw new Error(`Expected the demo customer ${order.customer}, but there is none`);
    const {
      rows: [deal],
    } = await desk.sql.query<{ id: string }>(
      "SELECT id FROM crm.deal WHERE customer_id = $1 AND status = 'open' ORDER BY created_at LIMIT 1",
      [customerId],
    );
    await insertDraftOrder(desk.at('carmen', order.daysAgo), {
      customerId,
      instalments: order.instalments ?? 1,
      ...(order.note === undefined ? {} : { note: order.note }),
      ...(deal === undefined ? {} : { dealId: deal.id }),
      lines: order.lines.map(([sku, quantity, uom, discountPercent]) => ({
        itemId: places.itemIds.get(sku) ?? '',
        quantity,
        ...(uom === undefined ? {} : { uom }),
        ...(discountPercent === undefined ? {} : { discountPercent }),
      })),
    });
  }
}
