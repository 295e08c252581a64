import type { ProcessDefinition } from '../model/index.ts';
import { differencesFrom } from './expectation.ts';
import type { Expectation, Outcome, Scenario, ScenarioStep } from './scenario.ts';
import { Simulation } from './simulation.ts';
import type { TraceRecord } from './trace-record.ts';
import type { SimulationParts } from './world.ts';

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
  const simulation = new Simulation(parts, scenario);
  await simulation.armStartTimers((processId) => isStartedByHand(scenario, processId, parts.definitions));
  const differences: string[] = [];
  const compare = (expectation: Expectation | null, where: string): void => {
    if (expectation === null) return;
    for (const difference of differencesFrom(expectation, simulation)) differences.push(`${where}${difference}`);
  };
  for (const [index, step] of scenario.steps.entries()) {
    const where = `Step ${index + 1} (${describe(step)}): `;
    const fault = await simulation.act(step.action);
    if (fault !== null) differences.push(`${where}${fault}`);
    compare(step.expect, where);
    if (fault !== null) break;
  }
  compare(scenario.expect, '');
  const { records, outcome, visited } = simulation;
  return { name: scenario.name, records, outcome, differences, visited };
}

/** True when a step starts this process: its timer is then not wanted on top. */
function isStartedByHand(scenario: Scenario, processId: string, [first]: readonly ProcessDefinition[]): boolean {
  return scenario.steps.some(({ action }) => action.kind === 'start' && (action.processId ?? first?.processId) === processId);
}

function describe({ action }: ScenarioStep): string {
  switch (action.kind) {
    case 'complete':
    case 'error':
    case 'escalate':
      return `${action.kind} ${action.element}`;
    case 'message':
    case 'signal':
      return `${action.kind} ${action.name}`;
    case 'advance':
      return `advance ${action.duration}`;
    case 'start':
    case 'set':
    case 'cancel':
    case 'modify':
    case 'migrate':
    case 'look':
      return action.kind;
  }
}
