import { FeelFunction, FeelRange, inner, isContext, isNumber, typeName, UNFIT } from '../feel/index.ts';
import type { FeelParameter, Scope } from '../feel/index.ts';
import { dateOf, FeelDate } from '../feel/value/temporal.ts';
import type { ContextEntry, DecisionLogic, TypedName, TypeReference } from './decision-model.ts';
import { describe } from './item-types.ts';
import type { TypeBook } from './item-types.ts';
import type { ModelSet } from './model-set.ts';
import { evaluateTable } from './table.ts';

type LogicOf<K extends DecisionLogic['kind']> = Extract<DecisionLogic, { kind: K }>;

/** What the boxed expressions of one element need. */
export interface BoxedParts {
  readonly set: ModelSet;
  readonly types: TypeBook;
  complain(rule: string, message: string): void;
}

/** Evaluates a boxed expression (DMN 1.5, 10.2) and converts its value to its declared type. */
export function evaluateLogic(logic: DecisionLogic, scope: Scope, parts: BoxedParts): unknown {
  return fitted(valueOf(logic, scope, parts), logic.type, `the value of a ${logic.kind}`, parts);
}

/** A value as one of a type; null with a complaint when it does not fit. */
export function fitted(value: unknown, type: TypeReference, what: string, parts: BoxedParts): unknown {
  if (value === null || type === null) return value;
  // A function is declared by the type of its result as often as by its own.
  if (value instanceof FeelFunction && parts.types.functionType(type) === null) return value;
  const converted = parts.types.fit(value, type, false);
  if (converted !== UNFIT) return converted;
  parts.complain('dmn-type', `Expected ${what} to be of type ${type}, but found ${describe(value)}`);
  return null;
}

function valueOf(logic: DecisionLogic, scope: Scope, parts: BoxedParts): unknown {
  const inside = (each: DecisionLogic): unknown => evaluateLogic(each, scope, parts);
  switch (logic.kind) {
    case 'literal':
      return logic.text === '' ? null : parts.set.expression(logic.text)(scope);
    case 'table':
      return evaluateTable(logic, {
        set: parts.set,
        scope,
        fit: (value, type) => parts.types.fit(value, type, true),
        complain: parts.complain,
      });
    case 'list':
      return logic.items.map(inside);
    case 'relation':
      return logic.rows.map((row) =>
        Object.fromEntries(logic.columns.map((column, index) => [column, row[index] === undefined ? null : inside(row[index])])),
      );
    case 'function':
      return functionOf(
        logic.parameters,
        (values) =>
          fitted(
            evaluateLogic(logic.body, inner(scope, values), parts),
            resultType(logic.type, parts.types),
            'the result of a function',
            parts,
          ),
        scope,
        parts,
      );
    case 'context':
      return contextOf(logic.entries, scope, parts);
    case 'invocation':
      return invoked(logic, scope, parts);
    case 'conditional':
      return inside(logic.condition) === true ? inside(logic.consequence) : inside(logic.otherwise);
    case 'filter':
      return filtered(logic, scope, parts);
    case 'iterator':
      return iterated(logic, scope, parts);
  }
}

/** The type of the result of a function that is declared by its own type, or by that of its result. */
export function resultType(type: TypeReference, types: TypeBook): TypeReference {
  const declared = types.functionType(type);
  return declared === null ? type : declared.result;
}

/** A function of named parameters; arguments that do not fit their types are null. */
export function functionOf(
  parameters: readonly TypedName[],
  run: (values: Readonly<Record<string, unknown>>) => unknown,
  scope: Scope,
  parts: BoxedParts,
): FeelFunction {
  const declared: readonly FeelParameter[] = parameters.map(({ name, type }) => ({
    name,
    type: type === null ? null : { kind: 'named', name: type },
  }));
  return new FeelFunction('', declared, (values) =>
    scope.run.enter(() =>
      run(
        Object.fromEntries(
          parameters.map(({ name, type }, index) => [name, fitted(values[index] ?? null, type, `the argument "${name}"`, parts)]),
        ),
      ),
    ),
  );
}

/** Entries see the entries before them; an entry without a name is the result (DMN 1.5, 10.2.1.4). */
function contextOf(entries: readonly ContextEntry[], scope: Scope, parts: BoxedParts): unknown {
  const made: Record<string, unknown> = {};
  const inside = inner(scope, made);
  for (const entry of entries) {
    const value = fitted(
      evaluateLogic(entry.value, inside, parts),
      entry.type,
      entry.name === null ? 'the result of the context' : `"${entry.name}"`,
      parts,
    );
    if (entry.name === null) return value;
    Object.defineProperty(made, entry.name, { value, enumerable: true, configurable: true, writable: true });
  }
  return made;
}

function invoked(logic: LogicOf<'invocation'>, scope: Scope, parts: BoxedParts): unknown {
  const called = parts.set.expression(logic.function)(scope);
  if (!(called instanceof FeelFunction)) {
    parts.complain('dmn-invocation', `Expected "${logic.function}" to be a function, but found ${typeName(called)}`);
    return null;
  }
  const unknown = logic.bindings.find((binding) => !called.parameters.some((parameter) => parameter.name === binding.name));
  if (unknown !== undefined) {
    parts.complain(
      'dmn-invocation',
      `Expected parameters of "${logic.function}" (${called.parameters.map((each) => each.name).join(', ')}), but found "${unknown.name}"`,
    );
    return null;
  }
  const values = called.parameters.map((parameter) => {
    const binding = logic.bindings.find((each) => each.name === parameter.name);
    return binding === undefined ? null : evaluateLogic(binding.value, scope, parts);
  });
  return called.invoke(values) ?? null;
}

/** Items for which the match is true; the match sees the item as `item`, and its members. A match that is a number is a position. */
function filtered(logic: LogicOf<'filter'>, scope: Scope, parts: BoxedParts): unknown {
  const list = evaluateLogic(logic.list, scope, parts);
  if (list === null) return null;
  const items: readonly unknown[] = Array.isArray(list) ? list : [list];
  const kept: unknown[] = [];
  for (const [index, item] of items.entries()) {
    scope.run.spend(1);
    const itself = inner(scope, { item });
    const answer = evaluateLogic(logic.match, isContext(item) ? inner(itself, item) : itself, parts);
    if (index === 0 && isNumber(answer)) {
      const position = typeof answer === 'number' ? answer : 0;
      return items[position > 0 ? position - 1 : items.length + position] ?? null;
    }
    if (answer === true) kept.push(item);
  }
  return kept;
}

/** What an iteration walks; null when it cannot be walked. */
function itemsOf(domain: unknown, scope: Scope): readonly unknown[] | null {
  if (domain === null) return null;
  if (!(domain instanceof FeelRange)) return Array.isArray(domain) ? domain : [domain];
  const [start, end] = [placeOf(domain.start), placeOf(domain.end)];
  if (start === null || end === null) return null;
  const step = start > end ? -1 : 1;
  const items: unknown[] = [];
  for (
    let at = domain.startIncluded ? start : start + step;
    domain.endIncluded ? (end - at) * step >= 0 : (end - at) * step > 0;
    at += step
  ) {
    scope.run.spend(1);
    items.push(domain.start instanceof FeelDate ? dateOf(at) : at);
  }
  return items;
}

const placeOf = (value: unknown): number | null => (typeof value === 'number' ? value : value instanceof FeelDate ? value.number : null);

/** `for`, `some` and `every` (DMN 1.5, 10.2.2.9 to 10.2.2.11). */
function iterated(logic: LogicOf<'iterator'>, scope: Scope, parts: BoxedParts): unknown {
  const items = itemsOf(evaluateLogic(logic.domain, scope, parts), scope);
  if (items === null) return null;
  const results: unknown[] = [];
  for (const item of items) {
    scope.run.spend(1);
    const values = { [logic.variable]: item, ...(logic.operation === 'for' ? { partial: results.slice() } : {}) };
    const value = evaluateLogic(logic.body, inner(scope, values), parts);
    if (logic.operation !== 'for' && value === (logic.operation === 'some')) return value;
    results.push(value);
  }
  if (logic.operation === 'for') return results;
  return results.every((value) => typeof value === 'boolean') ? logic.operation === 'every' : null;
}
