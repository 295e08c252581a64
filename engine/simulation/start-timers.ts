import type { Expression } from '../model/index.ts';
import { addDuration, firstFiring, followingFiring, parseCycle, parseDuration, parseInstant } from '../model/index.ts';
import { pullTrigger, textOf, triggersOf } from './process-starts.ts';
import type { FoundTrigger } from './process-starts.ts';
import type { StartTimer, World } from './world.ts';

/** Sets the timers of all start events, as a deployment does. A process that the scenario starts by hand (`byHand`) is left out. */
export async function armStartTimers(world: World, byHand: (processId: string) => boolean): Promise<void> {
  for (const found of triggersOf(world, 'timer')) {
    if (byHand(found.definition.processId)) continue;
    const timer = await planTimer(world, found);
    if (timer !== null) world.startTimers.push(timer);
  }
}

/** Null when its time cannot be read: the deployment checks say so, not the clock. */
async function planTimer(world: World, found: FoundTrigger): Promise<StartTimer | null> {
  if (found.trigger.definition.kind !== 'timer') return null;
  const { timer } = found.trigger.definition;
  const text = async (expression: Expression): Promise<string> => (await textOf(world, expression)) ?? '';
  const once = (dueMs: number | null): StartTimer | null => (dueMs === null ? null : { ...found, dueMs, cycle: null, repetitionsLeft: 0 });
  switch (timer.kind) {
    case 'date':
      return once(parseInstant(await text(timer.at)));
    case 'duration': {
      const duration = parseDuration(await text(timer.duration));
      return duration === null ? null : once(addDuration(world.nowMs, duration));
    }
    case 'cycle': {
      const cycle = parseCycle(await text(timer.cycle));
      const dueMs = cycle === null || cycle.repetitions === 0 ? null : firstFiring(cycle, world.nowMs);
      if (cycle === null || dueMs === null) return null;
      return { ...found, dueMs, cycle, repetitionsLeft: cycle.repetitions === null ? null : cycle.repetitions - 1 };
    }
  }
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
  const { cycle, repetitionsLeft } = timer;
  const dueMs = cycle === null || repetitionsLeft === 0 ? null : followingFiring(cycle, timer.dueMs, world.nowMs);
  if (dueMs !== null) world.startTimers.push({ ...timer, dueMs, repetitionsLeft: repetitionsLeft === null ? null : repetitionsLeft - 1 });
  await pullTrigger(world, timer, { variables: {}, correlationKey: null });
}
