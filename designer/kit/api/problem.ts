/** One refused member of a request, as the server names it: `path` is dotted (`lines.0.quantity`), empty for the whole. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** A finding of the diagram checks, which a refused deployment carries. */
export interface Finding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly resource?: string;
  readonly element?: string | null;
  readonly line?: number | null;
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
  readonly mend?: string;
}

/** Problem details (RFC 9457) as the API sends them; `members` holds everything, extensions included. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldProblem[];
  readonly findings: readonly Finding[];
  readonly members: Readonly<Record<string, unknown>>;
}

/** Code of a request that never reached the server. */
export const OFFLINE = 'OFFLINE';

/** What every refused or failed request throws; `code` is stable and may be switched on. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail === '' ? problem.title : problem.detail, options);
    this.name = 'ApiError';
    this.problem = problem;
  }

  /** Stable code of the problem, for example `TASK_ALREADY_CLAIMED`. */
  get code(): string {
    return this.problem.code;
  }

  /** HTTP status; 0 when the server was not reached. */
  get status(): number {
    return this.problem.status;
  }
}

/** True when the failure is an ApiError with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): error is ApiError {
  return error instanceof ApiError && codes.includes(error.code);
}

/**
 * Reads the body of a refused response. A body that is not a problem (a proxy's HTML page, an empty body) becomes a problem
 * with code `HTTP_<status>`, so that callers have one shape to handle.
 */
export function parseProblem(status: number, statusText: string, body: unknown): Problem {
  const members = isRecord(body) ? body : {};
  return {
    status,
    code: textOr(members['code'], `HTTP_${status}`),
    title: textOr(members['title'], statusText === '' ? `HTTP ${status}` : statusText),
    detail: textOr(members['detail'], ''),
    errors: listOf(members['errors'], isFieldProblem),
    findings: listOf(members['findings'], isFinding),
    members,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function listOf<T>(value: unknown, is: (item: unknown) => item is T): readonly T[] {
  return Array.isArray(value) ? value.filter(is) : [];
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return isRecord(value) && typeof value['path'] === 'string' && typeof value['message'] === 'string';
}

function isFinding(value: unknown): value is Finding {
  return isRecord(value) && typeof value['rule'] === 'string' && typeof value['message'] === 'string';
}
