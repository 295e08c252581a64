import type { QueueState } from '../port/job-queue.ts';

/** How long the backend may be silent or after a failure counts as away, in milliseconds. It tries to connect again more often than that. */
const AWAY_MS = 10_000;

/** Follows how the backend of the queue does. */
export class QueueWatch {
  readonly #report: (error: Error) => void;
  #inFlight = 0;
  #lost = 0;
  #failedAtMs: number | null = null;
  /** Since when wake-ups wait without any having been taken; null while none waits. */
  #waitingSinceMs: number | null = null;

  constructor(report: (error: Error) => void) {
    this.#report = report;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** To be told of every failure of the backend. */
  readonly onError = (error: Error): void => {
    this.#failedAtMs = Date.now();
    this.#report(error);
  };

  sent(): void {
    this.#inFlight += 1;
    this.#waitingSinceMs ??= Date.now();
  }

  taken(): void {
    this.#inFlight -= 1;
    this.#failedAtMs = null;
    this.#waitingSinceMs = this.#inFlight === 0 ? null : Date.now();
  }

  refused(): void {
    this.#inFlight -= 1;
    this.#lost += 1;
    if (this.#inFlight === 0) this.#waitingSinceMs = null;
  }

  dropped(): void {
    this.#lost += 1;
  }

  state(nowMs: number): QueueState {
    const hasJustFailed = this.#failedAtMs !== null && nowMs - this.#failedAtMs <= AWAY_MS;
    const isSilent = this.#waitingSinceMs !== null && nowMs - this.#waitingSinceMs > AWAY_MS;
    return { inFlight: this.#inFlight, lost: this.#lost, isDegraded: hasJustFailed || isSilent };
  }
}
