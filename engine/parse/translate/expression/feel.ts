/** A piece of FEEL with how tightly its outermost operator binds, so that brackets are set only where they are needed. */
export interface Feel {
  readonly text: string;
  readonly binding: number;
  /** Whether the value is known to be text. */
  readonly isText: boolean;
}

/** How tightly operators bind, the loosest first. */
export const BINDING = {
  conditional: 0,
  or: 1,
  and: 2,
  comparison: 3,
  sum: 4,
  product: 5,
  power: 6,
  negative: 7,
  postfix: 8,
  primary: 9,
} as const;

export const feel = (text: string, binding: number = BINDING.primary, isText = false): Feel => ({ text, binding, isText });

/** The text of a piece where at least this binding is needed. */
export const bracketed = (piece: Feel, binding: number): string => (piece.binding < binding ? `(${piece.text})` : piece.text);

/** A FEEL text literal. */
export const textLiteral = (value: string): Feel =>
  feel(
    `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r')}"`,
    BINDING.primary,
    true,
  );

/** A call of a function of FEEL. */
export const called = (name: string, args: readonly Feel[], isText = false): Feel =>
  feel(`${name}(${args.map((argument) => argument.text).join(', ')})`, BINDING.primary, isText);

/** The value as text, for joining. */
export const asText = (piece: Feel): Feel => (piece.isText ? piece : called('string', [piece], true));

/** What JUEL calls `empty`: null, an empty text, an empty list or an empty map. */
export const isEmpty = (piece: Feel): Feel => feel(`string(get or else(${piece.text}, "")) in ("", "[]", "{}")`, BINDING.comparison);

const KEYWORDS: ReadonlySet<string> = new Set(
  'and or not if then else for return in some every satisfies function true false null between instance of external'.split(' '),
);

/** Whether FEEL reads the text as the name of a variable or member. */
export const isFeelName = (name: string): boolean => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !KEYWORDS.has(name);
