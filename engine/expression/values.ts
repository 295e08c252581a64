import { FeelDate, FeelDateTime, FeelDuration, FeelTime, isFunction, isRange } from 'feelin';
import type { JsonValue } from '../model/index.ts';
import { EvaluationFault } from './fault.ts';
import { FEEL_LIMITS } from './limits.ts';

/** FEEL's own values that JSON has no form for. */
export type FeelTemporal = FeelDate | FeelTime | FeelDateTime | FeelDuration;

export function isTemporal(value: unknown): value is FeelTemporal {
  return value instanceof FeelDate || value instanceof FeelTime || value instanceof FeelDateTime || value instanceof FeelDuration;
}

/** A FEEL context: an object made by FEEL or JSON, not one of FEEL's own values. */
export function isContext(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Name of the FEEL type, as messages show it. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return typeof value;
  if (Array.isArray(value)) return 'list';
  if (value instanceof FeelDate) return 'date';
  if (value instanceof FeelTime) return 'time';
  if (value instanceof FeelDateTime) return 'date and time';
  if (value instanceof FeelDuration) return 'duration';
  if (isRange(value)) return 'range';
  if (typeof value === 'function' || isFunction(value)) return 'function';
  return 'context';
}

/** What a value may still hold. */
interface Allowance {
  items: number;
  characters: number;
}

/**
 * A FEEL value as JSON: dates, times and durations become their FEEL strings (`2026-11-21`, `PT48H`).
 * @throws EvaluationFault for what cannot be a variable: functions, ranges, numbers that are not finite, values nested too deep or too large
 */
export function toJson(value: unknown): JsonValue {
  return jsonOf(value, 0, { items: FEEL_LIMITS.valueItems, characters: FEEL_LIMITS.valueCharacters });
}

function jsonOf(value: unknown, nesting: number, left: Allowance): JsonValue {
  if (nesting > FEEL_LIMITS.valueNesting)
    throw new EvaluationFault(`Expected a value nested at most ${FEEL_LIMITS.valueNesting} deep, but it is deeper`);
  left.items -= 1;
  if (left.items < 0) throw new EvaluationFault(`Expected a value of at most ${FEEL_LIMITS.valueItems} items, but it has more`);
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return textOf(value, left);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new EvaluationFault(`Expected a finite number, but found ${value}`);
    return value;
  }
  if (isTemporal(value)) return value.toString();
  if (Array.isArray(value)) return value.map((item) => jsonOf(item, nesting + 1, left));
  if (isContext(value)) {
    const entries = Object.entries(value).filter(([key]) => key !== '__proto__');
    return Object.fromEntries(entries.map(([key, member]) => [textOf(key, left), jsonOf(member, nesting + 1, left)]));
  }
  throw new EvaluationFault(`Expected a value that can be a variable, but found a ${typeName(value)}`);
}

/** A text may be there once and be counted a thousand times: written out it would be that long. */
function textOf(text: string, left: Allowance): string {
  left.characters -= text.length;
  if (left.characters < 0)
    throw new EvaluationFault(`Expected a value of at most ${FEEL_LIMITS.valueCharacters} characters, but it has more`);
  return text;
}
