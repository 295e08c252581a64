import type { JsonObject, JsonValue } from '../model/index.ts';

/** What a stubbed task does when it is its turn: succeed with an output, raise a BPMN error, or fail technically. */
export type Stub =
  | { readonly kind: 'output'; readonly output: JsonObject }
  | { readonly kind: 'error'; readonly code: string; readonly message: string; readonly variables: JsonObject }
  | { readonly kind: 'failure'; readonly message: string };

/**
 * Answers of service, send and business rule tasks by topic (or decision id), used one after another; the last one is repeated. `'all'` completes
 * every such task at once without output. A topic without a stub waits.
 */
export type Stubs = 'all' | Readonly<Record<string, readonly Stub[]>>;

/** What must hold, at the end or after a step. Members that are left out are not looked at. */
export interface Expectation {
  readonly status?: string | undefined;
  /** Flow nodes that were entered, in any instance and any order. */
  readonly visited?: readonly string[] | undefined;
  readonly notVisited?: readonly string[] | undefined;
  /** Flow nodes and sequence flows in the order in which they were entered and taken; others may lie between them. */
  readonly path?: readonly string[] | undefined;
  /** Variables of the process with their whole values; others may exist. */
  readonly variables?: JsonObject | undefined;
  /** Exactly the flow nodes that wait, in any order; one that waits twice is named twice. */
  readonly waiting?: readonly string[] | undefined;
  /** Exactly the open incidents: an element id, a code, or an object of some of `element`, `code`, `message`. */
  readonly incidents?: readonly (string | JsonObject)[] | undefined;
}

/** Which one of several waiting flow nodes of the same id is meant: 0 is the oldest. */
interface OnElement {
  readonly element: string;
  readonly index: number;
  readonly variables: JsonObject;
}

/** The oldest scope of this element, or the one at `index`. */
export interface ScenarioScope {
  readonly element: string;
  readonly index: number;
}

/** Where a modification puts a token. */
export interface ScenarioPlace {
  /** A flow node, or a sequence flow to put the token on. */
  readonly to: string;
  /** On the one flow that leaves the node, instead of before the node. */
  readonly after: boolean;
  readonly within: ScenarioScope | null;
  readonly loopInstance: boolean;
  /** By id of the element entered; `''` is the process. */
  readonly variables: Readonly<Record<string, JsonObject>>;
}

/** `index` null means every token of the element, else the one of its instances at this place, oldest first. */
export type ScenarioInstruction =
  | ({ readonly kind: 'add' } & ScenarioPlace)
  | ({ readonly kind: 'move'; readonly element: string; readonly index: number | null } & ScenarioPlace)
  | { readonly kind: 'cancel'; readonly element: string; readonly index: number | null };

/**
 * One thing that happens from outside. In a scenario file a step has one member of this name, for example
 * `{ "modify": { "move": "Check", "to": "Pack" } }`. `modify` is one instruction, or several under `instructions`:
 * - `{ "add": "Pack" }` puts a token before a flow node, or on a sequence flow when that is what the id names;
 * - `{ "move": "Check", "to": "Pack", "index": 0 }` moves every token of an element (with `index` one);
 * - `{ "cancel": "Check", "index": 0 }` takes every token of an element away.
 * With `add` and `move`: `"after": true` (on the flow that leaves the node), `"within": { "element": "Sub", "index": 1 }` (which scope, when there
 * are several), `"loopInstance": true` (one more instance of a multi-instance activity) and `"variables": { "Pack": { "x": 1 }, "": { "y": 2 } }`
 * (by the element that is entered; `""` is the process).
 * `{ "migrate": { "process": "order", "versionTag": "2", "mapping": { "Check": "Inspect", "Old": null }, "rebuildEvents": false } }` lets
 * the running instance go on with another definition of the scenario's files; every member may be left out: the target is then the last
 * other definition of the same process id.
 */
export type ScenarioAction =
  /** `processId` null is the first process of the diagram under test. */
  | { readonly kind: 'start'; readonly processId: string | null; readonly businessKey: string | null; readonly variables: JsonObject }
  | ({ readonly kind: 'complete' } & OnElement)
  | ({ readonly kind: 'error'; readonly code: string; readonly message: string } & OnElement)
  | ({ readonly kind: 'escalate'; readonly code: string } & OnElement)
  | {
      readonly kind: 'message';
      readonly name: string;
      readonly correlationKey: string | null;
      readonly timeToLiveMs: number;
      readonly variables: JsonObject;
    }
  | { readonly kind: 'signal'; readonly name: string; readonly variables: JsonObject }
  /** Moves the virtual clock by an ISO 8601 duration; timers fire in the order in which they are due. */
  | { readonly kind: 'advance'; readonly duration: string }
  /** Sets variables of the process, or of the element that is named. */
  | { readonly kind: 'set'; readonly element: string | null; readonly variables: JsonObject }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'modify'; readonly instructions: readonly ScenarioInstruction[] }
  | {
      readonly kind: 'migrate';
      readonly processId: string | null;
      readonly versionTag: string | null;
      readonly mapping: Readonly<Record<string, string | null>>;
      readonly rebuildEvents: boolean;
    }
  /** Only looks. */
  | { readonly kind: 'look' };

export interface ScenarioStep {
  readonly action: ScenarioAction;
  readonly expect: Expectation | null;
}

/** A test of a process: answers of its tasks, what happens from outside, and what must come of it. */
export interface Scenario {
  readonly name: string;
  /** Time at which it begins, ISO 8601 UTC. */
  readonly startAt: string;
  readonly stubs: Stubs;
  /** User tasks complete at once, without variables. */
  readonly autoComplete: boolean;
  readonly steps: readonly ScenarioStep[];
  readonly expect: Expectation | null;
}

/** Open incident as scenarios name it. */
export interface IncidentSummary {
  readonly element: string;
  readonly code: string;
  readonly message: string;
}

/** How things stand: the last line of a trace. */
export interface Outcome {
  /** `failed` with an open incident, `active` while something waits, else `completed`; `cancelled` after a cancel. */
  readonly status: 'completed' | 'active' | 'failed' | 'cancelled';
  readonly variables: Readonly<Record<string, JsonValue>>;
  readonly waiting: readonly string[];
  readonly incidents: readonly IncidentSummary[];
}
