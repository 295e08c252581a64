import { tokensOf } from './lexer.ts';
import type { Token } from './lexer.ts';

export type BinaryOperator = 'or' | 'and' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | 'mod' | '**';

/** An expression of another engine as a tree. */
export type Node =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'constant'; readonly text: 'true' | 'false' | 'null' }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly object: Node; readonly name: string; readonly isSafe: boolean }
  | { readonly kind: 'index'; readonly object: Node; readonly index: Node }
  | { readonly kind: 'call'; readonly callee: Node; readonly args: readonly Node[] }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'not' | 'empty' | 'negative'; readonly operand: Node }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node }
  | { readonly kind: 'conditional'; readonly test: Node; readonly yes: Node; readonly no: Node };

/** Operators by how tightly they bind, the loosest first; words are JUEL's. */
const LEVELS: readonly Readonly<Record<string, BinaryOperator>>[] = [
  { '||': 'or', or: 'or' },
  { '&&': 'and', and: 'and' },
  { '==': '=', '===': '=', eq: '=', '!=': '!=', '!==': '!=', ne: '!=' },
  { '<': '<', lt: '<', '<=': '<=', le: '<=', '>': '>', gt: '>', '>=': '>=', ge: '>=' },
  { '+': '+', '-': '-' },
  { '*': '*', '/': '/', div: '/', '%': 'mod', mod: 'mod' },
  { '**': '**' },
];
const WORDS: ReadonlySet<string> = new Set([
  'and',
  'or',
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'div',
  'mod',
  'not',
  'empty',
  'instanceof',
  'new',
  'in',
]);
const NESTING_LIMIT = 100;

/** Thrown inside the parser alone and caught by `parseExpression`. */
class NotAnExpression extends Error {}

/** Reads an expression of JUEL, Groovy or JavaScript; null when it is more than an expression or of another language. */
export function parseExpression(source: string): Node | null {
  const tokens = tokensOf(source);
  if (tokens === null || tokens.length === 0) return null;
  try {
    return new Parser(tokens).whole();
  } catch (error) {
    if (error instanceof NotAnExpression) return null;
    throw error;
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Node {
    const node = this.#conditional();
    if (this.#position < this.#tokens.length) throw new NotAnExpression();
    return node;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#position];
  }

  /** Takes the token when it is the sign or word. */
  #accept(text: string): boolean {
    const token = this.#peek();
    if (token === undefined || token.text !== text || (token.kind !== 'sign' && token.kind !== 'name')) return false;
    this.#position += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw new NotAnExpression();
  }

  #conditional(): Node {
    this.#depth += 1;
    if (this.#depth > NESTING_LIMIT) throw new NotAnExpression();
    const test = this.#binary(0);
    const node = this.#accept('?') ? this.#branches(test) : test;
    this.#depth -= 1;
    return node;
  }

  /** `a ? b : c`, and Groovy's `a ?: b`. */
  #branches(test: Node): Node {
    if (this.#accept(':')) {
      const isMissing: Node = { kind: 'binary', operator: '=', left: test, right: { kind: 'constant', text: 'null' } };
      return { kind: 'conditional', test: isMissing, yes: this.#conditional(), no: test };
    }
    const yes = this.#conditional();
    this.#expect(':');
    return { kind: 'conditional', test, yes, no: this.#conditional() };
  }

  #binary(level: number): Node {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const token = this.#peek();
      const operator =
        token !== undefined && (token.kind === 'sign' || token.kind === 'name') && Object.hasOwn(operators, token.text)
          ? operators[token.text]
          : undefined;
      if (operator === undefined) return left;
      this.#position += 1;
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
    }
  }

  #unary(): Node {
    this.#depth += 1;
    if (this.#depth > NESTING_LIMIT) throw new NotAnExpression();
    const node = this.#prefixed();
    this.#depth -= 1;
    return node;
  }

  #prefixed(): Node {
    if (this.#accept('!') || this.#accept('not')) return { kind: 'not', operand: this.#unary() };
    if (this.#accept('empty')) return { kind: 'empty', operand: this.#unary() };
    if (this.#accept('-')) return { kind: 'negative', operand: this.#unary() };
    return this.#postfix(this.#primary());
  }

  #postfix(start: Node): Node {
    let node = start;
    for (;;) {
      const isSafe = this.#accept('?.');
      if (isSafe || this.#accept('.')) node = { kind: 'member', object: node, name: this.#memberName(), isSafe };
      else if (this.#accept('[')) {
        node = { kind: 'index', object: node, index: this.#conditional() };
        this.#expect(']');
      } else if (this.#accept('(')) node = { kind: 'call', callee: node, args: this.#list(')') };
      else return node;
    }
  }

  #memberName(): string {
    const token = this.#peek();
    if (token?.kind !== 'name') throw new NotAnExpression();
    this.#position += 1;
    return token.text;
  }

  #list(end: string): readonly Node[] {
    const items: Node[] = [];
    if (this.#accept(end)) return items;
    do items.push(this.#conditional());
    while (this.#accept(','));
    this.#expect(end);
    return items;
  }

  #primary(): Node {
    const token = this.#peek();
    if (token === undefined) throw new NotAnExpression();
    this.#position += 1;
    switch (token.kind) {
      case 'number':
      case 'string':
        return token;
      case 'name':
        if (token.text === 'true' || token.text === 'false' || token.text === 'null') return { kind: 'constant', text: token.text };
        if (WORDS.has(token.text)) throw new NotAnExpression();
        return { kind: 'name', name: token.text };
      case 'sign': {
        if (token.text === '[') return { kind: 'list', items: this.#list(']') };
        if (token.text !== '(') throw new NotAnExpression();
        const node = this.#conditional();
        this.#expect(')');
        return node;
      }
    }
  }
}
