import type { Expression, JsonObject, JsonValue } from '../model/index.ts';
import { compile } from './compile.ts';
import { EvaluationFault, quote } from './fault.ts';
import { feelLeaf } from './leaf.ts';
import type { Compiled, Scope } from './leaf.ts';
import { libraryAt } from './library.ts';
import { FEEL_LIMITS } from './limits.ts';
import { keyOf, unusualNames } from './names.ts';
import { descendants, parseFeel, sizeProblem } from './syntax.ts';
import { toJson } from './values.ts';

/** Outcome of an evaluation: a JSON value, or why there is none. Same shape as the kernel's `Evaluation`. */
export type EvaluationResult =
  | { readonly kind: 'value'; readonly value: JsonValue }
  /** `lacksData`: a variable or member does not exist, or is null where a value is compared; it may still come. */
  | { readonly kind: 'failure'; readonly message: string; readonly lacksData?: true };

/** Evaluates an expression against variables at a time (ISO 8601); never throws and reads no clock. */
export type Evaluator = (expression: Expression, variables: JsonObject, now: string) => EvaluationResult;

function compileSource(source: string, names: readonly string[]): Compiled {
  if (source.trim() === '') throw new EvaluationFault('Expected a FEEL expression, but found nothing');
  const tooLarge = sizeProblem(source);
  if (tooLarge !== null) throw new EvaluationFault(`Expected a FEEL expression, but found ${tooLarge}`);
  const root = parseFeel(source, names);
  for (const node of descendants(root)) {
    // Names inside variables may consist of several words too, which only feelin sees; it says so itself when the text is really wrong.
    if (node.type.isError) return feelLeaf(root, source, false);
  }
  return compile(root, source);
}

/** `now()` and `today()` only change with the time, so one library serves all expressions of a command. */
function libraryCache(): (now: string) => Scope['library'] {
  let cached: { readonly now: string; readonly library: Scope['library'] } | null = null;
  return (now) => {
    if (cached === null || cached.now !== now) cached = { now, library: libraryAt(now) };
    return cached.library;
  };
}

/**
 * Makes an evaluator with a cache of compiled expressions of its own (`FEEL_LIMITS.cacheEntries`). A literal is its value. FEEL is strict: see
 * `compile`. A failure names the expression. Evaluation is bounded only for expressions that `isBounded` accepts; evaluate others in a worker.
 */
export function createEvaluator(): Evaluator {
  const compiled = new Map<string, Compiled>();
  const libraryOf = libraryCache();

  function compiledOf(source: string, variables: JsonObject): Compiled {
    const names = unusualNames(source, variables);
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
      const value = compiledOf(
        expression.source,
        variables,
      )({ variables, locals: null, library: libraryOf(now), rounds: { left: FEEL_LIMITS.rounds } });
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
