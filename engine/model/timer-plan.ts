import type { BusinessCalendar } from './business-calendar.ts';
import { addBusinessDuration, nextWorkingMoment } from './business-calendar.ts';
import { firstFiring, followingFiring, parseCycle } from './cycle.ts';
import type { TimerSpec } from './event-definition.ts';
import type { Expression } from './expression.ts';
import type { FlowNode } from './flow-node.ts';
import type { ProcessDefinition } from './process-definition.ts';
import { addDuration, parseInstant, parseZonedDuration } from './iso-8601.ts';

/** When a timer fires first, and what is left of its cycle then. */
export interface TimerPlan {
  readonly dueMs: number;
  /** Firings after this one; null repeats for ever; 0 for one shot. */
  readonly repetitionsLeft: number | null;
  /** Text of the cycle; null for one shot. */
  readonly cycle: string | null;
}

/** What the text of each kind of timer has to be, for messages. */
export const TIMER_TEXT: Readonly<Record<TimerSpec['kind'], string>> = {
  date: 'a date and time in ISO 8601',
  duration: 'a duration in ISO 8601',
  cycle: 'a repeating interval in ISO 8601 of at least a second, or a cron expression',
};

/** The expression by which a timer says when. */
export function timerExpression(timer: TimerSpec): Expression {
  switch (timer.kind) {
    case 'date':
      return timer.at;
    case 'duration':
      return timer.duration;
    case 'cycle':
      return timer.cycle;
  }
}

/** The nodes of a process that count by a business calendar, with its name. */
export function calendarsUsed(definition: ProcessDefinition): readonly { readonly node: FlowNode; readonly calendar: string }[] {
  return Object.values(definition.nodes).flatMap((node) => {
    const ofTask = node.kind === 'userTask' && node.calendar !== undefined ? [node.calendar] : [];
    const ofTimers =
      'definitions' in node
        ? node.definitions.flatMap((event) => (event.kind === 'timer' && event.calendar !== undefined ? [event.calendar] : []))
        : [];
    return [...ofTask, ...ofTimers].map((calendar) => ({ node, calendar }));
  });
}

const USES = new WeakMap<ProcessDefinition, boolean>();

/** Whether anything in a process counts by a business calendar; looked at once per definition. */
export function usesCalendars(definition: ProcessDefinition): boolean {
  const known = USES.get(definition);
  if (known !== undefined) return known;
  const uses = calendarsUsed(definition).length > 0;
  USES.set(definition, uses);
  return uses;
}

/** A duration later, in business time with a calendar; null when the text is none, or the time cannot be said. */
export function afterDuration(text: string, nowMs: number, calendar: BusinessCalendar | null): number | null {
  const zoned = parseZonedDuration(text);
  if (zoned === null) return null;
  return calendar === null ? addDuration(nowMs, zoned.duration, 1, zoned.zone) : addBusinessDuration(calendar, nowMs, zoned.duration);
}

/** The time itself, or with a calendar the next moment at which somebody works. */
export const atWork = (ms: number | null, calendar: BusinessCalendar | null): number | null =>
  ms === null || calendar === null ? ms : nextWorkingMoment(calendar, ms);

/**
 * When a timer event fires first (BPMN 2.0.2, 10.5.5, table 10.101). A duration counts from now; a date in the past is due at once. With a
 * business calendar a duration counts working time only, and dates and cycles move to the next working moment. Null when the text is not one of
 * its kind, or it never fires.
 */
export function planTimer(kind: TimerSpec['kind'], text: string, nowMs: number, calendar: BusinessCalendar | null): TimerPlan | null {
  const trimmed = text.trim();
  if (kind !== 'cycle') {
    const dueMs = kind === 'date' ? atWork(parseInstant(trimmed), calendar) : afterDuration(trimmed, nowMs, calendar);
    return dueMs === null ? null : { dueMs, repetitionsLeft: 0, cycle: null };
  }
  const cycle = parseCycle(trimmed);
  const dueMs = cycle === null || cycle.repetitions === 0 ? null : atWork(firstFiring(cycle, nowMs), calendar);
  if (cycle === null || dueMs === null) return null;
  return { dueMs, repetitionsLeft: cycle.repetitions === null ? null : cycle.repetitions - 1, cycle: trimmed };
}

/** The firing of a cycle after the one that was due at `dueMs`, seen from `nowMs`; null when there is none. */
export function planNextFiring(
  last: { readonly cycle: string | null; readonly repetitionsLeft: number | null; readonly dueMs: number },
  nowMs: number,
  calendar: BusinessCalendar | null,
): TimerPlan | null {
  const cycle = last.cycle === null || last.repetitionsLeft === 0 ? null : parseCycle(last.cycle);
  const dueMs = cycle === null ? null : atWork(followingFiring(cycle, last.dueMs, nowMs), calendar);
  if (dueMs === null) return null;
  return { dueMs, repetitionsLeft: last.repetitionsLeft === null ? null : last.repetitionsLeft - 1, cycle: last.cycle };
}
