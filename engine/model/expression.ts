import type { JsonValue } from './json.ts';

/**
 * A value written in a diagram: fixed text, or FEEL to be evaluated against the variables in scope.
 * `source` is the FEEL text without the leading `=`.
 */
export type Expression = { readonly kind: 'literal'; readonly value: JsonValue } | { readonly kind: 'feel'; readonly source: string };

/** `zeebe:input` / `zeebe:output`: evaluate `source` and assign to the variable path `target` (`a` or `a.b.c`). */
export interface IoMapping {
  readonly source: Expression;
  readonly target: string;
  /** True for a data association whose source may be absent: then it carries nothing. */
  readonly mayLack?: true;
}
