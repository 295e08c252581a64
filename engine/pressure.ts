import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Pool } from 'pg';
import type { Config } from './config.ts';
import type { Pressure } from './http/index.ts';
import type { InstanceStore } from './port/instance-store.ts';
import type { WorkStore } from './port/work-store.ts';

/** How often the delay of the event loop is read and begun anew, in milliseconds. */
const LOOP_WINDOW_MS = 1_000;
const LOOP_RESOLUTION_MS = 20;
/** How often the database is asked how long due work has waited, in milliseconds. */
const LAG_EVERY_MS = 5_000;

/** The parts of the pressure, as measured last. */
export interface Load {
  /** Steps that wait for a transaction to begin, and everything that waits for a connection. */
  readonly databaseWaiters: number;
  /** Mean of the last second beyond the resolution of the measurement. */
  readonly eventLoopDelayMs: number;
  /** Since when the oldest due row that nobody has in hand waits. */
  readonly dueLagMs: number;
}

type Thresholds = Pick<Config, 'maxDatabaseWaiters' | 'maxEventLoopDelayMs' | 'maxDueLagMs'>;

/** What of a load is too much; null when nothing is. */
export function excessOf(load: Load, thresholds: Thresholds): string | null {
  const { maxDatabaseWaiters, maxEventLoopDelayMs, maxDueLagMs } = thresholds;
  if (load.databaseWaiters > maxDatabaseWaiters)
    return `${load.databaseWaiters} steps and queries wait for a database connection, of ${maxDatabaseWaiters}`;
  if (load.eventLoopDelayMs > maxEventLoopDelayMs)
    return `the process answers ${Math.round(load.eventLoopDelayMs)} ms late, of ${maxEventLoopDelayMs}`;
  if (maxDueLagMs > 0 && load.dueLagMs > maxDueLagMs)
    return `due work has waited for ${Math.round(load.dueLagMs / 1_000)} s, of ${maxDueLagMs / 1_000}`;
  return null;
}

export interface MeasuredPressure extends Pressure {
  load(): Load;
  stop(): void;
}

/** Measures the pressure of this process until it is stopped. `onError` is told when the database does not say how much is due. */
export function measurePressure(
  { pool, store }: { readonly pool: Pick<Pool, 'waitingCount'>; readonly store: Pick<InstanceStore, 'statistics'> },
  work: Pick<WorkStore, 'dueLagMs'>,
  topics: readonly string[],
  thresholds: Thresholds,
  onError: (error: Error) => void,
): MeasuredPressure {
  const histogram = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  histogram.enable();
  let eventLoopDelayMs = 0;
  let dueLagMs = 0;
  const loopTimer = setInterval(() => {
    eventLoopDelayMs = Number.isNaN(histogram.mean) ? 0 : Math.max(0, histogram.mean / 1e6 - LOOP_RESOLUTION_MS);
    histogram.reset();
  }, LOOP_WINDOW_MS).unref();
  const lagTimer = setInterval(() => {
    work.dueLagMs(topics).then((ms) => {
      dueLagMs = ms;
    }, onError);
  }, LAG_EVERY_MS).unref();
  const load = (): Load => ({ databaseWaiters: pool.waitingCount + store.statistics.waiting, eventLoopDelayMs, dueLagMs });
  return {
    load,
    excess: () => excessOf(load(), thresholds),
    stop() {
      clearInterval(loopTimer);
      clearInterval(lagTimer);
      histogram.disable();
    },
  };
}
