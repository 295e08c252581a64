import type { Cron } from './cron.ts';
import { nextCronFiring, parseCron } from './cron.ts';
import type { Duration } from './iso-8601.ts';
import type { ZonedDuration } from './iso-8601.ts';
import { addDuration, parseInstant, parseZonedDuration, splitZone } from './iso-8601.ts';

/** What repeats: an ISO 8601 repeating interval (`R[n]/[start/]duration[/end]`, `R[n]/start/end`) or a cron expression. */
export interface Cycle {
  /** How often it fires; null for ever. */
  readonly repetitions: number | null;
  /** The first firing; null begins one period after it is first asked. */
  readonly startMs: number | null;
  readonly period: Duration;
  /** No firing after this; null without an end. */
  readonly endMs: number | null;
  /** The zone in which its days and months are counted; null in UTC. */
  readonly zone: string | null;
  /** The cron expression when it is one; the other members are then of no meaning. */
  readonly cron: Cron | null;
}

const MAX_TEXT_LENGTH = 200;
/** Shortest time between two firings of an interval; cron cannot say less. Anything quicker would keep the engine busy with one timer alone. */
export const LEAST_PERIOD_MS = 1_000;
const NO_PERIOD: Duration = { months: 0, ms: 0 };

const cronCycle = (cron: Cron): Cycle => ({ repetitions: null, startMs: null, period: NO_PERIOD, endMs: null, zone: null, cron });

type Part =
  | { readonly kind: 'instant'; readonly ms: number; readonly zone: string | null }
  | ({ readonly kind: 'duration' } & ZonedDuration);

function partOf(text: string): Part | null {
  const zoned = parseZonedDuration(text);
  if (zoned !== null) return { kind: 'duration', ...zoned };
  const ms = parseInstant(text);
  return ms === null ? null : { kind: 'instant', ms, zone: splitZone(text)?.zone ?? null };
}

/** The parts between the slashes; the name of a zone may hold one as well, so a text that is no part yet takes the next one in. */
function partsOf(text: string): readonly Part[] | null {
  const parts: Part[] = [];
  let open = '';
  for (const piece of text.split('/')) {
    open = open === '' ? piece : `${open}/${piece}`;
    const part = partOf(open);
    if (part === null) continue;
    parts.push(part);
    open = '';
  }
  return open === '' ? parts : null;
}

/** Reads what follows `R[n]/`: a period with a start, an end, or both, or a start and the end of the first period. Null when it is none. */
function parseInterval(parts: readonly Part[]): Pick<Cycle, 'startMs' | 'period' | 'endMs' | 'zone'> | null {
  const [first, second, third, ...more] = parts;
  if (first === undefined || more.length > 0) return null;
  if (first.kind === 'duration') {
    if (third !== undefined || second?.kind === 'duration') return null;
    return { startMs: null, period: first.duration, endMs: second?.ms ?? null, zone: first.zone };
  }
  if (second?.kind === 'duration') {
    if (third?.kind === 'duration') return null;
    return { startMs: first.ms, period: second.duration, endMs: third?.ms ?? null, zone: second.zone ?? first.zone };
  }
  if (second === undefined || third !== undefined) return null;
  return { startMs: first.ms, period: { months: 0, ms: second.ms - first.ms }, endMs: null, zone: null };
}

/**
 * Reads `R3/PT10M`, `R/PT1H`, `R5/2026-01-01T00:00:00Z/P1D`, or a cron expression. A zone at the period or the start
 * (`[Europe/Prague]`) makes days and months those of the wall clock there. Null when the text is none, or when its period
 * is shorter than `LEAST_PERIOD_MS`.
 */
export function parseCycle(text: string): Cycle | null {
  const trimmed = text.trim();
  if (trimmed.length > MAX_TEXT_LENGTH) return null;
  const match = /^R(-1|\d*)\/(.+)$/.exec(trimmed);
  if (match === null) {
    const cron = parseCron(trimmed);
    return cron === null ? null : cronCycle(cron);
  }
  const [, count = '', rest = ''] = match;
  const parts = partsOf(rest);
  const interval = parts === null ? null : parseInterval(parts);
  if (interval === null || interval.period.months < 0 || interval.period.ms < 0) return null;
  if (interval.period.months === 0 && interval.period.ms < LEAST_PERIOD_MS) return null;
  return { repetitions: count === '' || count === '-1' ? null : Number(count), ...interval, cron: null };
}

/** Longest that one period can be, used to jump near the wanted firing instead of counting up to it. */
const longestPeriodMs = (period: Duration): number => period.months * 31 * 86_400_000 + period.ms;

/** The first of `anchorMs + k * period` (k from 0) that is after `nowMs`. Months are counted from the anchor, so the 31st stays the 31st. */
function nextOnGrid(anchorMs: number, cycle: Cycle, nowMs: number): number | null {
  if (anchorMs > nowMs) return anchorMs;
  const { period, zone } = cycle;
  // A day of the wall clock is at most an hour or two longer or shorter than a day; two periods less than counted are always before.
  let times = Math.max(0, Math.floor((nowMs - anchorMs) / longestPeriodMs(period)) - 2);
  let next = addDuration(anchorMs, period, times, zone);
  while (next !== null && next <= nowMs) {
    times += 1;
    next = addDuration(anchorMs, period, times, zone);
  }
  return next;
}

const notAfter = (ms: number | null, endMs: number | null): number | null => (ms !== null && endMs !== null && ms > endMs ? null : ms);

/**
 * When a cycle fires first, seen from `nowMs`: one period from now, or with a start at the start, or, when that is past, at the next
 * time of its grid. Firings that lie in the past are not made up for and are not counted. Null when it never fires.
 */
export function firstFiring(cycle: Cycle, nowMs: number): number | null {
  if (cycle.cron !== null) return nextCronFiring(cycle.cron, nowMs);
  return notAfter(
    cycle.startMs === null ? addDuration(nowMs, cycle.period, 1, cycle.zone) : nextOnGrid(cycle.startMs, cycle, nowMs),
    cycle.endMs,
  );
}

/** When a cycle fires after the firing that was due at `dueMs`, seen from `nowMs`: never in the past, however late the last one was. */
export function followingFiring(cycle: Cycle, dueMs: number, nowMs: number): number | null {
  const afterMs = Math.max(dueMs, nowMs);
  if (cycle.cron !== null) return nextCronFiring(cycle.cron, afterMs);
  return notAfter(nextOnGrid(cycle.startMs ?? dueMs, cycle, afterMs), cycle.endMs);
}
