import { FEEL_LIMITS } from '../../limits.ts';
import type { JsonValue } from '../../../model/index.ts';
import { EvaluationFault } from '../../fault.ts';
import { DaysTimeDuration, YearsMonthsDuration } from './duration.ts';
import { isNumber, toDouble, numberText } from './number.ts';
import { FeelDate, FeelDateTime, FeelTime } from './temporal.ts';
import { literalText } from './text.ts';
import { isContext, typeName } from './type-name.ts';

/** FEEL's own values that JSON has no form for but a text. */
function isTemporal(value: unknown): boolean {
  return (
    value instanceof FeelDate ||
    value instanceof FeelTime ||
    value instanceof FeelDateTime ||
    value instanceof DaysTimeDuration ||
    value instanceof YearsMonthsDuration
  );
}

/** What a value may still hold. */
interface Allowance {
  items: number;
  characters: number;
  /** Whether what cannot be a variable is told by its text. */
  readonly isShown: boolean;
}

/**
 * A FEEL value as JSON: dates, times and durations become their FEEL strings (`2026-11-21`, `PT48H`). Where the value is only shown, so do ranges (`[1..5)`)
 * and functions (`function(x)`).
 * @throws EvaluationFault for what cannot be a variable: functions, ranges, numbers too large for JSON, values nested too deep or too large
 */
export function toJson(value: unknown, isShown = false): JsonValue {
  return jsonOf(value, 0, { items: FEEL_LIMITS.valueItems, characters: FEEL_LIMITS.valueCharacters, isShown });
}

function jsonOf(value: unknown, nesting: number, left: Allowance): JsonValue {
  if (nesting > FEEL_LIMITS.valueNesting)
    throw new EvaluationFault(`Expected a value nested at most ${FEEL_LIMITS.valueNesting} deep, but it is deeper`);
  left.items -= 1;
  if (left.items < 0) throw new EvaluationFault(`Expected a value of at most ${FEEL_LIMITS.valueItems} items, but it has more`);
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return counted(value, left);
  if (typeof value === 'boolean') return value;
  if (isNumber(value)) {
    const double = toDouble(value);
    if (Number.isFinite(double)) return double + 0;
    throw new EvaluationFault(`Expected a finite number, but found ${numberText(value).slice(0, 40)}`);
  }
  if (isTemporal(value)) return String(value);
  if (Array.isArray(value)) return value.map((item) => jsonOf(item, nesting + 1, left));
  if (isContext(value)) {
    const entries = Object.entries(value).filter(([key]) => key !== '__proto__');
    return Object.fromEntries(entries.map(([key, member]) => [counted(key, left), jsonOf(member, nesting + 1, left)]));
  }
  if (left.isShown) return counted(literalText(value), left);
  throw new EvaluationFault(`Expected a value that can be a variable, but found a ${typeName(value)}`);
}

/** A text may be there once and be counted a thousand times: written out it would be that long. */
function counted(text: string, left: Allowance): string {
  left.characters -= text.length;
  if (left.characters < 0)
    throw new EvaluationFault(`Expected a value of at most ${FEEL_LIMITS.valueCharacters} characters, but it has more`);
  return text;
}
