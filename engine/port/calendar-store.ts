import type { BusinessCalendar, BusinessCalendars } from '../model/index.ts';
import { DEFAULT_CALENDAR, teamCalendarKey } from '../model/index.ts';
import type { Actor } from './module-contract.ts';

/** A business calendar as stored. `name` is what diagrams say, `title` what people read. */
export interface StoredCalendar {
  readonly name: string;
  readonly title: string;
  readonly calendar: BusinessCalendar;
  /** The one that diagrams mean by the name `default`; at most one is. */
  readonly isDefault: boolean;
  /** Groups whose calendar it is; a group has at most one. Diagrams mean it by the name `team`. */
  readonly teams: readonly string[];
  /** ISO 8601 UTC. */
  readonly updatedAt: string;
  readonly updatedBy: { readonly id: string; readonly name: string };
}

/** Keeps business calendars. A change counts from the next timer that is set; what is set already keeps its time. */
export interface CalendarStore {
  /** In the order of their names. */
  all(): Promise<readonly StoredCalendar[]>;
  /** Makes or replaces the calendar of this name; making it the default, or that of a team, takes that from the one before. */
  save(entry: Pick<StoredCalendar, 'name' | 'title' | 'calendar' | 'isDefault' | 'teams'>, actor: Actor): Promise<StoredCalendar>;
  /** `inUse` when the latest version of a process names it, `absent` when there is none. */
  remove(name: string): Promise<'removed' | 'absent' | 'inUse'>;
}

/** Calendars by the names that diagrams use, `default` and those of teams among them. */
export function calendarsByName(stored: readonly Pick<StoredCalendar, 'name' | 'calendar' | 'isDefault' | 'teams'>[]): BusinessCalendars {
  const named = stored.map(({ name, calendar }) => [name, calendar] as const);
  const byDefault = stored.filter(({ isDefault }) => isDefault).map(({ calendar }) => [DEFAULT_CALENDAR, calendar] as const);
  const byTeam = stored.flatMap(({ teams, calendar }) => teams.map((group) => [teamCalendarKey(group), calendar] as const));
  return Object.fromEntries([...named, ...byDefault, ...byTeam]);
}
