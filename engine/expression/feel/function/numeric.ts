import { Decimal } from 'decimal.js';
import { DaysTimeDuration, YearsMonthsDuration } from '../value/duration.ts';
import { Misfit } from '../value/fault.ts';
import { Big, big, isNumber, normal, subtract, multiply, wholeNumber } from '../value/number.ts';
import type { FeelNumber } from '../value/number.ts';
import { builtIns, refuse, signature } from './signature.ts';

export const number = (value: unknown): FeelNumber => (isNumber(value) ? value : refuse('number', value));

/** A finite number out of a calculation. @throws Misfit when there is none */
export function finite(value: Decimal): FeelNumber {
  return normal(value) ?? refuse('number that has a result', null);
}

/** Decimals that a number may be rounded to (DMN 1.5, 10.3.4.5, `decimal`). */
const SMALLEST_SCALE = -6111;
const LARGEST_SCALE = 6176;

/** A number with so many decimals; fewer than none rounds to tens, hundreds and so on. */
export function rounded(value: unknown, scale: unknown, mode: Decimal.Rounding): FeelNumber {
  const digits = isNumber(scale) ? big(scale).trunc().toNumber() : 0;
  if (scale !== undefined && !isNumber(scale)) refuse('scale', scale);
  if (digits < SMALLEST_SCALE || digits > LARGEST_SCALE)
    throw new Misfit(`a scale from ${SMALLEST_SCALE} to ${LARGEST_SCALE}, but found ${digits}`);
  const exact = big(number(value));
  if (digits >= 0) return digits >= exact.decimalPlaces() ? finite(exact) : finite(exact.toDecimalPlaces(digits, mode));
  const unit = Big.pow(10, -digits);
  return finite(Big.mul(Big.div(exact, unit).toDecimalPlaces(0, mode), unit));
}

const rounding = (mode: Decimal.Rounding) => signature('n: number, scale: number', ([n, scale]) => rounded(n, scale, mode));

/** With a divisor's sign, as `dividend - divisor * floor(dividend / divisor)` has it. */
function modulo(dividend: FeelNumber, divisor: FeelNumber): FeelNumber {
  if (big(divisor).isZero()) throw new Misfit('a divisor other than 0, but found 0');
  const whole = normal(Big.div(big(dividend), big(divisor)).floor());
  const product = whole === null ? null : multiply(divisor, whole);
  return (product === null ? null : subtract(dividend, product)) ?? refuse('number that has a remainder', null);
}

function isWhole(value: unknown): Decimal {
  const exact = big(number(value));
  return exact.isInteger() ? exact : refuse('whole number', value);
}

/** Numeric functions (DMN 1.5, 10.3.4.5). */
export const NUMERIC_FUNCTIONS = builtIns({
  decimal: signature('n: number, scale: number', ([n, scale]) => rounded(n, scale, Decimal.ROUND_HALF_EVEN)),
  floor: signature('n: number, scale?: number', ([n, scale]) => rounded(n, scale, Decimal.ROUND_FLOOR)),
  ceiling: signature('n: number, scale?: number', ([n, scale]) => rounded(n, scale, Decimal.ROUND_CEIL)),
  'round up': rounding(Decimal.ROUND_UP),
  'round down': rounding(Decimal.ROUND_DOWN),
  'round half up': rounding(Decimal.ROUND_HALF_UP),
  'round half down': rounding(Decimal.ROUND_HALF_DOWN),
  'round half even': rounding(Decimal.ROUND_HALF_EVEN),
  abs: signature('n: any', ([n]) => {
    if (n instanceof DaysTimeDuration) return n.nanos < 0n ? new DaysTimeDuration(-n.nanos) : n;
    if (n instanceof YearsMonthsDuration) return new YearsMonthsDuration(Math.abs(n.months));
    const single: unknown = Array.isArray(n) && n.length === 1 ? n[0] : n;
    return finite(big(number(single)).abs());
  }),
  modulo: signature('dividend: number, divisor: number', ([dividend, divisor]) => modulo(number(dividend), number(divisor))),
  sqrt: signature('number: number', ([n]) => finite(Big.sqrt(big(number(n))))),
  log: signature('number: number', ([n]) =>
    big(number(n)).lessThanOrEqualTo(0) ? refuse('number above 0', n) : finite(Big.ln(big(number(n)))),
  ),
  exp: signature('number: number', ([n]) => finite(Big.exp(big(number(n))))),
  odd: signature('number: number', ([n]) => !isWhole(n).mod(2).isZero()),
  even: signature('number: number', ([n]) => isWhole(n).mod(2).isZero()),
});

export const index = (value: unknown): number => wholeNumber(value) ?? refuse('whole number', value);
