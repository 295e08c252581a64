import { Decimal } from 'decimal.js';
import { EvaluationFault } from '../fault.ts';
import { toJson, typeName } from '../values.ts';
import type { DecisionModel, DecisionTable, TableOutput, TableRule } from './decision-model.ts';
import { convert } from './types.ts';
import { testUnary } from './unary.ts';

/** What a table needs beside itself. */
export interface TableScope {
  readonly model: DecisionModel;
  readonly context: Readonly<Record<string, unknown>>;
  evaluate(text: string, context: Readonly<Record<string, unknown>>): unknown;
}

type Outputs = readonly unknown[];

/** Evaluates a decision table (DMN 1.5, 8.2.10 and 8.2.11). */
export function evaluateTable(table: DecisionTable, scope: TableScope): unknown {
  const values = table.inputs.map((input) => {
    const value = convert(scope.evaluate(input.expression, scope.context), input.type, scope.model, `input "${input.expression}"`);
    if (input.allowedValues !== null && value !== null && !testUnary(input.allowedValues, value, scope.context)) {
      throw new EvaluationFault(
        `Expected input "${input.expression}" to be one of ${input.allowedValues}, but found ${JSON.stringify(toJson(value))}`,
      );
    }
    return value;
  });
  const matches = matchingRules(table, values, scope);
  return applyHitPolicy(table, matches, scope);
}

function matchingRules(table: DecisionTable, values: readonly unknown[], scope: TableScope): readonly TableRule[] {
  const matches = (rule: TableRule): boolean =>
    values.every((value, index) => testUnary(rule.inputEntries[index] ?? '-', value, scope.context));
  if (table.hitPolicy !== 'FIRST') return table.rules.filter(matches);
  const first = table.rules.find(matches);
  return first === undefined ? [] : [first];
}

function outputsOf(table: DecisionTable, rule: TableRule, scope: TableScope): Outputs {
  return table.outputs.map((_, index) => {
    const text = rule.outputEntries[index]?.trim() ?? '';
    return text === '' || text === '-' ? null : scope.evaluate(text, scope.context);
  });
}

/** One output is its value; several make a context. */
function compose(table: DecisionTable, outputs: Outputs): unknown {
  return table.outputs.length === 1 ? outputs[0] : Object.fromEntries(table.outputs.map((output, index) => [output.name, outputs[index]]));
}

/** Default outputs; null when no output has one. */
function defaults(table: DecisionTable, scope: TableScope): Outputs | null {
  if (table.outputs.every((output) => output.defaultEntry === null)) return null;
  return table.outputs.map((output) => (output.defaultEntry === null ? null : scope.evaluate(output.defaultEntry, scope.context)));
}

function ruleNames(table: DecisionTable, rules: readonly TableRule[]): string {
  return rules.map((rule) => String(table.rules.indexOf(rule) + 1)).join(', ');
}

function applyHitPolicy(table: DecisionTable, matches: readonly TableRule[], scope: TableScope): unknown {
  const hits = matches.map((rule) => outputsOf(table, rule, scope));
  const fallback = hits.length === 0 ? defaults(table, scope) : null;
  const found = fallback === null ? hits : [fallback];
  const single = (): unknown => (found[0] === undefined ? null : compose(table, found[0]));
  switch (table.hitPolicy) {
    case 'UNIQUE':
      if (matches.length > 1)
        throw new EvaluationFault(
          `Expected at most one rule to match under hit policy UNIQUE, but rules ${ruleNames(table, matches)} match`,
        );
      return single();
    case 'FIRST':
      return single();
    case 'ANY':
      if (new Set(hits.map((hit) => JSON.stringify(toJson(hit)))).size > 1)
        throw new EvaluationFault(`Expected matching rules to agree under hit policy ANY, but rules ${ruleNames(table, matches)} differ`);
      return single();
    case 'PRIORITY': {
      const best = byPriority(table, found, scope)[0];
      return best === undefined ? null : compose(table, best);
    }
    case 'RULE ORDER':
      return found.map((outputs) => compose(table, outputs));
    case 'OUTPUT ORDER':
      return byPriority(table, found, scope).map((outputs) => compose(table, outputs));
    case 'COLLECT':
      return table.aggregation === null
        ? found.map((outputs) => compose(table, outputs))
        : aggregate(
            table,
            found.map((outputs) => compose(table, outputs)),
          );
  }
}

/** Sorted by the order of the output values, the first output counting most; rules of the same priority keep their order. */
function byPriority(table: DecisionTable, hits: readonly Outputs[], scope: TableScope): readonly Outputs[] {
  const orders = table.outputs.map((output) => priorityOf(output, scope));
  return hits.toSorted((a, b) => {
    for (const [index, order] of orders.entries()) {
      const difference = order(a[index]) - order(b[index]);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

function priorityOf(output: TableOutput, scope: TableScope): (value: unknown) => number {
  if (output.values === null) return () => 0;
  const values: unknown = scope.evaluate(`[${output.values}]`, {});
  const keys = Array.isArray(values) ? values.map((value) => JSON.stringify(toJson(value))) : [];
  return (value) => {
    const position = keys.indexOf(JSON.stringify(toJson(value)));
    return position === -1 ? keys.length : position;
  };
}

function aggregate(table: DecisionTable, values: readonly unknown[]): unknown {
  if (table.aggregation === 'COUNT') return values.length;
  const present = values.filter((value) => value !== null);
  const numbers = present.map((value) => {
    if (typeof value === 'number') return value;
    throw new EvaluationFault(`Expected numbers for aggregation ${table.aggregation ?? ''}, but found ${typeName(value)}`);
  });
  if (numbers.length === 0) return null;
  switch (table.aggregation) {
    case 'SUM':
      return Decimal.sum(...numbers).toNumber();
    case 'MIN':
      return Math.min(...numbers);
    case 'MAX':
      return Math.max(...numbers);
    case null:
      return values;
  }
}
