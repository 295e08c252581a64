import { ApiError, NoAnswerError } from './errors.ts';

export interface ClientOptions {
  /** Address of the server, with or without a path before `/api/v1`. */
  readonly url: string;
  /** API token. */
  readonly token: string;
  /** Attempts of one request, the first included. Default 8. */
  readonly attempts?: number;
  /** Pause before the second attempt, doubled before each further one, in milliseconds. Default 200. */
  readonly firstPauseMs?: number;
  /** Longest pause, also when the server asks for a longer one, in milliseconds. Default 15,000. */
  readonly maxPauseMs?: number;
  /** Longest that one attempt may take, in milliseconds; waiting for jobs takes `waitMs` more. Default 30,000. */
  readonly timeoutMs?: number;
  /** Hears of every attempt that is repeated. */
  readonly onRetry?: (event: {
    readonly path: string;
    readonly attempt: number;
    readonly reason: string;
    readonly pauseMs: number;
  }) => void;
}

export interface RequestOptions {
  readonly query?: object;
  readonly body?: object;
  /** Default: a new one for each call, the same on each of its attempts. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** Added to the time that one attempt may take, in milliseconds. */
  readonly waitMs?: number;
}

/** Sends a request and answers with the JSON of the answer; undefined where there is none. Throws ApiError or NoAnswerError. */
export type Send = <Answer>(method: 'GET' | 'POST' | 'PUT', path: string, options?: RequestOptions) => Promise<Answer>;

const API_PATH = '/api/v1';
/** Not now: the same request under the same key may be sent again. 409 only where the server says when. */
const TRANSIENT = new Set([429, 502, 503, 504]);

type Attempt =
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'again'; readonly error: Error; readonly retryAfterMs: number | null };

export function createSend(options: ClientOptions): Send {
  const { attempts = 8, firstPauseMs = 200, maxPauseMs = 15_000 } = options;
  return async <Answer>(method: string, path: string, request: RequestOptions = {}): Promise<Answer> => {
    const key = request.idempotencyKey ?? crypto.randomUUID();
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await attemptOnce(options, method, path, key, request);
      if (outcome.kind === 'answer') return outcome.value as Answer; // The shape that the API documents for this path.
      if (attempt >= attempts) throw outcome.error;
      const backOffMs = firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
      const pauseMs = Math.min(maxPauseMs, Math.max(outcome.retryAfterMs ?? 0, backOffMs));
      options.onRetry?.({ path, attempt, reason: outcome.error.message, pauseMs });
      await pause(pauseMs, request.signal);
    }
  };
}

async function attemptOnce(
  { url, token, timeoutMs = 30_000 }: ClientOptions,
  method: string,
  path: string,
  key: string,
  { query, body, signal, waitMs = 0 }: RequestOptions,
): Promise<Attempt> {
  signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(timeoutMs + waitMs);
  try {
    const response = await fetch(`${url.replace(/\/$/, '')}${API_PATH}${path}${queryText(query)}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(method === 'GET' ? {} : { 'idempotency-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return await readAnswer(response);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    signal?.throwIfAborted();
    const message = timeout.aborted
      ? `Expected an answer to ${method} ${path} in time, but there was none.`
      : `Expected an answer to ${method} ${path}, but the connection failed.`;
    return { kind: 'again', error: new NoAnswerError(message, error), retryAfterMs: null };
  }
}

async function readAnswer(response: Response): Promise<Attempt> {
  const text = await response.text();
  if (response.ok) return { kind: 'answer', value: text === '' ? undefined : JSON.parse(text) };
  const problem = problemOf(text);
  const code = typeof problem['code'] === 'string' ? problem['code'] : 'UNKNOWN';
  const detail = typeof problem['detail'] === 'string' ? problem['detail'] : `Expected an answer, but found status ${response.status}.`;
  const error = new ApiError(response.status, code, detail, problem);
  const retryAfter = retryAfterMs(response.headers.get('retry-after'), Date.now());
  if (TRANSIENT.has(response.status) || (response.status === 409 && retryAfter !== null))
    return { kind: 'again', error, retryAfterMs: retryAfter };
  throw error;
}

/** A proxy between may answer with a page of its own. */
function problemOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}; // Members are looked at one by one.
  } catch {
    return {};
  }
}

function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const value = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isNaN(value) ? null : Math.max(0, value);
}

function queryText(query: object | undefined): string {
  const entries = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString()}`;
}

/** Resolves after `ms`; rejects with the reason when `signal` aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    function stop(): void {
      clearTimeout(timer);
      reject(signal?.reason instanceof Error ? signal.reason : new Error('Expected to wait, but the wait was ended.'));
    }
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
