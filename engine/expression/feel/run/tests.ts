import { allNodes } from '../syntax/node.ts';
import type { FeelNode, UnaryTests } from '../syntax/node.ts';
import { equal, isInRange } from '../value/compare.ts';
import { FeelRange } from '../value/range.ts';
import { typeName } from '../value/type-name.ts';
import { compareValues } from './operators.ts';
import { inner } from './scope.ts';
import type { Compiled, Scope } from './scope.ts';
import type { Site } from './site.ts';

/** A test of a value: true, false, or null when it has no answer. */
export type Test = (scope: Scope, value: unknown) => boolean | null;

/** Whether an expression speaks of the value under test. */
function usesValue(node: FeelNode): boolean {
  for (const each of allNodes(node)) if (each.kind === 'name' && each.name === '?') return true;
  return false;
}

/** Whether a value is in what a test gives: a range that contains it, a list that has it or is it, or the same value. */
function isIn(value: unknown, target: unknown): boolean | null {
  if (target instanceof FeelRange && !(value instanceof FeelRange)) return isInRange(value, target);
  if (!Array.isArray(target)) return equal(value, target);
  if (Array.isArray(value) && equal(value, target) === true) return true;
  return target.some((item) => isIn(value, item) === true);
}

/**
 * One test: `< 5` compares, an expression with `?` says true or false itself, and any other gives what the value must be in (DMN 1.5, 10.3.2.8,
 * table 52, and 8.3.3).
 */
export function compileTest(node: FeelNode, compile: (node: FeelNode) => Compiled): Test {
  if (node.kind === 'unaryRange') {
    const bound = compile(node.value);
    return (scope, value) => compareValues(node.operator, value, bound(scope));
  }
  const target = compile(node);
  if (usesValue(node)) {
    return (scope, value) => {
      const answer = target(inner(scope, { '?': value }));
      // The bare `?` is a value like any other; of what is asked of it, null is no answer, not the value null that is looked for.
      if (node.kind !== 'name' && (typeof answer === 'boolean' || answer === null)) return answer;
      return isIn(value, answer);
    };
  }
  return (scope, value) => {
    return isIn(value, target(scope));
  };
}

/** All tests of a cell; one that has no answer does not pass. */
export function compileUnaryTests(tests: UnaryTests, compile: (node: FeelNode) => Compiled): Test {
  if (tests.isAny) return () => true;
  const compiled = tests.tests.map((test) => compileTest(test, compile));
  return (scope, value) => {
    const answer = anyOf(compiled, scope, value);
    return tests.isNegated ? answer === false : answer === true;
  };
}

function anyOf(tests: readonly Test[], scope: Scope, value: unknown): boolean | null {
  let isOpen = false;
  for (const test of tests) {
    const answer = test(scope, value);
    if (answer === true) return true;
    if (answer === null) isOpen = true;
  }
  return isOpen ? null : false;
}

/** `value in tests`. */
export function compileIn(value: Compiled, tests: readonly Test[], site: Site): Compiled {
  return (scope) => {
    const tested = value(scope);
    return (
      anyOf(tests, scope, tested) ??
      site.nothing(scope, `Expected a test that fits the value, but found one that does not fit ${typeName(tested)}`)
    );
  };
}
