import { FEEL_LIMITS } from '../../limits.ts';
import type { ArithmeticOperator } from '../syntax/node.ts';
import { daysInMonth } from './calendar.ts';
import { DaysTimeDuration, YearsMonthsDuration } from './duration.ts';
import { Misfit } from './fault.ts';
import { add, big, divide, isNumber, multiply, normal, power, subtract } from './number.ts';
import type { FeelNumber } from './number.ts';
import {
  dateOf,
  dateTimeOfInstant,
  dateTimeOfLocal,
  FeelDate,
  FeelDateTime,
  FeelTime,
  makeDate,
  NANOS_OF_DAY,
  NANOS_OF_SECOND,
  startOfDay,
} from './temporal.ts';
import { offsetAt } from './zone.ts';

/**
 * `a operator b` (DMN 1.5, 10.3.2.3, tables 55 to 61); null when the operands do not fit each other or there is no result.
 * @throws Misfit for a text that grows past its limit
 */
export function calculate(operator: ArithmeticOperator, a: unknown, b: unknown): unknown {
  if (isNumber(a) && isNumber(b)) return ofNumbers(operator, a, b);
  switch (operator) {
    case '+':
      return sum(a, b);
    case '-':
      return difference(a, b);
    case '*':
      return isNumber(a) ? scaled(b, a) : isNumber(b) ? scaled(a, b) : null;
    case '/':
      return quotient(a, b);
    case '**':
      return null;
  }
}

function ofNumbers(operator: ArithmeticOperator, a: FeelNumber, b: FeelNumber): FeelNumber | null {
  switch (operator) {
    case '+':
      return add(a, b);
    case '-':
      return subtract(a, b);
    case '*':
      return multiply(a, b);
    case '/':
      return divide(a, b);
    case '**':
      return power(a, b);
  }
}

function sum(a: unknown, b: unknown): unknown {
  if (typeof a === 'string' && typeof b === 'string') {
    if (a.length + b.length > FEEL_LIMITS.textLength) throw new Misfit(`a text of more than ${FEEL_LIMITS.textLength} characters`);
    return a + b;
  }
  if (a instanceof DaysTimeDuration) return b instanceof DaysTimeDuration ? new DaysTimeDuration(a.nanos + b.nanos) : shifted(b, a.nanos);
  if (a instanceof YearsMonthsDuration)
    return b instanceof YearsMonthsDuration ? new YearsMonthsDuration(a.months + b.months) : shiftedByMonths(b, a.months);
  if (b instanceof DaysTimeDuration) return shifted(a, b.nanos);
  return b instanceof YearsMonthsDuration ? shiftedByMonths(a, b.months) : null;
}

function difference(a: unknown, b: unknown): unknown {
  if (b instanceof DaysTimeDuration) return a instanceof DaysTimeDuration ? new DaysTimeDuration(a.nanos - b.nanos) : shifted(a, -b.nanos);
  if (b instanceof YearsMonthsDuration)
    return a instanceof YearsMonthsDuration ? new YearsMonthsDuration(a.months - b.months) : shiftedByMonths(a, -b.months);
  if (a instanceof FeelTime && b instanceof FeelTime) return betweenTimes(a, b);
  if (a instanceof FeelDate && b instanceof FeelDate) return new DaysTimeDuration(BigInt(a.number - b.number) * NANOS_OF_DAY);
  const [left, right] = [a instanceof FeelDate ? midnightBeside(a, b) : a, b instanceof FeelDate ? midnightBeside(b, a) : b];
  if (!(left instanceof FeelDateTime) || !(right instanceof FeelDateTime)) return null;
  if ((left.zone === null) !== (right.zone === null)) return null;
  return new DaysTimeDuration(left.instant - right.instant);
}

/** A date beside a date and time is midnight of UTC, or of the local clock when the other has no zone. */
function midnightBeside(date: FeelDate, other: unknown): unknown {
  return other instanceof FeelDateTime ? startOfDay(date, other.zone === null ? null : { kind: 'offset', seconds: 0 }) : null;
}

function betweenTimes(a: FeelTime, b: FeelTime): unknown {
  if ((a.zone === null) !== (b.zone === null)) return null;
  const offsets = BigInt((a.zone === null ? 0 : offsetAt(a.zone, 0)) - (b.zone === null ? 0 : offsetAt(b.zone, 0)));
  return new DaysTimeDuration(a.nanos - b.nanos - offsets * NANOS_OF_SECOND);
}

/** A point in time, so many nanoseconds later. A date is its midnight, and the result is a date again. */
function shifted(value: unknown, nanos: bigint): unknown {
  if (value instanceof FeelDateTime)
    return value.zone === null ? dateTimeOfLocal(value.localNanos + nanos, null) : dateTimeOfInstant(value.instant + nanos, value.zone);
  if (value instanceof FeelDate) {
    const whole = nanos / NANOS_OF_DAY;
    const days = nanos < 0n && whole * NANOS_OF_DAY !== nanos ? whole - 1n : whole;
    return dateOf(value.number + Number(days));
  }
  if (value instanceof FeelTime) return new FeelTime((((value.nanos + nanos) % NANOS_OF_DAY) + NANOS_OF_DAY) % NANOS_OF_DAY, value.zone);
  return null;
}

/** A date so many months later; a day that the month does not have becomes its last. */
function shiftedByMonths(value: unknown, months: number): unknown {
  if (value instanceof FeelDateTime) {
    const date = shiftedByMonths(value.date, months);
    return date instanceof FeelDate ? new FeelDateTime(date, value.time) : null;
  }
  if (!(value instanceof FeelDate)) return null;
  const count = value.year * 12 + value.month - 1 + months;
  const [year, month] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1];
  return makeDate(year, month, Math.min(value.day, daysInMonth(year, month)));
}

const wholePart = (value: FeelNumber | null): bigint | null => (value === null ? null : BigInt(big(value).trunc().toFixed()));

function scaled(duration: unknown, factor: FeelNumber): unknown {
  if (duration instanceof DaysTimeDuration) {
    const nanos = wholePart(multiply(exact(duration.nanos), factor));
    return nanos === null ? null : new DaysTimeDuration(nanos);
  }
  if (!(duration instanceof YearsMonthsDuration)) return null;
  return ofMonths(wholePart(multiply(duration.months, factor)));
}

const ofMonths = (months: bigint | null): YearsMonthsDuration | null => {
  const count = months === null ? Number.NaN : Number(months);
  return Number.isSafeInteger(count) ? new YearsMonthsDuration(count) : null;
};

const exact = (value: bigint): FeelNumber => normal(big(0).plus(value.toString())) ?? 0;

function quotient(a: unknown, b: unknown): unknown {
  if (a instanceof DaysTimeDuration) {
    if (b instanceof DaysTimeDuration) return divide(exact(a.nanos), exact(b.nanos));
    const nanos = isNumber(b) ? wholePart(divide(exact(a.nanos), b)) : null;
    return nanos === null ? null : new DaysTimeDuration(nanos);
  }
  if (!(a instanceof YearsMonthsDuration)) return null;
  if (b instanceof YearsMonthsDuration) return divide(a.months, b.months);
  return isNumber(b) ? ofMonths(wholePart(divide(a.months, b))) : null;
}

/** `-value` of a number or duration; null for any other. */
export function negated(value: unknown): unknown {
  if (value instanceof DaysTimeDuration) return new DaysTimeDuration(-value.nanos);
  if (value instanceof YearsMonthsDuration) return new YearsMonthsDuration(-value.months);
  return isNumber(value) ? subtract(0, value) : null;
}
