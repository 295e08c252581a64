import type { Expression, JsonObject } from '../model/index.ts';
import { allNodes, FeelSyntaxFault, innerNodes, parseExpression } from './feel/index.ts';
import type { FeelNode, Iteration } from './feel/index.ts';
import { FEEL_LIMITS } from './limits.ts';
import { awkwardNames, keyOf } from './names.ts';
import { sizeProblem } from './syntax.ts';

/** Functions that run a regular expression, which can take exponential time. */
const REGEX_FUNCTIONS: ReadonlySet<string> = new Set(['matches', 'replace', 'split', 'extract']);

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
 * double), functions that run regular expressions, powers of large exponents, and texts too long to be read quickly.
 */
export function workOf(expression: Expression, variables: JsonObject): number {
  if (expression.kind === 'literal') return 0;
  const cost = costOf(expression.source, awkwardNames(expression.source, variables));
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
  const root = readOrNull(source, names);
  if (root === null || isRiskyNode(root, { inLoop: false, inCall: false })) return RISKY;
  const reads = new Map<string, readonly string[]>();
  let [steps, ownItems] = [0, 0];
  const count = (node: FeelNode, isInPath: boolean): void => {
    steps += 1;
    if (node.kind === 'list') ownItems += node.items.length;
    if (node.kind === 'for' || node.kind === 'quantified') for (const each of node.iterations) ownItems += rangeLength(each) ?? 0;
    const path = isInPath ? null : pathOf(node);
    if (path !== null) reads.set(path.join('\n'), path);
    for (const inner of innerNodes(node)) count(inner, path !== null || (isInPath && node.kind === 'path'));
  };
  count(root, false);
  return { isRisky: false, steps, degree: degreeOf(root), ownItems, reads: [...reads.values()] };
}

/** The tree of a source; null of one that is no FEEL for these names. */
function readOrNull(source: string, names: readonly string[]): FeelNode | null {
  try {
    return parseExpression(source, names);
  } catch (error) {
    if (error instanceof FeelSyntaxFault) return null;
    throw error;
  }
}

interface Place {
  readonly inLoop: boolean;
  /** Inside the arguments of a function, where a range is a list. */
  readonly inCall: boolean;
}

const functionName = (node: FeelNode): string | null => (node.kind === 'call' && node.target.kind === 'name' ? node.target.name : null);

function isRiskyNode(node: FeelNode, place: Place): boolean {
  const name = functionName(node);
  if (name !== null && REGEX_FUNCTIONS.has(name)) return true;
  if (node.kind === 'function' || (node.kind === 'context' && buildsOnItself(node.entries))) return true;
  if (node.kind === 'arithmetic' && node.rest.some((part) => part.operator === '**' && !isSmallNumber(part.value))) return true;
  if (node.kind === 'range' && place.inCall) return true;
  if ((node.kind === 'for' || node.kind === 'quantified') && isRiskyLoop(node.iterations)) return true;
  const isLoop = isLoopNode(node);
  if (isLoop && place.inLoop) return true;
  const inCall = place.inCall || node.kind === 'filter' || (name !== null && !RANGE_FUNCTIONS.has(name));
  return innerNodes(node).some((child) => isRiskyNode(child, { inLoop: place.inLoop || isLoop, inCall }));
}

/** Lists that a loop runs over together, or ranges that are long or of unknown length. */
const isRiskyLoop = (iterations: readonly Iteration[]): boolean =>
  iterations.length > 1 || iterations.some((each) => (rangeLength(each) ?? 0) > FEEL_LIMITS.smallRange);

/** A constant index is no loop. */
function isLoopNode(node: FeelNode): boolean {
  if (node.kind === 'for' || node.kind === 'quantified' || node.kind === 'descendants') return true;
  return node.kind === 'filter' && numberOf(node.condition) === null;
}

/** The whole number that a node is, with its sign; null of any other node. */
function numberOf(node: FeelNode): number | null {
  if (node.kind === 'negation') {
    const value = numberOf(node.value);
    return value === null ? null : -value;
  }
  return node.kind === 'literal' && typeof node.value === 'number' ? node.value : null;
}

function isSmallNumber(node: FeelNode): boolean {
  const value = numberOf(node);
  return value !== null && Math.abs(value) <= FEEL_LIMITS.smallRange;
}

/** Numbers in the range that a loop walks; infinite when the text does not say; null when it walks a list. */
function rangeLength({ domain, end }: Iteration): number | null {
  if (end === null) return [...allNodes(domain)].some((node) => node.kind === 'range') ? Number.POSITIVE_INFINITY : null;
  const [from, to] = [numberOf(domain), numberOf(end)];
  return from === null || to === null ? Number.POSITIVE_INFINITY : Math.abs(to - from);
}

/** True for `{ a: x + x, b: a + a }`: an entry reads an earlier one, so that each may be twice as large as the one before. */
function buildsOnItself(entries: readonly { readonly key: string; readonly value: FeelNode }[]): boolean {
  const keys = new Set<string>();
  for (const { key, value } of entries) {
    for (const node of allNodes(value)) if (node.kind === 'name' && keys.has(node.name)) return true;
    keys.add(key);
  }
  return false;
}

/** Power of the size with which the time of a node grows. */
function degreeOf(node: FeelNode): number {
  const inner = innerNodes(node).reduce((highest, child) => Math.max(highest, degreeOf(child)), 0);
  return isLoopNode(node) ? inner + 1 : Math.max(inner, ownDegree(node));
}

function ownDegree(node: FeelNode): number {
  if (node.kind === 'call') {
    const name = functionName(node);
    if (name === null) return 1;
    if (QUADRATIC_FUNCTIONS.has(name)) return 2;
    return CONSTANT_FUNCTIONS.has(name) || name.startsWith('money ') ? 0 : 1;
  }
  if (node.kind === 'in')
    return node.tests.every((test) => test.kind === 'range' || test.kind === 'unaryRange' || test.kind === 'literal') ? 0 : 1;
  // Two values that are both unknown may be large lists; a literal is compared at once.
  return node.kind !== 'comparison' || node.left.kind === 'literal' || node.right.kind === 'literal' ? 0 : 1;
}

/** A path of names from a variable on; null of any other node. */
function pathOf(node: FeelNode): readonly string[] | null {
  if (node.kind === 'name') return [node.name];
  const path = node.kind === 'path' ? pathOf(node.target) : null;
  return path === null || node.kind !== 'path' ? null : [...path, node.name];
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
