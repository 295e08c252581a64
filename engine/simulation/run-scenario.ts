import { parseInstant } from '../model/index.ts';
import { completion, perform } from './actions.ts';
import { drain } from './effects.ts';
import { differencesFrom } from './expectation.ts';
import { outcomeOf } from './outcome.ts';
import { armStartTimers } from './start-timers.ts';
import type { Expectation, Outcome, Scenario, ScenarioStep } from './scenario.ts';
import type { TraceRecord } from './trace-record.ts';
import { ScenarioFault, World } from './world.ts';
import type { OpenWork, SimulationParts } from './world.ts';

/** Tasks that one step may complete by itself (`auto`, `"stubs": "*"`), after which the process counts as endless. */
export const MAX_AUTOMATIC = 10_000;

/** What came of a scenario. */
export interface ScenarioResult {
  readonly name: string;
  readonly records: readonly TraceRecord[];
  readonly outcome: Outcome;
  /** Why it did not hold, one sentence each; none when it held. */
  readonly differences: readonly string[];
  /** Ids of the flow nodes that were entered, by process id. */
  readonly visited: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Runs a scenario on the kernel, in memory, on a clock of its own. It stops at the first step that cannot be done; a step or an
 * end that is not as expected is told in `differences`. Same arguments, same result.
 */
export async function runScenario(parts: SimulationParts, scenario: Scenario): Promise<ScenarioResult> {
  const startMs = parseInstant(scenario.startAt);
  if (startMs === null) throw new ScenarioFault(`Expected a time in ISO 8601 as the start, but found "${scenario.startAt}".`);
  const world = new World(parts, scenario.stubs, startMs);
  await armStartTimers(world, (processId) => isStartedByHand(scenario, processId, parts));
  const differences: string[] = [];
  const compare = (expectation: Expectation | null, where: string): void => {
    if (expectation === null) return;
    for (const difference of differencesFrom(expectation, outcomeOf(world), world.records)) differences.push(`${where}${difference}`);
  };
  for (const [index, step] of scenario.steps.entries()) {
    const where = `Step ${index + 1} (${describe(step)}): `;
    const fault = await tryStep(world, scenario, step);
    if (fault !== null) differences.push(`${where}${fault}`);
    compare(step.expect, where);
    if (fault !== null) break;
  }
  compare(scenario.expect, '');
  return { name: scenario.name, records: world.records, outcome: outcomeOf(world), differences, visited: visitedOf(world) };
}

/** True when a step starts this process: its timer is then not wanted on top. */
function isStartedByHand(scenario: Scenario, processId: string, parts: SimulationParts): boolean {
  const first = parts.definitions[0]?.processId;
  return scenario.steps.some(({ action }) => action.kind === 'start' && (action.processId ?? first) === processId);
}

/** Null when the step could be done, else why not. */
async function tryStep(world: World, scenario: Scenario, step: ScenarioStep): Promise<string | null> {
  try {
    await perform(world, step.action);
    await settle(world, scenario);
    return null;
  } catch (error) {
    if (error instanceof ScenarioFault) return error.message;
    throw error;
  }
}

/** Performs all effects and completes what completes by itself, until everything waits. */
async function settle(world: World, scenario: Scenario): Promise<void> {
  await drain(world);
  let completed = 0;
  for (let next = automaticWork(world, scenario); next !== null; next = automaticWork(world, scenario)) {
    completed += 1;
    if (completed > MAX_AUTOMATIC) throw new ScenarioFault(`Expected at most ${MAX_AUTOMATIC} tasks to complete by themselves, but found more: the process seems endless.`);
    await world.demand(next.instance, completion(next.wait, {}));
    await drain(world);
  }
}

/** The oldest waiting task that the scenario wants completed by itself: user tasks by `auto`, tasks without a type by `"stubs": "*"`. */
function automaticWork(world: World, scenario: Scenario): OpenWork | null {
  if (scenario.autoComplete) {
    const [task] = world.waits('task', () => true);
    if (task !== undefined) return task;
  }
  if (scenario.stubs !== 'all') return null;
  const [job] = world.waits('job', (wait) => wait.jobType === '' && wait.retriesLeft > 0);
  return job ?? null;
}

function describe({ action }: ScenarioStep): string {
  switch (action.kind) {
    case 'complete': case 'error': case 'escalate': return `${action.kind} ${action.element}`;
    case 'message': case 'signal': return `${action.kind} ${action.name}`;
    case 'advance': return `advance ${action.duration}`;
    case 'start': case 'set': case 'cancel': case 'look': return action.kind;
  }
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
