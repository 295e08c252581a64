import type { Duration } from './iso-8601.ts';
import { addDuration } from './iso-8601.ts';
import { fromWall, isTimeZone, toWall } from './time-zone.ts';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When people work: pure data, given to the kernel by name. */
export interface BusinessCalendar {
  /** Zone of the wall clock that hours and holidays are meant by, `Europe/Prague`. */
  readonly zone: string;
  /** Working hours of each weekday in their order, `09:00-12:30`; until midnight is `24:00`. A day that is left out is free. */
  readonly hours: Readonly<Partial<Record<Weekday, readonly string[]>>>;
  /** Free days: `2026-12-24`, or `--12-25` in every year. */
  readonly holidays: readonly string[];
}

/** Calendars by the name that a diagram uses; `default` is the one to use where no other is meant, `team:<group>` that of a team. */
export type BusinessCalendars = Readonly<Record<string, BusinessCalendar>>;

/** Name by which diagrams refer to whichever calendar is the default one. */
export const DEFAULT_CALENDAR = 'default';
/** Name by which diagrams refer to the calendar of the team that does the work: candidate group, else lane, of the element. */
export const TEAM_CALENDAR = 'team';

/** Key of the calendar of a team among all calendars; no calendar can have such a name. */
export const teamCalendarKey = (group: string): string => `${TEAM_CALENDAR}:${group}`;

/** The calendar that a diagram means by a name. `team` is that of the first of `teams` with one of its own, else the default one. */
export function calendarNamed(calendars: BusinessCalendars, name: string, teams: readonly string[]): BusinessCalendar | null {
  const names = name === TEAM_CALENDAR ? [...teams.map(teamCalendarKey), DEFAULT_CALENDAR] : [name];
  const found = names.find((each) => Object.hasOwn(calendars, each));
  return found === undefined ? null : (calendars[found] ?? null);
}

/** Teams of an element that names no groups: its innermost lane, in lower case. */
export function teamOfLane(lanes: readonly string[]): readonly string[] {
  const lane = lanes.at(-1);
  return lane === undefined ? [] : [lane.toLowerCase()];
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Days after which looking for a working moment ends: there is none. */
const MAX_DAYS = 366 * 100;
/** Free days of one calendar. */
export const MAX_HOLIDAYS = 2_000;
const MAX_HOURS_PER_DAY = 24;

const SPAN = /^(\d{2}):(\d{2})-(\d{2}):(\d{2})$/;
const HOLIDAY = /^(?:(\d{4})|-)-(\d{2})-(\d{2})$/;

/** A time of working as minutes of the day. */
interface Span {
  readonly from: number;
  readonly to: number;
}

function spanOf(text: string): Span | null {
  const match = SPAN.exec(text);
  if (match === null) return null;
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = match.slice(1).map(Number);
  const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute];
  return fromMinute > 59 || toMinute > 59 || to > 24 * 60 || from >= to ? null : { from, to };
}

function isHoliday(text: string): boolean {
  const match = HOLIDAY.exec(text);
  if (match === null) return false;
  // 2024 has every day that a year can have.
  const [year, month, day] = [Number(match[1] ?? '2024'), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return month >= 1 && month <= 12 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** What is wrong with a calendar, as a sentence; null when nothing is. */
export function calendarFault(calendar: BusinessCalendar): string | null {
  if (!isTimeZone(calendar.zone)) return `Expected a time zone such as Europe/Prague, but found "${calendar.zone}".`;
  const wrong = calendar.holidays.find((day) => !isHoliday(day));
  if (wrong !== undefined) return `Expected holidays such as 2026-12-24 or --12-25, but found "${wrong}".`;
  if (calendar.holidays.length > MAX_HOLIDAYS) return `Expected at most ${MAX_HOLIDAYS} holidays, but found ${calendar.holidays.length}.`;
  for (const weekday of WEEKDAYS) {
    const texts = calendar.hours[weekday] ?? [];
    if (texts.length > MAX_HOURS_PER_DAY) return `Expected at most ${MAX_HOURS_PER_DAY} working times on ${weekday}, but found more.`;
    let end = 0;
    for (const text of texts) {
      const span = spanOf(text);
      if (span === null) return `Expected working hours such as 09:00-17:00 on ${weekday}, but found "${text}".`;
      if (span.from < end)
        return `Expected working hours on ${weekday} one after another, but "${text}" begins before the one before ends.`;
      end = span.to;
    }
  }
  return WEEKDAYS.some((weekday) => (calendar.hours[weekday] ?? []).length > 0)
    ? null
    : 'Expected working hours on at least one weekday, but found none.';
}

const pad = (number: number): string => String(number).padStart(2, '0');

/** The working times of a day, as instants; `day` is its midnight on the wall, written as if it were UTC. */
function workOf(calendar: BusinessCalendar, holidays: ReadonlySet<string>, day: number): readonly { from: number; to: number }[] {
  const date = new Date(day);
  const monthDay = `${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
  if (holidays.has(`--${monthDay}`) || holidays.has(`${date.getUTCFullYear()}-${monthDay}`)) return [];
  const weekday = WEEKDAYS[(date.getUTCDay() + 6) % 7] ?? 'monday';
  return (calendar.hours[weekday] ?? []).flatMap((text) => {
    const span = spanOf(text);
    if (span === null) return [];
    // Where clocks are put forward inside the night a working time may shrink to nothing.
    const times = {
      from: fromWall(day + span.from * MINUTE_MS, calendar.zone),
      to: fromWall(day + span.to * MINUTE_MS, calendar.zone),
    };
    return times.from < times.to ? [times] : [];
  });
}

const midnightOf = (ms: number, zone: string): number => Math.floor(toWall(ms, zone) / DAY_MS) * DAY_MS;

/** The working times from an instant on, the one that it lies in cut off before it. Ends after the longest time without any. */
function* workFrom(calendar: BusinessCalendar, ms: number): Generator<{ readonly from: number; readonly to: number }> {
  const holidays = new Set(calendar.holidays);
  let day = midnightOf(ms, calendar.zone);
  for (let free = 0; free < MAX_DAYS; free += 1, day += DAY_MS) {
    for (const { from, to } of workOf(calendar, holidays, day)) {
      if (to <= ms) continue;
      free = 0;
      yield { from: Math.max(from, ms), to };
    }
  }
}

/** The instant itself when somebody works then, else the next one at which somebody does. Null when nobody ever does. */
export function nextWorkingMoment(calendar: BusinessCalendar, ms: number): number | null {
  for (const { from } of workFrom(calendar, ms)) return from;
  return null;
}

/** So many working days later at the same time of day, or at the next working moment after it. */
function addWorkingDays(calendar: BusinessCalendar, ms: number, days: number): number | null {
  const holidays = new Set(calendar.holidays);
  const begin = nextWorkingMoment(calendar, ms);
  if (begin === null || days === 0) return begin;
  const midnight = midnightOf(begin, calendar.zone);
  const timeOfDay = toWall(begin, calendar.zone) - midnight;
  let day = midnight;
  let left = days;
  for (let looked = 0; left > 0; looked += 1) {
    if (looked > MAX_DAYS) return null;
    day += DAY_MS;
    if (workOf(calendar, holidays, day).length > 0) left -= 1;
  }
  return nextWorkingMoment(calendar, fromWall(day + timeOfDay, calendar.zone));
}

/** So much working time later. An end at the end of a working time is that end, not the begin of the next. */
function addWorkingTime(calendar: BusinessCalendar, ms: number, restMs: number): number | null {
  let left = restMs;
  for (const { from, to } of workFrom(calendar, ms)) {
    if (from + left <= to) return from + left;
    left -= to - from;
  }
  return null;
}

/**
 * A duration in business time: months by the calendar, then whole days as working days (at the same time of day, or the next working moment), then
 * hours, minutes and seconds as working time. `P2D` on Thursday at 15:00 is Monday at 15:00; `PT8H` at 15:00 with hours until 17:00 is 15:00 of
 * the next working day when each has eight. Null for a duration that is negative or has a part of a day, and when nobody ever works.
 */
export function addBusinessDuration(calendar: BusinessCalendar, ms: number, duration: Duration): number | null {
  const days = (duration.dayMs ?? 0) / DAY_MS;
  const restMs = duration.ms - (duration.dayMs ?? 0);
  if (duration.months < 0 || days < 0 || restMs < 0 || !Number.isInteger(days) || days > MAX_DAYS) return null;
  const later = duration.months === 0 ? ms : addDuration(ms, { months: duration.months, ms: 0 }, 1, calendar.zone);
  const onDay = later === null ? null : addWorkingDays(calendar, later, days);
  return onDay === null || restMs === 0 ? onDay : addWorkingTime(calendar, onDay, restMs);
}
