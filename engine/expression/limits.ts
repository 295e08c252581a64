/** Limits of one FEEL expression. An expression past them fails; it never runs long. */
export const FEEL_LIMITS = {
  /** Characters of the source. */
  sourceLength: 16_384,
  /** Nesting of the syntax tree. */
  nesting: 200,
  /** Nesting of a value that becomes a variable. */
  valueNesting: 64,
  /** Compiled expressions kept; the oldest is dropped first. */
  cacheEntries: 5_000,
  /** Rounds of all loops and filters of one evaluation. */
  rounds: 100_000,
  /** Rounds that a sub-expression counts for which only feelin can evaluate; it takes about as long as that many plain ones. */
  roundsOfLeaf: 20,
  /** Numbers in a range of literal bounds that still counts as small: `for i in 1..12`. */
  smallRange: 1_000,
} as const;
