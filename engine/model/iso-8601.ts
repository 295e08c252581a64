import { fromWall, isTimeZone, toWall } from './time-zone.ts';

/**
 * Instants and durations of ISO 8601 as arithmetic on milliseconds since 1970. `Date` only converts what it is given; nothing here asks
 * for the current time. Years and months follow the calendar (31 January plus one month is the last day of February). In UTC a day is
 * 24 hours; in a time zone it ends when the clock on the wall shows the same time again.
 */

/** A duration: calendar months (a year is 12) and exact milliseconds (a week is 7 days, a day 24 hours). */
export interface Duration {
  readonly months: number;
  readonly ms: number;
  /** The part of `ms` that was written in weeks and days, which in a time zone are days of the calendar; none when absent. */
  readonly dayMs?: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Longest text that is looked at, so that a hostile one costs nothing. */
const MAX_TEXT_LENGTH = 100;
/** Longest time in either direction that a duration may span: what `Date` can represent. */
const MAX_MS = 8_640_000_000_000_000;

const NUMBER = String.raw`(\d+(?:[.,]\d+)?)`;
const DURATION = new RegExp(
  `^(-)?P(?:${NUMBER}Y)?(?:${NUMBER}M)?(?:${NUMBER}W)?(?:${NUMBER}D)?(?:T(?:${NUMBER}H)?(?:${NUMBER}M)?(?:${NUMBER}S)?)?$`,
);
const INSTANT = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const ZONE = /^(.*?)(?:\[([A-Za-z0-9_/+-]+)\]|@([A-Za-z0-9_/+-]+))$/;

const amount = (text: string | undefined): number => (text === undefined ? 0 : Number(text.replace(',', '.')));

/** Reads `P1Y2M3W4DT5H6M7.5S`; null when the text is not a duration or has no part at all. */
export function parseDuration(text: string): Duration | null {
  const match = text.length > MAX_TEXT_LENGTH ? null : DURATION.exec(text);
  if (match === null || /[PT]$/.test(text)) return null;
  const [, minus, years, months, weeks, days, hours, minutes, seconds] = match;
  const sign = minus === undefined ? 1 : -1;
  const wholeMonths = amount(years) * 12 + amount(months);
  const dayMs = Math.round((amount(weeks) * 7 + amount(days)) * DAY_MS);
  const ms = dayMs + amount(hours) * HOUR_MS + amount(minutes) * MINUTE_MS + amount(seconds) * SECOND_MS;
  if (!Number.isInteger(wholeMonths) || ms > MAX_MS || wholeMonths * 28 * DAY_MS > MAX_MS) return null;
  return { months: wholeMonths * sign + 0, ms: Math.round(ms) * sign + 0, ...(dayMs === 0 ? {} : { dayMs: dayMs * sign }) };
}

/** A duration and the zone in which its months and days are counted, `P1D[Europe/Prague]`; null without one. */
export interface ZonedDuration {
  readonly duration: Duration;
  readonly zone: string | null;
}

/** Reads a duration with or without a zone; null when it is none or the zone is not known. */
export function parseZonedDuration(text: string): ZonedDuration | null {
  const zoned = text.startsWith('P') || text.startsWith('-P') ? splitZone(text) : null;
  const duration = parseDuration(zoned?.instant ?? text);
  if (duration === null || (zoned !== null && !isTimeZone(zoned.zone))) return null;
  return { duration, zone: zoned?.zone ?? null };
}

function isRealDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Number of days of a month; `month` from 1. */
function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function offsetMs(text: string | undefined): number {
  if (text === undefined || text === 'Z') return 0;
  const digits = text.slice(1).replace(':', '');
  const ms = Number(digits.slice(0, 2)) * HOUR_MS + Number(digits.slice(2)) * MINUTE_MS;
  return text.startsWith('-') ? -ms : ms;
}

/** The named zone at the end of an instant, `[Europe/Prague]` or `@Europe/Prague`, and the text before it; null without one. */
export function splitZone(text: string): { readonly instant: string; readonly zone: string } | null {
  const match = text.length > MAX_TEXT_LENGTH ? null : ZONE.exec(text);
  if (match === null) return null;
  const [, instant = '', inBrackets, afterAt] = match;
  return { instant, zone: inBrackets ?? afterAt ?? '' };
}

/**
 * Reads an instant: a date, or a date and time with `Z`, an offset, a named zone (`2026-03-29T09:00:00[Europe/Prague]`), or nothing, which
 * means UTC; an offset goes before a zone. Milliseconds since 1970; null when the text is none, or names a day or a time that does not exist.
 */
export function parseInstant(text: string): number | null {
  const zoned = splitZone(text);
  const match = text.length > MAX_TEXT_LENGTH ? null : INSTANT.exec(zoned?.instant ?? text);
  if (match === null || (zoned !== null && !isTimeZone(zoned.zone))) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', offset] = match;
  const [y, mo, d, h, mi, s] = [Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)];
  if (!isRealDate(y, mo, d) || mi > 59 || s > 59 || h > 24 || (h === 24 && (mi > 0 || s > 0))) return null;
  const wall = new Date(0);
  wall.setUTCFullYear(y, mo - 1, d);
  wall.setUTCHours(h, mi, s, Math.floor(Number(`0.${fraction}`) * 1_000));
  return zoned !== null && offset === undefined ? fromWall(wall.getTime(), zoned.zone) : wall.getTime() - offsetMs(offset);
}

/** An instant as text, `2026-01-31T09:00:00.000Z`. */
export const formatInstant = (ms: number): string => new Date(ms).toISOString();

/** A day of the calendar that is so many months after another; the last day of the month when it has fewer. */
function addMonths(ms: number, months: number): number {
  if (months === 0) return ms;
  const date = new Date(ms);
  const first = new Date(Date.UTC(2000, 0, 1));
  first.setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const day = Math.min(date.getUTCDate(), daysInMonth(first.getUTCFullYear(), first.getUTCMonth() + 1));
  date.setUTCFullYear(first.getUTCFullYear(), first.getUTCMonth(), day);
  return date.getTime();
}

const isInRange = (ms: number): boolean => !Number.isNaN(ms) && Math.abs(ms) <= MAX_MS;

/**
 * The instant `times` durations after another: months by the calendar first, then days, then the exact rest. With a time zone, months and
 * days are counted on the wall. Null beyond what can be represented.
 */
export function addDuration(ms: number, duration: Duration, times = 1, zone: string | null = null): number | null {
  const months = duration.months * times;
  const dayMs = (duration.dayMs ?? 0) * times;
  const restMs = duration.ms * times - dayMs;
  const isZoned = zone !== null && (months !== 0 || dayMs !== 0);
  const wall = addMonths(isZoned ? toWall(ms, zone) : ms, months) + dayMs;
  if (!isInRange(wall)) return null;
  const result = (isZoned ? fromWall(wall, zone) : wall) + restMs;
  return isInRange(result) ? result : null;
}
