import { evaluate, SyntaxError as FeelSyntaxError } from 'feelin';
import type { Warning } from 'feelin';
import { EvaluationFault, quote } from './fault.ts';
import { FEEL_LIMITS } from './limits.ts';
import { pick, wordsOf } from './names.ts';
import { prepare } from './prepared.ts';
import type { Prepared } from './prepared.ts';
import { childrenOf, descendants } from './syntax.ts';
import type { SyntaxNode } from './syntax.ts';

/** Names that a loop or filter adds inside it; the innermost counts first. */
export interface Locals {
  readonly values: Readonly<Record<string, unknown>>;
  readonly outer: Locals | null;
}

/** Rounds of loops that one evaluation may still make. */
export interface Rounds {
  left: number;
}

/** What an expression is evaluated against. */
export interface Scope {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly locals: Locals | null;
  /** Functions beyond the standard's, by name. */
  readonly library: Readonly<Record<string, unknown>>;
  /** Rounds of loops that this evaluation has left. */
  readonly rounds: Rounds;
}

export type Compiled = (scope: Scope) => unknown;

/** The value of a name: of the innermost loop, else of the variables; undefined when there is none. */
export function lookUp(scope: Scope, name: string): unknown {
  for (let locals = scope.locals; locals !== null; locals = locals.outer)
    if (Object.hasOwn(locals.values, name)) return locals.values[name] ?? null;
  return Object.hasOwn(scope.variables, name) ? (scope.variables[name] ?? null) : undefined;
}

/** Counts rounds; an expression that walks too much fails instead of holding up everybody else. */
export function spend(scope: Scope, rounds: number, source: string): void {
  scope.rounds.left -= rounds;
  if (scope.rounds.left < 0)
    throw new EvaluationFault(`Expected at most ${FEEL_LIMITS.rounds} rounds of loops, but found more at "${quote(source)}"`);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Warnings about something that is not there, as against something of a wrong type. */
const MISSING: ReadonlySet<string> = new Set(['NO_VARIABLE_FOUND', 'NO_CONTEXT_ENTRY_FOUND', 'NO_PROPERTY_FOUND']);

/** Kinds of expression that have a value whenever their operands fit; null from them is a type error that feelin does not warn of. */
const NEVER_NULL: ReadonlySet<string> = new Set([
  'Comparison',
  'ArithmeticExpression',
  'Conjunction',
  'Disjunction',
  'QuantifiedExpression',
]);

/** Text of a function's name in an invocation; null for any other node. */
export function functionName(node: SyntaxNode, source: string): string | null {
  const target = node.name === 'FunctionInvocation' ? node.firstChild : null;
  return target?.name === 'VariableName' ? source.slice(target.from, target.to).replace(/\s+/g, ' ') : null;
}

/** The positional arguments of a function invocation. */
export function argumentsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const parameters = childrenOf(node).find((child) => child.name === 'PositionalParameters');
  return parameters === undefined ? [] : childrenOf(parameters);
}

/** Whether the node compares with the literal `null` by `=` or `!=`; then what is compared may be missing. */
export function isNullTest(node: SyntaxNode, source: string): boolean {
  const [left, operator, right] = childrenOf(node);
  if (node.name !== 'Comparison' || left === undefined || operator?.name !== 'CompareOp' || right === undefined) return false;
  const symbol = source.slice(operator.from, operator.to);
  return (symbol === '=' || symbol === '!=') && (left.name === 'null' || right.name === 'null');
}

/** Parts of the expression in which a missing variable or member is legal and means null. */
function lenientSpans(node: SyntaxNode, source: string): readonly Span[] {
  const spans: Span[] = [];
  for (const candidate of descendants(node)) {
    const name = functionName(candidate, source);
    const argument = name === 'is defined' || name === 'get or else' ? argumentsOf(candidate)[0] : undefined;
    if (argument !== undefined) spans.push(argument);
    if (isNullTest(candidate, source)) spans.push(candidate);
  }
  return spans;
}

/** Outer names first, so that inner ones replace them. */
function pickLocals(locals: Locals | null, words: ReadonlySet<string>, into: Record<string, unknown>): void {
  if (locals === null) return;
  pickLocals(locals.outer, words, into);
  pick(locals.values, words, into);
}

function describe(warning: Warning, source: string): string {
  switch (warning.type) {
    case 'NO_VARIABLE_FOUND':
      return `Expected a variable, but found none with the name ${warning.message.replace(/^Variable | not found$/g, '')} at "${quote(source)}"`;
    default:
      return `Expected an expression that can be evaluated, but found: ${warning.message} at "${quote(source)}"`;
  }
}

/**
 * Hands a whole sub-expression to feelin. feelin turns every error into null with a warning; here a warning is a fault, except where
 * null is asked for (`x = null`, `is defined(x)`, `get or else(x, y)`), or everywhere with `lenient`.
 */
export function feelLeaf(node: SyntaxNode, whole: string, lenient: boolean): Compiled {
  const source = whole.slice(node.from, node.to);
  const words = wordsOf(source);
  const spans = lenientSpans(node, whole).map((span) => ({ from: span.from - node.from, to: span.to - node.from }));
  const isAllowed = (warning: Warning): boolean =>
    MISSING.has(warning.type) && (lenient || spans.some((span) => span.from <= warning.position.from && warning.position.to <= span.to));
  const prepared = new Map<string, Prepared | null>();
  return (scope) => {
    const context: Record<string, unknown> = {};
    pick(scope.library, words, context);
    pick(scope.variables, words, context);
    pickLocals(scope.locals, words, context);
    spend(scope, FEEL_LIMITS.roundsOfLeaf, source);
    const result = run(source, context, prepared);
    const serious = result.warnings.find((warning) => !isAllowed(warning));
    if (serious !== undefined) throw new EvaluationFault(describe(serious, source), MISSING.has(serious.type));
    const value = result.value ?? null;
    if (value === null && !lenient && NEVER_NULL.has(node.name))
      throw new EvaluationFault(`Expected operands of types that fit, but found null as the value of "${quote(source)}"`);
    return value;
  };
}

/** Sets of names for which a sub-expression is kept prepared. */
const PREPARED_LIMIT = 16;

/** Runs the text, prepared for the names that are there; a name that is missing must stay unknown to feelin, or it would not warn. */
function run(
  source: string,
  context: Readonly<Record<string, unknown>>,
  prepared: Map<string, Prepared | null>,
): { readonly value: unknown; readonly warnings: readonly Warning[] } {
  const names = Object.keys(context);
  const key = names.join('\n');
  let ready = prepared.get(key);
  if (ready === undefined) {
    ready = prepare(source, names);
    if (prepared.size >= PREPARED_LIMIT) prepared.clear();
    prepared.set(key, ready);
  }
  try {
    return ready === null ? evaluate(source, { ...context }) : ready.run(names.map((name) => context[name]));
  } catch (error) {
    if (error instanceof EvaluationFault) throw error;
    if (error instanceof FeelSyntaxError)
      throw new EvaluationFault(`Expected a FEEL expression, but found a syntax error in "${quote(source)}": ${error.message}`);
    throw new EvaluationFault(
      `Expected an expression that can be evaluated, but found: ${error instanceof Error ? error.message : String(error)} at "${quote(source)}"`,
    );
  }
}
