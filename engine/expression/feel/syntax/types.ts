import type { FeelType } from './node.ts';
import { wordAt } from './names.ts';
import { TokenReader } from './tokens.ts';

/** Built-in types of several words, which are read before any other name. */
const LONG_TYPES = [
  'days and time duration',
  'day and time duration',
  'day time duration',
  'years and months duration',
  'year month duration',
  'date and time',
  'date time',
];

/** Reads types: `date and time`, `list<number>`, `context<a: number>`, `function<number, string>->boolean`, `range<date>`, `model.tType`. */
export class TypeReader extends TokenReader {
  type(): FeelType {
    return this.nested(() => this.#type());
  }

  #type(): FeelType {
    const long = LONG_TYPES.find((name) => this.#takesWords(name));
    if (long !== undefined) return { kind: 'named', name: long };
    const word = wordAt(this.source, this.at);
    const after = this.source.slice(this.at + (word?.length ?? 0)).trimStart();
    if (after.startsWith('<') && word !== null) {
      if (word === 'list' || word === 'range') return this.#ofOne(word);
      if (word === 'context') return this.#context();
      if (word === 'function') return this.#function();
    }
    return { kind: 'named', name: this.#name() };
  }

  #takesWords(phrase: string): boolean {
    const start = this.at;
    if (phrase.split(' ').every((word) => this.takesWord(word))) return true;
    this.at = start;
    return false;
  }

  #ofOne(kind: 'list' | 'range'): FeelType {
    this.expectWord(kind);
    this.expect('<');
    const of = this.type();
    this.expect('>');
    return { kind, of };
  }

  #context(): FeelType {
    this.expectWord('context');
    this.expect('<');
    const members: { name: string; type: FeelType }[] = [];
    while (!this.peeks('>')) {
      const name = this.name() ?? this.fail('the name of a member');
      this.expect(':');
      members.push({ name, type: this.type() });
      if (!this.takes(',')) break;
    }
    this.expect('>');
    return { kind: 'context', members };
  }

  #function(): FeelType {
    this.expectWord('function');
    this.expect('<');
    const parameters: FeelType[] = [];
    while (!this.peeks('>')) {
      parameters.push(this.type());
      if (!this.takes(',')) break;
    }
    this.expect('>');
    this.expect('->');
    return { kind: 'function', parameters, result: this.type() };
  }

  #name(): string {
    const parts: string[] = [];
    do parts.push(this.name() ?? (this.takesWord('function') ? 'function' : this.takesWord('null') ? 'Null' : this.fail('a type')));
    while (this.takes('.'));
    return parts.join('.');
  }
}
