import { isBounded } from '../expression/index.ts';
import type { Command } from '../kernel/command.ts';
import type { Decision, Evaluation, KernelEnvironment, Rejection } from '../kernel/decide.ts';
import type { Expression, JsonObject, ProcessDefinition } from '../model/index.ts';
import type { InstanceState } from '../state/index.ts';
import { hashOf } from './canonical-json.ts';
import type { EngineParts } from './engine-parts.ts';

/** Risky expressions that one command may evaluate; one more fails like any expression that takes too long. */
const MAX_RISKY = 100;

/** The kernel, its evaluator, and the thread for what may run long. */
export type BoundedParts = Pick<EngineParts, 'decide' | 'environment' | 'riskyFeel'>;

/** Thrown out of the kernel at an expression that may not run on the main thread; it never leaves this file. */
class RiskyExpression extends Error {
  readonly expression: Expression;
  readonly variables: JsonObject;
  readonly key: string;
  constructor(expression: Expression, variables: JsonObject, key: string) {
    super('Expected an expression that is bounded, but this one may run long.');
    this.expression = expression;
    this.variables = variables;
    this.key = key;
  }
}

/**
 * Asks the kernel, without letting FEEL block the main thread: an expression that may run long is evaluated in a thread that is
 * killed at its time limit, and then the kernel is asked again with that value at hand. The kernel is pure, so asking again is free
 * of consequences.
 */
export async function decideBounded(
  parts: BoundedParts,
  definition: ProcessDefinition,
  state: InstanceState | null,
  command: Command,
  now: string,
): Promise<Decision | Rejection> {
  const known = new Map<string, Evaluation>();
  const environment: KernelEnvironment = {
    ...parts.environment,
    evaluate: (expression, variables, at) => evaluateKnown(parts, known, expression, variables, at),
  };
  for (;;) {
    try {
      return parts.decide(environment, definition, state, command, now);
    } catch (error) {
      if (!(error instanceof RiskyExpression)) throw error;
      known.set(error.key, await evaluateApart(parts, known.size, error, now));
    }
  }
}

function evaluateKnown(
  parts: BoundedParts,
  known: ReadonlyMap<string, Evaluation>,
  expression: Expression,
  variables: JsonObject,
  now: string,
): Evaluation {
  if (isBounded(expression)) return parts.environment.evaluate(expression, variables, now);
  const key = hashOf({ ...expression }, variables);
  const evaluation = known.get(key);
  if (evaluation === undefined) throw new RiskyExpression(expression, variables, key);
  return evaluation;
}

async function evaluateApart(parts: BoundedParts, count: number, risky: RiskyExpression, now: string): Promise<Evaluation> {
  if (count >= MAX_RISKY)
    return { kind: 'failure', message: `Expected at most ${MAX_RISKY} expressions that may run long in one command, but found one more` };
  const outcome = await parts.riskyFeel.evaluate(risky.expression, risky.variables, now);
  return outcome.kind === 'completed' ? { kind: 'value', value: outcome.value } : { kind: 'failure', message: outcome.message };
}
