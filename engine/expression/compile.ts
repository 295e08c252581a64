import { evaluate } from 'feelin';
import { compileCall } from './calls.ts';
import { compare } from './compare.ts';
import { EvaluationFault, quote } from './fault.ts';
import { argumentsOf, feelLeaf, functionName, isNullTest, lookUp } from './leaf.ts';
import type { Compiled, Scope } from './leaf.ts';
import { LIBRARY_NAMES } from './library.ts';
import { FEEL_LIMITS } from './limits.ts';
import { compileFilter, compileFor, compileQuantified } from './loops.ts';
import type { Iteration } from './loops.ts';
import { childrenOf } from './syntax.ts';
import type { SyntaxNode } from './syntax.ts';
import { isContext, typeName } from './values.ts';

/**
 * Compiles the strict core of FEEL (literals, variables, paths, comparisons, logic, `if`, arithmetic on numbers, lists, loops, filters, calls) to functions,
 * and leaves everything else to feelin, node by node. Two reasons: feelin answers a comparison of different types with false or null and evaluates both
 * sides of `and`, so a condition could be silently false; and it parses its text on every evaluation.
 *
 * Differences from the standard's three-valued logic, all of which make an error visible: a missing variable or member, operands of different
 * types, and a non-boolean in `and`, `or`, `not` and `if` are faults. `and` and `or` go from left to right and stop when the value is clear, so
 * `is defined(x) and x > 5` is safe.
 */
export function compile(root: SyntaxNode, source: string): Compiled {
  return new Compiler(source).node(root, false, 0);
}

class Compiler {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  text(node: SyntaxNode): string {
    return this.source.slice(node.from, node.to);
  }

  /** `lenient`: what is missing is null. */
  node(node: SyntaxNode, lenient: boolean, depth: number): Compiled {
    if (depth > FEEL_LIMITS.nesting)
      throw new EvaluationFault(
        `Expected an expression nested at most ${FEEL_LIMITS.nesting} deep, but it is deeper: "${quote(this.source)}"`,
      );
    const parts = childrenOf(node);
    const [first, second, third] = parts;
    const inner = (child: SyntaxNode): Compiled => this.node(child, lenient, depth + 1);
    switch (node.name) {
      case 'Expression':
        return first !== undefined && parts.length === 1 ? inner(first) : this.leaf(node, lenient);
      case 'ParenthesizedExpression':
        return second === undefined ? this.leaf(node, lenient) : inner(second);
      case 'null':
        return () => null;
      case 'NumericLiteral':
      case 'StringLiteral':
      case 'BooleanLiteral':
        return constant(evaluate(this.text(node)).value);
      case 'VariableName':
        return this.variable(node, lenient);
      case 'PathExpression':
        return first === undefined || third === undefined ? this.leaf(node, lenient) : this.path(node, inner(first), third, lenient);
      case 'Conjunction':
        return first === undefined || third === undefined ? this.leaf(node, lenient) : this.logic(inner(first), inner(third), false, node);
      case 'Disjunction':
        return first === undefined || third === undefined ? this.leaf(node, lenient) : this.logic(inner(first), inner(third), true, node);
      case 'Comparison':
        return this.comparison(node, lenient, depth);
      case 'IfExpression':
        return this.choice(node, parts, inner);
      case 'ArithmeticExpression':
        return parts.length === 3 && first !== undefined && second !== undefined && third !== undefined
          ? this.arithmetic(node, inner(first), this.text(second), inner(third))
          : this.leaf(node, lenient);
      case 'FunctionInvocation':
        return this.invocation(node, lenient, depth);
      case 'ForExpression':
        return this.forExpression(node, parts, depth);
      case 'QuantifiedExpression':
        return this.quantified(node, parts, depth);
      case 'FilterExpression':
        return this.filter(node, parts, depth);
      case 'List':
        return list(parts.slice(1, -1).map(inner));
      default:
        return this.leaf(node, lenient);
    }
  }

  leaf(node: SyntaxNode, lenient: boolean): Compiled {
    return feelLeaf(node, this.source, lenient);
  }

  variable(node: SyntaxNode, lenient: boolean): Compiled {
    const name = this.text(node).replace(/\s+/g, ' ');
    const fallback = this.leaf(node, lenient);
    return (scope) => {
      const value = lookUp(scope, name);
      return value === undefined ? fallback(scope) : value;
    };
  }

  path(node: SyntaxNode, target: Compiled, member: SyntaxNode, lenient: boolean): Compiled {
    const name = this.text(member).replace(/\s+/g, ' ');
    const fallback = this.leaf(node, lenient);
    return (scope) => {
      const value = target(scope);
      if (isContext(value) && Object.hasOwn(value, name)) return value[name] ?? null;
      if (value === null && !lenient)
        throw new EvaluationFault(`Expected a value with a member "${name}", but found null at "${quote(this.text(node))}"`);
      return fallback(scope);
    };
  }

  logic(left: Compiled, right: Compiled, decisive: boolean, node: SyntaxNode): Compiled {
    const source = this.text(node);
    return (scope) => {
      if (boolean(left(scope), source) === decisive) return decisive;
      return boolean(right(scope), source);
    };
  }

  comparison(node: SyntaxNode, lenient: boolean, depth: number): Compiled {
    const [left, operator, right] = childrenOf(node);
    if (left === undefined || right === undefined || operator?.name !== 'CompareOp') return this.leaf(node, lenient);
    const allowsMissing = lenient || isNullTest(node, this.source);
    const leftValue = this.node(left, allowsMissing, depth + 1);
    const rightValue = this.node(right, allowsMissing, depth + 1);
    const symbol = this.text(operator);
    const source = this.text(node);
    return (scope) => compare(symbol, leftValue(scope), rightValue(scope), source);
  }

  choice(node: SyntaxNode, parts: readonly SyntaxNode[], inner: (child: SyntaxNode) => Compiled): Compiled {
    const [, condition, , consequence, , alternative] = parts;
    if (condition === undefined || consequence === undefined || alternative === undefined) return this.leaf(node, false);
    const [test, then, otherwise] = [inner(condition), inner(consequence), inner(alternative)];
    const source = this.text(condition);
    return (scope) => (boolean(test(scope), source) ? then(scope) : otherwise(scope));
  }

  arithmetic(node: SyntaxNode, left: Compiled, operator: string, right: Compiled): Compiled {
    const source = this.text(node);
    const fallback = this.leaf(node, false);
    return (scope) => {
      const a = left(scope);
      const b = right(scope);
      if (typeof a === 'number' && typeof b === 'number') return calculate(operator, a, b, source);
      return fallback(scope);
    };
  }

  invocation(node: SyntaxNode, lenient: boolean, depth: number): Compiled {
    const name = functionName(node, this.source);
    const [first, second, third] = argumentsOf(node);
    const source = this.text(node);
    if (name === 'not' && first !== undefined && second === undefined) {
      const value = this.node(first, lenient, depth + 1);
      return (scope) => !boolean(value(scope), source);
    }
    if (name === 'is defined' && first !== undefined && second === undefined) {
      const value = this.node(first, true, depth + 1);
      return (scope) => value(scope) !== null;
    }
    if (name === 'get or else' && first !== undefined && second !== undefined && third === undefined) {
      const value = this.node(first, true, depth + 1);
      const fallback = this.node(second, lenient, depth + 1);
      return (scope) => value(scope) ?? fallback(scope);
    }
    const isPositional = childrenOf(node).every((child) => child.name !== 'NamedParameters');
    // What a function given as an argument warns of is only heard when feelin evaluates the call as a whole.
    const takesFunction = argumentsOf(node).some((argument) => argument.name === 'FunctionDefinition');
    if (name === null || !isPositional || takesFunction) return this.leaf(node, lenient);
    const parameters = argumentsOf(node).map((argument) => this.node(argument, false, depth + 1));
    return compileCall(name, parameters, source, LIBRARY_NAMES.includes(name), this.leaf(node, lenient)) ?? this.leaf(node, lenient);
  }

  /** The lists that a loop walks; null for forms that are left to feelin. */
  iterations(node: SyntaxNode | undefined, depth: number): readonly Iteration[] | null {
    if (node?.name !== 'InExpressions') return null;
    const found = childrenOf(node).map((expression): Iteration | null => {
      const [name, , context] = childrenOf(expression);
      if (name === undefined || context?.name !== 'IterationContext') return null;
      const [from, , to] = childrenOf(context);
      if (from === undefined || from.name === 'Interval') return null;
      return {
        name: this.text(name).replace(/\s+/g, ' '),
        from: this.node(from, false, depth + 1),
        to: to === undefined ? null : this.node(to, false, depth + 1),
      };
    });
    const iterations = found.filter((iteration) => iteration !== null);
    return iterations.length === found.length ? iterations : null;
  }

  forExpression(node: SyntaxNode, parts: readonly SyntaxNode[], depth: number): Compiled {
    const iterations = this.iterations(parts[1], depth);
    const body = parts[3];
    // `partial`, the results so far, is known to feelin alone.
    if (iterations === null || body === undefined || /\bpartial\b/.test(this.text(node))) return this.leaf(node, false);
    return compileFor(iterations, this.node(body, false, depth + 1), this.text(node));
  }

  quantified(node: SyntaxNode, parts: readonly SyntaxNode[], depth: number): Compiled {
    const [quantifier, lists, , condition] = parts;
    const iterations = this.iterations(lists, depth);
    if (iterations === null || condition === undefined || (quantifier?.name !== 'some' && quantifier?.name !== 'every'))
      return this.leaf(node, false);
    return compileQuantified(quantifier.name, iterations, this.condition(condition, depth), this.text(node));
  }

  filter(node: SyntaxNode, parts: readonly SyntaxNode[], depth: number): Compiled {
    const [target, , condition] = parts;
    // A number is an index and a unary test compares with the item; feelin tells these apart.
    if (target === undefined || condition === undefined || !CONDITIONS.has(condition.name)) return this.leaf(node, false);
    return compileFilter(this.node(target, false, depth + 1), this.condition(condition, depth), this.text(node));
  }

  condition(node: SyntaxNode, depth: number): (scope: Scope) => boolean {
    const value = this.node(node, false, depth + 1);
    const source = this.text(node);
    return (scope) => boolean(value(scope), source);
  }
}

/** Nodes whose value is a boolean, so that in brackets they filter. */
const CONDITIONS: ReadonlySet<string> = new Set(['Comparison', 'Conjunction', 'Disjunction']);

const constant =
  (value: unknown): Compiled =>
  () =>
    value;

const list =
  (items: readonly Compiled[]): Compiled =>
  (scope: Scope) =>
    items.map((item) => item(scope));

function boolean(value: unknown, source: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new EvaluationFault(`Expected true or false, but found ${typeName(value)} at "${quote(source)}"`);
}

function calculate(operator: string, a: number, b: number, source: string): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      if (b === 0) throw new EvaluationFault(`Expected a divisor other than zero, but found zero at "${quote(source)}"`);
      return a / b;
    case '**':
    case '^':
      return a ** b;
    // The grammar has no further arithmetic operator.
    default:
      throw new EvaluationFault(`Expected an arithmetic operator, but found ${operator}`);
  }
}
