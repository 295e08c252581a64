import { FUNCTIONS, LENIENT_FUNCTIONS } from '../function/library.ts';
import { allNodes } from '../syntax/node.ts';
import type { FeelNode, Iteration } from '../syntax/node.ts';
import { FeelFunction } from '../value/function.ts';
import { FeelRange } from '../value/range.ts';
import { order } from '../value/compare.ts';
import { typeName } from '../value/type-name.ts';
import { compileDescendants, compileFilter, compilePath } from './access.ts';
import { asFunction, compileBuiltInCall, compileFunction, compileValueCall } from './calls.ts';
import { compileFor, compileQuantified } from './loops.ts';
import type { CompiledIteration } from './loops.ts';
import { compileArithmetic, compileBetween, compileComparison, compileLogic, compileNegation } from './operators.ts';
import { inner, lookUp } from './scope.ts';
import type { Compiled, Scope } from './scope.ts';
import { Site } from './site.ts';
import { compileIn, compileTest } from './tests.ts';
import { conforms, writtenType } from './types.ts';

type NodeOf<K extends FeelNode['kind']> = Extract<FeelNode, { kind: K }>;

/** Makes a function of a syntax tree, which is then run against scopes as often as needed. */
export function compile(node: FeelNode, source: string): Compiled {
  return new Compiler(source).node(node, false);
}

class Compiler {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /** `isLenient`: what is missing is null even in a strict run, because the expression asks whether it is there. */
  node(node: FeelNode, isLenient: boolean): Compiled {
    const site = new Site(this.source, node);
    const inside = (each: FeelNode): Compiled => this.node(each, isLenient);
    switch (node.kind) {
      case 'literal': {
        const { value } = node;
        return () => value;
      }
      case 'name':
        return name(node.name, isLenient, site);
      case 'list':
        return list(node.items.map(inside));
      case 'context':
        return this.context(node, site, isLenient);
      case 'range':
        return range(inside(node.start), inside(node.end), node, site);
      case 'unaryRange':
        return unaryRange(inside(node.value), node);
      case 'arithmetic':
        return compileArithmetic(
          inside(node.first),
          node.rest.map((part) => ({ operator: part.operator, value: inside(part.value) })),
          site,
        );
      case 'negation':
        return compileNegation(inside(node.value), site);
      case 'comparison':
        return this.comparison(node, isLenient, site);
      case 'and':
      case 'or':
        return compileLogic(node.operands.map(inside), node.kind === 'or', site);
      case 'between':
        return compileBetween(inside(node.value), inside(node.low), inside(node.high), site);
      case 'in':
        return compileIn(
          inside(node.value),
          node.tests.map((test) => compileTest(test, inside)),
          site,
        );
      case 'instanceOf':
        return instanceOf(inside(node.value), node);
      case 'path':
        return compilePath(inside(node.target), node.name, isLenient, site);
      case 'descendants':
        return compileDescendants(inside(node.target), node.name);
      case 'filter':
        return compileFilter(inside(node.target), inside(node.condition), site);
      case 'call':
        return this.call(node, isLenient, site);
      case 'if':
        return choice(inside(node.condition), inside(node.consequence), inside(node.otherwise), new Site(this.source, node.condition));
      case 'for':
        return compileFor(this.iterations(node.iterations, isLenient), inside(node.body), usesName(node.body, 'partial'), site);
      case 'quantified':
        return compileQuantified(node.quantifier, this.iterations(node.iterations, isLenient), inside(node.condition), site);
      case 'function':
        return node.isExternal
          ? (scope) => site.nothing(scope, 'Expected a function written in FEEL, but found an external one')
          : compileFunction(node.parameters, inside(node.body), writtenType(node.body), site);
    }
  }

  /** A comparison with the literal null asks whether there is something. */
  comparison(node: NodeOf<'comparison'>, isLenient: boolean, site: Site): Compiled {
    const isNullTest = (node.operator === '=' || node.operator === '!=') && [node.left, node.right].some(isNull);
    const lenient = isLenient || isNullTest;
    return compileComparison(node.operator, this.node(node.left, lenient), this.node(node.right, lenient), site);
  }

  /** Entries see those before them; a key that is there twice makes the context null. */
  context(node: NodeOf<'context'>, site: Site, isLenient: boolean): Compiled {
    const entries = node.entries.map((entry) => ({ key: entry.key, value: this.node(entry.value, isLenient) }));
    const isAmbiguous = new Set(entries.map((entry) => entry.key)).size < entries.length;
    return (scope) => {
      if (isAmbiguous) return site.nothing(scope, 'Expected every key once, but found one twice');
      const made: Record<string, unknown> = {};
      const inside = inner(scope, made);
      for (const { key, value } of entries)
        Object.defineProperty(made, key, { value: value(inside), enumerable: true, configurable: true, writable: true });
      return made;
    };
  }

  iterations(iterations: readonly Iteration[], isLenient: boolean): readonly CompiledIteration[] {
    return iterations.map(({ name: variable, domain, end }) => ({
      name: variable,
      domain: this.node(domain, isLenient),
      end: end === null ? null : this.node(end, isLenient),
    }));
  }

  call(node: NodeOf<'call'>, isLenient: boolean, site: Site): Compiled {
    const builtIn = node.target.kind === 'name' ? FUNCTIONS.get(node.target.name) : undefined;
    const isAsking = builtIn !== undefined && LENIENT_FUNCTIONS.has(builtIn.name);
    const values = node.arguments.map((argument, place) => this.node(argument.value, isLenient || (isAsking && place === 0)));
    const given = node.arguments.map((argument) => argument.name);
    const isNamed = given.length > 0 && given.every((each) => each !== null);
    if (!isNamed && given.some((each) => each !== null)) {
      return (scope) => site.nothing(scope, 'Expected names for all arguments or for none, but found names for some');
    }
    const call = { values, names: isNamed ? given.map((each) => each ?? '') : null };
    const byValue = compileValueCall(this.node(node.target, false), call, site);
    if (builtIn === undefined || node.target.kind !== 'name') return byValue;
    const direct = compileBuiltInCall(builtIn, call, site);
    const { name: functionName } = node.target;
    // A function of the same name wins; a variable such as `count` that is none does not stand in the way.
    return (scope) => (lookUp(scope, functionName) instanceof FeelFunction ? byValue(scope) : direct(scope));
  }
}

const isNull = (node: FeelNode): boolean => node.kind === 'literal' && node.value === null;

function usesName(node: FeelNode, wanted: string): boolean {
  for (const each of allNodes(node)) if (each.kind === 'name' && each.name === wanted) return true;
  return false;
}

function name(wanted: string, isLenient: boolean, site: Site): Compiled {
  const builtIn = FUNCTIONS.get(wanted);
  return (scope) => {
    const value = lookUp(scope, wanted);
    if (value !== undefined) return value;
    if (builtIn !== undefined) return asFunction(builtIn, scope.run);
    if (isLenient) return null;
    const message = `Expected names that exist, but found no variable '${wanted}'`;
    if (scope.run.isStrict) throw site.fault(message, true);
    scope.run.onMissing(`${message} ${site.place}`);
    return null;
  };
}

/** A long list costs as much as a loop. */
function list(items: readonly Compiled[]): Compiled {
  return (scope) => items.map((item) => item(scope));
}

/** Ends must be of one type with an order, and the start not after the end. */
function range(start: Compiled, end: Compiled, node: NodeOf<'range'>, site: Site): Compiled {
  return (scope) => {
    const [low, high] = [start(scope), end(scope)];
    if (low === null && high === null) return site.nothing(scope, 'Expected a range with an end, but found null on both sides');
    const difference = low === null || high === null ? 0 : order(low, high);
    if (difference === null) return site.nothing(scope, `Expected ends of one type, but found ${typeName(low)} and ${typeName(high)}`);
    return new FeelRange(low, node.startIncluded, high, node.endIncluded);
  };
}

function unaryRange(value: Compiled, node: NodeOf<'unaryRange'>): Compiled {
  return (scope) => {
    const bound = value(scope);
    switch (node.operator) {
      case '<':
      case '<=':
        return new FeelRange(undefined, false, bound, node.operator === '<=', true);
      case '>':
      case '>=':
        return new FeelRange(bound, node.operator === '>=', undefined, false, true);
      case '=':
        return new FeelRange(bound, true, bound, true);
      case '!=':
        return null;
    }
  };
}

function instanceOf(value: Compiled, node: NodeOf<'instanceOf'>): Compiled {
  return (scope: Scope) => conforms(value(scope), node.type, scope.run.types, false);
}

/** A condition that is not true takes the other way (DMN 1.5, 10.3.2.13, table 62); a strict run asks for true or false. */
function choice(condition: Compiled, consequence: Compiled, otherwise: Compiled, site: Site): Compiled {
  return (scope) => {
    const answer = condition(scope);
    if (typeof answer !== 'boolean') site.nothing(scope, `Expected true or false, but found ${typeName(answer)}`, answer === null);
    return answer === true ? consequence(scope) : otherwise(scope);
  };
}
