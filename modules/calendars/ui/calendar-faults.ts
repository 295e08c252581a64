import { weekdays } from './calendar.ts';
import type { Calendar } from './calendar.ts';

/** Key of a text that says what is wrong with a field, and the part it is about. */
export interface CalendarFault {
  readonly text: string;
  readonly found: string;
}

/** Fields of a calendar that are not right; `hours.monday` and so on for the weekdays. */
export type CalendarFaults = Readonly<Partial<Record<string, CalendarFault>>>;

/** Names that diagrams use for whichever calendar is the default one, or that of a team. */
const RESERVED: ReadonlySet<string> = new Set(['default', 'team']);
const NAME = /^[A-Za-z][\w.-]*$/;
const SPAN = /^(\d{2}):(\d{2})-(\d{2}):(\d{2})$/;
const HOLIDAY = /^(?:\d{4}|-)-(\d{2})-(\d{2})$/;
const DAY_MINUTES = 24 * 60;

const fault = (text: string, found = ''): CalendarFault => ({ text, found });

function isTimeZone(zone: string): boolean {
  try {
    return zone !== '' && new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Minutes of a day at which a working time begins and ends; null when the text is none. */
function spanOf(text: string): { readonly from: number; readonly to: number } | null {
  const match = SPAN.exec(text);
  if (match === null) return null;
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = match.slice(1).map(Number);
  const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute];
  return fromMinute < 60 && toMinute < 60 && from < to && to <= DAY_MINUTES ? { from, to } : null;
}

function hoursFault(times: readonly string[]): CalendarFault | null {
  let end = 0;
  for (const time of times) {
    const span = spanOf(time);
    if (span === null) return fault('fault.hours', time);
    if (span.from < end) return fault('fault.order', time);
    end = span.to;
  }
  return null;
}

function isHoliday(text: string): boolean {
  const match = HOLIDAY.exec(text);
  if (match === null) return false;
  // A day of every year may be the 29th of February.
  const day = `${text.startsWith('--') ? '2024' : text.slice(0, 4)}-${match[1]}-${match[2]}`;
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}

/** What keeps a calendar from being saved, field by field. `taken` are the names of the other calendars. */
export function faultsOf(calendar: Calendar, taken: readonly string[]): CalendarFaults {
  const faults: Record<string, CalendarFault> = {};
  if (calendar.title.trim() === '') faults['title'] = fault('fault.title');
  if (RESERVED.has(calendar.name)) faults['name'] = fault('fault.reserved', calendar.name);
  else if (!NAME.test(calendar.name)) faults['name'] = fault('fault.name');
  else if (taken.includes(calendar.name)) faults['name'] = fault('fault.taken', calendar.name);
  if (!isTimeZone(calendar.zone)) faults['zone'] = fault('fault.zone');
  for (const day of weekdays) {
    const wrong = hoursFault(calendar.hours[day] ?? []);
    if (wrong !== null) faults[`hours.${day}`] = wrong;
  }
  if (weekdays.every((day) => (calendar.hours[day] ?? []).length === 0)) faults['hours.monday'] = fault('fault.noHours');
  const holiday = calendar.holidays.find((day) => !isHoliday(day));
  if (holiday !== undefined) faults['holidays'] = fault('fault.holiday', holiday);
  return faults;
}
