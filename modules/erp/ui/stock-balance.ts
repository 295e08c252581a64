import type { Json } from '../../../designer/kit/index.ts';
import { compareDecimals, isDecimal } from '../../../designer/kit/format/decimal.ts';

/** How much of an item is at a location; quantities are exact decimals. */
export interface StockBalance {
  readonly itemId: string;
  readonly sku: string;
  readonly itemName: string;
  readonly locationId: string;
  readonly locationName: string;
  readonly onHand: string;
  readonly reserved: string;
  readonly available: string;
  readonly uom: string;
}

/** Reads a balance; names that the server left out are empty texts, quantities "0". */
export function balanceOf(row: Json): StockBalance {
  const text = (...names: readonly string[]) => {
    const found = names.map((name) => row[name]).find((value) => typeof value === 'string' && value !== '');
    return typeof found === 'string' ? found : '';
  };
  const quantity = (name: string) => (isDecimal(text(name)) ? text(name) : '0');
  return {
    itemId: text('itemId'),
    sku: text('sku'),
    itemName: text('itemName', 'name'),
    locationId: text('locationId'),
    locationName: text('locationName', 'location'),
    onHand: quantity('onHand'),
    reserved: quantity('reserved'),
    available: quantity('available'),
    uom: text('uom', 'stockUom', 'unit'),
  };
}

/** How a balance stands: none on hand, all of it reserved, or some free. */
export function stateOf(balance: StockBalance): 'none' | 'reserved' | 'free' {
  if (compareDecimals(balance.onHand, '0') <= 0) return 'none';
  return compareDecimals(balance.available, '0') <= 0 ? 'reserved' : 'free';
}

/** Balances whose item or place holds every word of a search, in the wanted order. */
export function selectBalances(balances: readonly StockBalance[], search: string, sort: string): readonly StockBalance[] {
  const words = search
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = balances.filter((balance) => {
    const text = `${balance.sku} ${balance.itemName} ${balance.locationName}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
  const field = sort.replace('-', '');
  const direction = sort.startsWith('-') ? -1 : 1;
  return found.toSorted((left, right) => direction * compare(left, right, field));
}

function compare(left: StockBalance, right: StockBalance, field: string): number {
  switch (field) {
    case 'onHand':
    case 'reserved':
    case 'available':
      return compareDecimals(left[field], right[field]);
    case 'itemName':
    case 'locationName':
      return left[field].localeCompare(right[field]);
    default:
      return left.sku.localeCompare(right.sku);
  }
}
