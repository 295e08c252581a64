import { parseInstant } from '../model/index.ts';
import { completion, perform } from './actions.ts';
import { drain } from './effects.ts';
import { outcomeOf, waitingEvents } from './outcome.ts';
import type { Outcome, Scenario, ScenarioAction } from './scenario.ts';
import { armStartTimers } from './start-timers.ts';
import type { TraceRecord } from './trace-record.ts';
import { ScenarioFault, World } from './world.ts';
import type { OpenWork, SimulationParts } from './world.ts';

/** Tasks that one action may complete by itself (`auto`, `"stubs": "*"`), after which the process counts as endless. */
export const MAX_AUTOMATIC = 10_000;

/** How a simulation behaves: what its tasks answer, and when it begins. */
export type SimulationSettings = Pick<Scenario, 'startAt' | 'stubs' | 'autoComplete'>;

/** Processes running in memory on the production kernel, on a clock of their own, moved on action by action. */
export class Simulation {
  readonly #world: World;
  readonly #autoComplete: boolean;

  /** Fails with `ScenarioFault` when the start is no time in ISO 8601. */
  constructor(parts: SimulationParts, settings: SimulationSettings) {
    const startMs = parseInstant(settings.startAt);
    if (startMs === null) throw new ScenarioFault(`Expected a time in ISO 8601 as the start, but found "${settings.startAt}".`);
    this.#world = new World(parts, settings.stubs, startMs);
    this.#autoComplete = settings.autoComplete;
  }

  /** Virtual time, ISO 8601 UTC. */
  get now(): string {
    return this.#world.now;
  }

  /** Everything that happened, oldest first. */
  get records(): readonly TraceRecord[] {
    return this.#world.records;
  }

  get outcome(): Outcome {
    return outcomeOf(this.#world);
  }

  /** What waits, with the events of an event-based gateway in place of the gateway. */
  get waitingEvents(): readonly string[] {
    return waitingEvents(this.#world);
  }

  /** Ids of the flow nodes that were entered, by process id. */
  get visited(): ReadonlyMap<string, ReadonlySet<string>> {
    return visitedOf(this.#world);
  }

  /** Sets the timers of start events, as a deployment does, but not of processes that are started by hand. */
  async armStartTimers(byHand: (processId: string) => boolean): Promise<void> {
    await armStartTimers(this.#world, byHand);
  }

  /** Does one thing from outside and everything that follows from it by itself. Null, or why it cannot be done. */
  async act(action: ScenarioAction): Promise<string | null> {
    try {
      await perform(this.#world, action);
      await settle(this.#world, this.#autoComplete);
      return null;
    } catch (error) {
      if (error instanceof ScenarioFault) return error.message;
      throw error;
    }
  }
}

/** Performs all effects and completes what completes by itself, until everything waits. */
async function settle(world: World, autoComplete: boolean): Promise<void> {
  await drain(world);
  let completed = 0;
  for (let next = automaticWork(world, autoComplete); next !== null; next = automaticWork(world, autoComplete)) {
    completed += 1;
    if (completed > MAX_AUTOMATIC)
      throw new ScenarioFault(
        `Expected at most ${MAX_AUTOMATIC} tasks to complete by themselves, but found more: the process seems endless.`,
      );
    await world.demand(next.instance, completion(next.wait, {}));
    await drain(world);
  }
}

/** The oldest waiting task that completes by itself: user tasks by `auto`, tasks without a type by `"stubs": "*"`. */
function automaticWork(world: World, autoComplete: boolean): OpenWork | null {
  if (autoComplete) {
    const [task] = world.waits('task', () => true);
    if (task !== undefined) return task;
  }
  if (world.stubs !== 'all') return null;
  const [job] = world.waits('job', (wait) => wait.jobType === '' && wait.retriesLeft > 0);
  return job ?? null;
}

function visitedOf(world: World): ReadonlyMap<string, ReadonlySet<string>> {
  const processOf = new Map<string, string>(world.instances.map(({ state, definition }) => [state.instanceId, definition.processId]));
  const visited = new Map<string, Set<string>>();
  for (const { record, element, instance } of world.records) {
    const processId = processOf.get(instance);
    if (record !== 'entered' || processId === undefined) continue;
    const elements = visited.get(processId) ?? new Set<string>();
    visited.set(processId, elements.add(element));
  }
  return visited;
}
