import type { JsonObject } from '../../model/index.ts';
import { awkwardNamesOf } from '../names.ts';
import type { EvaluationResult } from '../evaluator.ts';
import { EvaluationFault } from '../fault.ts';
import { toJson } from '../feel/index.ts';
import type { Decision, DecisionModel, DecisionService, KnowledgeModel } from './decision-model.ts';
import { DecisionRun } from './decision-run.ts';
import type { DecisionProblem } from './decision-run.ts';
import { ModelSet } from './model-set.ts';

export interface DecisionOptions {
  /** Models that the model imports, directly or not. */
  readonly imported?: readonly DecisionModel[];
  /**
   * Told of everything that DMN turns into null: an input that does not fit its type, rules that contradict their hit policy, a name that exists nowhere.
   * Without it such a problem is a failure of the evaluation.
   */
  readonly onProblem?: (problem: DecisionProblem) => void;
}

type Target = Decision | DecisionService | KnowledgeModel;

/**
 * Evaluates a decision, decision service or knowledge model of a DMN model, by id or by name, with all decisions that it requires (DMN 1.5, chapters 7, 8
 * and 10). FEEL follows the standard: what does not fit is null. Never throws. `now` is the time of `now()`.
 */
export function evaluateDecision(
  model: DecisionModel,
  decisionIdOrName: string,
  input: JsonObject,
  now: string,
  options: DecisionOptions = {},
): EvaluationResult {
  try {
    const target = findTarget(model, decisionIdOrName);
    const set = new ModelSet(model, options.imported ?? [], awkwardNamesOf(input));
    const run = new DecisionRun(set, input, now, options.onProblem ?? null);
    return { kind: 'value', value: toJson(run.evaluate({ model, element: target }), options.onProblem !== undefined) };
  } catch (error) {
    return { kind: 'failure', message: `Decision ${decisionIdOrName}: ${messageOf(error)}` };
  }
}

function messageOf(error: unknown): string {
  if (error instanceof RangeError) return 'Expected an evaluation that is not nested too deep, but it is';
  return error instanceof Error ? error.message : String(error);
}

function findTarget(model: DecisionModel, idOrName: string): Target {
  const candidates = Object.values(model.elements).filter((element): element is Target => element.kind !== 'input');
  const wanted = idOrName.replace(/\s+/g, ' ').trim();
  const found =
    candidates.find((each) => each.id === idOrName) ?? candidates.find((each) => each.name.replace(/\s+/g, ' ').trim() === wanted);
  if (found !== undefined) return found;
  const decisions = candidates.filter((each) => each.kind !== 'knowledge').map((each) => each.id);
  throw new EvaluationFault(`Expected a decision with this id or name, but found ${decisions.join(', ') || 'none'}`);
}
