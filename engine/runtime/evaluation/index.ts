import { variablesNamedIn } from '../../expression/index.ts';
import type { Expression, JsonObject, JsonValue } from '../../model/index.ts';
import { createBoundedPool } from './bounded-pool.ts';
import type { BoundedOptions } from './bounded-pool.ts';
import type { BoundedOutcome } from './messages.ts';

export type { BoundedOptions } from './bounded-pool.ts';
export type { BoundedOutcome } from './messages.ts';
export { createBoundedFileReader } from './file-reader.ts';
export type { FileReader } from './file-reader.ts';

/** A script of a script task with the variables in its scope. */
export interface ScriptRequest {
  readonly source: string;
  readonly variables: JsonObject;
  /** Time of the command, which is what the script's clock shows; ISO 8601. */
  readonly now: string;
  /** Variable for the result; null merges an object that the script returns. */
  readonly resultVariable: string | null;
}

export type ScriptOutcome =
  | { readonly kind: 'completed'; readonly variables: JsonObject }
  | { readonly kind: 'bpmnError'; readonly code: string; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

export interface ScriptRunner {
  /** Never rejects; takes at most the time limit, plus the wait for earlier scripts. */
  run(request: ScriptRequest): Promise<ScriptOutcome>;
  /** Starts the thread, when it is sure to be needed. Resolves when it is ready. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

/** Part of the time limit after which QuickJS stops a script itself, which saves the thread; the rest is for loops it cannot interrupt. */
const SOFT_SHARE = 0.8;
const DEFAULT_TIME_LIMIT_MS = 200;
const DEFAULT_MEMORY_LIMIT_BYTES = 64 * 1024 * 1024;

/** Runs JavaScript of diagrams in QuickJS in a worker thread: JSON in and out, no host functions, bounded in time and memory. */
export function createBoundedScriptRunner(options: BoundedOptions & { readonly memoryLimitBytes?: number } = {}): ScriptRunner {
  const pool = createBoundedPool('script', options);
  const deadlineMs = Math.floor((options.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS) * SOFT_SHARE);
  const memoryLimitBytes = options.memoryLimitBytes ?? DEFAULT_MEMORY_LIMIT_BYTES;
  return {
    async run({ source, variables, now, resultVariable }) {
      const outcome = await pool.run({ kind: 'script', source, variables, now, memoryLimitBytes, deadlineMs });
      return outcome.kind === 'completed' ? variablesOf(outcome.value, resultVariable) : outcome;
    },
    warmUp: () => pool.warmUp(),
    close: () => pool.close(),
  };
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function variablesOf(value: JsonValue, resultVariable: string | null): ScriptOutcome {
  if (resultVariable !== null) return { kind: 'completed', variables: { [resultVariable]: value } };
  if (value === null) return { kind: 'completed', variables: {} };
  if (isObject(value)) return { kind: 'completed', variables: value };
  return {
    kind: 'failed',
    message: `Expected a script without result variable to return an object or nothing, but it returned ${JSON.stringify(value).slice(0, 100)}`,
  };
}

export interface BoundedEvaluator {
  /** Never rejects. */
  evaluate(expression: Expression, variables: JsonObject, now: string): Promise<BoundedOutcome>;
  /** Starts the thread, when it is sure to be needed. Resolves when it is ready. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

/** Evaluates FEEL that `isBounded` calls risky, in a worker thread that is killed at the time limit. */
export function createBoundedEvaluator(options: BoundedOptions = {}): BoundedEvaluator {
  const pool = createBoundedPool('feel', options);
  return {
    evaluate: (expression, variables, now) =>
      pool.run({
        kind: 'feel',
        expression,
        variables: expression.kind === 'feel' ? variablesNamedIn(expression.source, variables) : {},
        now,
      }),
    warmUp: () => pool.warmUp(),
    close: () => pool.close(),
  };
}

/** A decision of a deployed DMN file. */
export interface DecisionRequest {
  readonly resource: string;
  /** The file, with the files that it imports (`bundleDmn`). */
  readonly xml: string;
  /** Id or name of a decision, decision service or knowledge model. */
  readonly decision: string;
  readonly input: JsonObject;
  readonly now: string;
  /** True to tell what became null because the model or the input is wrong; without it that is a failure. */
  readonly tellsProblems?: boolean;
}

export interface DecisionRunner {
  /** Never rejects. */
  run(request: DecisionRequest): Promise<BoundedOutcome>;
  /** Starts the thread, when it is sure to be needed. Resolves when it is ready. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
}

/** Evaluates DMN decisions in a worker thread that is killed at the time limit; parsed files are kept there. */
export function createBoundedDecisionRunner(options: BoundedOptions = {}): DecisionRunner {
  const pool = createBoundedPool('decision', options);
  return { run: (request) => pool.run({ kind: 'decision', ...request }), warmUp: () => pool.warmUp(), close: () => pool.close() };
}
