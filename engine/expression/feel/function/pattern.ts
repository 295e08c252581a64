import { Misfit } from '../value/fault.ts';
import { blockRange } from './pattern-blocks.ts';

/** Characters in which a block and its name stand. */
const BLOCK_NAME_LIMIT = 60;

/** Name characters of XML, which `\i` and `\c` stand for. */
const NAME_START = String.raw`\p{L}_:`;
const NAME_CHARACTER = String.raw`\p{L}\p{N}\p{M}_:.\-\u00b7`;

const CLASS_ESCAPES: Readonly<Record<string, string>> = { i: NAME_START, c: NAME_CHARACTER };

/** Patterns kept; the set is emptied at the limit. */
const CACHE_LIMIT = 500;
const cache = new Map<string, RegExp>();

/**
 * A regular expression of XML Schema and XPath (DMN 1.5, 10.3.4.3) as one of JavaScript. Flags: `s`, `m`, `i`, `x` (white space in the pattern does not
 * count) and `q` (the pattern is plain text).
 * @throws Misfit for a pattern or flag that is none
 */
export function regexOf(pattern: string, flags: string | null): RegExp {
  const key = JSON.stringify([pattern, flags]);
  const known = cache.get(key);
  if (known !== undefined) return known;
  const wanted = flags ?? '';
  if (/[^smixq]/.test(wanted)) throw new Misfit(`flags out of s, m, i, x and q, but found "${wanted}"`);
  const source = wanted.includes('q')
    ? pattern.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    : translate(wanted.includes('x') ? tightened(pattern) : pattern);
  try {
    const made = new RegExp(source, `gv${['s', 'm', 'i'].filter((flag) => wanted.includes(flag)).join('')}`);
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(key, made);
    return made;
  } catch {
    throw new Misfit(`a regular expression, but found "${pattern}"`);
  }
}

/** Characters that mean something in a class of JavaScript's `v` mode but nothing in one of XPath. */
const DOUBLE_PUNCTUATION = /[&!#%,:;<=>@`~$*+.?^|(){}/]/;

/** A pattern without the white space outside its classes, before anything in it is read: `\\ s` is `\\s` (XPath functions 3.1, 5.6.2, flag `x`). */
function tightened(pattern: string): string {
  let result = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    if (depth === 0 && /\s/.test(character)) continue;
    result += character;
    const isEscaped = /(?:^|[^\\])(?:\\\\)*\\$/.test(result.slice(0, -1));
    if (character === '[' && !isEscaped) depth += 1;
    if (character === ']' && !isEscaped && depth > 0) depth -= 1;
  }
  return result;
}

/**
 * Rewrites a pattern. A class becomes a class in a class, `[[a-z]]`, because JavaScript takes away only from whole classes: `[a-z-[aeiou]]` is
 * `[[a-z]--[[aeiou]]]`.
 */
function translate(pattern: string): string {
  let result = '';
  /** Open classes, and whether each has already had its part before `-[`. */
  const open: boolean[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    const isInClass = open.length > 0;
    const block = /^\\([pP])\{Is([\w-]+)\}/.exec(pattern.slice(at, at + BLOCK_NAME_LIMIT));
    if (block !== null) {
      result += inBlock(block[2] ?? '', block[1] === 'P');
      at += block[0].length - 1;
    } else if (character === '\\') {
      result += escaped(pattern[at + 1] ?? '', isInClass);
      at += 1;
    } else if (isInClass && character === ']') {
      result += open.pop() === true ? ']' : ']]';
    } else if (character === '[' || (isInClass && character === '-' && pattern[at + 1] === '[')) {
      if (isInClass && character === '[') result += '\\[';
      else {
        if (isInClass) {
          open[open.length - 1] = true;
          result += ']--';
          at += 1;
        }
        const isNegated = pattern[at + 1] === '^';
        if (isNegated) at += 1;
        if (pattern[at + 1] === ']') throw new Misfit('a class with characters, but found an empty one');
        result += isNegated ? '[[^' : '[[';
        open.push(false);
      }
    } else if (isInClass) result += inClass(pattern, at);
    else result += character;
  }
  return result;
}

/** One character inside a class. A hyphen at an end of it is itself. */
function inClass(pattern: string, at: number): string {
  const character = pattern[at] ?? '';
  const isAtEnd = pattern[at + 1] === ']' || pattern[at - 1] === '[' || pattern.slice(at - 2, at) === '[^';
  if (character === '-') return isAtEnd ? '\\-' : '-';
  return DOUBLE_PUNCTUATION.test(character) ? `\\${character}` : character;
}

function inBlock(name: string, isNegated: boolean): string {
  const range = blockRange(name) ?? refuseBlock(name);
  return `[${isNegated ? '^' : ''}${range}]`;
}

function refuseBlock(name: string): never {
  throw new Misfit(`a block of Unicode such as BasicLatin, but found "${name}"`);
}

function escaped(character: string, isInClass: boolean): string {
  if (character in CLASS_ESCAPES) return isInClass ? (CLASS_ESCAPES[character] ?? '') : `[${CLASS_ESCAPES[character]}]`;
  if (character === 'I' || character === 'C') return `[^${CLASS_ESCAPES[character.toLowerCase()]}]`;
  if (character === '-') return isInClass ? '\\-' : '-';
  if (character === 'b' || character === 'B') throw new Misfit('an escape of XPath, but found a word boundary');
  if (character === '0') throw new Misfit('an escape of XPath, but found \\0');
  return `\\${character}`;
}

/**
 * A replacement of XPath (`$1`, `\$`) as one of JavaScript.
 * @throws Misfit for a `$` or `\` that stands for nothing
 */
export function replacementOf(text: string, groups: number): string {
  if (/(?:^|[^\\])(?:\\\\)*\\(?![\\$])/.test(text) || /(?<!\\)(?:\\\\)*\$(?!\d)/.test(text))
    throw new Misfit(`a replacement with $1, \\$ or \\\\, but found "${text}"`);
  return text.replace(/\\([\\$])|\$(\d+)|\$/g, (whole, escape: string | undefined, digits: string | undefined) => {
    if (escape !== undefined) return escape === '$' ? '$$' : '\\';
    if (digits === undefined) return whole;
    // As many digits as there are groups for; the rest is text.
    let length = digits.length;
    while (length > 1 && Number(digits.slice(0, length)) > groups) length -= 1;
    const group = Number(digits.slice(0, length));
    const rest = digits.slice(length);
    if (group === 0) return `$&${rest}`;
    return group > groups ? rest : `$${String(group).padStart(2, '0')}${rest}`;
  });
}
