import type { BusinessCalendar, ElementInstanceId, Expression, JsonObject, JsonValue } from '../../model/index.ts';
import { afterDuration, atWork, formatInstant, parseInstant } from '../../model/index.ts';
import type { Step } from '../step.ts';
import { ElementFailure } from './element-failure.ts';

/** An expression as it stands in a diagram, for messages. */
export const textOf = (expression: Expression): string =>
  expression.kind === 'feel' ? `=${expression.source}` : JSON.stringify(expression.value);

/** Fails with EXPRESSION_FAILED: `what` is what the expression is for, `expected` the kind of value wanted. */
export function failExpression(expression: Expression, what: string, expected: string, found: string): never {
  throw new ElementFailure('EXPRESSION_FAILED', `Expected ${expected} from ${what} ${textOf(expression)}, but found ${found}.`);
}

/** The value of an expression with the given variables. Throws `ElementFailure` when it cannot be evaluated. */
export function evaluateWith(step: Step, expression: Expression, variables: JsonObject, what: string): JsonValue {
  if (expression.kind === 'literal') return expression.value;
  const evaluation = step.environment.evaluate(expression, variables, step.now);
  if (evaluation.kind === 'value') return evaluation.value;
  throw new ElementFailure(
    'EXPRESSION_FAILED',
    `Expected a value from ${what} ${textOf(expression)}, but it failed: ${evaluation.message}`,
  );
}

/** The value of an expression with the variables that can be seen from a scope. */
export function evaluate(step: Step, expression: Expression, scopeId: ElementInstanceId, what: string): JsonValue {
  if (expression.kind === 'literal') return expression.value;
  return evaluateWith(step, expression, step.visible(scopeId), what);
}

/** The value of a condition: true or false, anything else fails. */
export function evaluateBoolean(step: Step, expression: Expression, variables: JsonObject, what: string): boolean {
  const value = evaluateWith(step, expression, variables, what);
  return typeof value === 'boolean' ? value : failExpression(expression, what, 'true or false', JSON.stringify(value));
}

/** The value of an expression as text; a number becomes its decimal text, anything else fails. */
export function evaluateText(step: Step, expression: Expression, scopeId: ElementInstanceId, what: string): string {
  const value = evaluate(step, expression, scopeId, what);
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return failExpression(expression, what, 'text', JSON.stringify(value));
}

/** Text, or null when there is no expression or its value is null. */
export function evaluateOptionalText(step: Step, expression: Expression | null, scopeId: ElementInstanceId, what: string): string | null {
  if (expression === null || evaluate(step, expression, scopeId, what) === null) return null;
  return evaluateText(step, expression, scopeId, what);
}

/** A whole number, from a number or its text. */
export function evaluateInteger(step: Step, expression: Expression, scopeId: ElementInstanceId, what: string): number {
  const value = evaluate(step, expression, scopeId, what);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number)
    ? number
    : failExpression(expression, what, 'a whole number', JSON.stringify(value));
}

/** A list of texts, from a list, or from text with commas; null and empty text are the empty list. */
export function evaluateTextList(step: Step, expression: Expression, scopeId: ElementInstanceId, what: string): readonly string[] {
  const value = evaluate(step, expression, scopeId, what);
  if (value === null) return [];
  if (typeof value === 'string')
    return value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  if (!Array.isArray(value)) return failExpression(expression, what, 'a list of texts', JSON.stringify(value));
  return value.map((part: JsonValue) =>
    typeof part === 'string' ? part : failExpression(expression, what, 'a list of texts', JSON.stringify(value)),
  );
}

/** An instant from a date text, or from a duration counted from now, by a business calendar when one is given; null when there is no expression or its value is null. */
export function evaluateInstant(
  step: Step,
  expression: Expression | null,
  scopeId: ElementInstanceId,
  what: string,
  calendar: BusinessCalendar | null = null,
): string | null {
  const text = evaluateOptionalText(step, expression, scopeId, what);
  if (expression === null || text === null) return null;
  const ms = afterDuration(text, step.nowMs, calendar) ?? atWork(parseInstant(text), calendar);
  return ms === null ? failExpression(expression, what, 'a date or a duration in ISO 8601', JSON.stringify(text)) : formatInstant(ms);
}
