import { weekdayOf } from './calendar.ts';
import { DaysTimeDuration, YearsMonthsDuration } from './duration.ts';
import { FeelRange } from './range.ts';
import { FeelDate, FeelDateTime, FeelTime, NANOS_OF_SECOND } from './temporal.ts';
import { isContext } from './type-name.ts';
import { zoneText } from './zone.ts';

const seconds = (offset: number | null): DaysTimeDuration | null =>
  offset === null ? null : new DaysTimeDuration(BigInt(offset) * NANOS_OF_SECOND);

function ofDate(date: FeelDate, name: string): unknown {
  switch (name) {
    case 'year':
      return date.year;
    case 'month':
      return date.month;
    case 'day':
      return date.day;
    case 'weekday':
      return weekdayOf(date.number);
    default:
      return undefined;
  }
}

function ofTime(time: FeelTime, name: string, offset: number | null): unknown {
  switch (name) {
    case 'hour':
      return time.parts.hour;
    case 'minute':
      return time.parts.minute;
    case 'second':
      return time.parts.second;
    case 'time offset':
      return seconds(offset);
    case 'timezone':
      return time.zone?.kind === 'named' ? zoneText(time.zone).slice(1) : null;
    default:
      return undefined;
  }
}

function ofDuration(value: DaysTimeDuration | YearsMonthsDuration, name: string): unknown {
  if (value instanceof YearsMonthsDuration) {
    if (name === 'years') return Math.trunc(value.months / 12) + 0;
    return name === 'months' ? (value.months % 12) + 0 : undefined;
  }
  const { parts } = value;
  if (name === 'days' || name === 'hours' || name === 'minutes' || name === 'seconds') return parts[name];
  return undefined;
}

function ofRange(range: FeelRange, name: string): unknown {
  switch (name) {
    case 'start':
      return range.start ?? null;
    case 'end':
      return range.end ?? null;
    case 'start included':
      return range.startIncluded;
    case 'end included':
      return range.endIncluded;
    default:
      return undefined;
  }
}

/** A member of a context or a property of a temporal value or range (DMN 1.5, 10.3.2.15, table 65); undefined when the value has none of this name. */
export function memberOf(value: unknown, name: string): unknown {
  if (isContext(value)) return Object.hasOwn(value, name) ? (value[name] ?? null) : undefined;
  if (value instanceof FeelDate) return ofDate(value, name);
  if (value instanceof FeelTime) return ofTime(value, name, value.zone?.kind === 'offset' ? value.zone.seconds : null);
  if (value instanceof FeelDateTime) {
    const found = ofDate(value.date, name);
    return found === undefined ? ofTime(value.time, name, value.offset) : found;
  }
  if (value instanceof DaysTimeDuration || value instanceof YearsMonthsDuration) return ofDuration(value, name);
  return value instanceof FeelRange ? ofRange(value, name) : undefined;
}
