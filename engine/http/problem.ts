import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, Response } from 'express';
import type { JsonObject } from '../model/index.ts';
import { isUnavailable } from '../port/database-error.ts';
import { EngineError } from '../port/engine.ts';
import { HttpProblem } from '../port/http-problem.ts';
import { BusinessError } from '../port/module-contract.ts';
import type { HttpLogger } from './http-services.ts';
import { MAX_BODY_BYTES } from './input.ts';
import { requestFacts } from './observe-requests.ts';

/** HTTP status by the engine's stable codes; a code that is not listed is a conflict with the state of the instance. */
const ENGINE_STATUS: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  PROCESS_NOT_FOUND: 404,
  NO_START_EVENT: 422,
  INPUT_INVALID: 400,
  VARIABLES_INVALID: 400,
  VARIABLES_TOO_LARGE: 422,
  RESOURCES_INVALID: 422,
  JOB_TYPE_INTERNAL: 422,
  IDEMPOTENCY_KEY_REUSED: 422,
  BUSY: 503,
  TOO_BUSY: 429,
  TOO_MANY_WAITING: 429,
  DEPLOYMENT_REFUSED: 422,
  MODIFICATION_REFUSED: 422,
  MIGRATION_REFUSED: 422,
  SAME_DEFINITION: 422,
  DEFINITION_NOT_FOUND: 404,
  FORBIDDEN: 403,
};
const DEFAULT_ENGINE_STATUS = 409;

/** A caller who may come back is told one of these, at random, so that not all come back at once; in seconds. */
const RETRY_AFTER_SECONDS: readonly number[] = [1, 2, 3];
/** Refusals of the engine that pass by themselves. */
const COME_BACK: ReadonlySet<string> = new Set(['TOO_MANY_WAITING', 'TOO_BUSY']);

/** Sends `application/problem+json` (RFC 9457) with the stable `code`. */
export function sendProblem(response: Response, problem: HttpProblem): void {
  const body: Record<string, unknown> = {
    type: `urn:lanework:problem:${problem.code}`,
    title: STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    ...problem.members,
  };
  if (problem.errors.length > 0) body['errors'] = problem.errors;
  response.status(problem.status).type('application/problem+json').set('Cache-Control', 'no-store').send(JSON.stringify(body));
}

/** The last handler: turns whatever was thrown into a problem; what is not the caller's fault is logged and told as 500 without detail. */
export function problemHandler(logger: HttpLogger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const problem = problemFor(error);
    if (problem.status >= 500)
      logger.error({ ...requestFacts(response), err: error, method: request.method, path: request.path }, 'Request failed.');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (problem.status === 503 || COME_BACK.has(problem.code)) response.set('Retry-After', retryAfter());
    sendProblem(response, problem);
  };
}

const retryAfter = (): string => String(RETRY_AFTER_SECONDS[Math.floor(Math.random() * RETRY_AFTER_SECONDS.length)] ?? 1);

/** The problem that an error means to the caller. */
export function problemFor(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof EngineError) {
    return new HttpProblem(ENGINE_STATUS[error.code] ?? DEFAULT_ENGINE_STATUS, error.code, error.message, {
      members: withoutReserved(error.details),
    });
  }
  if (error instanceof BusinessError) return new HttpProblem(422, error.code, error.message, { members: { details: error.details } });
  return problemForLibraryError(error) ?? new HttpProblem(500, 'INTERNAL', 'Something went wrong inside. It has been logged.');
}

/** Details of an engine error become members of the answer, but never replace the standard ones. */
function withoutReserved(details: JsonObject): JsonObject {
  const reserved = new Set(['type', 'title', 'status', 'code', 'detail', 'instance', 'errors']);
  return Object.fromEntries(Object.entries(details).filter(([key]) => !reserved.has(key)));
}

/** Errors of body-parser, Express and node-postgres, told by `type`, `status` and `code`. */
function problemForLibraryError(error: unknown): HttpProblem | null {
  if (!(error instanceof Error)) return null;
  const { type, status } = error as Error & { type?: unknown; status?: unknown };
  if (type === 'entity.parse.failed')
    return new HttpProblem(400, 'MALFORMED_JSON', 'Expected a body of valid JSON, but it does not parse.');
  if (type === 'entity.too.large')
    return new HttpProblem(413, 'BODY_TOO_LARGE', `Expected a body of at most ${MAX_BODY_BYTES} bytes, but it is larger.`);
  if (status === 415)
    return new HttpProblem(415, 'UNSUPPORTED_MEDIA_TYPE', 'Expected application/json in UTF-8, but the body is something else.');
  if (error instanceof URIError)
    return new HttpProblem(400, 'INPUT_INVALID', 'Expected a well-formed address, but its percent-encoding is broken.');
  if (isUnavailable(error)) return new HttpProblem(503, 'UNAVAILABLE', 'The database does not answer right now. Please try again.');
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new HttpProblem(status, 'REQUEST_REFUSED', `Expected a well-formed request, but it was refused (${status}).`);
  return null;
}
