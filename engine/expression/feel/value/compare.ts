import { DaysTimeDuration, YearsMonthsDuration } from './duration.ts';
import { compareNumbers, isNumber } from './number.ts';
import { FeelRange } from './range.ts';
import { FeelDate, FeelDateTime, FeelTime, NANOS_OF_SECOND, startOfDay } from './temporal.ts';
import { isContext, typeName } from './type-name.ts';
import { offsetAt } from './zone.ts';

/** Nesting of lists and contexts that are compared. */
const NESTING_LIMIT = 200;

const sign = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

function codePoints(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Nanoseconds from midnight in UTC; of a named zone its offset at the start of 1970 counts, since a time has no date. */
function instantOfTime(time: FeelTime): bigint {
  return time.zone === null ? time.nanos : time.nanos - BigInt(offsetAt(time.zone, 0)) * NANOS_OF_SECOND;
}

/**
 * Order of two values of one type (DMN 1.5, 10.3.2.13, table 53): negative, zero or positive. Null when they have none: other types, null, or a
 * local time beside one of a zone.
 */
export function order(a: unknown, b: unknown): number | null {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return codePoints(a, b);
  if (a instanceof FeelDate && b instanceof FeelDate) return a.number - b.number;
  if (a instanceof FeelDateTime && b instanceof FeelDate) return order(a, startOfDay(b, a.zone));
  if (a instanceof FeelDate && b instanceof FeelDateTime) return order(startOfDay(a, b.zone), b);
  if (a instanceof FeelDateTime && b instanceof FeelDateTime)
    return (a.zone === null) === (b.zone === null) ? sign(a.instant, b.instant) : null;
  if (a instanceof FeelTime && b instanceof FeelTime)
    return (a.zone === null) === (b.zone === null) ? sign(instantOfTime(a), instantOfTime(b)) : null;
  if (a instanceof DaysTimeDuration && b instanceof DaysTimeDuration) return sign(a.nanos, b.nanos);
  if (a instanceof YearsMonthsDuration && b instanceof YearsMonthsDuration) return a.months - b.months;
  return null;
}

/**
 * Equality (DMN 1.5, 10.3.2.13, table 54). Null is equal to null alone; values of different types have no answer, which is null.
 */
export function equal(a: unknown, b: unknown, nesting = 0): boolean | null {
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null);
  if (typeof a === 'boolean' && typeof b === 'boolean') return a === b;
  if (nesting > NESTING_LIMIT) return null;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    return a.every((item, index) => equal(item, b[index], nesting + 1) === true);
  }
  if (a instanceof FeelRange && b instanceof FeelRange)
    return (
      a.startIncluded === b.startIncluded &&
      a.endIncluded === b.endIncluded &&
      equal(a.start, b.start, nesting + 1) === true &&
      equal(a.end, b.end, nesting + 1) === true
    );
  if (isContext(a) && isContext(b)) {
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) return false;
    return keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key], nesting + 1) === true);
  }
  if (typeName(a) !== typeName(b)) return null;
  const difference = order(a, b);
  if (difference !== null) return difference === 0;
  // A local time is no instant, so it is not equal to one. Functions are equal only to themselves.
  return a === b;
}

/** Whether a point lies in a range; null when it cannot be compared with its ends. */
export function isInRange(value: unknown, range: FeelRange): boolean | null {
  const low = range.start === undefined ? 1 : order(value, range.start);
  const high = range.end === undefined ? -1 : order(value, range.end);
  if (low === null || high === null) return null;
  return (range.startIncluded ? low >= 0 : low > 0) && (range.endIncluded ? high <= 0 : high < 0);
}
