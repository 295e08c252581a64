/** Longest expression that is translated, in characters. */
export const EXPRESSION_LIMIT = 4_000;

export type Token =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'sign'; readonly text: string };

/** Namespaces of functions: `vars:get(x)`. Any other `a:b` is a conditional operator without blanks. */
const FUNCTION_NAMESPACE = /(?:vars|var|variables|fn|task|flowUtil|cmmn)/.source;
const PATTERNS = [
  ['blank', /\s+/y],
  ['number', /(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)[lLfFdDgG]?(?![\w.])/y],
  ['string', /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/sy],
  ['name', new RegExp(`${FUNCTION_NAMESPACE}:[A-Za-z_]\\w*(?=\\s*\\()|[\\p{L}_$][\\p{L}\\p{N}_$]*`, 'uy')],
  ['sign', /===|!==|&&|\|\||==|!=|>=|<=|\?\.|\*\*|[-+*/%!<>?:.,()[\]]/y],
] as const;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

const unescape = (raw: string): string => raw.replace(/\\(.)/gs, (_, letter: string) => ESCAPES[letter] ?? letter);

/** The words and signs of an expression in JUEL, Groovy or JavaScript; null when something is none of the three's. */
export function tokensOf(source: string): readonly Token[] | null {
  if (source.length > EXPRESSION_LIMIT) return null;
  const tokens: Token[] = [];
  let position = 0;
  while (position < source.length) {
    const found = tokenAt(source, position);
    if (found === null) return null;
    if (found.token !== null) tokens.push(found.token);
    position += found.length;
  }
  return tokens;
}

function tokenAt(source: string, position: number): { readonly token: Token | null; readonly length: number } | null {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = position;
    const match = pattern.exec(source);
    if (match === null) continue;
    const length = match[0].length;
    if (kind === 'blank') return { token: null, length };
    if (kind === 'string') return { token: { kind, text: unescape(match[1] ?? match[2] ?? '') }, length };
    return { token: { kind, text: kind === 'number' ? (match[1] ?? '') : match[0] }, length };
  }
  return null;
}
