import { FEEL_LIMITS } from '../../limits.ts';
import { add, compareNumbers, isNumber } from '../value/number.ts';
import type { FeelNumber } from '../value/number.ts';
import { FeelRange } from '../value/range.ts';
import { dateOf, FeelDate } from '../value/temporal.ts';
import { typeName } from '../value/type-name.ts';
import { inner } from './scope.ts';
import type { Compiled, Scope } from './scope.ts';
import type { Site } from './site.ts';

/** One `name in domain` or `name in from..to`. */
export interface CompiledIteration {
  readonly name: string;
  readonly domain: Compiled;
  readonly end: Compiled | null;
}

function* numbers(start: FeelNumber, end: FeelNumber): Generator<FeelNumber> {
  const step = compareNumbers(start, end) > 0 ? -1 : 1;
  for (let value: FeelNumber | null = start; value !== null && compareNumbers(value, end) * step <= 0; value = add(value, step))
    yield value;
}

function* dates(start: FeelDate, end: FeelDate): Generator<FeelDate> {
  const step = start.number > end.number ? -1 : 1;
  for (let day = start.number; (end.number - day) * step >= 0; day += step) {
    const date = dateOf(day);
    if (date !== null) yield date;
  }
}

/** The values between two ends, both included, upwards or downwards; null when they cannot be walked. */
function between(start: unknown, end: unknown): Iterable<unknown> | null {
  if (isNumber(start) && isNumber(end)) return numbers(start, end);
  return start instanceof FeelDate && end instanceof FeelDate ? dates(start, end) : null;
}

/** The values of a range literal of whole numbers or dates, without the ends that it excludes. */
function* within(range: FeelRange, values: Iterable<unknown>): Generator<unknown> {
  for (const value of values) {
    const isStart = !range.startIncluded && String(value) === String(range.start);
    const isEnd = !range.endIncluded && String(value) === String(range.end);
    if (!isStart && !isEnd) yield value;
  }
}

/** What an iteration walks. A value that is no list is a list of one; null when it cannot be walked. */
function valuesOf(iteration: CompiledIteration, scope: Scope, site: Site): Iterable<unknown> | null {
  const start = iteration.domain(scope);
  if (iteration.end !== null) {
    const end = iteration.end(scope);
    return (
      between(start, end) ?? site.nothing(scope, `Expected numbers or dates around "..", but found ${typeName(start)} and ${typeName(end)}`)
    );
  }
  if (start instanceof FeelRange) {
    const values = between(start.start, start.end);
    return values === null ? site.nothing(scope, 'Expected a range of numbers or dates, but found another') : within(start, values);
  }
  if (start === null) return scope.run.isStrict ? [] : null;
  return Array.isArray(start) ? start : [start];
}

/** Runs `visit` in every combination of the iterations, the last one changing fastest, until it says false; null when one cannot be walked. */
function walk(
  iterations: readonly CompiledIteration[],
  place: number,
  scope: Scope,
  site: Site,
  visit: (inner: Scope) => boolean,
): boolean | null {
  const iteration = iterations[place];
  if (iteration === undefined) return visit(scope);
  const values = valuesOf(iteration, scope, site);
  if (values === null) return null;
  for (const value of values) {
    scope.run.spend(1);
    const goesOn = walk(iterations, place + 1, inner(scope, { [iteration.name]: value }), site, visit);
    if (goesOn !== true) return goesOn;
  }
  return true;
}

/** `for ... return body`; `partial` is the list of the results so far. */
export function compileFor(iterations: readonly CompiledIteration[], body: Compiled, usesPartial: boolean, site: Site): Compiled {
  return (scope) => {
    const results: unknown[] = [];
    const isWalked = walk(iterations, 0, scope, site, (each) => {
      results.push(body(usesPartial ? inner(each, { partial: [...results] }) : each));
      if (usesPartial) scope.run.spend(Math.floor(results.length / FEEL_LIMITS.itemsOfRound));
      return true;
    });
    return isWalked === null ? null : results;
  };
}

/** `some` and `every` by three-valued logic. */
export function compileQuantified(
  quantifier: 'some' | 'every',
  iterations: readonly CompiledIteration[],
  condition: Compiled,
  site: Site,
): Compiled {
  const decisive = quantifier === 'some';
  return (scope) => {
    let isOpen = false;
    const isUndecided = walk(iterations, 0, scope, site, (each) => {
      const answer = condition(each);
      if (typeof answer !== 'boolean') {
        site.nothing(scope, `Expected true or false, but found ${typeName(answer)}`);
        isOpen = true;
      }
      return answer !== decisive;
    });
    if (isUndecided === null) return null;
    if (!isUndecided) return decisive;
    return isOpen ? null : !decisive;
  };
}
