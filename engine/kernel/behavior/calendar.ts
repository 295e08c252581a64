import type { BusinessCalendar } from '../../model/index.ts';
import type { Step } from '../step.ts';
import { ElementFailure } from './element-failure.ts';

/** The business calendar of this name; null when none is named. Fails with CALENDAR_UNKNOWN when there is none of this name. */
export function calendarOf(step: Step, name: string | undefined): BusinessCalendar | null {
  if (name === undefined) return null;
  const { calendars = {} } = step.environment;
  const found = Object.hasOwn(calendars, name) ? calendars[name] : undefined;
  if (found !== undefined) return found;
  const known = Object.keys(calendars).join(', ');
  throw new ElementFailure(
    'CALENDAR_UNKNOWN',
    `Expected a business calendar "${name}", but found ${known === '' ? 'none at all' : known}.`,
  );
}
