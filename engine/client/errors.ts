import type { Variables } from './types.ts';

/** An answer that refuses: problem details of the API. `code` is stable, for example `LEASE_LOST`. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** The whole problem as it was sent. */
  readonly problem: Readonly<Record<string, unknown>>;
  constructor(status: number, code: string, message: string, problem: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.problem = problem;
  }
}

/** No answer, after all attempts; `cause` is what the last one met. */
export class NoAnswerError extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'NoAnswerError';
  }
}

/** Thrown by a handler: the job ends with a BPMN error that the diagram may catch. */
export class BpmnError extends Error {
  readonly code: string;
  readonly variables: Variables;
  constructor(code: string, message = '', variables: Variables = {}) {
    super(message);
    this.name = 'BpmnError';
    this.code = code;
    this.variables = variables;
  }
}

/** Thrown by a handler: a technical failure that knows how it goes on. Anything else thrown uses the attempts and the back-off of the task. */
export class JobFailure extends Error {
  readonly next: { readonly retriesLeft?: number; readonly retryAfterMs?: number };
  constructor(message: string, next: { readonly retriesLeft?: number; readonly retryAfterMs?: number } = {}) {
    super(message);
    this.name = 'JobFailure';
    this.next = next;
  }
}
