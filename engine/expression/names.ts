import type { JsonObject } from '../model/index.ts';
import { isAwkward, isContext } from './feel/index.ts';
import { FEEL_LIMITS } from './limits.ts';

/** A source without any of these holds no name that only somebody who knows it can read. */
const SIGN_OF_AWKWARDNESS =
  /[-+*/'’]|\.\s|\b(?:and|or|then|else|return|satisfies|in|between|instance|if|for|some|every|function|true|false|null)\b|\d/;

/**
 * Names among the variables and their members that must be known to be read, because they contain symbols or keywords (`order-to date`): they change how
 * FEEL is read, so they are part of the key of a compiled expression. At most `FEEL_LIMITS.namesSought` members are looked at.
 */
export function awkwardNames(source: string, variables: JsonObject): readonly string[] {
  return SIGN_OF_AWKWARDNESS.test(source) ? awkwardNamesOf(variables).filter((name) => source.includes(firstWord(name))) : [];
}

/** As `awkwardNames`, for any source. */
export function awkwardNamesOf(variables: JsonObject): readonly string[] {
  const found = new Set<string>();
  let left: number = FEEL_LIMITS.namesSought;
  const open: unknown[] = [variables];
  for (let value = open.pop(); value !== undefined && left > 0; value = open.pop()) {
    left -= 1;
    if (Array.isArray(value)) open.push(...value.slice(0, 10).filter((item) => typeof item === 'object' && item !== null));
    else if (isContext(value)) {
      for (const [name, member] of Object.entries(value)) {
        if (isKnownAwkward(name)) found.add(name);
        if (typeof member === 'object' && member !== null) open.push(member);
      }
    }
  }
  return [...found].toSorted();
}

const firstWord = (name: string): string => /^[\p{L}\p{N}_]*/u.exec(name)?.[0] ?? '';

const known = new Map<string, boolean>();

/** Names come again and again; the answers are kept up to a limit. */
function isKnownAwkward(name: string): boolean {
  const answer = known.get(name);
  if (answer !== undefined) return answer;
  if (known.size >= FEEL_LIMITS.cacheEntries) known.clear();
  const fresh = isAwkward(name);
  known.set(name, fresh);
  return fresh;
}

/** What a compiled expression is kept under: its text, and the names that it was read with. */
export const keyOf = (source: string, names: readonly string[]): string => (names.length === 0 ? source : JSON.stringify([source, names]));

const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

/** The variables that an expression can mean, which keeps large ones that it does not mention from being copied to a thread. */
export function variablesNamedIn(source: string, variables: JsonObject): JsonObject {
  const words = new Set(source.match(WORD) ?? []);
  return Object.fromEntries(Object.entries(variables).filter(([name]) => words.has(name.match(WORD)?.[0] ?? name)));
}
