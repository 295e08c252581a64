import { FEEL_LIMITS } from '../../limits.ts';
import { calculate, negated } from '../value/arithmetic.ts';
import { equal, order } from '../value/compare.ts';
import { Misfit } from '../value/fault.ts';
import type { ArithmeticOperator, ComparisonOperator } from '../syntax/node.ts';
import { numberText, isNumber } from '../value/number.ts';
import { typeName } from '../value/type-name.ts';
import type { Compiled, Scope } from './scope.ts';
import type { Site } from './site.ts';

const found = (value: unknown): string =>
  typeof value === 'string' ? 'string' : isNumber(value) && typeof value !== 'number' ? `number ${numberText(value)}` : typeName(value);

/** `a + b - c`, from left to right. */
export function compileArithmetic(
  first: Compiled,
  rest: readonly { readonly operator: ArithmeticOperator; readonly value: Compiled }[],
  site: Site,
): Compiled {
  return (scope) => {
    let total = first(scope);
    for (const { operator, value } of rest) total = step(operator, total, value(scope), scope, site);
    return total;
  };
}

function step(operator: ArithmeticOperator, a: unknown, b: unknown, scope: Scope, site: Site): unknown {
  try {
    const result = calculate(operator, a, b);
    if (typeof result === 'string') scope.run.spend(Math.floor(result.length / FEEL_LIMITS.textOfRound));
    if (result !== null) return result;
  } catch (error) {
    // A text past its limit stops the evaluation in every run: going on with null would make it longer still.
    if (error instanceof Misfit) throw site.fault(`Expected ${error.message}`);
    throw error;
  }
  if (operator === '/' && b === 0) return site.nothing(scope, 'Expected a divisor other than zero, but found zero');
  if (isNumber(a) && isNumber(b)) return site.nothing(scope, 'Expected a finite number, but found none');
  return site.nothing(scope, `Expected operands that fit "${operator}", but found ${found(a)} and ${found(b)}`, a === null || b === null);
}

export function compileNegation(value: Compiled, site: Site): Compiled {
  return (scope) => {
    const operand = value(scope);
    return negated(operand) ?? site.nothing(scope, `Expected a number or duration, but found ${found(operand)}`);
  };
}

/** The answer of a comparison by the standard: true, false, or null when there is none. */
export function compareValues(operator: ComparisonOperator, a: unknown, b: unknown): boolean | null {
  if (operator === '=') return equal(a, b);
  if (operator === '!=') {
    const same = equal(a, b);
    return same === null ? null : !same;
  }
  const difference = order(a, b);
  if (difference === null) return null;
  switch (operator) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
  }
}

export function compileComparison(operator: ComparisonOperator, left: Compiled, right: Compiled, site: Site): Compiled {
  return (scope) => {
    const a = left(scope);
    const b = right(scope);
    return compareValues(operator, a, b) ?? site.nothing(scope, misfit(operator, a, b), a === null || b === null);
  };
}

export function misfit(operator: ComparisonOperator, a: unknown, b: unknown): string {
  const [left, right] = [typeName(a), typeName(b)];
  if (left !== right) return `Expected operands of one type, but found ${left} and ${right}`;
  if (operator === '=' || operator === '!=') return `Expected operands that can be compared, but found ${left}`;
  return left === 'time' || left === 'date and time'
    ? 'Expected operands that can be compared, but found one with a time zone and one without'
    : `Expected operands that have an order, but found ${left}`;
}

/** Three-valued `and` (decisive false) and `or` (decisive true). Both stop when the value is clear. */
export function compileLogic(operands: readonly Compiled[], decisive: boolean, site: Site): Compiled {
  return (scope) => {
    let isOpen = false;
    for (const operand of operands) {
      const value = operand(scope);
      if (value === decisive) return decisive;
      if (typeof value !== 'boolean') {
        site.nothing(scope, `Expected true or false, but found ${typeName(value)}`, value === null);
        isOpen = true;
      }
    }
    return isOpen ? null : !decisive;
  };
}

/** `value between low and high`. */
export function compileBetween(value: Compiled, low: Compiled, high: Compiled, site: Site): Compiled {
  return (scope) => {
    const point = value(scope);
    const [from, to] = [low(scope), high(scope)];
    const [isAbove, isBelow] = [compareValues('>=', point, from), compareValues('<=', point, to)];
    if (isAbove === false || isBelow === false) return false;
    if (isAbove === null) return site.nothing(scope, misfit('>=', point, from), point === null || from === null);
    return isBelow ?? site.nothing(scope, misfit('<=', point, to), to === null);
  };
}
