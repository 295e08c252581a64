import { BINDING, asText, bracketed, called, feel, isEmpty, isFeelName, textLiteral } from './feel.ts';
import type { Feel } from './feel.ts';
import type { Node } from './parser.ts';

/** An argument or receiver as it was written and as it became. */
export interface Operand {
  readonly node: Node;
  readonly feel: Feel;
}

/** What a call became; `isExact` false when it is the same only in the usual case. */
export interface Translated {
  readonly feel: Feel;
  readonly isExact: boolean;
}

const exact = (piece: Feel): Translated => ({ feel: piece, isExact: true });
const roughly = (piece: Feel): Translated => ({ feel: piece, isExact: false });
const compare = (left: Feel, operator: string, right: Feel): Feel =>
  feel(`${bracketed(left, BINDING.sum)} ${operator} ${bracketed(right, BINDING.sum)}`, BINDING.comparison);

/** Functions without receiver, by name. */
const FUNCTIONS: Readonly<Record<string, (args: readonly Feel[]) => Translated | null>> = {
  now: () => exact(feel('now()')),
  dateTime: () => exact(feel('now()')),
  S: ([value]) => (value === undefined ? null : exact(value)),
  JSON: ([value]) => (value === undefined ? null : exact(value)),
  Number: ([value]) => (value === undefined ? null : roughly(called('number', [asText(value)]))),
  String: ([value]) => (value === undefined ? null : exact(asText(value))),
};

/** Functions of the namespaces `vars`, `var` and `variables`; their first argument names a variable. */
const VARIABLE_FUNCTIONS: Readonly<Record<string, (variable: Feel, args: readonly Feel[]) => Feel | null>> = {
  get: (variable) => variable,
  getOrDefault: (variable, [fallback]) => (fallback === undefined ? null : called('get or else', [variable, fallback])),
  exists: (variable) => called('is defined', [variable]),
  exist: (variable) => called('is defined', [variable]),
  isEmpty: (variable) => isEmpty(variable),
  empty: (variable) => isEmpty(variable),
  isNotEmpty: (variable) => called('not', [isEmpty(variable)]),
  notEmpty: (variable) => called('not', [isEmpty(variable)]),
  ...Object.fromEntries(
    (
      [
        ['=', ['equals', 'eq']],
        ['!=', ['notEquals', 'ne']],
        ['<', ['lowerThan', 'lessThan', 'lt']],
        ['<=', ['lowerThanOrEquals', 'lessThanOrEquals', 'lte']],
        ['>', ['greaterThan', 'gt']],
        ['>=', ['greaterThanOrEquals', 'gte']],
      ] as const
    ).flatMap(([operator, names]) =>
      names.map((name) => [
        name,
        (variable: Feel, [value]: readonly Feel[]) => (value === undefined ? null : compare(variable, operator, value)),
      ]),
    ),
  ),
};

/** A function call; null when the function is not known. */
export function functionCall(name: string, args: readonly Operand[]): Translated | null {
  const feels = args.map((argument) => argument.feel);
  const namespaced = /^(?:vars|var|variables):(\w+)$/.exec(name)?.[1];
  if (namespaced === undefined) return Object.hasOwn(FUNCTIONS, name) ? (FUNCTIONS[name]?.(feels) ?? null) : null;
  const [first] = args;
  const variable = first === undefined ? null : variableNamed(first.node);
  if (variable === null || !Object.hasOwn(VARIABLE_FUNCTIONS, namespaced)) return null;
  const result = VARIABLE_FUNCTIONS[namespaced]?.(variable, feels.slice(1)) ?? null;
  return result === null ? null : exact(result);
}

/** The variable that an argument names, as text or as it stands. */
function variableNamed(node: Node): Feel | null {
  const name = node.kind === 'string' ? node.text : node.kind === 'name' ? node.name : null;
  return name !== null && isFeelName(name) ? feel(name) : null;
}

/** Objects that stand for the running instance. */
const INSTANCES: ReadonlySet<string> = new Set(['execution', 'task', 'delegateTask', 'processInstance', 'caseExecution']);

/** `execution.getVariable("x")` and its relatives; null when the receiver is no execution or the method is another. */
export function instanceCall(receiver: Node, method: string, args: readonly Operand[]): Translated | null {
  if (receiver.kind !== 'name' || !INSTANCES.has(receiver.name) || args.length !== 1 || args[0]?.node.kind !== 'string') return null;
  const variable = variableNamed(args[0].node);
  if (variable === null) return null;
  if (/^getVariable(Local|Typed|LocalTyped)?$/.test(method)) return exact(variable);
  return /^hasVariable(Local)?$/.test(method) ? exact(called('is defined', [variable])) : null;
}

/** Whether the name is that of the execution or task, which has no counterpart as an object. */
export const isInstanceName = (name: string): boolean => INSTANCES.has(name);

const UNITS: Readonly<Record<string, readonly [before: string, after: string]>> = {
  Years: ['P', 'Y'],
  Months: ['P', 'M'],
  Weeks: ['P', 'W'],
  Days: ['P', 'D'],
  Hours: ['PT', 'H'],
  Minutes: ['PT', 'M'],
  Seconds: ['PT', 'S'],
};

/** `plusDays(3)` of dates. */
function dateArithmetic(receiver: Feel, method: string, amount: Operand | undefined): Translated | null {
  const match = /^(plus|minus)(Years|Months|Weeks|Days|Hours|Minutes|Seconds)$/.exec(method);
  const unit = UNITS[match?.[2] ?? ''];
  if (match === null || unit === undefined || amount === undefined) return null;
  // FEEL has no weeks.
  const factor = match[2] === 'Weeks' ? 7 : 1;
  const [before, after] = factor === 7 ? ['P', 'D'] : unit;
  const number = amount.node.kind === 'number' ? String(Number(amount.node.text) * factor) : null;
  const counted = factor === 1 ? amount.feel : feel(`${bracketed(amount.feel, BINDING.product)} * 7`, BINDING.product);
  const length =
    number === null
      ? called('duration', [feel(`"${before}" + string(${counted.text}) + "${after}"`)])
      : called('duration', [textLiteral(`${before}${number}${after}`)]);
  return exact(feel(`${bracketed(receiver, BINDING.sum)} ${match[1] === 'plus' ? '+' : '-'} ${length.text}`, BINDING.sum));
}

type Method = (receiver: Feel, args: readonly Operand[]) => Translated | null;

const unchanged: Method = (receiver) => exact(receiver);
const wrapped =
  (name: string, isText = false): Method =>
  (receiver, args) =>
    exact(called(name, [receiver, ...args.map((argument) => argument.feel)], isText));
const compared =
  (operator: string): Method =>
  (receiver, [value]) =>
    value === undefined ? null : exact(compare(receiver, operator, value.feel));

/** The member that a text names. */
export function memberOf(receiver: Feel, name: string): Feel {
  return isFeelName(name)
    ? feel(`${bracketed(receiver, BINDING.postfix)}.${name}`, BINDING.postfix)
    : called('get value', [receiver, textLiteral(name)]);
}

const namedMember: Method = (receiver, [name]) => (name?.node.kind === 'string' ? exact(memberOf(receiver, name.node.text)) : null);
const hasMember: Method = (receiver, [name]) =>
  name?.node.kind === 'string' ? exact(called('is defined', [memberOf(receiver, name.node.text)])) : null;

function contains(receiver: Feel, [item]: readonly Operand[]): Translated | null {
  if (item === undefined) return null;
  if (receiver.isText) return exact(called('contains', [receiver, item.feel]));
  const inText = called('contains', [receiver, item.feel]).text;
  const inList = called('list contains', [receiver, item.feel]).text;
  return item.feel.isText
    ? exact(feel(`if ${bracketed(receiver, BINDING.postfix)} instance of string then ${inText} else ${inList}`, BINDING.conditional))
    : exact(feel(inList));
}

function part(receiver: Feel, [from, to]: readonly Operand[]): Translated | null {
  if (from?.node.kind !== 'number' || (to !== undefined && to.node.kind !== 'number')) return null;
  const start = Number(from.node.text);
  const length = to?.node.kind === 'number' ? [feel(String(Number(to.node.text) - start))] : [];
  return exact(called('substring', [receiver, feel(String(start + 1)), ...length], true));
}

/** Methods that only change the Java type. */
const UNCHANGED_METHODS =
  'intValue longValue doubleValue floatValue booleanValue stringValue numberValue boolValue value elements toDate toInstant'.split(' ');

/** Methods of texts, lists, maps, numbers, dates and JSON values. */
const METHODS: Readonly<Record<string, Method>> = {
  size: wrapped('count'),
  length: wrapped('string length'),
  isEmpty: (receiver: Feel) => exact(isEmpty(receiver)),
  contains,
  containsKey: hasMember,
  hasProp: hasMember,
  prop: namedMember,
  get: (receiver, args) =>
    args[0]?.node.kind === 'number'
      ? exact(feel(`${bracketed(receiver, BINDING.postfix)}[${Number(args[0].node.text) + 1}]`, BINDING.postfix))
      : namedMember(receiver, args),
  equals: compared('='),
  equalsIgnoreCase: (receiver, [value]) =>
    value === undefined ? null : exact(compare(called('lower case', [receiver]), '=', called('lower case', [value.feel]))),
  toUpperCase: wrapped('upper case', true),
  toLowerCase: wrapped('lower case', true),
  startsWith: wrapped('starts with'),
  endsWith: wrapped('ends with'),
  substring: part,
  trim: (receiver) => exact(called('replace', [receiver, textLiteral('^\\s+|\\s+$'), textLiteral('')], true)),
  matches: (receiver, [pattern]) =>
    pattern?.node.kind === 'string' ? exact(called('matches', [receiver, textLiteral(`^(?:${pattern.node.text})$`)])) : null,
  toString: (receiver: Feel) => exact(asText(receiver)),
  ...Object.fromEntries(UNCHANGED_METHODS.map((name): [string, Method] => [name, unchanged])),
};

/** Names by which beans of the application are called; what they do is not in the diagram. */
const BEAN = /(?:Service|Bean|Helper|Delegate|Dao|Repository|Utils?|Manager|Controller|Factory|Handler|Client|Api)$/;

/** A call of a method of a value; null when it is not known what it does. */
export function methodCall(receiver: Operand, method: string, args: readonly Operand[]): Translated | null {
  if (receiver.node.kind === 'name' && BEAN.test(receiver.node.name)) return null;
  const dated = dateArithmetic(receiver.feel, method, args[0]);
  if (dated !== null) return dated;
  if (Object.hasOwn(METHODS, method)) return METHODS[method]?.(receiver.feel, args) ?? null;
  const property = /^(?:get|is)([A-Z]\w*)$/.exec(method)?.[1];
  if (property === undefined || args.length > 0) return null;
  return roughly(memberOf(receiver.feel, property.charAt(0).toLowerCase() + property.slice(1)));
}
