import { FUNCTIONS } from '../function/library.ts';
import type { FeelNode, FeelType, UnaryTests } from './node.ts';
import { NameBook } from './names.ts';
import { Parser } from './parser.ts';

/** A source as an expression. `names` are those that only somebody who knows them can read (`isAwkward`). @throws FeelSyntaxFault */
export function parseExpression(source: string, names: readonly string[] = []): FeelNode {
  return new Parser(source, bookOf(names)).whole();
}

/** A source as the tests of a cell. @throws FeelSyntaxFault */
export function parseTests(source: string, names: readonly string[] = []): UnaryTests {
  return new Parser(source, bookOf(names)).unaryTests();
}

/** A source as a type. @throws FeelSyntaxFault */
export function parseType(source: string): FeelType {
  const parser = new Parser(source, bookOf([]));
  const type = parser.type();
  return parser.isAtEnd ? type : parser.fail('the end of the type');
}

/** Names that functions have, such as `date and time`, are known everywhere. */
const bookOf = (names: readonly string[]): NameBook => new NameBook(names, FUNCTIONS.keys());
