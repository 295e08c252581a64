import type { Expression, JsonObject, JsonValue } from '../model/index.ts';
import { EvaluationFault, quote } from './fault.ts';
import { compile, FeelRun, parseExpression, toJson } from './feel/index.ts';
import type { Compiled } from './feel/index.ts';
import { FEEL_LIMITS } from './limits.ts';
import { awkwardNames, keyOf } from './names.ts';
import { syntaxError } from './syntax.ts';

/** Outcome of an evaluation: a JSON value, or why there is none. Same shape as the kernel's `Evaluation`. */
export type EvaluationResult =
  | { readonly kind: 'value'; readonly value: JsonValue }
  /** `lacksData`: a variable or member does not exist, or is null where a value is compared; it may still come. */
  | { readonly kind: 'failure'; readonly message: string; readonly lacksData?: true };

/** Evaluates an expression against variables at a time (ISO 8601); never throws and reads no clock. */
export type Evaluator = (expression: Expression, variables: JsonObject, now: string) => EvaluationResult;

function compileSource(source: string, names: readonly string[]): Compiled {
  const wrong = syntaxError(source, names);
  if (wrong !== null) throw new EvaluationFault(`Expected a FEEL expression, but found a syntax error: ${wrong}`);
  return compile(parseExpression(source, names), source);
}

/**
 * Makes an evaluator with a cache of compiled expressions of its own (`FEEL_LIMITS.cacheEntries`). A literal is its value. FEEL is strict: see
 * `FeelRun`. A failure names the expression and the place in it. Evaluation is bounded only for expressions that `isBounded` accepts; evaluate others in a
 * worker.
 */
export function createEvaluator(): Evaluator {
  const compiled = new Map<string, Compiled>();

  function compiledOf(source: string, variables: JsonObject): Compiled {
    const names = awkwardNames(source, variables);
    const key = keyOf(source, names);
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const fresh = compileSource(source, names);
    if (compiled.size >= FEEL_LIMITS.cacheEntries) {
      const oldest = compiled.keys().next().value;
      if (oldest !== undefined) compiled.delete(oldest);
    }
    compiled.set(key, fresh);
    return fresh;
  }

  return (expression, variables, now) => {
    if (expression.kind === 'literal') return { kind: 'value', value: expression.value };
    try {
      const run = new FeelRun({ isStrict: true, now });
      const value = compiledOf(expression.source, variables)({ values: variables, outer: null, run });
      return { kind: 'value', value: toJson(value) };
    } catch (error) {
      const lacksData = error instanceof EvaluationFault && error.lacksData;
      return { kind: 'failure', message: failureMessage(error, expression.source), ...(lacksData ? { lacksData } : {}) };
    }
  };
}

/** Says which expression failed; anything but a fault (too deep a recursion, for example) is a failure of the expression as well. */
function failureMessage(error: unknown, source: string): string {
  const reason = error instanceof Error ? error.message : String(error);
  const whole = quote(source);
  return reason.includes(`"${whole}"`) ? reason : `${reason} in "${whole}"`;
}
