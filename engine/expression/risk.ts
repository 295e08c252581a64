import type { Expression } from '../model/index.ts';
import { functionName } from './leaf.ts';
import { FEEL_LIMITS } from './limits.ts';
import { childrenOf, descendants, parseFeel } from './syntax.ts';
import type { SyntaxNode } from './syntax.ts';

/** Functions that run a regular expression, which can take exponential time. */
const REGEX_FUNCTIONS: ReadonlySet<string> = new Set(['matches', 'replace', 'split']);

/** Nodes that repeat an inner expression for every item of a list. */
const LOOPS: ReadonlySet<string> = new Set(['ForExpression', 'QuantifiedExpression', 'FilterExpression']);

const cache = new Map<string, boolean>();

/**
 * Whether the time that the expression takes grows at most linearly with the size of its variables, so that it may run where the
 * event loop must not wait. Risky are: ranges that are walked (unless short and literal), loops in loops, functions defined in the
 * expression (they may recurse), and functions that run regular expressions.
 */
export function isBounded(expression: Expression): boolean {
  if (expression.kind === 'literal') return true;
  const known = cache.get(expression.source);
  if (known !== undefined) return known;
  const bounded =
    expression.source.length <= FEEL_LIMITS.sourceLength && isBoundedNode(parseFeel(expression.source), expression.source, false);
  if (cache.size >= FEEL_LIMITS.cacheEntries) cache.clear();
  cache.set(expression.source, bounded);
  return bounded;
}

function isBoundedNode(node: SyntaxNode, source: string, inLoop: boolean): boolean {
  const name = functionName(node, source);
  if (name !== null && REGEX_FUNCTIONS.has(name)) return false;
  if (node.name === 'FunctionDefinition') return false;
  if (node.name === 'IterationContext' && !isShort(node, source)) return false;
  // A constant index is no loop.
  const isLoop = LOOPS.has(node.name) && !(node.name === 'FilterExpression' && childrenOf(node)[2]?.name === 'NumericLiteral');
  if (isLoop && (inLoop || iterations(node) > 1)) return false;
  return childrenOf(node).every((child) => isBoundedNode(child, source, inLoop || isLoop));
}

/** Lists that a loop runs over together: `for a in x, b in y`. */
function iterations(node: SyntaxNode): number {
  let count = 0;
  for (const candidate of descendants(node)) if (candidate.name === 'InExpression') count += 1;
  return count;
}

function isShort(iteration: SyntaxNode, source: string): boolean {
  const [from, dots, to] = childrenOf(iteration);
  if (dots === undefined) return from?.name !== 'Interval' && !containsInterval(iteration);
  if (from?.name !== 'NumericLiteral' || to?.name !== 'NumericLiteral') return false;
  return Math.abs(Number(source.slice(to.from, to.to)) - Number(source.slice(from.from, from.to))) <= FEEL_LIMITS.smallRange;
}

function containsInterval(node: SyntaxNode): boolean {
  for (const candidate of descendants(node)) if (candidate.name === 'Interval') return true;
  return false;
}
