import { ApiError, OFFLINE, parseProblem } from './problem.ts';

/** Where the API lives, relative to the page. */
export const API_BASE = '/api/v1';

/** Members of a query string; absent and empty ones are left out, lists repeat their name. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

/** Attempts of one request, and the longest pause between two that a server may ask for, in seconds. */
const MAX_ATTEMPTS = 4;
const MAX_RETRY_AFTER_SECONDS = 5;
const TOO_MANY_REQUESTS = 429;
const UNAVAILABLE = 503;

/** What a request may carry besides its path. */
export interface RequestOptions {
  readonly query?: Query | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Makes a repeated request harmless: the server answers the second one with the result of the first. Default: one per call. */
  readonly idempotencyKey?: string | undefined;
}

/** The verbs of the HTTP API. Every one throws ApiError when the server refuses or is not reached. */
export interface ApiClient {
  get<T>(path: string, options?: RequestOptions): Promise<T>;
  post<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T>;
  put<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T>;
  patch<T>(path: string, body?: unknown, options?: RequestOptions): Promise<T>;
  delete<T = void>(path: string, options?: RequestOptions): Promise<T>;
  /** The body as text, for diagrams. */
  text(path: string, options?: RequestOptions): Promise<string>;
}

/** What the client needs from outside; tests supply their own fetch. */
export interface ClientSettings {
  readonly fetch: (input: string, init: RequestInit) => Promise<Response>;
  /** Called once for every 401 except that of a sign-in attempt, so that the shell can ask to sign in again. */
  readonly onSignedOut?: () => void;
  /** Resolves after so many milliseconds; tests do not wait. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** The language in which the server names things; without it, the browser's own. */
  readonly language?: () => string;
}

/** Builds the address of an API path with its query string. */
export function apiUrl(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue;
    for (const item of Array.isArray(value) ? value : [value]) parameters.append(name, String(item));
  }
  const search = parameters.toString();
  return `${API_BASE}${path}${search === '' ? '' : `?${search}`}`;
}

/** Makes an API client. */
export function createClient(settings: ClientSettings): ApiClient {
  async function send(method: string, path: string, options: RequestOptions, accept: string): Promise<Response> {
    // The same key on every attempt: a write whose answer was lost, or that has to wait, is done once.
    const keyed = method === 'GET' ? options : { ...options, idempotencyKey: options.idempotencyKey ?? newKey() };
    const init = requestInit(method, keyed, accept, settings.language?.());
    let response = await reach(settings, apiUrl(path, options.query), init);
    for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt += 1) {
      const pauseMs = retryAfterMs(response);
      if (pauseMs === null) break;
      await (settings.sleep ?? sleep)(pauseMs);
      response = await reach(settings, apiUrl(path, options.query), init);
    }
    if (response.ok) return response;
    const problem = parseProblem(response.status, response.statusText, await readBody(response));
    if (response.status === 401 && problem.code !== 'SIGN_IN_FAILED') settings.onSignedOut?.();
    throw new ApiError(problem);
  }
  async function json<T>(method: string, path: string, options: RequestOptions): Promise<T> {
    const response = await send(method, path, options, 'application/json');
    // The shape is the server's published contract (/api/v1/openapi.json); the types of api/types.ts mirror it.
    return (await readBody(response)) as T;
  }
  return {
    get: (path, options = {}) => json('GET', path, options),
    post: (path, body, options = {}) => json('POST', path, { ...options, body }),
    put: (path, body, options = {}) => json('PUT', path, { ...options, body }),
    patch: (path, body, options = {}) => json('PATCH', path, { ...options, body }),
    delete: (path, options = {}) => json('DELETE', path, options),
    text: async (path, options = {}) => (await send('GET', path, options, '*/*')).text(),
  };
}

/** The pause that a busy server asks for; null when it does not, or asks for more than a person would wait. */
function retryAfterMs(response: Response): number | null {
  if (response.status !== TOO_MANY_REQUESTS && response.status !== UNAVAILABLE) return null;
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return seconds >= 0 && seconds <= MAX_RETRY_AFTER_SECONDS ? seconds * 1_000 : null;
}

/** Random, as of an address without encryption a browser has no `randomUUID`. */
const newKey = (): string => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('-');

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

async function reach(settings: ClientSettings, url: string, init: RequestInit): Promise<Response> {
  try {
    return await settings.fetch(url, init);
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'AbortError') throw cause;
    const problem = parseProblem(0, 'The server was not reached', { code: OFFLINE });
    throw new ApiError(problem, { cause });
  }
}

function requestInit(method: string, options: RequestOptions, accept: string, language: string | undefined): RequestInit {
  const headers: Record<string, string> = { Accept: accept };
  if (language !== undefined && language !== '') headers['Accept-Language'] = language;
  // The server refuses a browser's writing request without it: a form on another site cannot send this header.
  if (method !== 'GET') headers['X-Requested-With'] = 'lanework';
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.idempotencyKey !== undefined) headers['Idempotency-Key'] = options.idempotencyKey;
  return {
    method,
    headers,
    credentials: 'same-origin',
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // A body that is no JSON (an error page of a proxy) carries nothing the application can use.
    return undefined;
  }
}
