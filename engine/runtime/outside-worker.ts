import type { JsonObject } from '../model/index.ts';
import { EngineError } from '../port/engine.ts';
import { BusinessError, OutsideError, type OutsideOperation, type OutsideSettings } from '../port/module-contract.ts';
import { ENGINE_ACTOR, type EngineParts } from './engine-parts.ts';
import type { JobActivation, LeasedJob } from './job-activation.ts';
import { extendJob, reportJob, type JobReport } from './job-result.ts';
import { findJsonProblem, toJsonObject } from './json-check.ts';
import { writtenInputs } from './written-inputs.ts';

export interface OutsideWorkerOptions {
  /** Outside operations performed at a time by this process. */
  readonly concurrency: number;
  /** Lease of a job; renewed while its operation runs. A job of a dead worker is free after this time. In milliseconds. */
  readonly leaseMs: number;
  readonly settings: OutsideSettings;
  readonly log: (event: { readonly kind: string; readonly id: string; readonly message: string }) => void;
}

/** How long one call waits for jobs, in milliseconds; the activation wakes it before. */
const WAIT_MS = 30_000;
/** Pause after the database did not answer, in milliseconds. */
const PAUSE_MS = 1_000;
/** Renewals within one lease: two may fail before it is lost. */
const RENEWALS_PER_LEASE = 3;
/** How long work in hand may go on when the process stops, in milliseconds; then it is given up, to run elsewhere under the same key. */
const STOP_GRACE_MS = 5_000;
const WORKER = 'engine-outside';

/**
 * Performs the operations of modules that run outside the step's transaction. The step has left an open job; it is leased, the
 * operation runs, its result comes back as a command of its own under the lease's epoch. So the operation happens at least once: when
 * this process dies, another performs it again with the same idempotency key, and whatever comes late is refused.
 */
export class OutsideWorker {
  readonly #parts: EngineParts;
  readonly #activation: JobActivation;
  readonly #options: OutsideWorkerOptions;
  /** No more work is taken. */
  readonly #stop = new AbortController();
  /** What still runs is given up. */
  readonly #giveUp = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: EngineParts, activation: JobActivation, options: OutsideWorkerOptions) {
    this.#parts = parts;
    this.#activation = activation;
    this.#options = options;
  }

  start(): void {
    if (this.#parts.outsideOperations.size > 0) this.#loop = this.#take();
  }

  /** Takes no more jobs; resolves when those in hand are reported, or given back after a grace of five seconds. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
    const done = Promise.all(this.#running);
    const over = new AbortController();
    await Promise.race([done, this.#parts.clock.sleep(STOP_GRACE_MS, over.signal)]);
    over.abort();
    this.#giveUp.abort();
    await done;
  }

  async #take(): Promise<void> {
    const { leaseMs, concurrency } = this.#options;
    const type = [...this.#parts.outsideOperations.keys()];
    while (!this.#stop.signal.aborted && !this.#activation.isClosed) {
      if (this.#running.size >= concurrency) {
        await Promise.race(this.#running);
        continue;
      }
      try {
        const request = { type, worker: WORKER, maxJobs: concurrency - this.#running.size, leaseMs, waitMs: WAIT_MS };
        for (const leased of await this.#activation.activate(request, this.#stop.signal)) this.#begin(leased);
      } catch (error) {
        this.#log('', error);
        await this.#parts.clock.sleep(PAUSE_MS, this.#stop.signal);
      }
    }
  }

  #begin(leased: LeasedJob): void {
    const work = this.#perform(leased)
      .catch((error: unknown) => {
        this.#log(leased.job.id, error);
      })
      .finally(() => {
        this.#running.delete(work);
      });
    this.#running.add(work);
  }

  async #perform(leased: LeasedJob): Promise<void> {
    const { job } = leased;
    const operation = this.#parts.outsideOperations.get(job.type);
    if (operation === undefined) throw new Error(`Expected an operation "${job.type}", but no module has it.`);
    const ended = new AbortController();
    const lost = new AbortController();
    const renewing = this.#renew(leased, ended.signal, lost);
    const signal = AbortSignal.any([lost.signal, this.#giveUp.signal]);
    let report: JobReport;
    try {
      report = await this.#run(operation, leased, signal);
    } finally {
      ended.abort();
      await renewing;
    }
    this.#parts.failpoints.reach('after-effect');
    if (lost.signal.aborted) return;
    // What was given up half-way has no result: whoever takes it next runs it under the same key.
    if (signal.aborted && report.kind === 'fail') await this.#activation.giveBack([job]);
    else await this.#report(leased, report);
  }

  async #run(operation: OutsideOperation, { job, node }: LeasedJob, signal: AbortSignal): Promise<JobReport> {
    const parsed = operation.input.safeParse(job.variables);
    if (!parsed.success) {
      const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`);
      return { kind: 'fail', message: `Expected the input of ${operation.topic}, but ${problems.join('; ')}`, retriesLeft: 0 };
    }
    const context = {
      idempotencyKey: job.idempotencyKey,
      processInstanceId: job.processInstanceId,
      attempt: job.attempt,
      isLastAttempt: job.retriesLeft <= 1,
      written: writtenInputs(node),
      signal,
      settings: this.#options.settings,
    };
    try {
      return reportOf(operation, await Promise.race([operation.run(context, parsed.data), givenUp(signal)]));
    } catch (error) {
      return reportOfError(operation, error);
    }
  }

  /** Keeps the lease while the operation runs; `lost` tells it that another worker has the job. */
  async #renew({ job }: LeasedJob, ended: AbortSignal, lost: AbortController): Promise<void> {
    const { leaseMs } = this.#options;
    for (;;) {
      await this.#parts.clock.sleep(leaseMs / RENEWALS_PER_LEASE, ended);
      if (ended.aborted) return;
      try {
        await extendJob(this.#parts, job.id, job.leaseEpoch, leaseMs);
      } catch (error) {
        if (error instanceof EngineError) {
          lost.abort();
          return;
        }
        // The database may answer the next renewal; the lease lasts that long.
        this.#log(job.id, error);
      }
    }
  }

  /** Tells the result, again while the database does not answer: until another worker may have the job. */
  async #report({ job }: LeasedJob, report: JobReport): Promise<void> {
    const origin = { jobId: job.id, leaseEpoch: job.leaseEpoch, actor: ENGINE_ACTOR, command: null };
    const deadlineMs = this.#parts.clock.nowMs() + this.#options.leaseMs;
    for (;;) {
      try {
        await reportJob(this.#parts, origin, report);
        return;
      } catch (error) {
        if (error instanceof EngineError && (error.code === 'LEASE_LOST' || error.code === 'NOT_FOUND')) return;
        if (this.#parts.clock.nowMs() >= deadlineMs) throw error;
        this.#log(job.id, error);
        await this.#parts.clock.sleep(PAUSE_MS, this.#giveUp.signal);
        if (this.#giveUp.signal.aborted) throw error;
      }
    }
  }

  #log(id: string, error: unknown): void {
    this.#options.log({ kind: 'outside', id, message: error instanceof Error ? error.message : String(error) });
  }
}

/** Rejects when the work is to be given up: an operation that does not listen to its signal must not hold the process. */
function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const giveUp = (): void => {
      reject(new Error('Expected the operation to end, but it was given up: the process stops, or another worker has the job.'));
    };
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}

function reportOf(operation: OutsideOperation, output: object): JobReport {
  const parsed = operation.output.safeParse(output);
  const variables: JsonObject | null = parsed.success ? toJsonObject(parsed.data) : null;
  const problem = variables === null ? `Expected the output of ${operation.topic} as declared.` : findJsonProblem(variables, 'output');
  // The effect has happened: to run it again would repeat it for the same unusable answer.
  return variables === null || problem !== null
    ? { kind: 'fail', message: problem ?? '', retriesLeft: 0 }
    : { kind: 'complete', variables };
}

function reportOfError(operation: OutsideOperation, error: unknown): JobReport {
  if (error instanceof BusinessError) return { kind: 'error', code: error.code, message: error.message, variables: error.details };
  const message = `${operation.topic}: ${error instanceof Error ? error.message : String(error)}`;
  if (!(error instanceof OutsideError)) return { kind: 'fail', message };
  return {
    kind: 'fail',
    message,
    ...(error.isFinal ? { retriesLeft: 0 } : {}),
    ...(error.retryAfterMs === null ? {} : { retryAfterMs: error.retryAfterMs }),
  };
}
