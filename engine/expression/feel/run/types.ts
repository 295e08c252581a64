import type { FeelType } from '../syntax/node.ts';
import { FeelFunction } from '../value/function.ts';
import { FeelRange } from '../value/range.ts';
import { FeelDate, startOfDay, UTC } from '../value/temporal.ts';
import { isContext, typeName } from '../value/type-name.ts';
import type { TypeName } from '../value/type-name.ts';
import type { NamedTypes } from './scope.ts';

/** Spellings of the built-in types in FEEL and in files of DMN 1.1 to 1.5. */
const BUILT_IN: Readonly<Record<string, TypeName | 'Any' | 'duration'>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  long: 'number',
  double: 'number',
  decimal: 'number',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  'date and time': 'date and time',
  'date time': 'date and time',
  dateTime: 'date and time',
  datetime: 'date and time',
  'days and time duration': 'days and time duration',
  'day and time duration': 'days and time duration',
  'day time duration': 'days and time duration',
  dayTimeDuration: 'days and time duration',
  'day-time duration': 'days and time duration',
  'years and months duration': 'years and months duration',
  'year month duration': 'years and months duration',
  yearMonthDuration: 'years and months duration',
  'year-month duration': 'years and months duration',
  duration: 'duration',
  Any: 'Any',
  any: 'Any',
  context: 'context',
  list: 'list',
  range: 'range',
  function: 'function',
  Null: 'null',
  null: 'null',
};

/** A built-in type by its name, with or without a prefix (`feel:string`); null for a type that the model must define. */
export function builtInType(name: string): TypeName | 'Any' | 'duration' | null {
  const local = name.includes(':') ? name.slice(name.lastIndexOf(':') + 1) : name;
  return Object.hasOwn(BUILT_IN, local) ? (BUILT_IN[local] ?? null) : null;
}

const NESTING_LIMIT = 64;

/**
 * Whether a value conforms to a type (DMN 1.5, 10.3.2.9). Null is no instance of any type but `Null`; `isLoose` lets it stand for a value of any type,
 * as members and arguments may be absent. A name that nobody knows conforms to nothing.
 */
export function conforms(value: unknown, type: FeelType, named: NamedTypes, isLoose = true, nesting = 0): boolean {
  if (nesting > NESTING_LIMIT) return false;
  if (value === null || value === undefined) return isLoose || (type.kind === 'named' && builtInType(type.name) === 'null');
  switch (type.kind) {
    case 'named':
      return conformsToNamed(value, type.name, named);
    case 'list':
      return Array.isArray(value) && value.every((item) => conforms(item, type.of, named, true, nesting + 1));
    case 'range':
      return (
        value instanceof FeelRange &&
        [value.start, value.end].every((end) => end === undefined || conforms(end, type.of, named, true, nesting + 1)) &&
        (value.start ?? value.end ?? null) !== null
      );
    case 'context':
      return (
        isContext(value) &&
        type.members.every(
          (member) => Object.hasOwn(value, member.name) && conforms(value[member.name], member.type, named, true, nesting + 1),
        )
      );
    case 'function':
      return value instanceof FeelFunction && conformsToFunction(value, type);
  }
}

function conformsToNamed(value: unknown, name: string, named: NamedTypes): boolean {
  const own = named(name);
  if (own !== null) return own(value);
  const builtIn = builtInType(name);
  if (builtIn === null) return false;
  const actual = typeName(value);
  if (builtIn === 'duration') return actual === 'days and time duration' || actual === 'years and months duration';
  return builtIn === 'Any' || builtIn === actual;
}

/** A function conforms when it takes as many parameters and nothing that it declares contradicts the type. */
function conformsToFunction(value: FeelFunction, type: Extract<FeelType, { kind: 'function' }>): boolean {
  if (value.parameters.length !== type.parameters.length) return false;
  const fits = (declared: FeelType | null | undefined, wanted: FeelType | undefined): boolean =>
    declared === null || declared === undefined || wanted === undefined || isAny(wanted) || isAny(declared) || sameType(declared, wanted);
  return type.parameters.every((wanted, index) => fits(value.parameters[index]?.type, wanted)) && fits(value.result, type.result);
}

const isAny = (type: FeelType): boolean => type.kind === 'named' && builtInType(type.name) === 'Any';

function sameType(a: FeelType, b: FeelType): boolean {
  if (a.kind === 'named' && b.kind === 'named') return (builtInType(a.name) ?? a.name) === (builtInType(b.name) ?? b.name);
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What a value becomes where a type is asked for, and does not fit: undefined. */
export const UNFIT: unique symbol = Symbol('unfit');

/**
 * The value as one of the type by the implicit conversions of DMN 1.5, 10.3.2.9.4: a list of one item is the item, an item is a list of one, a date is its
 * midnight in UTC. `UNFIT` when it does not fit.
 */
export function coerce(value: unknown, type: FeelType, named: NamedTypes): unknown {
  if (value === null || value === undefined) return null;
  if (conforms(value, type, named)) return value;
  // Lists of one may stand in each other.
  let item: unknown = value;
  for (let depth = 0; depth < NESTING_LIMIT && Array.isArray(item) && item.length === 1; depth += 1) {
    item = item[0];
    if (conforms(item, type, named)) return item ?? null;
  }
  if (!Array.isArray(value) && conforms([value], type, named)) return [value];
  if (value instanceof FeelDate && type.kind === 'named' && builtInType(type.name) === 'date and time') return startOfDay(value, UTC);
  return UNFIT;
}
