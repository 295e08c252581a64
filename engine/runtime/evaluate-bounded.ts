import { isBounded } from '../expression/index.ts';
import type { Evaluation, KernelEnvironment } from '../kernel/decide.ts';
import type { Expression, JsonObject } from '../model/index.ts';
import type { BoundedEvaluator, BoundedOutcome } from './evaluation/index.ts';

/** The evaluator of the main thread, and the threads for what may run long. */
export interface EvaluationParts {
  readonly environment: Pick<KernelEnvironment, 'evaluate'>;
  readonly riskyFeel: Pick<BoundedEvaluator, 'evaluate'>;
}

/** What the threads answered, as the kernel knows it. */
export function asEvaluation(outcome: BoundedOutcome): Evaluation {
  if (outcome.kind === 'completed') return { kind: 'value', value: outcome.value };
  const lacksData = outcome.kind === 'failed' && outcome.lacksData === true;
  return { kind: 'failure', message: outcome.message, ...(lacksData ? { lacksData } : {}) };
}

/** Evaluates FEEL outside of the kernel: at once when it is sure to be quick, else in a thread that is killed at its limit. Never rejects. */
export async function evaluateBounded(
  parts: EvaluationParts,
  expression: Expression,
  variables: JsonObject,
  now: string,
): Promise<Evaluation> {
  if (isBounded(expression, variables)) return parts.environment.evaluate(expression, variables, now);
  return asEvaluation(await parts.riskyFeel.evaluate(expression, variables, now));
}
