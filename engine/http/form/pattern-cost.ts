/**
 * The parts of the patterns whose cost is easily told: letters and classes with or without a quantifier, anchors, alternatives, and groups that are there at
 * most once. Everything else (look-around, references, names, repeated groups) matches none of it as a whole.
 */
const PART =
  /(?<atom>\\[dDwWsS]|\\[^A-Za-z0-9]|\\[tnrfv]|\[(?:\\.|[^\]\\])*\]|[^\\[\](){}?*+|^$])|(?<open>\((?:\?:)?(?!\?))|(?<close>\))|(?<many>[*+]|\{\d{1,4}(?:,\d{0,4})?\})\??|(?<maybe>\?)\??|(?<edge>\^|\$|\\b|\||\{|\})/uy;

/**
 * About how many steps a regular expression takes at most to look for a text of so many letters (ECMA-262, "Pattern Semantics"): a matcher goes back to each
 * choice that it had, so the choices multiply. Infinite for a pattern with a part whose choices are not easily counted.
 */
export function patternCost(pattern: string, letters: number): number {
  let choices = 1;
  let last: 'atom' | 'close' | 'other' = 'other';
  PART.lastIndex = 0;
  while (PART.lastIndex < pattern.length) {
    const groups = PART.exec(pattern)?.groups;
    if (groups === undefined) return Number.POSITIVE_INFINITY;
    const { atom, close, many, maybe } = groups;
    if (many !== undefined) {
      if (last !== 'atom') return Number.POSITIVE_INFINITY;
      choices *= repetitions(many, letters);
    } else if (maybe !== undefined || groups['edge'] === '|') choices *= 2;
    last = atom !== undefined ? 'atom' : close !== undefined ? 'close' : 'other';
  }
  // From every letter on, past every part; with choices over as many letters as there are.
  return choices * (letters + 1) * (pattern.length + (choices > 1 ? letters : 0));
}

/** How many lengths a repetition may have. */
function repetitions(quantifier: string, letters: number): number {
  const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}$/u.exec(quantifier) ?? [];
  if (least === undefined) return letters + 1;
  if (comma === '') return 1;
  return most === undefined || most === '' ? letters + 1 : Math.min(letters, Number(most)) + 1;
}
