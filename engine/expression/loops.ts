import { isRange } from 'feelin';
import { EvaluationFault, quote } from './fault.ts';
import { spend } from './leaf.ts';
import type { Compiled, Scope } from './leaf.ts';
import { isContext } from './values.ts';

/** One `name in list` or `name in from..to`. */
export interface Iteration {
  readonly name: string;
  readonly from: Compiled;
  readonly to: Compiled | null;
}

/** The values that an iteration walks. A value that is no list is a list of one, null of none, as in FEEL's filters. */
function* valuesOf(iteration: Iteration, scope: Scope, source: string): Generator<unknown> {
  const start = iteration.from(scope);
  if (iteration.to === null) {
    if (isRange(start)) throw new EvaluationFault(`Expected a list or from..to, but found a range at "${quote(source)}"`);
    yield* Array.isArray(start) ? start : start === null ? [] : [start];
    return;
  }
  const end = iteration.to(scope);
  if (typeof start !== 'number' || typeof end !== 'number')
    throw new EvaluationFault(`Expected numbers around "..", but found something else at "${quote(source)}"`);
  const direction = start > end ? -1 : 1;
  for (let value = start; direction > 0 ? value <= end : value >= end; value += direction) yield value;
}

/** Runs `visit` in every combination of the iterations, the last one changing fastest, until it returns false. */
function walk(iterations: readonly Iteration[], scope: Scope, source: string, visit: (inner: Scope) => boolean): boolean {
  const [first, ...rest] = iterations;
  if (first === undefined) return visit(scope);
  for (const value of valuesOf(first, scope, source)) {
    spend(scope, 1, source);
    const inner: Scope = { ...scope, locals: { values: { [first.name]: value }, outer: scope.locals } };
    if (!walk(rest, inner, source, visit)) return false;
  }
  return true;
}

/** `for ... return body`. */
export function compileFor(iterations: readonly Iteration[], body: Compiled, source: string): Compiled {
  return (scope) => {
    const results: unknown[] = [];
    walk(iterations, scope, source, (inner) => {
      results.push(body(inner));
      return true;
    });
    return results;
  };
}

/** `some ... satisfies condition` and `every ... satisfies condition`. */
export function compileQuantified(
  quantifier: 'some' | 'every',
  iterations: readonly Iteration[],
  condition: (scope: Scope) => boolean,
  source: string,
): Compiled {
  const decisive = quantifier === 'some';
  return (scope) => {
    const isUndecided = walk(iterations, scope, source, (inner) => condition(inner) !== decisive);
    return isUndecided ? !decisive : decisive;
  };
}

/** `list[condition]`: the condition sees the members of each item, and the item itself as `item`. */
export function compileFilter(target: Compiled, condition: (scope: Scope) => boolean, source: string): Compiled {
  return (scope) => {
    const value = target(scope);
    if (value === null) return null;
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.filter((item) => {
      spend(scope, 1, source);
      const itself = { values: { item }, outer: scope.locals };
      return condition({ ...scope, locals: isContext(item) ? { values: item, outer: itself } : itself });
    });
  };
}
