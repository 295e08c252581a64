import type { Decimal } from 'decimal.js';
import { YearsMonthsDuration, DaysTimeDuration } from '../value/duration.ts';
import { calculate } from '../value/arithmetic.ts';
import { Big, big, compareNumbers, isNumber, normal } from '../value/number.ts';
import type { FeelNumber } from '../value/number.ts';
import { finite, number } from './numeric.ts';
import { as, builtIns, refuse, signature } from './signature.ts';

function numbersOf(list: unknown): readonly FeelNumber[] {
  return as.list(list).map(number);
}

/** The sum of numbers, or of durations of one kind; null of none. */
function sumOf(list: readonly unknown[]): unknown {
  if (list.length === 0) return null;
  const isSummable =
    list.every(isNumber) ||
    list.every((item) => item instanceof DaysTimeDuration) ||
    list.every((item) => item instanceof YearsMonthsDuration);
  if (!isSummable)
    return refuse(
      'list of numbers',
      list.find((item) => !isNumber(item)),
    );
  return list.slice(1).reduce<unknown>((total, item) => calculate('+', total, item), list[0]);
}

function meanOf(list: readonly unknown[]): unknown {
  return list.length === 0 ? null : calculate('/', sumOf(list), list.length);
}

function medianOf(values: readonly FeelNumber[]): unknown {
  const sorted = values.toSorted(compareNumbers);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return null;
  const lower = sorted[middle - 1];
  return sorted.length % 2 === 1 || lower === undefined ? upper : calculate('/', calculate('+', lower, upper), 2);
}

/** Of a sample; null of fewer than two. */
function deviationOf(values: readonly FeelNumber[]): unknown {
  if (values.length < 2) return refuse('at least two numbers', null);
  const exact = values.map(big);
  const mean = Big.div(Big.sum(...exact), exact.length);
  const squares = exact.map((value) => Big.pow(Big.sub(value, mean), 2));
  return finite(Big.sqrt(Big.div(Big.sum(...squares), exact.length - 1)));
}

/** The most frequent numbers in ascending order. */
function modesOf(values: readonly FeelNumber[]): readonly FeelNumber[] {
  const counts = new Map<string, { readonly value: FeelNumber; count: number }>();
  for (const value of values) {
    const key = big(value).toFixed();
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { value, count: 1 });
    else known.count += 1;
  }
  const most = Math.max(0, ...[...counts.values()].map((entry) => entry.count));
  return [...counts.values()]
    .filter((entry) => entry.count === most)
    .map((entry) => entry.value)
    .toSorted(compareNumbers);
}

function productOf(values: readonly FeelNumber[]): unknown {
  if (values.length === 0) return null;
  return normal(values.reduce<Decimal>((total, value) => Big.mul(total, big(value)), big(1)));
}

/** List functions over numbers (DMN 1.5, 10.3.4.4). */
export const STATISTICS_FUNCTIONS = builtIns({
  sum: signature('...list: any', ([list]) => sumOf(as.list(list))),
  mean: signature('...list: any', ([list]) => meanOf(as.list(list))),
  median: signature('...list: any', ([list]) => medianOf(numbersOf(list))),
  stddev: signature('...list: any', ([list]) => deviationOf(numbersOf(list))),
  mode: signature('...list: any', ([list]) => modesOf(numbersOf(list))),
  product: signature('...list: any', ([list]) => productOf(numbersOf(list))),
});
