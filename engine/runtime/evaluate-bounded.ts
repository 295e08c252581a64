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
export const asEvaluation = (outcome: BoundedOutcome): Evaluation =>
  outcome.kind === 'completed' ? { kind: 'value', value: outcome.value } : { kind: 'failure', message: outcome.message };

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
