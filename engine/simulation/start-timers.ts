import type { EventDefinition, Expression, ProcessDefinition } from '../model/index.ts';
import { addDuration, firstFiring, followingFiring, parseCycle, parseDuration, parseInstant } from '../model/index.ts';
import { latestDefinitions, startNodes } from './messages.ts';
import type { StartTimer, World } from './world.ts';

type TimerDefinition = Extract<EventDefinition, { readonly kind: 'timer' }>;

/** Sets the timers of all start events, as a deployment does. A process that the scenario starts by hand (`byHand`) is left out. */
export async function armStartTimers(world: World, byHand: (processId: string) => boolean): Promise<void> {
  for (const definition of latestDefinitions(world)) {
    if (byHand(definition.processId)) continue;
    for (const node of startNodes(definition)) {
      for (const event of node.kind === 'startEvent' ? node.definitions : []) {
        const timer = event.kind === 'timer' ? await planTimer(world, definition, node.id, event) : null;
        if (timer !== null) world.startTimers.push(timer);
      }
    }
  }
}

/** Null when its time cannot be read: the deployment checks say so, not the clock. */
async function planTimer(
  world: World,
  definition: ProcessDefinition,
  startEventId: StartTimer['startEventId'],
  { timer }: TimerDefinition,
): Promise<StartTimer | null> {
  const once = (dueMs: number | null): StartTimer | null =>
    dueMs === null ? null : { definition, startEventId, dueMs, cycle: null, repetitionsLeft: 0 };
  switch (timer.kind) {
    case 'date':
      return once(parseInstant(await textOf(world, timer.at)));
    case 'duration': {
      const duration = parseDuration(await textOf(world, timer.duration));
      return duration === null ? null : once(addDuration(world.nowMs, duration));
    }
    case 'cycle': {
      const cycle = parseCycle(await textOf(world, timer.cycle));
      const dueMs = cycle === null || cycle.repetitions === 0 ? null : firstFiring(cycle, world.nowMs);
      if (cycle === null || dueMs === null) return null;
      return { definition, startEventId, dueMs, cycle, repetitionsLeft: cycle.repetitions === null ? null : cycle.repetitions - 1 };
    }
  }
}

async function textOf(world: World, expression: Expression): Promise<string> {
  const evaluation = await world.parts.evaluate(expression, {}, world.now);
  return evaluation.kind === 'value' && typeof evaluation.value === 'string' ? evaluation.value : '';
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
  await world.start(timer.definition, { businessKey: null, startEventId: timer.startEventId, variables: {}, caller: null, root: null });
}
