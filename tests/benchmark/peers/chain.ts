import { randomUUID } from 'node:crypto';
import { inLanes } from '../lanes.ts';
import { IN_FLIGHT } from '../runtime/lanework-runtime.ts';
import type { OpenSubject } from '../workload.ts';

/** Steps of an instance, as in `seq5`. */
export const STEPS = 5;

/** What a job of the chain carries. */
export interface ChainJob {
  readonly instance: string;
  readonly step: number;
}

/** Instances that wait for the end of their chain. */
export interface Chain {
  /** Called by a worker for each job; returns the job that follows, or null after the last. */
  work(job: ChainJob): ChainJob | null;
  /** Starts one instance through `start` and resolves when its last job has been worked on. */
  instance(start: (job: ChainJob) => Promise<unknown>): Promise<void>;
}

export function createChain(): Chain {
  const waiting = new Map<string, () => void>();
  return {
    work({ instance, step }) {
      if (step < STEPS) return { instance, step: step + 1 };
      waiting.get(instance)?.();
      waiting.delete(instance);
      return null;
    },
    async instance(start) {
      const instance = randomUUID();
      const ended = new Promise<void>((resolve) => waiting.set(instance, resolve));
      await start({ instance, step: 1 });
      await ended;
    },
  };
}

/** A subject that runs instances one way, as many at a time as ours. */
export function subjectOf(isQuick: boolean, instance: () => Promise<void>, close: () => Promise<void>): OpenSubject {
  return {
    leastUnits: isQuick ? 1 : IN_FLIGHT,
    run: (count) => inLanes(count, IN_FLIGHT, instance),
    figures: () => Promise.resolve({ inFlight: IN_FLIGHT }),
    close,
  };
}
