import { dayNumber, daysInMonth, weekdayOf } from '../value/calendar.ts';
import { Misfit } from '../value/fault.ts';
import { equal } from '../value/compare.ts';
import { FeelDate, FeelDateTime, FeelTime, parseDateTime } from '../value/temporal.ts';
import { typeName } from '../value/type-name.ts';
import { zoneText } from '../value/zone.ts';
import { builtIns, refuse, signature } from './signature.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

function dateOfValue(value: unknown): FeelDate {
  if (value instanceof FeelDateTime) return value.date;
  return value instanceof FeelDate ? value : refuse('date', value);
}

/** Week of ISO 8601: the week of the year's first Thursday is its first. */
function weekOf(date: FeelDate): number {
  const thursday = date.number - weekdayOf(date.number) + 4;
  const yearOfThursday =
    thursday < dayNumber(date.year, 1, 1) ? date.year - 1 : thursday >= dayNumber(date.year + 1, 1, 1) ? date.year + 1 : date.year;
  return Math.floor((thursday - dayNumber(yearOfThursday, 1, 1)) / 7) + 1;
}

function nowOf(now: string): FeelDateTime {
  const value = parseDateTime(now);
  if (value === null) throw new Misfit(`the time of the command in ISO 8601, but found ${now}`);
  return value;
}

/** Identity (DMN 1.5, 10.3.4.8): the same value of the same kind, zones included. */
function isIdentical(a: unknown, b: unknown): boolean {
  if (typeName(a) !== typeName(b)) return false;
  if (a instanceof FeelTime && b instanceof FeelTime) return a.nanos === b.nanos && zoneText(a.zone) === zoneText(b.zone);
  if (a instanceof FeelDateTime && b instanceof FeelDateTime) return isIdentical(a.date, b.date) && isIdentical(a.time, b.time);
  return equal(a, b) === true;
}

const dateParameter = 'date: date or date and time';

/** Date and time functions (DMN 1.5, 10.3.4.7 and 10.3.4.8). `now` and `today` answer the time of the command, `today` in UTC. */
export const TEMPORAL_FUNCTIONS = builtIns({
  now: signature('', (_, run) => nowOf(run.now)),
  today: signature('', (_, run) => {
    const instant = new Date(run.now);
    if (Number.isNaN(instant.getTime())) throw new Misfit(`the time of the command in ISO 8601, but found ${run.now}`);
    return nowOf(instant.toISOString()).date;
  }),
  is: signature('value1: any, value2: any', ([a, b]) => isIdentical(a, b)),
  'day of year': signature(dateParameter, ([value]) => {
    const date = dateOfValue(value);
    return date.number - dayNumber(date.year, 1, 1) + 1;
  }),
  'day of week': signature(dateParameter, ([value]) => DAYS[weekdayOf(dateOfValue(value).number) - 1] ?? null),
  'month of year': signature(dateParameter, ([value]) => MONTHS[dateOfValue(value).month - 1] ?? null),
  'week of year': signature(dateParameter, ([value]) => weekOf(dateOfValue(value))),
  'last day of month': signature(dateParameter, ([value]) => {
    const date = dateOfValue(value);
    return new FeelDate(date.year, date.month, daysInMonth(date.year, date.month));
  }),
});
