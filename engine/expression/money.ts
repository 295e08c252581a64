import { Decimal } from 'decimal.js';
import { EvaluationFault } from './fault.ts';

/** Decimal arithmetic of its own settings: 40 digits, half-up, never in exponent form below 10^40. */
const Money = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -40, toExpPos: 40 });

const AMOUNT = /^[+-]?\d{1,30}(\.\d{1,20})?$/;

/** An exact decimal from an amount: a string such as `"12.50"`, or a whole number. */
function amount(value: unknown, functionName: string): Decimal {
  if (typeof value === 'string' && AMOUNT.test(value)) return new Money(value);
  if (typeof value === 'number' && Number.isSafeInteger(value)) return new Money(value);
  const found = typeof value === 'number' ? `the inexact number ${value}` : JSON.stringify(value ?? null);
  throw new EvaluationFault(`Expected an amount such as "12.50" or a whole number in ${functionName}, but found ${found}`);
}

/** Digits after the point that the exact result of an addition or subtraction shows: those of the finer operand. */
const scaleOf = (...values: readonly Decimal[]): number => Math.max(...values.map((value) => value.decimalPlaces()));

/** Digits after the point of an amount as it is written: `"10.00"` has two. */
function writtenScale(value: unknown): number {
  return typeof value === 'string' && value.includes('.') ? value.length - value.indexOf('.') - 1 : 0;
}

function digits(value: unknown, functionName: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 20) return value;
  throw new EvaluationFault(`Expected a number of decimals from 0 to 20 in ${functionName}, but found ${JSON.stringify(value ?? null)}`);
}

interface MoneyFunction {
  readonly parameters: readonly string[];
  readonly run: (...values: unknown[]) => unknown;
}

/**
 * Exact arithmetic on money and quantities in FEEL. FEEL numbers are binary doubles, so amounts are strings (`"12.50"`) and go through these:
 *
 * | function | result |
 * |---|---|
 * | `money add(a, b)`, `money subtract(a, b)` | exact sum or difference, with the decimals of the finer amount |
 * | `money multiply(a, b)` | exact product; round it with `money round` |
 * | `money divide(a, b, decimals)` | quotient rounded half up |
 * | `money round(a, decimals)` | rounded half up |
 * | `money sum(amounts)` | exact sum of a list of amounts; `"0"` for an empty list |
 * | `money compare(a, b)` | -1, 0 or 1 |
 * | `money greater(a, b)`, `money at least(a, b)`, `money equal(a, b)` | boolean |
 *
 * An amount is such a string or a whole number; anything else fails, because it would be inexact.
 */
export const MONEY_FUNCTIONS: Readonly<Record<string, MoneyFunction>> = {
  'money add': { parameters: ['a', 'b'], run: (a, b) => sumOf([a, b], 'money add') },
  'money subtract': {
    parameters: ['a', 'b'],
    run: (a, b) =>
      amount(a, 'money subtract')
        .minus(amount(b, 'money subtract'))
        .toFixed(Math.max(writtenScale(a), writtenScale(b))),
  },
  'money multiply': {
    parameters: ['a', 'b'],
    run: (a, b) => {
      const product = amount(a, 'money multiply').times(amount(b, 'money multiply'));
      return product.toFixed(Math.max(scaleOf(product), writtenScale(a), writtenScale(b)));
    },
  },
  'money divide': {
    parameters: ['a', 'b', 'decimals'],
    run: (a, b, decimals) => {
      const divisor = amount(b, 'money divide');
      if (divisor.isZero()) throw new EvaluationFault('Expected a divisor other than zero in money divide, but found zero');
      return amount(a, 'money divide').dividedBy(divisor).toFixed(digits(decimals, 'money divide'));
    },
  },
  'money round': { parameters: ['a', 'decimals'], run: (a, decimals) => amount(a, 'money round').toFixed(digits(decimals, 'money round')) },
  'money sum': {
    parameters: ['amounts'],
    run: (amounts) => {
      if (!Array.isArray(amounts))
        throw new EvaluationFault(`Expected a list of amounts in money sum, but found ${JSON.stringify(amounts ?? null)}`);
      return sumOf(amounts, 'money sum');
    },
  },
  'money compare': { parameters: ['a', 'b'], run: (a, b) => amount(a, 'money compare').comparedTo(amount(b, 'money compare')) },
  'money greater': { parameters: ['a', 'b'], run: (a, b) => amount(a, 'money greater').greaterThan(amount(b, 'money greater')) },
  'money at least': {
    parameters: ['a', 'b'],
    run: (a, b) => amount(a, 'money at least').greaterThanOrEqualTo(amount(b, 'money at least')),
  },
  'money equal': { parameters: ['a', 'b'], run: (a, b) => amount(a, 'money equal').equals(amount(b, 'money equal')) },
};

function sumOf(values: readonly unknown[], functionName: string): string {
  const total = values.reduce<Decimal>((sum, value) => sum.plus(amount(value, functionName)), new Money(0));
  return total.toFixed(Math.max(0, ...values.map(writtenScale)));
}
