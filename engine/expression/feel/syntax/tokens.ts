import { FEEL_LIMITS } from '../../limits.ts';
import { KEYWORDS, NameBook, wordAt } from './names.ts';

/** The source is no FEEL. `at` is the place of the first character that does not fit. */
export class FeelSyntaxFault extends Error {
  readonly at: number;
  constructor(expected: string, at: number) {
    super(expected);
    this.name = 'FeelSyntaxFault';
    this.at = at;
  }
}

const SKIPPED = /(?:[\s\u0085\u180e\u200b\ufeff]|\/\/[^\n]*|\/\*[^]*?\*\/)*/uy;
const NUMBER = /(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', "'": "'", '\\': '\\' };

/** Reads the source from left to right: white space, words, symbols. */
export class TokenReader {
  readonly source: string;
  readonly names: NameBook;
  at = 0;
  #nesting = 0;

  constructor(source: string, names: NameBook) {
    this.source = source;
    this.names = names;
    this.skip();
  }

  /** Moves over white space and comments. */
  skip(): void {
    SKIPPED.lastIndex = this.at;
    this.at += SKIPPED.exec(this.source)?.[0].length ?? 0;
  }

  get isAtEnd(): boolean {
    return this.at >= this.source.length;
  }

  fail(expected: string): never {
    throw new FeelSyntaxFault(expected, this.at);
  }

  /** Runs the reading of something that nests, up to the limit. */
  nested<T>(read: () => T): T {
    this.#nesting += 1;
    if (this.#nesting > FEEL_LIMITS.nesting) this.fail(`an expression nested at most ${FEEL_LIMITS.nesting} deep`);
    const value = read();
    this.#nesting -= 1;
    return value;
  }

  peeks(symbol: string): boolean {
    return this.source.startsWith(symbol, this.at);
  }

  /** Moves over a symbol when it is there. */
  takes(symbol: string): boolean {
    if (!this.peeks(symbol)) return false;
    this.at += symbol.length;
    this.skip();
    return true;
  }

  expect(symbol: string): void {
    if (!this.takes(symbol)) this.fail(`"${symbol}"`);
  }

  peeksWord(word: string): boolean {
    return this.peeks(word) && wordAt(this.source, this.at) === word;
  }

  takesWord(word: string): boolean {
    if (!this.peeksWord(word)) return false;
    this.at += word.length;
    this.skip();
    return true;
  }

  expectWord(word: string): void {
    if (!this.takesWord(word)) this.fail(`"${word}"`);
  }

  /** The text of a number literal; null when none is here. */
  number(): string | null {
    NUMBER.lastIndex = this.at;
    const text = NUMBER.exec(this.source)?.[0] ?? null;
    if (text === null) return null;
    this.at += text.length;
    if (wordAt(this.source, this.at) !== null) this.fail('a number that ends before the next word');
    this.skip();
    return text;
  }

  /** The value of a string literal; the reader stands at its quote. */
  string(): string {
    let value = '';
    for (let place = this.at + 1; place < this.source.length; place += 1) {
      const character = this.source[place] ?? '';
      if (character === '"') {
        this.at = place + 1;
        this.skip();
        return value;
      }
      if (character !== '\\') {
        value += character;
        continue;
      }
      const code = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6}))/y;
      code.lastIndex = place;
      const match = code.exec(this.source);
      const next = this.source[place + 1] ?? '';
      if (match !== null) {
        const point = Number.parseInt(match[1] ?? match[2] ?? '0', 16);
        if (point > 0x10ffff) this.fail('a character of Unicode');
        value += match[1] === undefined ? String.fromCodePoint(point) : String.fromCharCode(point);
        place += match[0].length - 1;
      } else {
        // An escape that FEEL does not have stands for itself, as in a pattern such as "\d+".
        value += ESCAPES[next] ?? `\\${next}`;
        place += 1;
      }
    }
    return this.fail('a text that ends with a quote');
  }

  /** A name: the longest that is known, else plain words one after the other; null when none is here. */
  name(): string | null {
    const known = this.names.match(this.source, this.at);
    const word = wordAt(this.source, this.at);
    if (known !== null) {
      this.at = known.end;
      this.skip();
      return known.name;
    }
    if (word === null || KEYWORDS.has(word)) return null;
    return this.words();
  }

  /** Plain words one after the other, which make one name. */
  words(): string {
    const words: string[] = [];
    for (let word = wordAt(this.source, this.at); word !== null; word = wordAt(this.source, this.at)) {
      if (words.length > 0 && (KEYWORDS.has(word) || this.names.match(this.source, this.at) !== null)) break;
      // `?` is a name of its own.
      if (words.at(-1) === '?') break;
      words.push(word);
      this.at += word.length;
      this.skip();
    }
    return words.join(' ');
  }
}
