import { Decimal } from 'decimal.js';

/**
 * Arithmetic of IEEE 754-2008 decimal128: 34 digits, rounded half to even (DMN 1.5, 10.3.2.3.1). Exponents do not appear in texts.
 */
export const Big = Decimal.clone({
  precision: 34,
  rounding: Decimal.ROUND_HALF_EVEN,
  maxE: 6144,
  minE: -6176,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});

/**
 * A FEEL number. Whole numbers that a double holds exactly are doubles, because that is fast. A fraction of a JSON variable comes as a double too and stands
 * for the decimal that its shortest text says; whatever is calculated from fractions is a decimal.
 */
export type FeelNumber = number | Decimal;

export function isNumber(value: unknown): value is FeelNumber {
  return typeof value === 'number' || value instanceof Decimal;
}

/** The number in its only form; null when it is none (not finite). */
export function normal(value: Decimal): FeelNumber | null {
  if (!value.isFinite()) return null;
  if (value.isInteger() && value.abs().lessThanOrEqualTo(Number.MAX_SAFE_INTEGER)) return value.toNumber() + 0;
  return value;
}

/** A double as the decimal that its shortest text says: 0.1 is one tenth. Null when it is not finite. */
export function fromDouble(value: number): FeelNumber | null {
  if (Number.isSafeInteger(value)) return value + 0;
  return Number.isFinite(value) ? normal(new Big(value)) : null;
}

/** The number written in a text such as `-12.50` or `1.2e3`; null when there is none. */
export function parseNumber(text: string): FeelNumber | null {
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,6})?$/.test(text)) return null;
  const double = Number(text);
  if (Number.isSafeInteger(double) && !/[.eE]/.test(text)) return double + 0;
  return normal(new Big(text).toSignificantDigits(34));
}

export const big = (value: FeelNumber): Decimal => (typeof value === 'number' ? new Big(value) : value);

export const toDouble = (value: FeelNumber): number => (typeof value === 'number' ? value : value.toNumber());

export const numberText = (value: FeelNumber): string => (typeof value === 'number' ? String(value) : value.toFixed());

export function compareNumbers(a: FeelNumber, b: FeelNumber): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return big(a).comparedTo(big(b));
}

export function add(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (typeof a === 'number' && typeof b === 'number' && Number.isInteger(a) && Number.isInteger(b)) {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return normal(Big.add(big(a), big(b)));
}

export function subtract(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (typeof a === 'number' && typeof b === 'number' && Number.isInteger(a) && Number.isInteger(b)) {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return normal(Big.sub(big(a), big(b)));
}

export function multiply(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (typeof a === 'number' && typeof b === 'number' && Number.isInteger(a) && Number.isInteger(b)) {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return normal(Big.mul(big(a), big(b)));
}

/** Null for a division by zero. */
export function divide(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  return b === 0 ? null : normal(Big.div(big(a), big(b)));
}

/** Null when there is no such number: a root of a negative one, zero to a negative exponent, or one that is too large. */
export function power(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  return normal(Big.pow(big(a), big(b)));
}

export const negate = (value: FeelNumber): FeelNumber => (typeof value === 'number' ? 0 - value : value.negated());

/** A whole number that fits an index or a count; null for any other value. */
export function wholeNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}
