import type { Aggregation, DecisionLogic, DecisionTable, HitPolicy, TypedName } from '../../expression/index.ts';
import { child, children, idOf, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';

const NOTHING: DecisionLogic = { kind: 'literal', type: null, text: 'null' };

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

/** A name as it is compared: white space as one blank. */
export const tidy = (name: string): string => name.replace(/\s+/gu, ' ').trim();

/** Type of an element, of its expression or of its variable. */
export function typeRef(element: ModdleElement | null): string | null {
  const value = element === null ? null : element.get('typeRef');
  return typeof value === 'string' && value.trim() !== '' ? tidy(value) : null;
}

function table(element: ModdleElement): DecisionTable {
  const hitPolicy = text(element, 'hitPolicy') ?? 'UNIQUE';
  const aggregation = text(element, 'aggregation');
  return {
    kind: 'table',
    type: typeRef(element),
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
  const name = variable === null ? null : text(variable, 'name');
  return name === null ? null : tidy(name);
}

function invocation(element: ModdleElement): DecisionLogic {
  const called = child(element, 'calledFunction');
  return {
    kind: 'invocation',
    type: typeRef(element),
    function: (called === null ? null : text(called, 'text'))?.trim() ?? '',
    bindings: children(element, 'binding').map((binding) => {
      const parameter = child(binding, 'parameter');
      return {
        name: tidy((parameter === null ? null : text(parameter, 'name')) ?? ''),
        value: readLogic(child(binding, 'bindingFormula')),
      };
    }),
  };
}

/** The formal parameters of a function definition. */
export function parametersOf(element: ModdleElement | null): readonly TypedName[] {
  if (element === null) return [];
  return children(element, 'formalParameter').map((parameter) => ({
    name: tidy(text(parameter, 'name') ?? ''),
    type: typeRef(parameter),
  }));
}

/** The expression inside `<in>`, `<then>` and the like of DMN 1.4 and 1.5. */
function inside(element: ModdleElement, property: string): DecisionLogic {
  const part = child(element, property);
  return readLogic(part === null ? null : child(part, 'value'));
}

/** `for`, `some` or `every`. */
function iterator(element: ModdleElement, operation: 'for' | 'some' | 'every'): DecisionLogic {
  return {
    kind: 'iterator',
    type: typeRef(element),
    operation,
    variable: tidy(text(element, 'iteratorVariable') ?? ''),
    domain: inside(element, 'in'),
    body: inside(element, operation === 'for' ? 'return' : 'satisfies'),
  };
}

/** A boxed expression as decision logic; an absent one has no value. Classes without logic here are refused by the rule `dmn-not-executed`. */
export function readLogic(element: ModdleElement | null): DecisionLogic {
  if (element === null) return NOTHING;
  const type = typeRef(element);
  switch (element.$type) {
    case 'dmn:LiteralExpression':
      return { kind: 'literal', type, text: text(element, 'text')?.trim() ?? 'null' };
    case 'dmn:DecisionTable':
      return table(element);
    case 'dmn:Context':
      return { kind: 'context', type, entries: children(element, 'contextEntry').map(contextEntry) };
    case 'dmn:Invocation':
      return invocation(element);
    case 'dmn:List':
      return { kind: 'list', type, items: children(element, 'elements').map(readLogic) };
    case 'dmn:Relation':
      return {
        kind: 'relation',
        type,
        columns: children(element, 'column').map((column) => tidy(text(column, 'name') ?? '')),
        rows: children(element, 'row').map((row) => children(row, 'elements').map(readLogic)),
      };
    case 'dmn:FunctionDefinition':
      return { kind: 'function', type, parameters: parametersOf(element), body: readLogic(child(element, 'body')) };
    case 'dmn:Conditional':
      return {
        kind: 'conditional',
        type,
        condition: inside(element, 'if'),
        consequence: inside(element, 'then'),
        otherwise: inside(element, 'else'),
      };
    case 'dmn:Filter':
      return { kind: 'filter', type, list: inside(element, 'in'), match: inside(element, 'match') };
    case 'dmn:For':
      return iterator(element, 'for');
    case 'dmn:Some':
      return iterator(element, 'some');
    case 'dmn:Every':
      return iterator(element, 'every');
    default:
      return NOTHING;
  }
}

function contextEntry(entry: ModdleElement) {
  return { name: variableName(entry), type: typeRef(child(entry, 'variable')), value: readLogic(child(entry, 'value')) };
}
