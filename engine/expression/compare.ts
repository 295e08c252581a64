import { EvaluationFault, quote } from './fault.ts';
import { prepare } from './prepared.ts';
import type { Prepared } from './prepared.ts';
import { typeName } from './values.ts';

/** Types whose values have an order. */
const ORDERED: ReadonlySet<string> = new Set(['number', 'string', 'date', 'time', 'date and time', 'duration']);

const SCALAR: ReadonlySet<string> = new Set(['number', 'string', 'boolean']);

const prepared = new Map<string, Prepared | null>();

/** feelin's own comparison, for values that are no scalars; there are six operators. */
function comparisonOf(operator: string): Prepared | null {
  const known = prepared.get(operator);
  if (known !== undefined) return known;
  const made = prepare(`l ${operator} r`, ['l', 'r']);
  prepared.set(operator, made);
  return made;
}

/**
 * Compares two values as FEEL does, but strictly: operands of different types are a fault, where feelin says false or null. Null is equal to
 * null alone and has no order.
 */
export function compare(operator: string, left: unknown, right: unknown, source: string): boolean {
  const leftType = typeName(left);
  const rightType = typeName(right);
  const isEquality = operator === '=' || operator === '!=';
  if (isEquality && (leftType === 'null' || rightType === 'null')) return (leftType === rightType) === (operator === '=');
  if (leftType !== rightType)
    throw new EvaluationFault(
      `Expected operands of one type, but found ${leftType} and ${rightType} at "${quote(source)}"`,
      leftType === 'null' || rightType === 'null',
    );
  if (!isEquality && !ORDERED.has(leftType))
    throw new EvaluationFault(`Expected operands that have an order, but found ${leftType} at "${quote(source)}"`);
  if (SCALAR.has(leftType)) return compareScalars(operator, left, right);
  const value = comparisonOf(operator)?.run([left, right]).value;
  if (typeof value === 'boolean') return value;
  // Dates with and without a time zone, or durations of months and of days, have no common order.
  if (isEquality) return operator === '!=';
  throw new EvaluationFault(`Expected operands that can be compared, but found ${String(left)} and ${String(right)} at "${quote(source)}"`);
}

function compareScalars(operator: string, left: unknown, right: unknown): boolean {
  switch (operator) {
    case '=':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return lessThan(left, right);
    case '>':
      return lessThan(right, left);
    case '<=':
      return !lessThan(right, left);
    case '>=':
      return !lessThan(left, right);
    // The grammar has no further comparison operator.
    default:
      throw new EvaluationFault(`Expected a comparison operator, but found ${operator}`);
  }
}

function lessThan(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  return String(left) < String(right);
}
