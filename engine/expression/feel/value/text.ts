import { FeelFunction } from './function.ts';
import { isNumber, numberText } from './number.ts';
import { FeelRange } from './range.ts';
import { isContext } from './type-name.ts';

const NESTING_LIMIT = 100;
const PLAIN_KEY = /^[\p{L}_][\p{L}\p{N}_ ]*$/u;

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** A value as FEEL would write it inside a list or context: texts in quotes. */
export function literalText(value: unknown, nesting = 0): string {
  if (nesting > NESTING_LIMIT) return '...';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map((item) => literalText(item, nesting + 1)).join(', ')}]`;
  if (value instanceof FeelRange) return rangeText(value, nesting);
  if (isContext(value)) {
    const entries = Object.entries(value).map(
      ([key, member]) => `${PLAIN_KEY.test(key) ? key : quoted(key)}: ${literalText(member, nesting + 1)}`,
    );
    return `{${entries.join(', ')}}`;
  }
  return plainText(value);
}

function plainText(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (isNumber(value)) return numberText(value);
  if (value instanceof FeelFunction) return `function(${value.parameters.map((parameter) => parameter.name).join(', ')})`;
  return String(value);
}

function rangeText(range: FeelRange, nesting: number): string {
  if (range.isUnary) {
    return range.start === undefined
      ? `(${range.endIncluded ? '<=' : '<'} ${literalText(range.end, nesting + 1)})`
      : `(${range.startIncluded ? '>=' : '>'} ${literalText(range.start, nesting + 1)})`;
  }
  const [start, end] = [literalText(range.start, nesting + 1), literalText(range.end, nesting + 1)];
  return `${range.startIncluded ? '[' : '('}${start}..${end}${range.endIncluded ? ']' : ')'}`;
}

/** What `string(value)` gives: the text itself, numbers without exponents, temporal values as ISO 8601, lists and contexts as FEEL writes them. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : literalText(value);
}
