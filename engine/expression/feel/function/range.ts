import { isInRange, order } from '../value/compare.ts';
import { FeelRange } from '../value/range.ts';
import { as, builtIns, refuse, signature } from './signature.ts';

/** Order of two ends. @throws Misfit when they cannot be compared, or one is missing */
function compared(a: unknown, b: unknown): number {
  return a === undefined || b === undefined
    ? refuse('range with both ends', null)
    : (order(a, b) ?? refuse('points that can be compared', a));
}

const isBelow = (a: unknown, b: unknown): boolean => compared(a, b) < 0;
const isSame = (a: unknown, b: unknown): boolean => compared(a, b) === 0;

/** A point as the range of it alone. */
const asRange = (value: unknown): FeelRange => (value instanceof FeelRange ? value : new FeelRange(value, true, value, true));

function isBefore(a: FeelRange, b: FeelRange): boolean {
  return isBelow(a.end, b.start) || (isSame(a.end, b.start) && !(a.endIncluded && b.startIncluded));
}

const meets = (a: FeelRange, b: FeelRange): boolean => a.endIncluded && b.startIncluded && isSame(a.end, b.start);

/** Whether the start of `a` lies before the start of `b`. */
const startsBefore = (a: FeelRange, b: FeelRange): boolean =>
  isBelow(a.start, b.start) || (isSame(a.start, b.start) && a.startIncluded && !b.startIncluded);

const endsBefore = (a: FeelRange, b: FeelRange): boolean =>
  isBelow(a.end, b.end) || (isSame(a.end, b.end) && !a.endIncluded && b.endIncluded);

const overlaps = (a: FeelRange, b: FeelRange): boolean => !isBefore(a, b) && !isBefore(b, a);

const overlapsBefore = (a: FeelRange, b: FeelRange): boolean => startsBefore(a, b) && overlaps(a, b) && !endsBefore(b, a);

const overlapsAfter = (a: FeelRange, b: FeelRange): boolean =>
  !startsBefore(a, b) && overlaps(a, b) && endsBefore(b, a) && !sameStart(a, b);

const sameStart = (a: FeelRange, b: FeelRange): boolean => isSame(a.start, b.start) && a.startIncluded === b.startIncluded;
const sameEnd = (a: FeelRange, b: FeelRange): boolean => isSame(a.end, b.end) && a.endIncluded === b.endIncluded;

/** Whether every point of `b` is one of `a`. */
const covers = (a: FeelRange, b: FeelRange): boolean => !startsBefore(b, a) && !endsBefore(a, b);

function includes(range: FeelRange, value: unknown): boolean {
  if (value instanceof FeelRange) return covers(range, value);
  return isInRange(value, range) ?? refuse('point that can be compared', value);
}

/** A point finishes a range whose included end it is. */
function finishes(value: unknown, range: FeelRange): boolean {
  if (!(value instanceof FeelRange)) return range.endIncluded && isSame(value, range.end);
  return sameEnd(value, range) && !startsBefore(value, range);
}

function starts(value: unknown, range: FeelRange): boolean {
  if (!(value instanceof FeelRange)) return range.startIncluded && isSame(value, range.start);
  return sameStart(value, range) && !endsBefore(range, value);
}

function coincides(a: unknown, b: unknown): boolean {
  if (a instanceof FeelRange && b instanceof FeelRange) return sameStart(a, b) && sameEnd(a, b);
  return a instanceof FeelRange || b instanceof FeelRange ? refuse('two points or two ranges', a) : isSame(a, b);
}

const ofAny = (names: string, test: (a: unknown, b: unknown) => boolean) => signature(names, ([a, b]) => test(a, b));
const ofRanges = (test: (a: FeelRange, b: FeelRange) => boolean) =>
  signature('range1: range, range2: range', ([a, b]) => test(as.range(a), as.range(b)));

/** Both ways to name the arguments of a function of a range and a point or range. */
const rangeFirst = (test: (range: FeelRange, value: unknown) => boolean) => [
  signature('range: range, point: any', ([range, value]) => test(as.range(range), value)),
  signature('range1: range, range2: range', ([range, value]) => test(as.range(range), value)),
];
const rangeLast = (test: (value: unknown, range: FeelRange) => boolean) => [
  signature('point: any, range: range', ([value, range]) => test(value, as.range(range))),
  signature('range1: range, range2: range', ([value, range]) => test(value, as.range(range))),
];

const NAMES = ['point1: any, point2: any', 'point: any, range: any', 'range: any, point: any', 'range1: any, range2: any'] as const;
const ofEither = (test: (a: unknown, b: unknown) => boolean) => NAMES.map((names) => ofAny(names, test));

/** Range functions (DMN 1.5, 10.3.4.9, table 78), on points and ranges. */
export const RANGE_FUNCTIONS = builtIns({
  before: ofEither((a, b) => isBefore(asRange(a), asRange(b))),
  after: ofEither((a, b) => isBefore(asRange(b), asRange(a))),
  meets: ofRanges(meets),
  'met by': ofRanges((a, b) => meets(b, a)),
  overlaps: ofRanges(overlaps),
  'overlaps before': ofRanges(overlapsBefore),
  'overlaps after': ofRanges(overlapsAfter),
  finishes: rangeLast(finishes),
  'finished by': rangeFirst((range, value) => finishes(value, range)),
  includes: rangeFirst(includes),
  during: rangeLast((value, range) => includes(range, value)),
  starts: rangeLast(starts),
  'started by': rangeFirst((range, value) => starts(value, range)),
  coincides: ofEither(coincides),
});
