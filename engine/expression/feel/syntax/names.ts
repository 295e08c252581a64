/** Words that end a name, unless a known name contains them. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  'and',
  'or',
  'then',
  'else',
  'return',
  'satisfies',
  'in',
  'between',
  'instance',
  'if',
  'for',
  'some',
  'every',
  'function',
  'external',
  'true',
  'false',
  'null',
]);

/** Begins a name (DMN 1.5, 10.3.1.2, rule 28). */
const START = String.raw`(?!\s)[?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\u{10000}-\u{effff}]`;
/** Stands in a name (rule 29); the symbols that a name may have too are not part of a word. */
const PART = String.raw`(?:${START}|[\d\u00b7\u0300-\u036f\u203f\u2040])`;
const WORD = new RegExp(`${START}${PART}*`, 'uy');
const PARTS = new RegExp(`${PART}+`, 'uy');

/** The word of letters and digits at a place; null when none begins there. */
export function wordAt(source: string, at: number): string | null {
  WORD.lastIndex = at;
  return WORD.exec(source)?.[0] ?? null;
}

/** As `wordAt`, for the middle of a name, where a digit may begin a word. */
export function partAt(source: string, at: number): string | null {
  PARTS.lastIndex = at;
  return PARTS.exec(source)?.[0] ?? null;
}

const SYMBOLS = new Set(["'", '.', '/', '-', '+', '*', '’']);

/** A name in the pieces that it is compared by: words and symbols. White space between them does not count, except that it parts words. */
export function piecesOf(name: string): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0; at < name.length;) {
    const word = partAt(name, at);
    if (word !== null) {
      pieces.push(word);
      at += word.length;
    } else {
      const symbol = String.fromCodePoint(name.codePointAt(at) ?? 32);
      if (symbol.trim() !== '') pieces.push(symbol);
      at += symbol.length;
    }
  }
  return pieces;
}

/** A name as it is stored: trimmed, white space as one blank. */
export const tidyName = (name: string): string => name.replace(/\s+/gu, ' ').trim();

/** Whether a name can only be read by somebody who knows it: it has a symbol or a keyword in it. Several plain words are read without that. */
export function isAwkward(name: string): boolean {
  const pieces = piecesOf(name);
  if (pieces.length === 1) return KEYWORDS.has(name) || wordAt(name, 0) !== name;
  return pieces.some((piece) => SYMBOLS.has(piece) || KEYWORDS.has(piece) || wordAt(piece, 0) !== piece);
}

/** Values that no name stands for, whatever variables there are. */
const LITERALS: ReadonlySet<string> = new Set(['true', 'false', 'null']);

interface Known {
  readonly name: string;
  readonly pieces: readonly string[];
}

/** Names that the reader knows, by their first piece, the longest first. */
export class NameBook {
  readonly #byFirst = new Map<string, Known[]>();
  readonly #calledOnly = new Set<string>();

  /** `functions` that are named like a keyword (`and`, `or`) are names only where they are called. */
  constructor(names: Iterable<string>, functions: Iterable<string> = []) {
    for (const name of names) this.add(name);
    for (const name of functions) {
      const isNew = !this.#has(name);
      this.add(name);
      if (isNew && KEYWORDS.has(name)) this.#calledOnly.add(name);
    }
  }

  #has(name: string): boolean {
    return this.#byFirst.get(name)?.some((known) => known.name === name) === true;
  }

  add(name: string): void {
    this.#calledOnly.delete(name);
    const pieces = piecesOf(name);
    const [first] = pieces;
    if (first === undefined || !isAwkward(name) || LITERALS.has(name)) return;
    const list = this.#byFirst.get(first) ?? [];
    if (list.some((known) => known.name === name)) return;
    list.push({ name, pieces });
    list.sort((a, b) => b.pieces.length - a.pieces.length);
    this.#byFirst.set(first, list);
  }

  /** The longest known name at a place and where it ends; null when none is there. */
  match(source: string, at: number): { readonly name: string; readonly end: number } | null {
    const first = partAt(source, at);
    const candidates = first === null ? undefined : this.#byFirst.get(first);
    for (const known of candidates ?? []) {
      const end = endOf(known.pieces, source, at);
      if (end !== null && this.#calledOnly.has(known.name) && !/^\s*\(/u.test(source.slice(end, end + 40))) continue;
      if (end !== null) return { name: known.name, end };
    }
    return null;
  }
}

function endOf(pieces: readonly string[], source: string, at: number): number | null {
  let place = at;
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) while (/\s/u.test(source[place] ?? 'x')) place += 1;
    const word = partAt(source, place);
    if (word === null ? !source.startsWith(piece, place) : word !== piece) return null;
    place += piece.length;
  }
  return place;
}
