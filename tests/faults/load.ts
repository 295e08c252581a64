import { randomUUID } from 'node:crypto';

/** A client that never gives up: it sends a command again, under the same key, until it is answered. */
export class StubbornClient {
  readonly #urls: readonly string[];
  readonly #token: string;
  #next = 0;
  #isStopped = false;
  retries = 0;

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

  /** The answer, however often the server dies meanwhile; null when the test is over. Status 4xx is an answer too. */
  async post(path: string, body: object): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> } | null> {
    const key = randomUUID();
    while (!this.#isStopped) {
      const url = this.#urls[this.#next++ % this.#urls.length] ?? '';
      try {
        const response = await fetch(`${url}/api/v1${path}`, {
          method: 'POST',
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(20_000),
          headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json', 'idempotency-key': key },
        });
        const answer = (await response.json()) as Readonly<Record<string, unknown>>;
        if (response.status < 500) return { status: response.status, body: answer };
      } catch {
        // The server died under the request, or is starting: nothing is known, so ask again.
      }
      this.retries += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return null;
  }
}
