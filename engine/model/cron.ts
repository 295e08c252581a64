import { fromWall, isTimeZone, toWall } from './time-zone.ts';

/**
 * Cron expressions of five fields (minute, hour, day of month, month, day of week) or six (with seconds first). Fields take `*`, `?`, numbers,
 * ranges, lists and steps; months and days also their English names in three letters; day of week 0 and 7 are Sunday. When both day fields are
 * given, either of them is enough, as everywhere. The time is that of the clock on the wall in a named zone, written
 * `CRON_TZ=Europe/Prague 0 9 * * *` or `0 9 * * *[Europe/Prague]`, else UTC.
 */
export interface Cron {
  /** Null for UTC. */
  readonly zone: string | null;
  /** True when the hour is not limited: then it runs through the hour that comes twice in both of its passes. */
  readonly anyHour: boolean;
  readonly seconds: ReadonlySet<number>;
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly daysOfWeek: ReadonlySet<number>;
  /** True when the day of month, or the day of week, was not limited. */
  readonly anyDayOfMonth: boolean;
  readonly anyDayOfWeek: boolean;
}

/** How far ahead a firing is looked for: 29 February on a given weekday comes at least once in this time. */
const MAX_DAYS_AHEAD = 366 * 41;
const MAX_TEXT_LENGTH = 200;
const DAY_MS = 86_400_000;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function parseNumber(text: string, names: readonly string[], first: number): number | null {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return named + first;
  return /^\d{1,2}$/.test(text) ? Number(text) : null;
}

/** One part of a list: `*`, `5`, `1-5`, with an optional step. Null when it is none or out of bounds. */
function parsePart(part: string, min: number, max: number, names: readonly string[]): readonly number[] | null {
  const [range = '', stepText, ...rest] = part.split('/');
  const step = stepText === undefined ? 1 : /^\d{1,2}$/.test(stepText) ? Number(stepText) : 0;
  if (rest.length > 0 || step < 1) return null;
  const [fromText = '', toText, ...more] = range === '*' || range === '?' ? [String(min), String(max)] : range.split('-');
  const from = parseNumber(fromText, names, min);
  const to = toText === undefined ? (stepText === undefined ? from : max) : parseNumber(toText, names, min);
  if (more.length > 0 || from === null || to === null || from < min || to > max || from > to) return null;
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

function parseField(text: string | undefined, min: number, max: number, names: readonly string[] = []): ReadonlySet<number> | null {
  const values = new Set<number>();
  for (const part of (text ?? '').split(',')) {
    const numbers = parsePart(part, min, max, names);
    if (numbers === null) return null;
    for (const number of numbers) values.add(number);
  }
  return values;
}

const MACROS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const ZONED = /^(?:(?:CRON_TZ|TZ)=(\S+)\s+)?([^[\]]+?)\s*(?:\[([^[\]]+)\])?$/;

/** The fields without the zone; null when the zone is not known, or given twice. */
function splitCronZone(text: string): { readonly zone: string | null; readonly fields: string } | null {
  const match = ZONED.exec(text);
  if (match === null) return null;
  const [, before, fields = '', behind] = match;
  const zone = before ?? behind ?? null;
  if (before !== undefined && behind !== undefined) return null;
  return zone !== null && !isTimeZone(zone) ? null : { zone, fields: fields.trim() };
}

/** Reads a cron expression, or `@daily` and the like; null when the text is none. */
export function parseCron(text: string): Cron | null {
  const zoned = text.length > MAX_TEXT_LENGTH ? null : splitCronZone(text.trim());
  if (zoned === null) return null;
  const { zone, fields } = zoned;
  const given = (MACROS[fields] ?? fields).split(/\s+/);
  if (given.length !== 5 && given.length !== 6) return null;
  const [second, minute, hour, dayOfMonth, month, dayOfWeek] = given.length === 5 ? ['0', ...given] : given;
  const seconds = parseField(second, 0, 59);
  const minutes = parseField(minute, 0, 59);
  const hours = parseField(hour, 0, 23);
  const daysOfMonth = parseField(dayOfMonth, 1, 31);
  const months = parseField(month, 1, 12, MONTHS);
  const daysOfWeek = parseField(dayOfWeek, 0, 7, DAYS);
  if (seconds === null || minutes === null || hours === null || daysOfMonth === null || months === null || daysOfWeek === null) return null;
  return {
    zone,
    anyHour: (hour ?? '').startsWith('*') || hours.size === 24,
    seconds,
    minutes,
    hours,
    daysOfMonth,
    months,
    daysOfWeek: new Set([...daysOfWeek].map((day) => day % 7)),
    anyDayOfMonth: /^[*?]$/.test(dayOfMonth ?? ''),
    anyDayOfWeek: /^[*?]$/.test(dayOfWeek ?? ''),
  };
}

function isDay(cron: Cron, date: Date): boolean {
  if (!cron.months.has(date.getUTCMonth() + 1)) return false;
  const inMonth = cron.daysOfMonth.has(date.getUTCDate());
  const inWeek = cron.daysOfWeek.has(date.getUTCDay());
  return cron.anyDayOfMonth || cron.anyDayOfWeek ? inMonth && inWeek : inMonth || inWeek;
}

/** The first time of day, in milliseconds, that is not before `fromMs`; null when the day has none left. */
function timeOfDay(cron: Cron, fromMs: number): number | null {
  for (const hour of [...cron.hours].sort((a, b) => a - b)) {
    if ((hour + 1) * 3_600_000 <= fromMs) continue;
    for (const minute of [...cron.minutes].sort((a, b) => a - b)) {
      if (hour * 3_600_000 + (minute + 1) * 60_000 <= fromMs) continue;
      for (const second of [...cron.seconds].sort((a, b) => a - b)) {
        const ms = hour * 3_600_000 + minute * 60_000 + second * 1_000;
        if (ms >= fromMs) return ms;
      }
    }
  }
  return null;
}

/** Longest time that clocks are put forward at once. */
const LONGEST_GAP_MS = 3 * 3_600_000;
/** Changes of a zone's offset that one search may meet; there are two in a year. */
const MAX_CHANGES = 200;
/** Times of the wall that one search may look at; those of the night in which clocks change are passed over. */
const MAX_WALLS = 100_000;

/**
 * The first firing after `nowMs`, in milliseconds since 1970; null when there is none (30 February). In a zone: a time of day that never comes
 * because clocks are put forward fires as much later as they were put forward (02:30 at 03:30, as in RFC 5545); one that comes twice fires the
 * first time only, unless the hour is not limited.
 */
export function nextCronFiring(cron: Cron, nowMs: number): number | null {
  const { zone } = cron;
  if (zone === null) return nextWall(cron, nowMs);
  return cron.anyHour ? nextThroughout(cron, zone, nowMs) : nextOncePerWall(cron, zone, nowMs);
}

function nextOncePerWall(cron: Cron, zone: string, nowMs: number): number | null {
  const wallNow = toWall(nowMs, zone);
  let best: number | null = null;
  // A time of the wall before now may be one that is fired later, because it did not come.
  let wall = nextWall(cron, wallNow - LONGEST_GAP_MS);
  for (let looked = 0; wall !== null && looked < MAX_WALLS; looked += 1) {
    const ms = fromWall(wall, zone);
    if (ms > nowMs && (best === null || ms < best)) best = ms;
    if (ms > nowMs && toWall(ms, zone) === wall) return best;
    wall = nextWall(cron, wall);
  }
  return best;
}

/** The first instant after `fromMs`, up to `toMs`, at which the zone's offset is no longer what it is at `fromMs`. */
function nextChange(zone: string, fromMs: number, toMs: number): number {
  const offset = toWall(fromMs, zone) - fromMs;
  let [low, high] = [fromMs, toMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (toWall(middle, zone) - middle === offset) low = middle;
    else high = middle;
  }
  return high;
}

function nextThroughout(cron: Cron, zone: string, nowMs: number): number | null {
  let afterMs = nowMs;
  // An instant whose offset holds from there on.
  let anchorMs = nowMs;
  for (let changes = 0; changes < MAX_CHANGES; changes += 1) {
    const offset = toWall(anchorMs, zone) - anchorMs;
    const wall = nextWall(cron, afterMs + offset);
    if (wall === null) return null;
    const ms = wall - offset;
    if (toWall(ms, zone) === wall) return ms;
    anchorMs = nextChange(zone, anchorMs, ms);
    afterMs = anchorMs - 1;
  }
  return null;
}

/** The first time after `nowMs` on one clock that is never put forward or back. */
function nextWall(cron: Cron, nowMs: number): number | null {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  for (let day = 0; day <= MAX_DAYS_AHEAD; day += 1) {
    const startMs = today + day * DAY_MS;
    if (!isDay(cron, new Date(startMs))) continue;
    const time = timeOfDay(cron, day === 0 ? nowMs - today + 1 : 0);
    if (time !== null) return startMs + time;
  }
  return null;
}
