import { ApiError, OFFLINE, parseProblem } from './problem.ts';

/** Where the API lives, relative to the page. */
export const API_BASE = '/api/v1';

/** Members of a query string; absent and empty ones are left out, lists repeat their name. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

/** What a request may carry besides its path. */
export interface RequestOptions {
  readonly query?: Query | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Makes a repeated request harmless: the server answers the second one with the result of the first. */
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
    const response = await reach(settings, apiUrl(path, options.query), requestInit(method, options, accept, settings.language?.()));
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
