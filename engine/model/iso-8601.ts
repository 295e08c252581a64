/**
 * Instants, durations and repeating intervals of ISO 8601 as arithmetic on milliseconds since 1970 in UTC. The only file of the pure
 * floors that touches `Date`, and only to convert instants that it is given; it never asks for the current time.
 * Years and months follow the calendar in UTC (31 January plus one month is the last day of February); a day is 24 hours.
 */

/** A duration: calendar months (a year is 12) and exact milliseconds (a week is 7 days, a day 24 hours). */
export interface Duration {
  readonly months: number;
  readonly ms: number;
}

/** A repeating interval `R[n]/[start/]duration`. `repetitions` null repeats for ever; `startMs` null begins when it is first asked. */
export interface Cycle {
  readonly repetitions: number | null;
  readonly startMs: number | null;
  readonly period: Duration;
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
const DURATION = new RegExp(`^(-)?P(?:${NUMBER}Y)?(?:${NUMBER}M)?(?:${NUMBER}W)?(?:${NUMBER}D)?(?:T(?:${NUMBER}H)?(?:${NUMBER}M)?(?:${NUMBER}S)?)?$`);
const INSTANT = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const CYCLE = /^R(\d*)\/(?:([^/]+)\/)?([^/]+)$/;

const amount = (text: string | undefined): number => (text === undefined ? 0 : Number(text.replace(',', '.')));

/** Reads `P1Y2M3W4DT5H6M7.5S`; null when the text is not a duration or has no part at all. */
export function parseDuration(text: string): Duration | null {
  const match = text.length > MAX_TEXT_LENGTH ? null : DURATION.exec(text);
  if (match === null || /[PT]$/.test(text)) return null;
  const [, minus, years, months, weeks, days, hours, minutes, seconds] = match;
  const sign = minus === undefined ? 1 : -1;
  const wholeMonths = amount(years) * 12 + amount(months);
  const ms = amount(weeks) * 7 * DAY_MS + amount(days) * DAY_MS + amount(hours) * HOUR_MS + amount(minutes) * MINUTE_MS + amount(seconds) * SECOND_MS;
  if (!Number.isInteger(wholeMonths) || ms > MAX_MS || wholeMonths * 28 * DAY_MS > MAX_MS) return null;
  return { months: wholeMonths * sign + 0, ms: Math.round(ms) * sign + 0 };
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

/**
 * Reads an instant: a date, or a date and time with `Z`, an offset or nothing (which means UTC). Milliseconds since 1970; null when the
 * text is none, or names a day or a time that does not exist.
 */
export function parseInstant(text: string): number | null {
  const match = text.length > MAX_TEXT_LENGTH ? null : INSTANT.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', offset] = match;
  const [y, mo, d, h, mi, s] = [Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)];
  if (!isRealDate(y, mo, d) || mi > 59 || s > 59 || h > 24 || (h === 24 && (mi > 0 || s > 0))) return null;
  const utc = new Date(0);
  utc.setUTCFullYear(y, mo - 1, d);
  utc.setUTCHours(h, mi, s, Math.floor(Number(`0.${fraction}`) * 1_000));
  return utc.getTime() - offsetMs(offset);
}

/** An instant as text, `2026-01-31T09:00:00.000Z`. */
export const formatInstant = (ms: number): string => new Date(ms).toISOString();

/** The instant a duration after another: months by the calendar first, then the exact rest. Null beyond what can be represented. */
export function addDuration(ms: number, duration: Duration, times = 1): number | null {
  const date = new Date(ms);
  const months = duration.months * times;
  if (months !== 0) {
    const first = new Date(Date.UTC(2000, 0, 1));
    first.setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
    const day = Math.min(date.getUTCDate(), daysInMonth(first.getUTCFullYear(), first.getUTCMonth() + 1));
    date.setUTCFullYear(first.getUTCFullYear(), first.getUTCMonth(), day);
  }
  const result = date.getTime() + duration.ms * times;
  return Number.isNaN(result) || Math.abs(result) > MAX_MS ? null : result;
}

/** Reads `R3/PT10M`, `R/PT1H` or `R5/2026-01-01T00:00:00Z/P1D`. Null when it is none, or when its period is not greater than zero. */
export function parseCycle(text: string): Cycle | null {
  const match = text.length > MAX_TEXT_LENGTH ? null : CYCLE.exec(text);
  if (match === null) return null;
  const [, count = '', start, periodText = ''] = match;
  const period = parseDuration(periodText);
  const startMs = start === undefined ? null : parseInstant(start);
  if (period === null || period.months < 0 || period.ms < 0 || period.months + period.ms === 0) return null;
  if (start !== undefined && startMs === null) return null;
  return { repetitions: count === '' ? null : Number(count), startMs, period };
}

/** Shortest that `times` periods can be, used to jump near the wanted firing instead of counting up to it. */
const longestPeriodMs = (period: Duration): number => period.months * 31 * DAY_MS + period.ms;

/** The first of `anchorMs + k * period` (k from 0) that is after `nowMs`. Months are counted from the anchor, so the 31st stays the 31st. */
export function nextOnGrid(anchorMs: number, period: Duration, nowMs: number): number | null {
  if (anchorMs > nowMs) return anchorMs;
  let times = Math.max(0, Math.floor((nowMs - anchorMs) / longestPeriodMs(period)) - 1);
  let next = addDuration(anchorMs, period, times);
  while (next !== null && next <= nowMs) {
    times += 1;
    next = addDuration(anchorMs, period, times);
  }
  return next;
}

/**
 * When a cycle fires first, seen from `nowMs`: one period from now, or with a start at the start, or, when that is past, at the next
 * time of its grid. Firings that lie in the past are not made up for and are not counted.
 */
export function firstFiring(cycle: Cycle, nowMs: number): number | null {
  return cycle.startMs === null ? addDuration(nowMs, cycle.period) : nextOnGrid(cycle.startMs, cycle.period, nowMs);
}

/** When a cycle fires after the firing that was due at `dueMs`, seen from `nowMs`: never in the past, however late the last one was. */
export function followingFiring(cycle: Cycle, dueMs: number, nowMs: number): number | null {
  const anchor = cycle.startMs ?? dueMs;
  return nextOnGrid(anchor, cycle.period, Math.max(dueMs, nowMs));
}
