import type { ElementStatistics } from '../../../designer/kit/index.ts';

/** What the heat map shows: nothing, how often an element ran, or how long it takes in the middle. */
export type HeatMeasure = 'off' | 'count' | 'duration';

/** The measure that a text of the address names; off for anything else. */
export function heatMeasure(text: string | undefined): HeatMeasure {
  return text === 'count' || text === 'duration' ? text : 'off';
}

/**
 * Heat per element from 0 to 1. Counts are compared as they are; durations by their logarithm, because a step of a second and one of a week would
 * otherwise leave everything but the week cold.
 */
export function heatOf(elements: Readonly<Record<string, ElementStatistics>>, measure: HeatMeasure): Readonly<Record<string, number>> {
  if (measure === 'off') return {};
  const values = Object.entries(elements).map(
    ([id, each]) => [id, measure === 'count' ? each.visits : Math.log1p(noticeableMs(each))] as const,
  );
  const most = Math.max(0, ...values.map(([, value]) => value));
  if (most === 0) return {};
  return Object.fromEntries(values.filter(([, value]) => value > 0).map(([id, value]) => [id, value / most]));
}

/** Shorter durations are no duration to people: gateways and events pass in milliseconds. */
const NOTICEABLE_MS = 1000;

/** The median duration of an element when people would notice it, else 0. */
export function noticeableMs(statistics: ElementStatistics): number {
  const median = statistics.medianMs ?? 0;
  return median < NOTICEABLE_MS ? 0 : median;
}
