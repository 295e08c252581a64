import { dateOfDay, dayNumber, daysInMonth, LARGEST_YEAR } from './calendar.ts';
import { offsetAt, offsetAtLocal, parseZone, zoneText } from './zone.ts';
import type { Zone } from './zone.ts';

const DAY_SECONDS = 86_400;
const SECOND = 1_000_000_000n;
const DAY_NANOS = 86_400n * SECOND;

const padded = (value: number, length = 2): string => String(value).padStart(length, '0');

/** FEEL `date`. */
export class FeelDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;

  constructor(year: number, month: number, day: number) {
    this.year = year;
    this.month = month;
    this.day = day;
  }

  /** Days from 1970-01-01. */
  get number(): number {
    return dayNumber(this.year, this.month, this.day);
  }

  toString(): string {
    return `${this.year < 0 ? '-' : ''}${padded(Math.abs(this.year), 4)}-${padded(this.month)}-${padded(this.day)}`;
  }
}

/** FEEL `time`: nanoseconds from midnight, and a zone or none. */
export class FeelTime {
  readonly nanos: bigint;
  readonly zone: Zone | null;

  constructor(nanos: bigint, zone: Zone | null) {
    this.nanos = nanos;
    this.zone = zone;
  }

  get parts(): { readonly hour: number; readonly minute: number; readonly second: number; readonly nano: number } {
    const seconds = Number(this.nanos / SECOND);
    return {
      hour: Math.floor(seconds / 3600),
      minute: Math.floor(seconds / 60) % 60,
      second: seconds % 60,
      nano: Number(this.nanos % SECOND),
    };
  }

  toString(): string {
    const { hour, minute, second, nano } = this.parts;
    const fraction = nano === 0 ? '' : `.${padded(nano, 9).replace(/0+$/, '')}`;
    return `${padded(hour)}:${padded(minute)}:${padded(second)}${fraction}${zoneText(this.zone)}`;
  }
}

/** FEEL `date and time`: a date with a time of day. */
export class FeelDateTime {
  readonly date: FeelDate;
  readonly time: FeelTime;

  constructor(date: FeelDate, time: FeelTime) {
    this.date = date;
    this.time = time;
  }

  get zone(): Zone | null {
    return this.time.zone;
  }

  /** Nanoseconds from 1970 on the local clock. */
  get localNanos(): bigint {
    return BigInt(this.date.number) * DAY_NANOS + this.time.nanos;
  }

  /** Offset from UTC in seconds; null without a zone. */
  get offset(): number | null {
    return this.zone === null ? null : offsetAtLocal(this.zone, Number(this.localNanos / SECOND));
  }

  /** Nanoseconds from 1970 in UTC; a value without a zone counts as UTC. */
  get instant(): bigint {
    return this.localNanos - BigInt(this.offset ?? 0) * SECOND;
  }

  toString(): string {
    return `${this.date.toString()}T${this.time.toString()}`;
  }
}

/** Null when there is no such day. */
export function makeDate(year: number, month: number, day: number): FeelDate | null {
  const isWhole = Number.isInteger(year) && Number.isInteger(month) && Number.isInteger(day);
  if (!isWhole || Math.abs(year) > LARGEST_YEAR || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return new FeelDate(year, month, day);
}

/** The date of a day number; null past the largest year. */
export function dateOf(day: number): FeelDate | null {
  const { year, month, day: dayOfMonth } = dateOfDay(day);
  return makeDate(year, month, dayOfMonth);
}

/** Null when there is no such time of day. */
export function makeTime(hour: number, minute: number, second: number, nano: number, zone: Zone | null): FeelTime | null {
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
  return new FeelTime(BigInt(hour * 3600 + minute * 60 + second) * SECOND + BigInt(nano), zone);
}

/** A local time of a day as date and time; null past the largest year. */
export function dateTimeOfLocal(nanos: bigint, zone: Zone | null): FeelDateTime | null {
  const inDay = ((nanos % DAY_NANOS) + DAY_NANOS) % DAY_NANOS;
  const date = dateOf(Number((nanos - inDay) / DAY_NANOS));
  return date === null ? null : new FeelDateTime(date, new FeelTime(inDay, zone));
}

/** An instant on the clock of a zone. */
export function dateTimeOfInstant(instant: bigint, zone: Zone): FeelDateTime | null {
  const offset = offsetAt(zone, Number(instant / SECOND));
  return dateTimeOfLocal(instant + BigInt(offset) * SECOND, zone);
}

const DATE = /^(-?)([1-9]\d{4,8}|\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,18}))?(.*)$/;

/** `2026-11-21`; years may have up to nine digits and a minus. Null for any other text. */
export function parseDate(text: string): FeelDate | null {
  const match = DATE.exec(text);
  if (match === null) return null;
  const year = Number(match[2]);
  return makeDate(match[1] === '-' ? 0 - year : year, Number(match[3]), Number(match[4]));
}

/** `10:30:00`, with a fraction of the second and a zone where they are given. `24:00:00` is the end of a day, which is midnight. Null for any other text. */
export function parseTime(text: string): FeelTime | null {
  const match = TIME.exec(text.startsWith('T') ? text.slice(1) : text);
  if (match === null) return null;
  const [, hour, minute, second, fraction, rest] = match;
  const zone = parseZone(rest ?? '');
  if (zone === undefined) return null;
  const nano = Number((fraction ?? '').padEnd(9, '0').slice(0, 9));
  return makeTime(Number(hour), Number(minute), Number(second), nano, zone);
}

/** `2026-11-21T10:30:00Z`; a date alone is its midnight. Null for any other text. */
export function parseDateTime(text: string): FeelDateTime | null {
  const cut = text.indexOf('T');
  const date = parseDate(cut === -1 ? text : text.slice(0, cut));
  if (date === null) return null;
  if (cut === -1) return new FeelDateTime(date, new FeelTime(0n, null));
  const rest = text.slice(cut + 1);
  if (/^24:00:00(?:\.0+)?(?![\d.])/.test(rest)) {
    const zone = parseZone(rest.replace(/^24:00:00(?:\.0+)?/, ''));
    const next = dateOf(date.number + 1);
    return zone === undefined || next === null ? null : new FeelDateTime(next, new FeelTime(0n, zone));
  }
  const time = rest.startsWith('T') ? null : parseTime(rest);
  return time === null ? null : new FeelDateTime(date, time);
}

/** A date as the start of its day in UTC (DMN 1.5, 10.3.2.3.6). */
export function startOfDay(date: FeelDate, zone: Zone | null): FeelDateTime {
  return new FeelDateTime(date, new FeelTime(0n, zone));
}

export const UTC: Zone = { kind: 'offset', seconds: 0 };
export const NANOS_OF_SECOND = SECOND;
export const NANOS_OF_DAY = DAY_NANOS;
export const SECONDS_OF_DAY = DAY_SECONDS;
