import type { JsonObject } from '../model/index.ts';

/** One wrong field of the input: `path` as `lines.0.quantity`, or the key of a form field. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/**
 * A refusal that the caller of the API can mend; becomes `application/problem+json` (RFC 9457). `code` is stable, `message` is
 * shown to people and says what was expected and what was found. `members` are further members of the answer (`assignee`, `findings`).
 */
export class HttpProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly FieldProblem[];
  readonly members: JsonObject;
  constructor(
    status: number,
    code: string,
    message: string,
    extra: { readonly errors?: readonly FieldProblem[]; readonly members?: JsonObject } = {},
  ) {
    super(message);
    this.name = 'HttpProblem';
    this.status = status;
    this.code = code;
    this.errors = extra.errors ?? [];
    this.members = extra.members ?? {};
  }
}
