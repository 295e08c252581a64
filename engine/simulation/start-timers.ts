import { calendarNamed, planNextFiring, planTimer, teamOfLane, timerExpression, type BusinessCalendar } from '../model/index.ts';
import { pullTrigger, textOf, triggersOf } from './process-starts.ts';
import type { FoundTrigger } from './process-starts.ts';
import type { StartTimer, World } from './world.ts';

/** Sets the timers of all start events, as a deployment does. A process that the scenario starts by hand (`byHand`) is left out. */
export async function armStartTimers(world: World, byHand: (processId: string) => boolean): Promise<void> {
  for (const found of triggersOf(world, 'timer')) {
    if (byHand(found.definition.processId)) continue;
    const timer = await armTimer(world, found);
    if (timer !== null) world.startTimers.push(timer);
  }
}

/** The business calendar that a start event names; null when it names none, or one that is not known. */
function calendarOf(world: World, { definition, trigger }: FoundTrigger, name: string | undefined): BusinessCalendar | null {
  const lanes = definition.nodes[trigger.elementId]?.lanes ?? [];
  return name === undefined ? null : calendarNamed(world.parts.calendars ?? {}, name, teamOfLane(lanes));
}

/** Null when its time cannot be read or its calendar is not known: the deployment checks say so, not the clock. */
async function armTimer(world: World, found: FoundTrigger): Promise<StartTimer | null> {
  if (found.trigger.definition.kind !== 'timer') return null;
  const { timer, calendar } = found.trigger.definition;
  const text = (await textOf(world, timerExpression(timer))) ?? '';
  const named = calendarOf(world, found, calendar);
  if (calendar !== undefined && named === null) return null;
  const plan = planTimer(timer.kind, text, world.nowMs, named);
  return plan === null ? null : { ...found, ...plan };
}

/** The start timer that is due first until then. */
export function nextStartTimer(world: World, untilMs: number): StartTimer | null {
  return world.startTimers.reduce<StartTimer | null>(
    (first, timer) => (timer.dueMs > untilMs || (first !== null && first.dueMs <= timer.dueMs) ? first : timer),
    null,
  );
}

/** Starts an instance and sets the timer for its next time. */
export async function fireStartTimer(world: World, timer: StartTimer): Promise<void> {
  world.startTimers.splice(world.startTimers.indexOf(timer), 1);
  const calendar = timer.trigger.definition.kind === 'timer' ? timer.trigger.definition.calendar : undefined;
  const next = planNextFiring(timer, world.nowMs, calendarOf(world, timer, calendar));
  if (next !== null) world.startTimers.push({ ...timer, ...next });
  await pullTrigger(world, timer, { variables: {}, correlationKey: null });
}
