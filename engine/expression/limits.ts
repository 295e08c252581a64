/** Limits of one FEEL expression. An expression past them fails; it never runs long. */
export const FEEL_LIMITS = {
  /** Characters of the source. */
  sourceLength: 16_384,
  /** Characters of a source that is read on the main thread: reading takes up to 30 microseconds for each. */
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
  /** Rounds of all loops and filters of one evaluation. */
  rounds: 100_000,
  /** Rounds that a sub-expression counts for which only feelin can evaluate; it takes about as long as that many plain ones. */
  roundsOfLeaf: 20,
  /** Steps, as `workOf` estimates them, that one evaluation may take where the event loop waits for it: a few milliseconds. */
  mainThreadWork: 100_000,
  /** Numbers in a range of literal bounds that still counts as small: `for i in 1..12`. */
  smallRange: 1_000,
} as const;
