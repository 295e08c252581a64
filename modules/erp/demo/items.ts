/** An item of the demo. Prices and costs are per stock unit in EUR. `packs`: further units as [unit, pieces per unit]. */
export interface DemoItem {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly uom: string;
  readonly step: string;
  readonly cost: string;
  readonly price: string;
  readonly taxCode: 'standard' | 'reduced';
  readonly packs: readonly (readonly [uom: string, pieces: number])[];
  /** Opening stock in the main and in the second warehouse; empty for a service. */
  readonly opening: readonly [main: string, second: string] | null;
}

type Row = readonly [
  sku: string,
  name: string,
  category: string,
  uom: string,
  step: string,
  cost: string,
  price: string,
  opening: readonly [string, string] | null,
];

const NO_PACKS: DemoItem['packs'] = [];
const PACKS: Readonly<Record<string, DemoItem['packs']>> = {
  'BATT-AA': [['pack', 8]],
  'CUP-PAPER': [
    ['pack', 8],
    ['box', 48],
  ],
  'PEN-BLUE': [['pack', 8]],
  'PAPER-A4': [['box', 5]],
  'COFFEE-DARK': [['g', 1000]],
  'SUGAR-CANE': [['g', 1000]],
};
/** Units of which one stock unit holds several: a gram is a thousandth of a kilogram. */
const PARTS = new Set(['g']);
const FOOD = new Set(['COFFEE-DARK', 'COFFEE-LIGHT', 'SUGAR-CANE', 'TEA-GREEN']);

const ROWS: readonly Row[] = [
  ['CHAIR-GREY', 'Office chair, grey', 'Furniture', 'pcs', '1', '62.00', '119.00', ['120', '40']],
  ['CHAIR-STACK', 'Stacking chair', 'Furniture', 'pcs', '1', '18.40', '36.90', ['260', '80']],
  ['DESK-140', 'Desk 140 cm', 'Furniture', 'pcs', '1', '96.00', '189.00', ['60', '15']],
  ['TABLE-BAR', 'Bar table', 'Furniture', 'pcs', '1', '74.50', '148.00', ['25', '5']],
  ['SHELF-5', 'Shelf, five boards', 'Furniture', 'pcs', '1', '41.20', '82.50', ['70', '20']],
  ['LAMP-DESK', 'Desk lamp', 'Lighting', 'pcs', '1', '11.35', '24.90', ['150', '50']],
  ['BULB-E27', 'LED bulb E27', 'Lighting', 'pcs', '1', '1.12', '3.60', ['900', '300']],
  ['CABLE-3X15', 'Cable 3 x 1.5', 'Lighting', 'm', '0.1', '0.72', '1.66', ['640.5', '200']],
  ['BATT-AA', 'Battery AA', 'Office', 'pcs', '1', '0.28', '0.79', ['1600', '400']],
  ['PEN-BLUE', 'Ball pen, blue', 'Office', 'pcs', '1', '0.19', '0.65', ['2400', '800']],
  ['PAPER-A4', 'Paper A4, 500 sheets', 'Office', 'pcs', '1', '2.95', '5.49', ['1200', '400']],
  ['TONER-X7', 'Toner X7', 'Office', 'pcs', '1', '38.00', '69.00', ['45', '10']],
  ['BOARD-180', 'Whiteboard 180 cm', 'Office', 'pcs', '1', '58.00', '109.00', ['22', '6']],
  ['CUP-PAPER', 'Paper cup 0.3 l', 'Cafe', 'pcs', '1', '0.04', '0.11', ['9600', '2400']],
  ['CUP-ESPRESSO', 'Espresso cup set, porcelain', 'Cafe', 'pcs', '1', '14.20', '29.50', ['6', '0']],
  ['PLATE-24', 'Plate 24 cm', 'Cafe', 'pcs', '1', '3.10', '6.90', ['400', '120']],
  ['COFFEE-DARK', 'Coffee beans, dark roast', 'Cafe', 'kg', '0.001', '9.80', '17.90', ['312.500', '80']],
  ['COFFEE-LIGHT', 'Coffee beans, light roast', 'Cafe', 'kg', '0.001', '10.60', '19.40', ['180', '40.250']],
  ['SUGAR-CANE', 'Cane sugar', 'Cafe', 'kg', '0.001', '1.35', '2.80', ['400', '100']],
  ['TEA-GREEN', 'Green tea', 'Cafe', 'kg', '0.001', '21.00', '41.00', ['35.750', '12']],
  ['SOAP-LIQ', 'Liquid soap', 'Cleaning', 'l', '0.5', '1.90', '4.20', ['240', '60']],
  ['TOWEL-ROLL', 'Towel roll', 'Cleaning', 'pcs', '1', '2.10', '4.75', ['500', '150']],
  ['GLOVE-M', 'Gloves, size M', 'Cleaning', 'pcs', '1', '0.35', '0.95', ['1800', '500']],
  ['BOX-CAKE', 'Cake box', 'Packaging', 'pcs', '1', '0.22', '0.58', ['3000', '900']],
  ['DELIVERY', 'Delivery to the door', 'Service', 'pcs', '1', '0', '15.00', null],
  ['ASSEMBLY', 'Assembly of furniture', 'Service', 'hour', '0.25', '0', '38.00', null],
];

/** What Alder & Finch Supplies sells. */
export const DEMO_ITEMS: readonly DemoItem[] = ROWS.map(([sku, name, category, uom, step, cost, price, opening]) => ({
  sku,
  name,
  category,
  uom,
  step,
  cost,
  price,
  opening,
  packs: PACKS[sku] ?? NO_PACKS,
  taxCode: FOOD.has(sku) ? 'reduced' : 'standard',
}));

/** Numerator and denominator of a unit: a pack of eight is 8/1, a gram 1/1000. */
export function ratioOf([uom, pieces]: readonly [uom: string, pieces: number]): readonly [numerator: number, denominator: number] {
  return PARTS.has(uom) ? [1, pieces] : [pieces, 1];
}

/** Price lists: how much of the EUR price, in which currency, with which highest discount. */
export const DEMO_PRICE_LISTS = [
  { name: 'Retail EUR', currency: 'EUR', factor: '1', scale: 2, isDefault: true, maxDiscount: '10' },
  { name: 'Wholesale EUR', currency: 'EUR', factor: '0.88', scale: 3, isDefault: false, maxDiscount: '5' },
  { name: 'Retail CZK', currency: 'CZK', factor: '25.2', scale: 1, isDefault: true, maxDiscount: '10' },
  { name: 'Retail GEL', currency: 'GEL', factor: '3.05', scale: 2, isDefault: true, maxDiscount: '10' },
] as const;

/** Customers who buy by the wholesale list. */
export const WHOLESALE_CUSTOMERS = ['Linden Hotel Group', 'Northgate Clinic', 'Green Field School', 'Rosewood Studio'] as const;
