import type { JsonObject, JsonValue } from '../../model/index.ts';
import { HttpProblem } from '../../port/http-problem.ts';
import type { EvaluateFeel } from '../http-services.ts';

/** Time that all expressions of one sent form may take; a row of a list may have several, each bounded by itself. */
const MAX_EVALUATION_MS = 3_000;

/** FEEL in a form: members that begin with `=`, evaluated against the values of the form. */
export interface FormExpressions {
  /** The value itself, or that of the expression it is; undefined when there is none. */
  valueOf(value: JsonValue | undefined | null, local: JsonObject): Promise<JsonValue | undefined>;
  isTrue(value: JsonValue | undefined, local: JsonObject): Promise<boolean>;
}

/** `local` hides `root`, so that inside a list the row's members are found first. */
export function createFormExpressions(evaluateFeel: EvaluateFeel, root: JsonObject): FormExpressions {
  const deadline = performance.now() + MAX_EVALUATION_MS;
  const valueOf: FormExpressions['valueOf'] = async (value, local) => {
    if (value === null) return undefined;
    if (typeof value !== 'string' || !value.startsWith('=')) return value;
    if (performance.now() > deadline)
      throw new HttpProblem(
        422,
        'FORM_INVALID',
        `Expected the conditions of the form to be evaluated within ${MAX_EVALUATION_MS} ms, but they take longer.`,
      );
    return (await evaluateFeel(value.slice(1), local === root ? root : { ...root, ...local })) ?? undefined;
  };
  return { valueOf, isTrue: async (value, local) => (await valueOf(value, local)) === true };
}
