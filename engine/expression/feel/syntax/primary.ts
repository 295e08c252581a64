import { parseTemporal } from '../value/parse-temporal.ts';
import type { Argument, FeelNode, FeelType } from './node.ts';
import { tidyName } from './names.ts';
import { TypeReader } from './types.ts';

type Unplaced<T> = T extends unknown ? Omit<T, 'from' | 'to'> : never;

const ARGUMENT_NAME = /[^\s,(){}[\]":=<>@\d][^,(){}[\]":=<>]*(?=:)/y;
const ENTRY_NAME = /[^\s,{}"][^,{}":]*(?=:)/y;

/** Reads what stands by itself: literals, names, lists, contexts, ranges, functions, and what follows it: paths, filters, calls. */
export abstract class PrimaryReader extends TypeReader {
  /** Whether the source is the tests of a cell. */
  readsTests = false;

  abstract expression(): FeelNode;
  abstract test(): FeelNode;
  abstract operand(): FeelNode;
  abstract numberLiteral(from: number, text: string): FeelNode;

  placed(from: number, node: Unplaced<FeelNode>): FeelNode {
    const to = this.source.slice(0, this.at).trimEnd().length;
    return { ...node, from, to: Math.max(from, to) };
  }

  primary(): FeelNode {
    const from = this.at;
    const text = this.number();
    if (text !== null) return this.numberLiteral(from, text);
    if (this.peeks('"')) return this.placed(from, { kind: 'literal', value: this.string() });
    if (this.takes('@')) return this.#atLiteral(from);
    if (this.takes('(')) return this.#parenthesised(from);
    if (this.takes('[')) return this.#bracketed(from);
    if (this.takes(']')) return this.#openRange(from);
    if (this.peeks('{')) return this.#context(from);
    const name = this.name();
    if (name !== null) return this.placed(from, { kind: 'name', name });
    return this.#keyword(from);
  }

  #keyword(from: number): FeelNode {
    if (this.takesWord('true')) return this.placed(from, { kind: 'literal', value: true });
    if (this.takesWord('false')) return this.placed(from, { kind: 'literal', value: false });
    if (this.takesWord('null')) return this.placed(from, { kind: 'literal', value: null });
    if (this.takesWord('function')) return this.#function(from);
    if (['if', 'for', 'some', 'every'].some((word) => this.peeksWord(word))) return this.expression();
    return this.fail('a value');
  }

  /** `@"2026-11-21"`; a text that is no temporal value is null. */
  #atLiteral(from: number): FeelNode {
    if (!this.peeks('"')) this.fail('a text after "@"');
    return this.placed(from, { kind: 'literal', value: parseTemporal(this.string()) });
  }

  #parenthesised(from: number): FeelNode {
    const first = this.test();
    if (this.takes('..')) return this.rangeTail(from, first, false);
    const items = [first];
    // Tests may stand in brackets together: `("a", "b")`.
    while (this.readsTests && this.takes(',')) items.push(this.test());
    this.expect(')');
    return items.length === 1 ? first : this.placed(from, { kind: 'list', items });
  }

  #bracketed(from: number): FeelNode {
    if (this.takes(']')) return this.placed(from, { kind: 'list', items: [] });
    const first = this.test();
    if (this.takes('..')) return this.rangeTail(from, first, true);
    const items = [first];
    while (this.takes(',')) items.push(this.test());
    this.expect(']');
    return this.placed(from, { kind: 'list', items });
  }

  #openRange(from: number): FeelNode {
    const start = this.operand();
    this.expect('..');
    return this.rangeTail(from, start, false);
  }

  /** The end of a range, after its `..`. */
  rangeTail(from: number, start: FeelNode, startIncluded: boolean): FeelNode {
    const end = this.operand();
    const endIncluded = this.takes(']');
    if (!endIncluded && !this.takes(')')) this.expect('[');
    return this.placed(from, { kind: 'range', start, end, startIncluded, endIncluded });
  }

  #context(from: number): FeelNode {
    this.expect('{');
    const entries: { key: string; value: FeelNode }[] = [];
    while (!this.peeks('}')) {
      const key = this.peeks('"') ? this.string() : this.#writtenName(ENTRY_NAME, 'the name of an entry');
      this.names.add(key);
      this.expect(':');
      entries.push({ key, value: this.expression() });
      if (!this.takes(',')) break;
    }
    this.expect('}');
    return this.placed(from, { kind: 'context', entries });
  }

  /** A name that a colon ends, whatever stands in it. */
  #writtenName(pattern: RegExp, expected: string): string {
    pattern.lastIndex = this.at;
    const text = pattern.exec(this.source)?.[0];
    if (text === undefined) return this.fail(expected);
    this.at += text.length;
    return tidyName(text);
  }

  #function(from: number): FeelNode {
    this.expect('(');
    const parameters: { name: string; type: FeelType | null }[] = [];
    while (!this.peeks(')')) {
      const match = /[^,():]+/y;
      match.lastIndex = this.at;
      const name = tidyName(match.exec(this.source)?.[0] ?? this.fail('the name of a parameter'));
      this.at = match.lastIndex;
      this.names.add(name);
      parameters.push({ name, type: this.takes(':') ? this.type() : null });
      if (!this.takes(',')) break;
    }
    this.expect(')');
    const isExternal = this.takesWord('external');
    return this.placed(from, { kind: 'function', parameters, body: this.expression(), isExternal });
  }

  /** Paths, filters and calls behind a value, from left to right. */
  postfix(from: number, target: FeelNode): FeelNode {
    let node = target;
    for (let links = 0; ; links += 1) {
      if (links > 200) this.fail('at most 200 members, filters and calls in a row');
      if (this.peeks('...') && this.takes('...')) node = this.placed(from, { kind: 'descendants', target: node, name: this.#member() });
      else if (this.peeks('.') && !this.peeks('..') && this.takes('.'))
        node = this.placed(from, { kind: 'path', target: node, name: this.#member() });
      else if (this.peeks('[') && !this.#closesRange()) {
        this.expect('[');
        const condition = this.expression();
        this.expect(']');
        node = this.placed(from, { kind: 'filter', target: node, condition });
      } else if (this.takes('(')) node = this.placed(from, { kind: 'call', target: node, arguments: this.#arguments() });
      else return node;
    }
  }

  #member(): string {
    const name = this.name();
    if (name !== null) return name;
    // After a dot even a keyword is a name.
    const words = this.words();
    return words === '' ? this.fail('the name of a member') : words;
  }

  /** Whether the bracket here ends a range such as `]1..5[`, and is no filter: nothing that could be its condition follows. */
  #closesRange(): boolean {
    return /^\[\s*(?:$|[),\]}=]|!=|\.(?!\d)|(?:and|or|then|else|return|satisfies|in)\b)/.test(this.source.slice(this.at));
  }

  #arguments(): readonly Argument[] {
    const found: Argument[] = [];
    while (!this.peeks(')')) {
      ARGUMENT_NAME.lastIndex = this.at;
      const name = ARGUMENT_NAME.exec(this.source)?.[0];
      if (name !== undefined) {
        this.at += name.length;
        this.expect(':');
      }
      found.push({ name: name === undefined ? null : tidyName(name), value: this.test() });
      if (!this.takes(',')) break;
    }
    this.expect(')');
    return found;
  }
}
