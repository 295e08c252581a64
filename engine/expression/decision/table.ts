import { add, compareNumbers, isNumber } from '../feel/value/number.ts';
import type { FeelNumber } from '../feel/value/number.ts';
import { equal, order, typeName, UNFIT } from '../feel/index.ts';
import type { Scope } from '../feel/index.ts';
import { textOf } from '../feel/value/text.ts';
import type { DecisionTable, TableOutput, TableRule, TypeReference } from './decision-model.ts';
import type { ModelSet } from './model-set.ts';

/** What a table needs beside itself. */
export interface TableParts {
  readonly set: ModelSet;
  readonly scope: Scope;
  /** A value as one of a type, or `UNFIT`. */
  fit(value: unknown, type: TypeReference): unknown;
  /** Tells of something that makes the result null, or ends the evaluation where errors are failures. */
  complain(rule: string, message: string): void;
}

type Outputs = readonly unknown[];

/** Evaluates a decision table (DMN 1.5, 8.2.10 and 8.2.11). */
export function evaluateTable(table: DecisionTable, parts: TableParts): unknown {
  const values: unknown[] = [];
  for (const input of table.inputs) {
    const given = parts.set.expression(input.expression)(parts.scope);
    const value = parts.fit(given, input.type);
    if (value === UNFIT)
      parts.complain(
        'dmn-column-type',
        `Expected input "${input.expression}" to be of type ${input.type ?? 'Any'}, but found ${typeName(given)} ${textOf(given)}`,
      );
    const tested = value === UNFIT ? given : value;
    if (input.allowedValues !== null && tested !== null && !parts.set.tests(input.allowedValues)(parts.scope, tested)) {
      parts.complain(
        'dmn-allowed-values',
        `Expected input "${input.expression}" to be one of ${input.allowedValues}, but found ${JSON.stringify(textOf(tested))}`,
      );
      values.push(null);
      continue;
    }
    values.push(tested);
  }
  return applyHitPolicy(table, matchingRules(table, values, parts), parts);
}

function matchingRules(table: DecisionTable, values: readonly unknown[], parts: TableParts): readonly TableRule[] {
  const matches = (rule: TableRule): boolean =>
    values.every((value, index) => parts.set.tests(rule.inputEntries[index] ?? '-')(parts.scope, value) === true);
  if (table.hitPolicy !== 'FIRST') return table.rules.filter(matches);
  const first = table.rules.find(matches);
  return first === undefined ? [] : [first];
}

/** One output is its value; several make a context. */
function compose(table: DecisionTable, outputs: Outputs): unknown {
  if (table.outputs.length === 1) return outputs[0] ?? null;
  return Object.fromEntries(table.outputs.map((output, index) => [output.name, outputs[index] ?? null]));
}

function outputsOf(table: DecisionTable, texts: readonly (string | null)[], parts: TableParts): Outputs {
  return table.outputs.map((output, index) => {
    const text = texts[index]?.trim() ?? '';
    const value = text === '' || text === '-' ? null : parts.set.expression(text)(parts.scope);
    if (output.values === null || value === null || parts.set.tests(output.values)(parts.scope, value) === true) return value;
    parts.complain('dmn-allowed-values', `Expected output "${output.name}" to be one of ${output.values}, but found ${textOf(value)}`);
    return null;
  });
}

function ruleNames(table: DecisionTable, rules: readonly TableRule[]): string {
  return rules.map((rule) => String(table.rules.indexOf(rule) + 1)).join(', ');
}

function applyHitPolicy(table: DecisionTable, matches: readonly TableRule[], parts: TableParts): unknown {
  if (matches.length === 0) return withoutMatch(table, parts);
  const hits = matches.map((rule) => outputsOf(table, rule.outputEntries, parts));
  const first = compose(table, hits[0] ?? []);
  switch (table.hitPolicy) {
    case 'UNIQUE':
      if (matches.length === 1) return first;
      parts.complain(
        'dmn-unique',
        `Expected at most one rule to match under hit policy UNIQUE, but rules ${ruleNames(table, matches)} match`,
      );
      return null;
    case 'FIRST':
      return first;
    case 'ANY':
      if (hits.every((hit) => equal(hit, hits[0]) === true)) return first;
      parts.complain('dmn-any', `Expected matching rules to agree under hit policy ANY, but rules ${ruleNames(table, matches)} differ`);
      return null;
    case 'PRIORITY':
      return compose(table, byPriority(table, hits, parts)[0] ?? []);
    case 'RULE ORDER':
      return hits.map((outputs) => compose(table, outputs));
    case 'OUTPUT ORDER':
      return byPriority(table, hits, parts).map((outputs) => compose(table, outputs));
    case 'COLLECT':
      return collect(
        table,
        hits.map((outputs) => compose(table, outputs)),
        parts,
      );
  }
}

const MULTIPLE: ReadonlySet<string> = new Set(['RULE ORDER', 'OUTPUT ORDER', 'COLLECT']);

/** The default outputs; without any, null of one hit, an empty list of several, and 0 of a count. */
function withoutMatch(table: DecisionTable, parts: TableParts): unknown {
  if (table.outputs.some((output) => output.defaultEntry !== null)) {
    const value = compose(
      table,
      outputsOf(
        table,
        table.outputs.map((output) => output.defaultEntry),
        parts,
      ),
    );
    return MULTIPLE.has(table.hitPolicy) && table.aggregation === null ? [value] : value;
  }
  if (table.hitPolicy === 'COLLECT' && table.aggregation !== null) return table.aggregation === 'COUNT' ? 0 : null;
  return MULTIPLE.has(table.hitPolicy) ? [] : null;
}

/** Sorted by the order of the output values, the first output counting most; rules of the same priority keep their order. */
function byPriority(table: DecisionTable, hits: readonly Outputs[], parts: TableParts): readonly Outputs[] {
  const places = table.outputs.map((output) => placesOf(output, parts));
  return hits.toSorted((a, b) => {
    for (const [index, place] of places.entries()) {
      const difference = place(a[index]) - place(b[index]);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

/** The place of a value in the list of output values; one that is not in it comes last. */
function placesOf(output: TableOutput, parts: TableParts): (value: unknown) => number {
  if (output.values === null) return () => 0;
  const values = parts.set.listed(output.values).map((value) => value(parts.scope));
  return (value) => {
    const place = values.findIndex((each) => equal(each, value) === true);
    return place === -1 ? values.length : place;
  };
}

function collect(table: DecisionTable, values: readonly unknown[], parts: TableParts): unknown {
  switch (table.aggregation) {
    case null:
      return values;
    case 'COUNT':
      return values.length;
    case 'SUM':
      return sumOf(values, parts);
    case 'MIN':
    case 'MAX':
      return extremeOf(values, table.aggregation === 'MIN' ? -1 : 1, parts);
  }
}

function sumOf(values: readonly unknown[], parts: TableParts): FeelNumber | null {
  let total: FeelNumber | null = 0;
  for (const value of values) {
    if (!isNumber(value)) {
      parts.complain('dmn-aggregation', `Expected numbers for aggregation SUM, but found ${typeName(value)}`);
      return null;
    }
    total = total === null ? null : add(total, value);
  }
  return total;
}

function extremeOf(values: readonly unknown[], direction: 1 | -1, parts: TableParts): unknown {
  let best = values[0];
  for (const value of values) {
    const difference = isNumber(value) && isNumber(best) ? compareNumbers(value, best) : order(value, best);
    if (difference === null) {
      parts.complain('dmn-aggregation', `Expected values that can be compared for the aggregation, but found ${typeName(value)}`);
      return null;
    }
    if (difference * direction > 0) best = value;
  }
  return best ?? null;
}
