import { randomUUID } from 'node:crypto';

export interface ClientAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Longest that one request may take before it is sent again, in milliseconds. */
const REQUEST_TIMEOUT_MS = 20_000;
const PAUSE_MS = 50;
const TOO_MANY_REQUESTS = 429;
/** Code of a 409 that answers nothing yet: the try before this one has not ended. */
const IN_PROGRESS = 'REQUEST_IN_PROGRESS';

/** A client that never gives up: it sends a command again, under the same key, until it is answered. */
export class StubbornClient {
  readonly #urls: readonly string[];
  readonly #token: string;
  #next = 0;
  #isStopped = false;
  retries = 0;
  /** Longest time to an answer of any status, in milliseconds; requests that broke without one do not count. */
  slowestMs = 0;
  /** Answers 5xx by status and code, for example `503 UNAVAILABLE`. */
  readonly refusals = new Map<string, number>();

  constructor(urls: readonly string[], token: string) {
    this.#urls = urls;
    this.#token = token;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** The answer, however often the server dies meanwhile; null when the test is over. Status 4xx is an answer too, but for those that say: later. */
  async post(path: string, body: object): Promise<ClientAnswer | null> {
    const key = randomUUID();
    while (!this.#isStopped) {
      const answer = await this.once('POST', path, body, key);
      if (answer !== null && !asksAgain(answer)) return answer;
      this.retries += 1;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    return null;
  }

  /** One try at the next server; null when it broke without an answer. */
  async once(method: 'GET' | 'POST', path: string, body: object | null, key: string = randomUUID()): Promise<ClientAnswer | null> {
    const url = this.#urls[this.#next++ % this.#urls.length] ?? '';
    const begun = performance.now();
    try {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        ...(body === null ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
        headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json', 'idempotency-key': key },
      });
      const answer = { status: response.status, body: (await response.json()) as ClientAnswer['body'] };
      this.slowestMs = Math.max(this.slowestMs, performance.now() - begun);
      if (answer.status >= 500) {
        const kind = `${answer.status} ${String(answer.body['code'])}`;
        this.refusals.set(kind, (this.refusals.get(kind) ?? 0) + 1);
      }
      return answer;
    } catch {
      // The server died under the request, or is starting: nothing is known, so whoever needs to know asks again.
      return null;
    }
  }
}

function asksAgain({ status, body }: ClientAnswer): boolean {
  return status >= 500 || status === TOO_MANY_REQUESTS || body['code'] === IN_PROGRESS;
}
