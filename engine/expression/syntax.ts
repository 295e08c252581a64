import { parseExpression, parseUnaryTests, SyntaxError as FeelSyntaxError, unaryTest } from 'feelin';
import { quote } from './fault.ts';
import { LIBRARY_NAMES } from './library.ts';
import { FEEL_LIMITS } from './limits.ts';

/** A node of feelin's syntax tree. */
export type SyntaxNode = ReturnType<typeof parseExpression>['topNode'];

const LIBRARY_CONTEXT: Readonly<Record<string, unknown>> = Object.fromEntries(LIBRARY_NAMES.map((name) => [name, null]));

/** Children of a node without comments and white space; places of syntax errors are children too. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (!child.type.isSkipped || child.type.isError) found.push(child);
  return found;
}

/** Every node of the tree, parents before children. */
export function* descendants(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of childrenOf(node)) yield* descendants(child);
}

/** Syntax tree of an expression; names of several words are known from `names` and from the library. */
export function parseFeel(source: string, names: readonly string[] = []): SyntaxNode {
  return parseExpression(source, contextOf(names), undefined).topNode;
}

function contextOf(names: readonly string[]): Record<string, unknown> {
  return names.length === 0 ? LIBRARY_CONTEXT : { ...LIBRARY_CONTEXT, ...Object.fromEntries(names.map((name) => [name, null])) };
}

/** `a == b` is read as `a` compared with the test `= b`, which is never what is meant. */
function isDoubledOperator(node: SyntaxNode): boolean {
  return node.name === 'SimplePositiveUnaryTest' && node.parent?.name === 'Comparison' && node.prevSibling?.name === 'CompareOp';
}

function firstError(node: SyntaxNode): SyntaxNode | null {
  for (const candidate of descendants(node)) if (candidate.type.isError || isDoubledOperator(candidate)) return candidate;
  return null;
}

function complaint(root: SyntaxNode, source: string): string | null {
  const error = firstError(root);
  if (error === null) return null;
  const at = source.slice(error.from, error.from + 20).trim();
  return at === ''
    ? `the end of "${quote(source)}", where more was expected`
    : `"${quote(at)}" at character ${error.from + 1} of "${quote(source)}"`;
}

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

/** What is wrong with the syntax of an expression, as the second half of "Expected a FEEL expression, but found ..."; null when nothing is. */
export function syntaxError(source: string, names: readonly string[] = []): string | null {
  if (source.trim() === '') return 'nothing';
  const tooLarge = sizeProblem(source);
  if (tooLarge !== null) return tooLarge;
  const context = contextOf(names);
  return complaint(parseExpression(source, context, undefined).topNode, source);
}

/** As `syntaxError`, for the unary tests of a decision table (`> 3, [1..2]`, `-`). */
export function unaryTestsError(source: string, names: readonly string[] = []): string | null {
  const tooLarge = sizeProblem(source);
  if (tooLarge !== null) return tooLarge;
  const context = { ...contextOf(names), '?': null };
  const found = complaint(parseUnaryTests(source, context, undefined).topNode, source);
  if (found === null) return null;
  // feelin's interpreter is the last word: the tree alone marks some tests that it accepts.
  try {
    unaryTest(source, context);
    return null;
  } catch (error) {
    return error instanceof FeelSyntaxError ? found : null;
  }
}
