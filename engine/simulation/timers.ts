import { addDuration, parseDuration, parseInstant } from '../model/index.ts';
import { fireStartTimer, nextStartTimer } from './start-timers.ts';
import { ScenarioFault } from './world.ts';
import type { FoundWait, World } from './world.ts';

/** Timers that one move of the clock may fire. */
export const MAX_FIRINGS = 10_000;

/** Moves the clock. Timers fire at their own time, in the order in which they are due, each after everything that the one before set in motion. */
export async function advance(world: World, duration: string, settle: (world: World) => Promise<void>): Promise<void> {
  const parsed = parseDuration(duration);
  const target = parsed === null ? null : addDuration(world.nowMs, parsed);
  if (target === null || target < world.nowMs) throw new ScenarioFault(`Expected a duration such as PT48H, but found "${duration}".`);
  let firings = 0;
  while (await fireNext(world, target)) {
    firings += 1;
    if (firings > MAX_FIRINGS) throw new ScenarioFault(`Expected at most ${MAX_FIRINGS} timers in ${duration}, but found more.`);
    await settle(world);
  }
  world.nowMs = target;
}

/** Fires the timer that is due first, of an instance or of a start event. False when none is due until then. */
async function fireNext(world: World, untilMs: number): Promise<boolean> {
  const waiting = nextTimer(world, untilMs);
  const starting = nextStartTimer(world, untilMs);
  if (starting !== null && (waiting === null || starting.dueMs < dueMs(waiting))) {
    world.nowMs = Math.max(world.nowMs, starting.dueMs);
    await fireStartTimer(world, starting);
    return true;
  }
  if (waiting === null) return false;
  world.nowMs = Math.max(world.nowMs, dueMs(waiting));
  await world.demand(waiting.instance, { kind: 'fireTimer', timerId: waiting.wait.id });
  return true;
}

const dueMs = (timer: FoundWait<'timer'>): number => parseInstant(timer.wait.dueAt) ?? 0;

/** The timer that is due first until then; of several at one time the one that was set first. */
function nextTimer(world: World, untilMs: number): FoundWait<'timer'> | null {
  return world
    .waits('timer', () => true)
    .reduce<FoundWait<'timer'> | null>((first, timer) => {
      if (dueMs(timer) > untilMs) return first;
      return first === null || dueMs(timer) < dueMs(first) ? timer : first;
    }, null);
}
