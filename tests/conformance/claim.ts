import { parseScenario } from '../../engine/command/scenario-file.ts';
import type { Simulator } from '../../engine/command/simulation-files.ts';
import type { JsonObject, ProcessDefinition } from '../../engine/model/index.ts';
import { parseBpmn } from '../../engine/parse/index.ts';
import { runScenario } from '../../engine/simulation/index.ts';
import type { ScenarioResult } from '../../engine/simulation/index.ts';
import { diagram, file } from '../engine/parse/diagram.ts';

/**
 * A sentence about BPMN that the engine claims to keep, with the diagram and the scenario that show it. What the diagram uses is read off
 * the nodes that the scenario visits (`construct.ts`), so a claim cannot say that it covers what it never enters.
 */
export interface Claim {
  readonly title: string;
  /** Flow elements of the process `p`, one a line. */
  readonly elements: readonly string[];
  /** Root elements before the process: messages, signals, errors, other processes. */
  readonly roots?: readonly string[];
  /** Root elements of a file that was deployed before this one. */
  readonly earlier?: readonly string[];
  /** What it shows beside the constructs that it visits. */
  readonly shows?: readonly string[];
  /** Steps, stubs and expectation in the format of a scenario file. */
  readonly scenario: JsonObject;
}

/** What came of a claim: the processes it runs and how its scenario ended. */
export interface ClaimRun {
  readonly definitions: readonly ProcessDefinition[];
  readonly result: ScenarioResult;
}

/** The processes of a claim, those that were deployed earlier first. Fails when a diagram is refused. */
async function definitionsOf(claim: Claim): Promise<readonly ProcessDefinition[]> {
  const files = [...(claim.earlier === undefined ? [] : [file(claim.earlier)]), diagram(claim.elements, claim.roots ?? [])];
  const parsed = await Promise.all(files.map((xml) => parseBpmn(xml, 'claim.bpmn')));
  return parsed.flatMap((result) => {
    if (result.kind === 'parsed') return result.definitions;
    throw new Error(`Expected the diagram of "${claim.title}" to be accepted, but ${JSON.stringify(result.findings, null, 1)}`);
  });
}

/** Runs a claim the way `lanework trace` runs a file. */
export async function runClaim(simulator: Simulator, claim: Claim): Promise<ClaimRun> {
  const definitions = await definitionsOf(claim);
  const scenarioFile = parseScenario(JSON.stringify({ name: claim.title, ...claim.scenario }));
  if (!('scenario' in scenarioFile)) throw new Error(`Expected a scenario in "${claim.title}", but ${scenarioFile.join(' ')}`);
  return {
    definitions,
    result: await runScenario(simulator.partsFor({ definitions, decisions: [] }, scenarioFile.calendars), scenarioFile.scenario),
  };
}

/** Starts the process `p`. */
export const begin = (variables: JsonObject = {}): JsonObject => ({ start: { process: 'p', variables } });
/** Completes the oldest task or job that waits at an element, or the one at `index`. */
export const complete = (element: string, variables: JsonObject = {}, index = 0): JsonObject => ({
  complete: { element, variables, index },
});
export const sendMessage = (name: string, more: JsonObject = {}): JsonObject => ({ message: { name, ...more } });
export const sendSignal = (name: string, variables: JsonObject = {}): JsonObject => ({ signal: { name, variables } });
export const advance = (duration: string): JsonObject => ({ advance: duration });
/** Looks without doing anything. */
export const look = (expect: JsonObject): JsonObject => ({ expect });
