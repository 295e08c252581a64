import { ApiError, BpmnError, JobFailure } from './errors.ts';
import type { Client } from './index.ts';
import { pause } from './request.ts';
import type { Job, Variables } from './types.ts';

export interface JobContext {
  /** Aborted when the job was given to another worker, or the worker is stopped and its grace is over: give up, the result counts no more. */
  readonly signal: AbortSignal;
  readonly client: Client;
}

/**
 * Does one job and returns the variables of its result. Throws a BpmnError for a refusal that the diagram may catch, a JobFailure to say
 * how a technical failure goes on, anything else for one that uses the attempts of the task. May be called again for the same job, always
 * with the same `job.idempotencyKey`.
 */
export type JobHandler = (job: Job, context: JobContext) => Promise<Variables | void>;

export interface WorkerOptions {
  readonly type: string | readonly string[];
  readonly handler: JobHandler;
  /** Jobs done at a time; no more are taken than there is room for. Default 8. */
  readonly concurrency?: number;
  /** Jobs taken by one call, at most 100. Default: as many as there is room for. */
  readonly maxJobs?: number;
  /** Lease of a job, renewed while the handler runs, in milliseconds. Default 30,000. */
  readonly leaseMs?: number;
  /** How long one call waits for the first job, in milliseconds, at most 30,000. Default 25,000. */
  readonly waitMs?: number;
  /** Shown beside the job. Default `worker-` and a number drawn once. */
  readonly name?: string;
  /** Variables that the handler reads; default all. */
  readonly fetchVariables?: readonly string[];
  /** How long jobs in hand may go on after `stop`, in milliseconds. Default 10,000. */
  readonly stopGraceMs?: number;
  /** Hears of what went wrong and is dealt with: lost leases, reports and calls without an answer. */
  readonly onError?: (error: unknown, job: Job | null) => void;
}

export interface RunningWorker {
  /** Resolves when the worker has stopped; rejects when it may not go on: the token is refused, or the job type. */
  readonly done: Promise<void>;
  /** Takes no more jobs, waits for those in hand, and hands back what is not done within the grace. */
  stop(): Promise<void>;
}

/** Renewals within one lease: two may fail before it is lost. */
const RENEWALS_PER_LEASE = 3;
/** Pause after a call that failed, or that came back empty long before its time (a server that is stopping), in milliseconds. */
const PAUSE_MS = 500;
const MAX_PER_CALL = 100;
/** The same call will be refused again. */
const FATAL = new Set([400, 401, 403, 404, 422]);

export function startWorker(client: Client, options: WorkerOptions): RunningWorker {
  const worker = new JobWorker(client, options);
  const done = worker.run();
  // Whoever waits for `done` hears of it; without anybody it must not end the process.
  done.catch((error: unknown) => options.onError?.(error, null));
  return {
    done,
    async stop() {
      worker.stop();
      await done.catch(() => undefined);
    },
  };
}

class JobWorker {
  readonly #client: Client;
  readonly #options: WorkerOptions;
  readonly #name: string;
  readonly #stopping = new AbortController();
  readonly #giveUp = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(client: Client, options: WorkerOptions) {
    this.#client = client;
    this.#options = options;
    this.#name = options.name ?? `worker-${crypto.randomUUID().slice(0, 8)}`;
  }

  stop(): void {
    this.#stopping.abort();
  }

  async run(): Promise<void> {
    const { concurrency = 8, maxJobs = MAX_PER_CALL } = this.#options;
    try {
      while (!this.#stopping.signal.aborted) {
        const room = concurrency - this.#running.size;
        if (room <= 0) await Promise.race(this.#running);
        else await this.#take(Math.min(room, maxJobs, MAX_PER_CALL));
      }
    } finally {
      await this.#finish();
    }
  }

  async #take(maxJobs: number): Promise<void> {
    const { type, leaseMs = 30_000, waitMs = 25_000, fetchVariables } = this.#options;
    const { signal } = this.#stopping;
    const request = { type: typeof type === 'string' ? type : [...type], worker: this.#name, maxJobs, leaseMs, waitMs };
    const askedAtMs = Date.now();
    try {
      const jobs = await this.#client.activateJobs(
        { ...request, ...(fetchVariables === undefined ? {} : { fetchVariables: [...fetchVariables] }) },
        { signal },
      );
      for (const job of jobs) this.#begin(job);
      if (jobs.length === 0 && Date.now() - askedAtMs < waitMs / 2) await pause(PAUSE_MS, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && FATAL.has(error.status)) throw error;
      this.#options.onError?.(error, null);
      await pause(PAUSE_MS, signal).catch(() => undefined);
    }
  }

  #begin(job: Job): void {
    const work = this.#perform(job)
      .catch((error: unknown) => this.#options.onError?.(error, job))
      .finally(() => this.#running.delete(work));
    this.#running.add(work);
  }

  async #perform(job: Job): Promise<void> {
    const lost = new AbortController();
    const ended = new AbortController();
    const signal = AbortSignal.any([lost.signal, this.#giveUp.signal]);
    const renewing = this.#renew(job, ended.signal, lost);
    let report: () => Promise<unknown>;
    try {
      const variables = await Promise.race([this.#options.handler(job, { signal, client: this.#client }), aborted(signal)]);
      report = () =>
        this.#client.completeJob(job.id, { leaseEpoch: job.leaseEpoch, variables: variables ?? {} }, this.#keyOf(job, 'complete'));
    } catch (error) {
      report = () => this.#reportError(job, error);
    } finally {
      ended.abort();
      await renewing;
    }
    if (!lost.signal.aborted) await report();
  }

  #reportError(job: Job, error: unknown): Promise<unknown> {
    const { leaseEpoch } = job;
    if (this.#giveUp.signal.aborted) {
      const handedBack = {
        leaseEpoch,
        message: 'The worker was stopped before the job was done.',
        retriesLeft: job.retriesLeft,
        retryAfterMs: 0,
      };
      return this.#client.failJob(job.id, handedBack, this.#keyOf(job, 'fail'));
    }
    if (error instanceof BpmnError) {
      const { code, message, variables } = error;
      return this.#client.throwJobError(job.id, { leaseEpoch, code, message, variables }, this.#keyOf(job, 'error'));
    }
    const message = (error instanceof Error ? error.message : String(error)).slice(0, 10_000);
    const next = error instanceof JobFailure ? error.next : {};
    return this.#client.failJob(job.id, { leaseEpoch, message, ...next }, this.#keyOf(job, 'fail'));
  }

  #keyOf(job: Job, report: string): { readonly idempotencyKey: string } {
    return { idempotencyKey: `${job.id}:${job.leaseEpoch}:${report}` };
  }

  async #renew(job: Job, ended: AbortSignal, lost: AbortController): Promise<void> {
    const { leaseMs = 30_000 } = this.#options;
    while (!ended.aborted) {
      try {
        await pause(leaseMs / RENEWALS_PER_LEASE, ended);
        await this.#client.extendJob(job.id, { leaseEpoch: job.leaseEpoch, leaseMs }, { signal: ended });
      } catch (error) {
        if (ended.aborted) return;
        this.#options.onError?.(error, job);
        if (error instanceof ApiError && (error.code === 'LEASE_LOST' || error.code === 'NOT_FOUND')) {
          lost.abort();
          return;
        }
      }
    }
  }

  async #finish(): Promise<void> {
    const { stopGraceMs = 10_000 } = this.#options;
    const over = new AbortController();
    const done = Promise.all(this.#running).finally(() => {
      over.abort();
    });
    await Promise.race([done, pause(stopGraceMs, over.signal).catch(() => undefined)]);
    this.#giveUp.abort();
    await done;
  }
}

/** Rejects when the signal aborts: a handler that does not listen must not hold the worker. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('Expected the job to be done, but it was given up.')), { once: true });
  });
}
