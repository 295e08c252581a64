import type { Aggregation, DecisionLogic, DecisionTable, HitPolicy } from '../../expression/index.ts';
import { child, children, idOf, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';

const NOTHING: DecisionLogic = { kind: 'literal', text: 'null' };

const HIT_POLICIES: ReadonlySet<string> = new Set<HitPolicy>([
  'UNIQUE',
  'FIRST',
  'PRIORITY',
  'ANY',
  'COLLECT',
  'RULE ORDER',
  'OUTPUT ORDER',
]);
const AGGREGATIONS: ReadonlySet<string> = new Set<Aggregation>(['SUM', 'COUNT', 'MIN', 'MAX']);

const isHitPolicy = (value: string): value is HitPolicy => HIT_POLICIES.has(value);
const isAggregation = (value: string): value is Aggregation => AGGREGATIONS.has(value);

/** Text of a literal expression or unary tests inside an element; null when absent or blank. */
export function nestedText(element: ModdleElement, property: string): string | null {
  const inner = child(element, property);
  const source = inner === null ? null : text(inner, 'text');
  return source === null || source.trim() === '' ? null : source.trim();
}

/** Type of an element, of its expression or of its variable. */
export function typeRef(element: ModdleElement | null): string | null {
  const value = element === null ? null : element.get('typeRef');
  return typeof value === 'string' && value !== '' ? value : null;
}

function table(element: ModdleElement): DecisionTable {
  const hitPolicy = text(element, 'hitPolicy') ?? 'UNIQUE';
  const aggregation = text(element, 'aggregation');
  return {
    kind: 'table',
    hitPolicy: isHitPolicy(hitPolicy) ? hitPolicy : 'UNIQUE',
    aggregation: aggregation !== null && isAggregation(aggregation) ? aggregation : null,
    inputs: children(element, 'input').map((input) => ({
      expression: nestedText(input, 'inputExpression') ?? text(input, 'label') ?? '',
      type: typeRef(child(input, 'inputExpression')),
      allowedValues: nestedText(input, 'inputValues'),
    })),
    outputs: children(element, 'output').map((output, index) => ({
      name: text(output, 'name') ?? text(output, 'label') ?? `output${index + 1}`,
      type: typeRef(output),
      values: nestedText(output, 'outputValues'),
      defaultEntry: nestedText(output, 'defaultOutputEntry'),
    })),
    rules: children(element, 'rule').map((rule) => ({
      id: idOf(rule),
      inputEntries: children(rule, 'inputEntry').map((entry) => text(entry, 'text')?.trim() ?? '-'),
      outputEntries: children(rule, 'outputEntry').map((entry) => text(entry, 'text')?.trim() ?? ''),
    })),
  };
}

function variableName(element: ModdleElement): string | null {
  const variable = child(element, 'variable');
  return variable === null ? null : text(variable, 'name');
}

function invocation(element: ModdleElement): DecisionLogic {
  const called = child(element, 'calledFunction');
  return {
    kind: 'invocation',
    function: (called === null ? null : text(called, 'text'))?.trim() ?? '',
    bindings: children(element, 'binding').map((binding) => {
      const parameter = child(binding, 'parameter');
      return { name: (parameter === null ? null : text(parameter, 'name')) ?? '', value: readLogic(child(binding, 'bindingFormula')) };
    }),
  };
}

/** Names of the formal parameters of a function definition. */
export function parametersOf(element: ModdleElement | null): readonly string[] {
  return element === null ? [] : children(element, 'formalParameter').map((parameter) => text(parameter, 'name') ?? '');
}

/** A boxed expression as decision logic; an absent one has no value. Classes without logic here are refused by the rule `dmn-not-executed`. */
export function readLogic(element: ModdleElement | null): DecisionLogic {
  switch (element?.$type) {
    case 'dmn:LiteralExpression':
      return { kind: 'literal', text: text(element, 'text')?.trim() ?? 'null' };
    case 'dmn:DecisionTable':
      return table(element);
    case 'dmn:Context':
      return {
        kind: 'context',
        entries: children(element, 'contextEntry').map((entry) => ({ name: variableName(entry), value: readLogic(child(entry, 'value')) })),
      };
    case 'dmn:Invocation':
      return invocation(element);
    case 'dmn:List':
      return { kind: 'list', items: children(element, 'elements').map(readLogic) };
    case 'dmn:Relation':
      return {
        kind: 'relation',
        columns: children(element, 'column').map((column) => text(column, 'name') ?? ''),
        rows: children(element, 'row').map((row) => children(row, 'elements').map(readLogic)),
      };
    case 'dmn:FunctionDefinition':
      return { kind: 'function', parameters: parametersOf(element), body: readLogic(child(element, 'body')) };
    default:
      return NOTHING;
  }
}
