import { YearsMonthsDuration, parseDuration } from '../value/duration.ts';
import { Misfit } from '../value/fault.ts';
import { big, fromDouble, isNumber, parseNumber, wholeNumber } from '../value/number.ts';
import { parseTemporal } from '../value/parse-temporal.ts';
import { FeelRange } from '../value/range.ts';
import {
  dateTimeOfInstant,
  FeelDate,
  FeelDateTime,
  FeelTime,
  makeDate,
  NANOS_OF_SECOND,
  parseDate,
  parseDateTime,
  parseTime,
  startOfDay,
  UTC,
} from '../value/temporal.ts';
import { DaysTimeDuration } from '../value/duration.ts';
import { textOf } from '../value/text.ts';
import { parseZone } from '../value/zone.ts';
import { order } from '../value/compare.ts';
import { as, builtIns, refuse, signature } from './signature.ts';

/** A value, or a misfit when there is none. */
function found<T>(value: T | null | undefined, expected: string, given: unknown): T {
  return value ?? refuse(expected, given);
}

function dateFrom(from: unknown): FeelDate {
  if (from instanceof FeelDate) return from;
  if (from instanceof FeelDateTime) return from.date;
  return found(typeof from === 'string' ? parseDate(from) : null, 'date', from);
}

function dateTimeFrom(from: unknown): FeelDateTime {
  if (from instanceof FeelDateTime) return from;
  if (from instanceof FeelDate) return startOfDay(from, null);
  return found(typeof from === 'string' ? parseDateTime(from) : null, 'date and time', from);
}

function timeFrom(from: unknown): FeelTime {
  if (from instanceof FeelTime) return from;
  if (from instanceof FeelDateTime) return from.time;
  if (from instanceof FeelDate) return new FeelTime(0n, UTC);
  return found(typeof from === 'string' && !from.startsWith('T') ? parseTime(from) : null, 'time', from);
}

/** `time(hour, minute, second, offset)`: seconds may have a fraction, the offset is a duration. */
function timeOfParts(hour: unknown, minute: unknown, second: unknown, offset: unknown): FeelTime {
  const [h, m] = [wholeNumber(hour), wholeNumber(minute)];
  const seconds = isNumber(second) ? big(second) : null;
  if (
    h === null ||
    m === null ||
    seconds === null ||
    h < 0 ||
    h > 23 ||
    m < 0 ||
    m > 59 ||
    seconds.lessThan(0) ||
    seconds.greaterThanOrEqualTo(60)
  )
    throw new Misfit('an hour from 0 to 23, a minute and a second from 0 to 59, but found others');
  const shift = offset instanceof DaysTimeDuration ? Number(offset.nanos / NANOS_OF_SECOND) : 0;
  if (Math.abs(shift) > 18 * 3600) throw new Misfit('an offset of at most 18 hours, but found a larger one');
  const nanos = BigInt(h * 3600 + m * 60) * NANOS_OF_SECOND + BigInt(seconds.times(1e9).trunc().toFixed());
  return new FeelTime(nanos, offset instanceof DaysTimeDuration ? { kind: 'offset', seconds: shift } : null);
}

const SEPARATORS: ReadonlySet<unknown> = new Set([' ', ',', '.']);

/** `number(from, grouping separator, decimal separator)`. */
function numberOf(from: string, grouping: unknown, decimal: unknown): unknown {
  if (grouping !== null && !SEPARATORS.has(grouping)) refuse('grouping separator out of blank, comma and point', grouping);
  if (decimal !== null && decimal !== '.' && decimal !== ',') refuse('decimal separator out of point and comma', decimal);
  if (grouping !== null && grouping === decimal) throw new Misfit('two different separators, but found one');
  const plain = typeof grouping === 'string' ? from.replaceAll(grouping, '') : from;
  return found(
    parseNumber(typeof decimal === 'string' && decimal !== '.' ? (plain.includes('.') ? '' : plain.replace(decimal, '.')) : plain),
    'number',
    from,
  );
}

function monthsBetween(from: FeelDateTime, to: FeelDateTime): YearsMonthsDuration {
  const months = (to.date.year - from.date.year) * 12 + to.date.month - from.date.month;
  const isShort = (day: number): boolean => day > 0;
  const dayDifference = from.date.day - to.date.day || Number(from.time.nanos - to.time.nanos);
  if (months > 0 && isShort(dayDifference)) return new YearsMonthsDuration(months - 1);
  if (months < 0 && isShort(-dayDifference)) return new YearsMonthsDuration(months + 1);
  return new YearsMonthsDuration(months);
}

const RANGE = /^([[(\]])(.*)\.\.(.*)([\])[])$/s;
const UNARY_RANGE = /^\(?\s*(<=|>=|<|>|=)\s*(.+?)\s*\)?$/s;

function endpoint(text: string): unknown {
  const source = text.trim();
  const number = parseNumber(source);
  if (number !== null) return number;
  const string = /^"((?:[^"\\]|\\.)*)"$/s.exec(source);
  if (string !== null) return (string[1] ?? '').replace(/\\(.)/gs, '$1');
  const temporal = /^@\s*"([^"]*)"$/.exec(source) ?? /^(?:date|time|date and time|duration)\s*\(\s*"([^"]*)"\s*\)$/.exec(source);
  return temporal === null ? undefined : parseTemporal(temporal[1] ?? '');
}

/** `range("[1..5]")`: ends are literals of one type; a missing one has no bound. */
function rangeOf(from: string): FeelRange {
  const text = from.trim();
  const match = RANGE.exec(text);
  if (match === null) return unaryRangeOf(text, from);
  const [start, end] = [match[2] ?? '', match[3] ?? ''].map((side) =>
    side.trim() === '' || side.trim() === 'null' ? null : endpoint(side),
  );
  const isOpen = start === null || end === null;
  const isWrong = start === undefined || end === undefined || (start === null && end === null);
  const direction = isWrong || isOpen ? 0 : order(start, end);
  if (isWrong || direction === null || direction > 0) return refuse('range such as [1..5]', from);
  if ((start === null && match[1] === '[') || (end === null && match[4] === ']'))
    return refuse('range that is open where it has no end', from);
  return new FeelRange(start ?? undefined, match[1] === '[', end ?? undefined, match[4] === ']');
}

function unaryRangeOf(text: string, from: string): FeelRange {
  const match = UNARY_RANGE.exec(text);
  const value = match === null ? undefined : endpoint(match[2] ?? '');
  if (match === null || value === undefined || value === null) return refuse('range such as [1..5]', from);
  const operator = match[1] ?? '=';
  if (operator === '=') return new FeelRange(value, true, value, true);
  return operator.startsWith('<')
    ? new FeelRange(undefined, false, value, operator === '<=', true)
    : new FeelRange(value, operator === '>=', undefined, false, true);
}

/** Conversion functions (DMN 1.5, 10.3.4.1). */
export const CONVERSION_FUNCTIONS = builtIns({
  date: [
    signature('from: any', ([from]) => dateFrom(from)),
    signature('year: number, month: number, day: number', ([year, month, day]) => {
      const [y, m, d] = [wholeNumber(year), wholeNumber(month), wholeNumber(day)];
      return found(
        y === null || m === null || d === null ? null : makeDate(y, m, d),
        'date',
        `${String(year)}-${String(month)}-${String(day)}`,
      );
    }),
  ],
  'date and time': [
    signature('from: any', ([from]) => dateTimeFrom(from)),
    signature('date: any, time: time', ([date, time]) => {
      if (!(time instanceof FeelTime)) return refuse('time', time);
      return new FeelDateTime(date instanceof FeelDateTime ? date.date : date instanceof FeelDate ? date : refuse('date', date), time);
    }),
    signature('date: date and time, timezone: string', ([date, timezone]) => {
      const zone = parseZone(`@${as.text(timezone)}`) ?? parseZone(as.text(timezone));
      if (!(date instanceof FeelDateTime) || zone === null || zone === undefined) return refuse('time zone', timezone);
      return date.zone === null ? new FeelDateTime(date.date, new FeelTime(date.time.nanos, zone)) : dateTimeOfInstant(date.instant, zone);
    }),
    signature(
      'year: number, month: number, day: number, hour: number, minute: number, second: number, offset?: days and time duration|null',
      ([year, month, day, hour, minute, second, offset]) => {
        const [y, m, d] = [wholeNumber(year), wholeNumber(month), wholeNumber(day)];
        const date = y === null || m === null || d === null ? null : makeDate(y, m, d);
        return new FeelDateTime(found(date, 'date', null), timeOfParts(hour, minute, second, offset ?? null));
      },
    ),
  ],
  time: [
    signature('from: any', ([from]) => timeFrom(from)),
    signature('hour: number, minute: number, second: number, offset?: days and time duration|null', ([hour, minute, second, offset]) =>
      timeOfParts(hour, minute, second, offset ?? null),
    ),
  ],
  number: [
    signature('from: any', ([from]) => {
      if (isNumber(from)) return from;
      return found(typeof from === 'string' ? parseNumber(from) : null, 'number', from);
    }),
    signature('from: string, grouping separator: any, decimal separator: any', ([from, grouping, decimal]) =>
      numberOf(as.text(from), grouping ?? null, decimal ?? null),
    ),
  ],
  string: signature('from: any', ([from]) => (from === null ? null : textOf(from))),
  duration: signature('from: any', ([from]) => {
    if (from instanceof DaysTimeDuration || from instanceof YearsMonthsDuration) return from;
    return found(typeof from === 'string' ? parseDuration(from) : null, 'duration', from);
  }),
  'years and months duration': signature('from: date or date and time, to: date or date and time', ([from, to]) =>
    monthsBetween(dateTimeFrom(from), dateTimeFrom(to)),
  ),
  range: signature('from: string', ([from]) => rangeOf(as.text(from))),
  '@': signature('from: string', ([from]) => found(parseTemporal(as.text(from)), 'temporal value', from)),
  // Beyond the standard: epoch milliseconds of JSON become a point in time.
  'from epoch milliseconds': signature('milliseconds: number', ([milliseconds]) => {
    const value = isNumber(milliseconds) ? big(milliseconds).times(1e6).trunc() : big(fromDouble(0) ?? 0);
    return found(dateTimeOfInstant(BigInt(value.toFixed()), UTC), 'point in time', milliseconds);
  }),
});
