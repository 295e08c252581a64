import { Worker } from 'node:worker_threads';
import type { BoundedOutcome, BoundedTask, WorkerMessage } from './messages.ts';

/** What a task may use. */
export interface ThreadLimits {
  /** Milliseconds of processor time that one task may take. On a machine that is free this is also its time by the clock. */
  readonly timeLimitMs: number;
  /** Milliseconds of processor time for what comes before the work itself: reading a file of decisions for the first time. */
  readonly preparationLimitMs: number;
  /** Heap of the thread in MiB; a task that needs more fails. */
  readonly heapLimitMb: number;
}

export type ThreadState = 'starting' | 'idle' | 'busy' | 'ended';

interface Running {
  readonly resolve: (outcome: BoundedOutcome) => void;
  limitMs: number;
  begunAt: number;
  /** Processor time of the thread when the task began, in milliseconds. */
  usedBefore: Promise<number>;
}

/** A task may take this many times its limit by the clock, for a machine so busy that the thread hardly gets its turn. */
const CLOCK_FACTOR = 20;
/** Shortest pause between two looks at the processor time of a thread, in milliseconds. */
const SHORTEST_LOOK_MS = 5;
/** Heap for young objects in MiB. */
const YOUNG_HEAP_MB = 32;

const WORKER_FILE = new URL('./bounded-worker.ts', import.meta.url);

export const failed = (message: string): BoundedOutcome => ({ kind: 'failed', message });

/** A failure of a task that used up its time or its memory. */
const stopped = (message: string): BoundedOutcome => ({ kind: 'failed', message, wasStopped: true });

/**
 * One worker thread that does one task at a time. A task that takes too long ends the thread with it: nothing else cuts an endless loop. It does not
 * keep the process alive while it is idle. `changed` is called whenever it becomes ready, idle or ended.
 */
export class TaskThread {
  readonly #limits: ThreadLimits;
  readonly #worker: Worker;
  readonly #changed: () => void;
  readonly #settled = Promise.withResolvers<void>();
  #state: ThreadState = 'starting';
  #wasReady = false;
  #running: Running | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** Why the thread ended; null while it lives. */
  #endReason: string | null = null;

  constructor(kind: BoundedTask['kind'], limits: ThreadLimits, changed: () => void) {
    this.#limits = limits;
    this.#changed = changed;
    const resourceLimits = { maxOldGenerationSizeMb: limits.heapLimitMb, maxYoungGenerationSizeMb: YOUNG_HEAP_MB };
    this.#worker = new Worker(WORKER_FILE, { workerData: kind, resourceLimits });
    this.#worker.on('message', (message: WorkerMessage) => this.#hear(message));
    this.#worker.on('error', (error: unknown) => this.#end(error instanceof Error ? error.message : String(error), true));
    this.#worker.on('exit', () => this.#end('the thread ended', true));
  }

  get state(): ThreadState {
    return this.#state;
  }

  /** False when it ended before it could do anything. */
  get wasReady(): boolean {
    return this.#wasReady;
  }

  get endReason(): string | null {
    return this.#endReason;
  }

  /** Resolves when the thread is ready, or has ended before. */
  get started(): Promise<void> {
    return this.#settled.promise;
  }

  /** Keeps the process alive until the thread is ready, or lets it go. */
  keepAlive(keeps: boolean): void {
    if (keeps) this.#worker.ref();
    else this.#worker.unref();
  }

  /** Does a task; the thread has to be idle. Never rejects. */
  run(task: BoundedTask): Promise<BoundedOutcome> {
    if (this.#state !== 'idle') throw new Error(`Expected an idle thread, but it is ${this.#state}.`);
    this.#state = 'busy';
    this.#worker.ref();
    return new Promise((resolve) => {
      const limitMs = task.kind === 'decision' ? this.#limits.preparationLimitMs : this.#limits.timeLimitMs;
      this.#running = { resolve, limitMs, begunAt: performance.now(), usedBefore: this.#usedMs(0) };
      this.#timer = setTimeout(() => void this.#look(), limitMs);
      this.#worker.postMessage(task);
    });
  }

  /** Ends the thread; what it was doing fails. */
  async close(): Promise<void> {
    this.#end('it was closed', false);
    await this.#worker.terminate();
  }

  #hear(message: WorkerMessage): void {
    if (this.#state === 'ended') return;
    switch (message.kind) {
      case 'ready':
        this.#wasReady = true;
        this.#settled.resolve();
        this.#rest();
        return;
      case 'begun':
        this.#begin();
        return;
      case 'outcome':
        this.#settle(message.outcome);
        this.#rest();
    }
  }

  #rest(): void {
    this.#state = 'idle';
    this.#worker.unref();
    this.#changed();
  }

  /** The preparation of the task is over: from now on its own limit counts. */
  #begin(): void {
    if (this.#running === null) return;
    clearTimeout(this.#timer);
    Object.assign(this.#running, { limitMs: this.#limits.timeLimitMs, begunAt: performance.now(), usedBefore: this.#usedMs(0) });
    this.#timer = setTimeout(() => void this.#look(), this.#limits.timeLimitMs);
  }

  #settle(outcome: BoundedOutcome): void {
    clearTimeout(this.#timer);
    const running = this.#running;
    this.#running = null;
    running?.resolve(outcome);
  }

  /** The limit has passed by the clock: has the thread had its time, or has it waited for the processor? */
  async #look(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    const { limitMs, begunAt, usedBefore } = running;
    // A thread that has just ended cannot say; its end settles the task.
    const usedMs = (await this.#usedMs(Number.POSITIVE_INFINITY)) - (await usedBefore);
    if (running !== this.#running || begunAt !== running.begunAt) return;
    const leftMs = limitMs - usedMs;
    if (leftMs <= 0 || performance.now() - begunAt >= CLOCK_FACTOR * limitMs) this.#overdue(limitMs);
    else this.#timer = setTimeout(() => void this.#look(), Math.max(SHORTEST_LOOK_MS, leftMs));
  }

  #overdue(limitMs: number): void {
    const message = `Expected the evaluation to end within ${limitMs} ms, but it was still running and was stopped`;
    this.#settle(stopped(message));
    this.#end('it was stopped', false);
    // Nobody waits for the termination: the loop is cut within milliseconds.
    void this.#worker.terminate();
  }

  /** The thread is over: by its limits, out of memory, or by a fault in its file. What it was doing fails. */
  #end(reason: string, isFault: boolean): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#endReason = reason;
    this.#settled.resolve();
    const message = `Expected the evaluation to end within its limits, but ${reason}`;
    this.#settle(isFault ? stopped(message) : failed(message));
    this.#changed();
  }

  /** Processor time that the thread has had so far, in milliseconds; answered even while it runs an endless loop. */
  async #usedMs(otherwise: number): Promise<number> {
    try {
      const { user, system } = await this.#worker.cpuUsage();
      return (user + system) / 1_000;
    } catch {
      // The thread has ended, or is not running yet.
      return otherwise;
    }
  }
}
