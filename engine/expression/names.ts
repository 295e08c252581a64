import type { JsonObject } from '../model/index.ts';

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const FIRST_WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

/** Names of several words change how FEEL is read, so they are part of the key of a compiled expression. */
export function unusualNames(source: string, variables: JsonObject): readonly string[] {
  return Object.keys(variables).filter(
    (name) => !PLAIN_NAME.test(name) && name !== '' && source.includes(name.split(/[^\p{L}\p{N}_]/u)[0] ?? name),
  );
}

/** What a compiled expression is kept under: its text, and the names of several words that it was read with. */
export const keyOf = (source: string, names: readonly string[]): string => (names.length === 0 ? source : JSON.stringify([source, names]));

/** Names that the source can mean: only variables whose first word occurs in it. */
export function wordsOf(source: string): ReadonlySet<string> {
  return new Set(source.match(FIRST_WORD) ?? []);
}

/** Copies the members that the words can mean. */
export function pick(all: Readonly<Record<string, unknown>>, words: ReadonlySet<string>, into: Record<string, unknown>): void {
  for (const name of Object.keys(all)) if (words.has(firstWord(name))) into[name] = all[name];
}

function firstWord(name: string): string {
  return PLAIN_NAME.test(name) ? name : (name.match(FIRST_WORD)?.[0] ?? name);
}

/** The variables that an expression can mean, which keeps large ones that it does not mention from being copied to a thread. */
export function variablesNamedIn(source: string, variables: JsonObject): JsonObject {
  const named: Record<string, unknown> = {};
  pick(variables, wordsOf(source), named);
  // Members of a JSON object are JSON values.
  return named as JsonObject;
}
