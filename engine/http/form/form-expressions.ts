import type { JsonObject, JsonValue } from '../../model/index.ts';
import type { EvaluateFeel } from '../http-services.ts';

/** FEEL in a form: members that begin with `=`, evaluated against the values of the form. */
export interface FormExpressions {
  /** The value itself, or that of the expression it is; undefined when there is none. */
  valueOf(value: JsonValue | undefined | null, local: JsonObject): JsonValue | undefined;
  isTrue(value: JsonValue | undefined, local: JsonObject): boolean;
}

/** `local` hides `root`, so that inside a list the row's members are found first. */
export function createFormExpressions(evaluateFeel: EvaluateFeel, root: JsonObject): FormExpressions {
  const valueOf: FormExpressions['valueOf'] = (value, local) => {
    if (value === null) return undefined;
    if (typeof value !== 'string' || !value.startsWith('=')) return value;
    return evaluateFeel(value.slice(1), local === root ? root : { ...root, ...local }) ?? undefined;
  };
  return { valueOf, isTrue: (value, local) => valueOf(value, local) === true };
}
