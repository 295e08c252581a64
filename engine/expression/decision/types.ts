import { dateAndTime, duration, FeelDate, FeelDateTime, FeelDuration, FeelTime, parseDate, parseTime } from 'feelin';
import { EvaluationFault } from '../fault.ts';
import { isContext, typeName } from '../values.ts';
import type { DecisionModel, ItemType, TypeReference } from './decision-model.ts';
import { testUnary } from './unary.ts';

/** Spellings of the FEEL types in DMN 1.1 to 1.5 files. */
const BUILT_IN: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  long: 'number',
  double: 'number',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  'date and time': 'date and time',
  dateTime: 'date and time',
  datetime: 'date and time',
  'days and time duration': 'days and time duration',
  dayTimeDuration: 'days and time duration',
  'day-time duration': 'days and time duration',
  'years and months duration': 'years and months duration',
  yearMonthDuration: 'years and months duration',
  'year-month duration': 'years and months duration',
  duration: 'duration',
  Any: 'Any',
  context: 'context',
  list: 'list',
  function: 'function',
  null: 'Any',
  Null: 'Any',
};

/** Name of a built-in type without its prefix (`feel:string`); null for a type that the file must define. */
export function builtInType(type: string): string | null {
  const local = type.includes(':') ? type.slice(type.lastIndexOf(':') + 1) : type;
  return Object.hasOwn(BUILT_IN, local) ? (BUILT_IN[local] ?? null) : null;
}

/** Nesting of types in types; a type that contains itself ends here. */
const TYPE_NESTING_LIMIT = 32;

/**
 * A JSON value as a value of the type: texts become dates, times and durations where the type says so. Null fits every type.
 * @throws EvaluationFault when the value does not fit ("typed inputs checked")
 */
export function convert(value: unknown, type: TypeReference, model: DecisionModel, what: string, nesting = 0): unknown {
  if (type === null || value === null || value === undefined) return value ?? null;
  if (nesting > TYPE_NESTING_LIMIT)
    throw new EvaluationFault(`Expected types nested at most ${TYPE_NESTING_LIMIT} deep, but ${type} is deeper`);
  const builtIn = builtInType(type);
  if (builtIn !== null) return convertBuiltIn(value, builtIn, what);
  const local = type.includes(':') ? type.slice(type.lastIndexOf(':') + 1) : type;
  const item = Object.hasOwn(model.itemTypes, local) ? model.itemTypes[local] : undefined;
  return item === undefined ? value : convertItem(value, item, model, what, nesting);
}

function convertItem(value: unknown, item: ItemType, model: DecisionModel, what: string, nesting: number): unknown {
  if (item.isCollection) {
    const members: readonly unknown[] = Array.isArray(value) ? value : [value];
    return members.map((member, index) => convertOne(member, item, model, `${what}[${index + 1}]`, nesting));
  }
  return convertOne(value, item, model, what, nesting);
}

function convertOne(value: unknown, item: ItemType, model: DecisionModel, what: string, nesting: number): unknown {
  const converted =
    item.components.length > 0 ? convertMembers(value, item, model, what, nesting) : convert(value, item.base, model, what, nesting + 1);
  if (item.allowedValues !== null && converted !== null && !testUnary(item.allowedValues, converted, {})) {
    throw new EvaluationFault(`Expected ${what} to be one of ${item.allowedValues}, but found ${JSON.stringify(value)}`);
  }
  return converted;
}

function convertMembers(value: unknown, item: ItemType, model: DecisionModel, what: string, nesting: number): unknown {
  if (!isContext(value)) throw mismatch(what, item.name, value);
  const members = { ...value };
  for (const component of item.components) {
    const member = Object.hasOwn(value, component.name) ? value[component.name] : null;
    members[component.name] = member === null ? null : convertItem(member, component, model, `${what}.${component.name}`, nesting + 1);
  }
  return members;
}

function mismatch(what: string, type: string, value: unknown): EvaluationFault {
  return new EvaluationFault(`Expected ${what} to be of type ${type}, but found ${typeName(value)} ${JSON.stringify(value)}`);
}

function convertBuiltIn(value: unknown, type: string, what: string): unknown {
  // A list of one item stands for the item (DMN 1.5, 10.3.2.9.4).
  const single: unknown = Array.isArray(value) && value.length === 1 && type !== 'list' && type !== 'Any' ? value[0] : value;
  const converted = fitting(single, type);
  if (converted === null) throw mismatch(what, type, single);
  return converted;
}

/** The value as one of the built-in type; null when it does not fit. */
function fitting(value: unknown, type: string): unknown {
  switch (type) {
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type ? value : null;
    case 'date':
      return value instanceof FeelDate ? value : typeof value === 'string' ? parseDate(value) : null;
    case 'time':
      return value instanceof FeelTime ? value : typeof value === 'string' ? parseTime(value) : null;
    case 'date and time':
      return value instanceof FeelDateTime ? value : typeof value === 'string' ? dateAndTime(value) : null;
    case 'duration':
    case 'days and time duration':
    case 'years and months duration':
      return durationOf(value, type);
    case 'context':
      return isContext(value) ? value : null;
    case 'list':
      return Array.isArray(value) ? value : [value];
    default:
      return value;
  }
}

function durationOf(value: unknown, type: string): FeelDuration | null {
  const converted = value instanceof FeelDuration ? value : typeof value === 'string' ? duration(value) : null;
  if (converted === null || type === 'duration') return converted;
  return converted.yearsMonths === (type === 'years and months duration') ? converted : null;
}
