import type { Pool } from 'pg';
import type { Clock } from '../../port/clock.ts';
import { isConflict } from '../sql.ts';
import { cleanUpHistory, type CleanUpReport } from './clean-up.ts';

/** Pause between two rounds, in milliseconds; a short one where a round left something or another node was at it. */
const ROUND_EVERY_MS = 60 * 60 * 1_000;
const AGAIN_AFTER_MS = 60 * 1_000;

export interface HistoryKeeperOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  /** Told of every round that removed something. */
  readonly onRound: (report: CleanUpReport) => void;
  /** Told of a round that failed; the next one tries again. */
  readonly onError: (error: unknown) => void;
}

/** Removes history that is past its time, round after round, until it is stopped. */
export class HistoryKeeper {
  readonly #options: HistoryKeeperOptions;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(options: HistoryKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Resolves when the transaction in hand has ended. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { clock } = this.#options;
    while (!this.#stop.signal.aborted) await clock.sleep(await this.#round(), this.#stop.signal);
  }

  /** Returns the pause until the next round. */
  async #round(): Promise<number> {
    try {
      const report = await cleanUpHistory(this.#options.pool, this.#stop.signal);
      if (report === null) return AGAIN_AFTER_MS;
      if (report.months.length + report.trees + report.instances > 0) this.#options.onRound(report);
      return report.isUnfinished ? AGAIN_AFTER_MS : ROUND_EVERY_MS;
    } catch (error) {
      // Running work had a lock for too long: nothing is lost but time.
      if (!isConflict(error)) this.#options.onError(error);
      return AGAIN_AFTER_MS;
    }
  }
}
