import type { FeelNode, FeelType } from '../syntax/node.ts';
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

/** A function conforms when it takes as many parameters, takes all that the type offers, and gives what the type promises, as far as that is declared. */
function conformsToFunction(value: FeelFunction, type: Extract<FeelType, { kind: 'function' }>): boolean {
  if (value.parameters.length !== type.parameters.length) return false;
  const takes = type.parameters.every((offered, index) => {
    const declared = value.parameters[index]?.type ?? null;
    return declared === null || isSubtype(offered, declared);
  });
  return takes && (value.result === null || isSubtype(value.result, type.result));
}

const isAny = (type: FeelType): boolean => type.kind === 'named' && builtInType(type.name) === 'Any';

/** Whether every value of a type is one of the other (DMN 1.5, 10.3.2.9.1 and 10.3.2.9.2). */
function isSubtype(type: FeelType, other: FeelType): boolean {
  // `Any` also stands for what is not known.
  if (isAny(other) || isAny(type)) return true;
  if (type.kind === 'named')
    return other.kind === 'named' && (builtInType(type.name) ?? type.name) === (builtInType(other.name) ?? other.name);
  if (type.kind === 'context')
    return (
      other.kind === 'context' &&
      other.members.every((wanted) => type.members.some((member) => member.name === wanted.name && isSubtype(member.type, wanted.type)))
    );
  if (type.kind === 'function')
    return (
      other.kind === 'function' &&
      type.parameters.length === other.parameters.length &&
      other.parameters.every((offered, index) => {
        const taken = type.parameters[index];
        return taken !== undefined && isSubtype(offered, taken);
      }) &&
      isSubtype(type.result, other.result)
    );
  return type.kind === other.kind && isSubtype(type.of, other.of);
}

/** The type of what an expression gives, as far as its text alone shows it; null when it does not. */
export function writtenType(node: FeelNode): FeelType | null {
  if (node.kind === 'literal') return node.value === null ? null : { kind: 'named', name: typeName(node.value) };
  if (node.kind === 'list') {
    const [first, ...rest] = node.items.map(writtenType);
    if (first === undefined || first === null) return null;
    return rest.every((each) => each !== null && isSubtype(each, first)) ? { kind: 'list', of: first } : null;
  }
  if (node.kind !== 'context') return null;
  const members = node.entries.map(({ key, value }) => ({ name: key, type: writtenType(value) ?? ANY }));
  return { kind: 'context', members };
}

const ANY: FeelType = { kind: 'named', name: 'Any' };

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
