import { parseDuration } from './duration.ts';
import type { FeelDuration } from './duration.ts';
import { FeelDate, parseDate, parseDateTime, parseTime } from './temporal.ts';
import type { FeelDateTime, FeelTime } from './temporal.ts';

export type FeelTemporal = FeelDate | FeelTime | FeelDateTime | FeelDuration;

/** The temporal value that a text says, as `@"..."` reads it: a duration, a date, a date and time or a time; null when it says none. */
export function parseTemporal(text: string): FeelTemporal | null {
  return (
    parseDuration(text) ??
    parseDate(text) ??
    (text.startsWith('T') ? null : parseTime(text)) ??
    (text.includes('T') ? parseDateTime(text) : null)
  );
}
