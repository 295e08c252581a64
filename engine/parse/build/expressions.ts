import type { Expression, IoMapping, JsonValue } from '../../model/index.ts';
import { child, children, extension, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { translateExpression } from './translate-expression.ts';

/** Text of an extension attribute: FEEL after a leading `=` or in a simple `${...}`, else the text itself. */
export function valueOf(source: string): Expression {
  const trimmed = source.trim();
  if (trimmed.startsWith('=')) return { kind: 'feel', source: trimmed.slice(1).trim() };
  const translated = translateExpression(trimmed);
  return translated === null ? { kind: 'literal', value: source } : { kind: 'feel', source: translated };
}

export const valueOrNull = (source: string | null): Expression | null => (source === null ? null : valueOf(source));

/** Text that is always FEEL (conditions, cardinalities): the leading `=` may be left out. */
export function feelOf(source: string): Expression {
  const trimmed = source.trim();
  return { kind: 'feel', source: trimmed.startsWith('=') ? trimmed.slice(1).trim() : (translateExpression(trimmed) ?? trimmed) };
}

/** A literal whole number becomes a JSON number; everything else as `valueOf`. */
export function numberOf(source: string): Expression {
  const value = valueOf(source);
  return value.kind === 'literal' && typeof value.value === 'string' && /^\s*-?\d+\s*$/.test(value.value)
    ? { kind: 'literal', value: Number(value.value) }
    : value;
}

/** A literal comma-separated list becomes a JSON list of trimmed names; FEEL as `valueOf`. */
export function listOf(source: string): Expression {
  const value = valueOf(source);
  return value.kind === 'literal' ? { kind: 'literal', value: splitNames(source) } : value;
}

/** Names of a comma-separated list, trimmed, without empty ones. */
export function splitNames(source: string): readonly string[] & JsonValue {
  return source
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** The FEEL of a formal-expression child such as `conditionExpression`; null when absent or empty. */
export function formalFeel(element: ModdleElement, property: string): Expression | null {
  const body = formalText(element, property);
  return body === null ? null : feelOf(body);
}

/** The text of a formal-expression child; null when absent or blank. */
export function formalText(element: ModdleElement, property: string): string | null {
  const expression = child(element, property);
  const body = expression === null ? null : text(expression, 'body');
  return body === null || body.trim() === '' ? null : body.trim();
}

/** The `zeebe:input` or `zeebe:output` elements of a node. A mapping without source or target is left to the rule `io-mapping`. */
export function ioMappings(element: ModdleElement, side: 'inputParameters' | 'outputParameters'): readonly IoMapping[] {
  const mapping = extension(element, 'zeebe:IoMapping');
  if (mapping === null) return [];
  return children(mapping, side).map((parameter) => ({
    source: valueOf(text(parameter, 'source') ?? ''),
    target: text(parameter, 'target') ?? '',
  }));
}
