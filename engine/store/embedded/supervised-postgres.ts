import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres, type EmbeddedDatabase, type EmbeddedDatabaseOptions } from './embedded-postgres.ts';

/** Pauses before another attempt to start a server that has ended, in milliseconds: the first, and the longest, to which each is twice the one before. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

export interface SupervisedDatabaseOptions extends EmbeddedDatabaseOptions {
  /** Told when the server has ended by itself, when it serves again, and of every attempt that failed. */
  readonly onEvent?: (event: 'ended' | 'started' | 'failed', error: Error | null) => void;
}

/**
 * Starts the embedded PostgreSQL, and starts it again, at the same port, whenever it ends without having been told to: killed by hand, or by the system for
 * want of memory. What was committed is there again; connections are made anew by those who have them. Goes on trying until `stop`.
 */
export async function superviseEmbeddedPostgres(options: SupervisedDatabaseOptions): Promise<EmbeddedDatabase> {
  const first = await startEmbeddedPostgres(options);
  const supervisor = new Supervisor(first, options);
  supervisor.watch();
  return supervisor;
}

class Supervisor implements EmbeddedDatabase {
  readonly url: string;
  readonly port: number;
  readonly #options: SupervisedDatabaseOptions;
  readonly #stopping = new AbortController();
  #server: EmbeddedDatabase;
  #watching: Promise<void> = Promise.resolve();

  constructor(server: EmbeddedDatabase, options: SupervisedDatabaseOptions) {
    this.url = server.url;
    this.port = server.port;
    this.#server = server;
    this.#options = options;
  }

  get pid(): number {
    return this.#server.pid;
  }

  get ended(): Promise<void> {
    return this.#watching;
  }

  urlOf(database: string): string {
    return this.#server.urlOf(database);
  }

  watch(): void {
    this.#watching = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#server.stop();
    // It may just be starting again.
    await this.#watching;
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      await this.#server.ended;
      if (signal.aborted) return;
      this.#options.onEvent?.('ended', null);
      await this.#startAgain();
      if (signal.aborted) return;
      this.#options.onEvent?.('started', null);
    }
  }

  /** Resolves when the server serves again, or when it is to stop: then nothing is left running. */
  async #startAgain(): Promise<void> {
    const { signal } = this.#stopping;
    for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
      try {
        const server = await startEmbeddedPostgres({ ...this.#options, port: this.port });
        // In one go with the look at the signal, so that `stop` finds whichever server there is.
        if (signal.aborted) await server.stop();
        else this.#server = server;
        return;
      } catch (error) {
        this.#options.onEvent?.('failed', error instanceof Error ? error : new Error(String(error)));
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
