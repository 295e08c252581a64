/** Limits of one FEEL expression. An expression past them fails; it never runs long. */
export const FEEL_LIMITS = {
  /** Characters of the source. */
  sourceLength: 16_384,
  /** Characters of a source that is read on the main thread. */
  mainThreadLength: 1_000,
  /** Brackets inside brackets, which is looked at before anything is parsed. */
  brackets: 100,
  /** Nesting of the syntax tree. */
  nesting: 200,
  /** Nesting of a value that becomes a variable. */
  valueNesting: 64,
  /** Items and members of a value that becomes a variable, all levels together. */
  valueItems: 500_000,
  /** Characters of a value that becomes a variable, all texts together. */
  valueCharacters: 4 * 1024 * 1024,
  /** Compiled expressions kept; the oldest is dropped first. */
  cacheEntries: 5_000,
  /** Rounds of all loops, filters and functions of one evaluation. */
  rounds: 1_000_000,
  /** Functions that call functions, or themselves. */
  invocations: 200,
  /** Characters of a text that an expression makes. */
  textLength: 1_000_000,
  /** Characters of made texts that count as one round. */
  textOfRound: 1_000,
  /** Items that a function or a path walks, which count as one round. */
  itemsOfRound: 100,
  /** Items of a list that an expression makes. */
  listLength: 1_000_000,
  /** Members of variables that are looked through for names that only somebody who knows them can read. */
  namesSought: 2_000,
  /** Steps, as `workOf` estimates them, that one evaluation may take where the event loop waits for it: a few milliseconds. */
  mainThreadWork: 100_000,
  /** Numbers in a range of literal bounds that still counts as small: `for i in 1..12`. */
  smallRange: 1_000,
} as const;
