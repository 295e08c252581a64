/** Words and signs of expression languages of other engines, and what FEEL writes for them. */
const OPERATORS: readonly (readonly [RegExp, string])[] = [
  [/\s*&&\s*/g, ' and '],
  [/\s*\|\|\s*/g, ' or '],
  [/\s*===?\s*/g, ' = '],
  [/\s*!==?\s*/g, ' != '],
  [/\beq\b/g, '='],
  [/\bne\b/g, '!='],
  [/\bgt\b/g, '>'],
  [/\bge\b/g, '>='],
  [/\blt\b/g, '<'],
  [/\ble\b/g, '<='],
];
const NEGATION = /!\s*([A-Za-z_][\w.]*)/g;
const WRAPPED = /^[$#]\{([^{}]*)\}$/;
/** Calls, conditional operators, indexes and `empty` mean something that FEEL writes in another shape. */
const NOT_SIMPLE = /[?:[\]{};]|\w\s*\(|\bempty\b|\binstanceof\b/;

/**
 * FEEL for a simple `${...}` or `#{...}` of a diagram made for another engine: variables, paths, literals, comparisons, logic and arithmetic. Null for
 * everything else, which stays as it is and is reported.
 */
export function translateExpression(text: string): string | null {
  const inner = WRAPPED.exec(text.trim())?.[1]?.trim();
  if (inner === undefined || inner === '') return null;
  // Texts are put aside, so that operators inside them stay text; an odd part is inside quotes.
  const parts = inner.split(/'([^'"\\]*)'|"([^"\\]*)"/);
  const code = parts.filter((_, index) => index % 3 === 0);
  if (code.some((part) => NOT_SIMPLE.test(part) || /['"]/.test(part))) return null;
  return parts
    .map((part, index) => (index % 3 === 0 ? translateCode(part) : part === undefined ? '' : `"${part}"`))
    .join('')
    .replace(/ {2,}(?=[^"]*(?:"[^"]*"[^"]*)*$)/g, ' ')
    .trim();
}

function translateCode(code: string): string {
  const operators = OPERATORS.reduce((text, [pattern, feel]) => text.replace(pattern, feel), code);
  return operators.replace(NEGATION, 'not($1)');
}
