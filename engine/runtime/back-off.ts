import { parseDuration } from '../model/index.ts';

/** Pauses before the second, third, ... attempt of a job when its diagram names none; the last one goes on. */
export const DEFAULT_BACK_OFF = 'PT1S,PT10S,PT1M,PT5M';

/** Milliseconds until the next attempt after `failures` failed ones (at least 1). An unreadable text counts as the default. */
export function backOffMs(retryBackoff: string | null, failures: number): number {
  const durations = readDurations(retryBackoff ?? DEFAULT_BACK_OFF) ?? readDurations(DEFAULT_BACK_OFF) ?? [1_000];
  const index = Math.min(Math.max(failures, 1), durations.length) - 1;
  return durations[index] ?? 1_000;
}

function readDurations(text: string): readonly number[] | null {
  const durations = text.split(',').map((part) => parseDuration(part.trim()));
  const known = durations.filter((duration) => duration !== null).map((duration) => duration.months * 30 * 86_400_000 + duration.ms);
  return known.length === durations.length && known.length > 0 ? known : null;
}
