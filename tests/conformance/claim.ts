import { parseScenario } from '../../engine/command/scenario-file.ts';
import type { Simulator } from '../../engine/command/simulation-files.ts';
import type { JsonObject, ProcessDefinition } from '../../engine/model/index.ts';
import { parseBpmn } from '../../engine/parse/index.ts';
import { runScenario } from '../../engine/simulation/index.ts';
import type { ScenarioResult } from '../../engine/simulation/index.ts';
import { diagram } from '../engine/parse/diagram.ts';

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

export const xmlOf = (claim: Claim): string => diagram(claim.elements, claim.roots ?? []);

/** The processes of a claim. Fails when its diagram is refused. */
export async function definitionsOf(claim: Claim): Promise<readonly ProcessDefinition[]> {
  const parsed = await parseBpmn(xmlOf(claim), 'claim.bpmn');
  if (parsed.kind === 'parsed') return parsed.definitions;
  throw new Error(`Expected the diagram of "${claim.title}" to be accepted, but ${JSON.stringify(parsed.findings, null, 1)}`);
}

/** Runs a claim the way `lanework trace` runs a file. */
export async function runClaim(simulator: Simulator, claim: Claim): Promise<ClaimRun> {
  const definitions = await definitionsOf(claim);
  const file = parseScenario(JSON.stringify({ name: claim.title, ...claim.scenario }));
  if (!('scenario' in file)) throw new Error(`Expected a scenario in "${claim.title}", but ${file.join(' ')}`);
  return { definitions, result: await runScenario(simulator.partsFor({ definitions, decisions: [] }), file.scenario) };
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
