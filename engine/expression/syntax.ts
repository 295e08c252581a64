import { quote } from './fault.ts';
import { FeelSyntaxFault, parseExpression, parseTests } from './feel/index.ts';
import { FEEL_LIMITS } from './limits.ts';

const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);

/** How deep brackets stand inside brackets, texts left out. One pass; nothing is parsed. */
function bracketDepth(source: string): number {
  let [depth, deepest, isText] = [0, 0, false];
  for (let index = 0; index < source.length; index += 1) {
    const character = source.charAt(index);
    if (isText && character === '\\') index += 1;
    else if (character === '"') isText = !isText;
    else if (!isText && OPENING.has(character)) deepest = Math.max(deepest, (depth += 1));
    else if (!isText && CLOSING.has(character)) depth -= 1;
  }
  return deepest;
}

/** What makes an expression too large to be read, as the second half of "Expected ..., but found ..."; null when nothing does. */
export function sizeProblem(source: string): string | null {
  if (source.length > FEEL_LIMITS.sourceLength) return `${source.length} characters, which is more than ${FEEL_LIMITS.sourceLength}`;
  const depth = bracketDepth(source);
  return depth > FEEL_LIMITS.brackets ? `brackets nested ${depth} deep, which is more than ${FEEL_LIMITS.brackets}` : null;
}

/** What is wrong with a source that a reader refuses; null when it accepts it. */
function complaint(source: string, read: () => unknown): string | null {
  const tooLarge = sizeProblem(source);
  if (tooLarge !== null) return tooLarge;
  try {
    read();
    return null;
  } catch (error) {
    if (!(error instanceof FeelSyntaxFault)) throw error;
    const at = source.slice(error.at, error.at + 20).trim();
    return at === ''
      ? `the end of "${quote(source)}", where ${error.message} was expected`
      : `"${quote(at)}" at character ${error.at + 1} of "${quote(source)}", where ${error.message} was expected`;
  }
}

/** What is wrong with the syntax of an expression, as the second half of "Expected a FEEL expression, but found ..."; null when nothing is. */
export function syntaxError(source: string, names: readonly string[] = []): string | null {
  return source.trim() === '' ? 'nothing' : complaint(source, () => parseExpression(source, names));
}

/** As `syntaxError`, for the unary tests of a decision table (`> 3, [1..2]`, `-`). */
export function unaryTestsError(source: string, names: readonly string[] = []): string | null {
  return complaint(source, () => parseTests(source, names));
}
