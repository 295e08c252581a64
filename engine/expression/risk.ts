import type { Expression, JsonObject } from '../model/index.ts';
import { functionName } from './leaf.ts';
import { FEEL_LIMITS } from './limits.ts';
import { keyOf, unusualNames } from './names.ts';
import { childrenOf, descendants, parseFeel, sizeProblem } from './syntax.ts';
import type { SyntaxNode } from './syntax.ts';

/** Functions that run a regular expression, which can take exponential time. */
const REGEX_FUNCTIONS: ReadonlySet<string> = new Set(['matches', 'replace', 'split']);

/** Functions whose time grows with the square of their list. */
const QUADRATIC_FUNCTIONS: ReadonlySet<string> = new Set(['distinct values', 'duplicate values', 'union', 'mode', 'sort', 'list replace']);

/** Functions whose time does not depend on how large their arguments are; every other one walks them. */
const CONSTANT_FUNCTIONS: ReadonlySet<string> = new Set([
  'is defined',
  'get or else',
  'get value',
  'not',
  'now',
  'today',
  'is',
  'abs',
  'floor',
  'ceiling',
  'modulo',
  'sqrt',
  'log',
  'exp',
  'odd',
  'even',
  'decimal',
  'round up',
  'round down',
  'round half up',
  'round half down',
  'date',
  'time',
  'date and time',
  'duration',
  'years and months duration',
  'day of year',
  'day of week',
  'month of year',
  'week of year',
]);

/** Functions that take a range as the two numbers that it is, and do not walk it. */
const RANGE_FUNCTIONS: ReadonlySet<string> = new Set([
  'before',
  'after',
  'meets',
  'met by',
  'overlaps',
  'overlaps before',
  'overlaps after',
  'finishes',
  'finished by',
  'includes',
  'during',
  'starts',
  'started by',
  'coincides',
  'is',
]);

/** Nodes that repeat an inner expression for every item of a list. */
const LOOPS: ReadonlySet<string> = new Set(['ForExpression', 'QuantifiedExpression', 'FilterExpression']);

const LITERALS: ReadonlySet<string> = new Set(['NumericLiteral', 'StringLiteral', 'BooleanLiteral', 'null']);

/** Characters that are walked in the time of one item. */
const CHARACTERS_PER_ITEM = 32;

/** What the text alone says of the time that an expression takes: at most `steps` times its size to the power of `degree`. */
interface Cost {
  /** No power of the size bounds it. */
  readonly isRisky: boolean;
  readonly steps: number;
  readonly degree: number;
  /** Items that the text itself brings: of lists, of short ranges. */
  readonly ownItems: number;
  /** Paths of names that it reads, each from a variable on. */
  readonly reads: readonly (readonly string[])[];
}

const RISKY: Cost = { isRisky: true, steps: 0, degree: 0, ownItems: 0, reads: [] };

const costs = new Map<string, Cost>();

/**
 * About how many steps the evaluation of an expression against these variables takes at most; infinite when nothing bounds it: ranges that are walked
 * (unless short and literal), loops in loops, functions defined in the expression (they may recurse), contexts whose entries build on each other (they may
 * double), functions that run regular expressions, and texts too long to be read quickly.
 */
export function workOf(expression: Expression, variables: JsonObject): number {
  if (expression.kind === 'literal') return 0;
  const cost = costOf(expression.source, unusualNames(expression.source, variables));
  if (cost.isRisky) return Number.POSITIVE_INFINITY;
  if (cost.degree === 0) return cost.steps;
  const most = Math.ceil(FEEL_LIMITS.mainThreadWork ** (1 / cost.degree));
  let size = 1 + cost.ownItems;
  for (const path of cost.reads) size += sizeOfPath(variables, path, most - size);
  return cost.steps * size ** cost.degree;
}

/** Whether an expression may be evaluated where the event loop waits for it. */
export const isBounded = (expression: Expression, variables: JsonObject = {}): boolean =>
  workOf(expression, variables) <= FEEL_LIMITS.mainThreadWork;

function costOf(source: string, names: readonly string[]): Cost {
  const key = keyOf(source, names);
  const known = costs.get(key);
  if (known !== undefined) return known;
  const cost = source.length > FEEL_LIMITS.mainThreadLength || sizeProblem(source) !== null ? RISKY : estimate(source, names);
  if (costs.size >= FEEL_LIMITS.cacheEntries) costs.clear();
  costs.set(key, cost);
  return cost;
}

function estimate(source: string, names: readonly string[]): Cost {
  const root = parseFeel(source, names);
  if (isRiskyNode(root, source, { inLoop: false, inCall: false })) return RISKY;
  const reads = new Map<string, readonly string[]>();
  let [steps, ownItems] = [0, 0];
  for (const node of descendants(root)) {
    // Syntax that is wrong for these names is left to feelin, which repairs it as long as it takes.
    if (node.type.isError) return RISKY;
    steps += 1;
    if (node.parent?.name === 'List') ownItems += 1;
    if (node.name === 'IterationContext') ownItems += rangeLength(node, source) ?? 0;
    const path = readOf(node, source);
    if (path !== null) reads.set(path.join('\n'), path);
  }
  return { isRisky: false, steps, degree: degreeOf(root, source), ownItems, reads: [...reads.values()] };
}

interface Place {
  readonly inLoop: boolean;
  /** Inside the arguments of a function, where a range is a list. */
  readonly inCall: boolean;
}

function isRiskyNode(node: SyntaxNode, source: string, place: Place): boolean {
  const name = functionName(node, source);
  if (name !== null && REGEX_FUNCTIONS.has(name)) return true;
  if (node.name === 'FunctionDefinition' || (node.name === 'Context' && buildsOnItself(node, source))) return true;
  if (node.name === 'IterationContext' && (rangeLength(node, source) ?? 0) > FEEL_LIMITS.smallRange) return true;
  if (node.name === 'Interval' && place.inCall) return true;
  const isLoop = isLoopNode(node);
  if (isLoop && (place.inLoop || iterations(node) > 1)) return true;
  const inCall = place.inCall || node.name === 'FilterExpression' || (name !== null && !RANGE_FUNCTIONS.has(name));
  return childrenOf(node).some((child) => isRiskyNode(child, source, { inLoop: place.inLoop || isLoop, inCall }));
}

/** A constant index is no loop. */
const isLoopNode = (node: SyntaxNode): boolean =>
  LOOPS.has(node.name) && !(node.name === 'FilterExpression' && childrenOf(node)[2]?.name === 'NumericLiteral');

/** Lists that a loop runs over together: `for a in x, b in y`. */
function iterations(node: SyntaxNode): number {
  let count = 0;
  for (const candidate of descendants(node)) if (candidate.name === 'InExpression') count += 1;
  return count;
}

/** Numbers in the range that a loop walks; infinite when the text does not say; null when it walks a list. */
function rangeLength(iteration: SyntaxNode, source: string): number | null {
  const [from, dots, to] = childrenOf(iteration);
  if (dots === undefined) return [...descendants(iteration)].some((node) => node.name === 'Interval') ? Number.POSITIVE_INFINITY : null;
  if (from?.name !== 'NumericLiteral' || to?.name !== 'NumericLiteral') return Number.POSITIVE_INFINITY;
  return Math.abs(Number(source.slice(to.from, to.to)) - Number(source.slice(from.from, from.to)));
}

/** True for `{ a: x + x, b: a + a }`: an entry reads an earlier one, so that each may be twice as large as the one before. */
function buildsOnItself(context: SyntaxNode, source: string): boolean {
  const keys = new Set<string>();
  for (const entry of childrenOf(context).filter((child) => child.name === 'ContextEntry')) {
    const [key, value] = childrenOf(entry);
    for (const node of value === undefined ? [] : descendants(value))
      if (node.name === 'VariableName' && keys.has(nameOf(node, source))) return true;
    if (key !== undefined) keys.add(nameOf(key, source).replace(/^"|"$/g, ''));
  }
  return false;
}

const nameOf = (node: SyntaxNode, source: string): string => source.slice(node.from, node.to).replace(/\s+/g, ' ').trim();

/** Power of the size with which the time of a node grows. */
function degreeOf(node: SyntaxNode, source: string): number {
  const inner = childrenOf(node).reduce((highest, child) => Math.max(highest, degreeOf(child, source)), 0);
  return isLoopNode(node) ? inner + 1 : Math.max(inner, ownDegree(node, source));
}

function ownDegree(node: SyntaxNode, source: string): number {
  if (node.name === 'FunctionInvocation') {
    const name = functionName(node, source);
    if (name === null) return 1;
    if (QUADRATIC_FUNCTIONS.has(name)) return 2;
    return CONSTANT_FUNCTIONS.has(name) || name.startsWith('money ') ? 0 : 1;
  }
  if (node.name !== 'Comparison') return 0;
  // Two values that are both unknown may be large lists; a literal is compared at once.
  const [left, , right] = childrenOf(node);
  return LITERALS.has(left?.name ?? '') || LITERALS.has(right?.name ?? '') ? 0 : 1;
}

/** The whole path of names that a node reads, when it is the outermost one of it. */
function readOf(node: SyntaxNode, source: string): readonly string[] | null {
  if (node.parent?.name === 'PathExpression' && node.parent.firstChild?.from === node.from && pathOf(node.parent, source) !== null)
    return null;
  return pathOf(node, source);
}

function pathOf(node: SyntaxNode, source: string): readonly string[] | null {
  if (node.name === 'VariableName') return [nameOf(node, source)];
  if (node.name !== 'PathExpression') return null;
  const [target, , member] = childrenOf(node);
  const path = target === undefined ? null : pathOf(target, source);
  return path === null || member === undefined ? null : [...path, nameOf(member, source)];
}

/** Size of what a path leads to; a list on the way counts as a whole, because the rest is taken from each of its items. */
function sizeOfPath(variables: JsonObject, path: readonly string[], most: number): number {
  let value: unknown = variables;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) break;
    // Variables are JSON; a name that is none of their own members reads nothing.
    value = Object.hasOwn(value, name) ? (value as JsonObject)[name] : undefined;
  }
  return sizeOf(value, most);
}

/** Items, members and texts of a value, counted no further than `most`. */
function sizeOf(value: unknown, most: number): number {
  if (typeof value === 'string') return 1 + value.length / CHARACTERS_PER_ITEM;
  if (typeof value !== 'object' || value === null) return value === undefined ? 0 : 1;
  let size = 1;
  for (const member of Object.values(value)) {
    if (size > most) break;
    size += sizeOf(member, most - size);
  }
  return size;
}
