/** Dates, times and durations for people, in their language and the time zone of their browser. */

import { georgianDate, georgianDuration, georgianRelative, georgianTime, hasLocaleData } from './georgian.ts';
import type { DurationUnit, RelativeUnit } from './georgian.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A task due within this time is shown yellow. */
export const DUE_SOON_MS = 24 * HOUR_MS;

/** How pressing a due date is. */
export type DueState = 'none' | 'green' | 'yellow' | 'red';

/** Green while there is time, yellow within a day of the due date, red after it, none without one. */
export function dueState(dueAt: string | null, nowMs: number): DueState {
  if (dueAt === null) return 'none';
  const leftMs = Date.parse(dueAt) - nowMs;
  if (leftMs < 0) return 'red';
  return leftMs <= DUE_SOON_MS ? 'yellow' : 'green';
}

/** A calendar date ("21 Nov 2026"). A plain date without a time is not moved between time zones. */
export function formatDate(value: string, language: string): string {
  const plain = /^\d{4}-\d{2}-\d{2}$/.test(value);
  return formatWith(value, language, { dateStyle: 'medium', ...(plain ? { timeZone: 'UTC' } : {}) }, (date) => georgianDate(date, plain));
}

/** A date with its time of day ("21 Nov 2026, 14:05"). */
export function formatDateTime(value: string, language: string): string {
  const georgian = (date: Date) => `${georgianDate(date, false)}, ${georgianTime(date, false)}`;
  return formatWith(value, language, { dateStyle: 'medium', timeStyle: 'short' }, georgian);
}

/** A time of day ("14:05:09"). */
export function formatTime(value: string, language: string): string {
  return formatWith(value, language, { timeStyle: 'medium' }, (date) => georgianTime(date, true));
}

/** The distance of a moment from now in its largest whole unit ("in 3 hours", "yesterday"). */
export function formatRelative(value: string, nowMs: number, language: string): string {
  const differenceMs = Date.parse(value) - nowMs;
  if (Number.isNaN(differenceMs)) return value;
  const magnitudeMs = Math.abs(differenceMs);
  if (magnitudeMs < HOUR_MS) return relative(differenceMs / MINUTE_MS, 'minute', language);
  if (magnitudeMs < DAY_MS) return relative(differenceMs / HOUR_MS, 'hour', language);
  return relative(differenceMs / DAY_MS, 'day', language);
}

function relative(exact: number, unit: RelativeUnit, language: string): string {
  const amount = Math.trunc(exact);
  if (!hasLocaleData(language)) return georgianRelative(amount, unit);
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(amount, unit);
}

/** A duration in its two largest units ("2 d 4 h", "3 m 12 s", "850 ms"); a dash for none. */
export function formatDuration(durationMs: number | null | undefined, language: string): string {
  if (durationMs === null || durationMs === undefined) return '–';
  if (durationMs < 1000) return unit(Math.round(durationMs), 'millisecond', language);
  const seconds = Math.round(durationMs / 1000);
  const parts: readonly (readonly [number, DurationUnit])[] = [
    [Math.floor(seconds / 86_400), 'day'],
    [Math.floor(seconds / 3600) % 24, 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  const shown = parts.slice(first, first + 2).filter(([amount]) => amount > 0);
  return shown.map(([amount, name]) => unit(amount, name, language)).join(' ');
}

function unit(amount: number, name: DurationUnit, language: string): string {
  if (!hasLocaleData(language)) return georgianDuration(amount, name);
  return new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'narrow' }).format(amount);
}

/** Georgian is the one language of the application that a browser may lack the data for. */
function formatWith(value: string, language: string, options: Intl.DateTimeFormatOptions, georgian: (date: Date) => string): string {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return value;
  return hasLocaleData(language) ? new Intl.DateTimeFormat(language, options).format(date) : georgian(date);
}
