import { Worker } from 'node:worker_threads';
import type { BoundedOutcome, BoundedTask, WorkerMessage } from './messages.ts';

export interface BoundedThreadOptions {
  /** Milliseconds of processor time that one task may take. Default 250. On a machine that is free this is also its time by the clock. */
  readonly timeLimitMs?: number;
  /** Heap of the thread in MiB; a task that needs more fails. Default 256. */
  readonly heapLimitMb?: number;
  /** Tasks that may wait; the next one fails at once. Default 1,000. */
  readonly queueLimit?: number;
}

/** One worker thread that does one task at a time and is killed and replaced when a task takes too long. */
export interface BoundedThread {
  /** Never rejects. */
  run(task: BoundedTask): Promise<BoundedOutcome>;
  /** Ends the thread; tasks that wait fail. */
  close(): Promise<void>;
}

interface Waiting {
  readonly task: BoundedTask;
  readonly resolve: (outcome: BoundedOutcome) => void;
}

/** A task may take this many times its limit by the clock, for a machine so busy that the thread hardly gets its turn. */
const CLOCK_FACTOR = 20;
/** Shortest pause between two looks at the processor time of a thread, in milliseconds. */
const SHORTEST_LOOK_MS = 10;

const WORKER_FILE = new URL('./bounded-worker.ts', import.meta.url);

const failed = (message: string): BoundedOutcome => ({ kind: 'failed', message });

/** Makes a thread for tasks of one kind; it starts with the first task and does not keep the process alive while it is idle. */
export function createBoundedThread(kind: BoundedTask['kind'], options: BoundedThreadOptions = {}): BoundedThread {
  return new TaskThread(kind, options);
}

class TaskThread implements BoundedThread {
  readonly #kind: BoundedTask['kind'];
  readonly #timeLimitMs: number;
  readonly #heapLimitMb: number;
  readonly #queueLimit: number;
  readonly #queue: Waiting[] = [];
  #current: Waiting | null = null;
  #worker: Worker | null = null;
  #isReady = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;
  /** Processor time of the thread when the current task began, in milliseconds, and the time by the clock. */
  #usedBefore: Promise<number> = Promise.resolve(0);
  #begunAt = 0;

  constructor(kind: BoundedTask['kind'], options: BoundedThreadOptions) {
    this.#kind = kind;
    this.#timeLimitMs = options.timeLimitMs ?? 250;
    this.#heapLimitMb = options.heapLimitMb ?? 256;
    this.#queueLimit = options.queueLimit ?? 1_000;
  }

  run(task: BoundedTask): Promise<BoundedOutcome> {
    if (this.#isClosed) return Promise.resolve(failed('Expected an open evaluation thread, but it is closed'));
    if (this.#queue.length >= this.#queueLimit)
      return Promise.resolve(failed(`Expected at most ${this.#queueLimit} evaluations to wait, but the queue is full`));
    return new Promise((resolve) => {
      this.#queue.push({ task, resolve });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    const open = this.#worker;
    this.#worker = null;
    const unfinished = [...(this.#current === null ? [] : [this.#current]), ...this.#queue.splice(0)];
    this.#current = null;
    for (const waiting of unfinished) waiting.resolve(failed('Expected an open evaluation thread, but it is closed'));
    await open?.terminate();
  }

  #start(): void {
    const started = new Worker(WORKER_FILE, { workerData: this.#kind, resourceLimits: { maxOldGenerationSizeMb: this.#heapLimitMb } });
    this.#worker = started;
    this.#isReady = false;
    started.on('message', (message: WorkerMessage) => {
      if (started !== this.#worker) return;
      if (message.kind === 'outcome') {
        this.#settle(message.outcome);
        return;
      }
      this.#isReady = true;
      this.#next();
    });
    started.on('error', (error) => this.#lost(started, error.message));
    started.on('exit', () => this.#lost(started, 'the thread ended'));
  }

  /** The thread died by itself: out of memory, or a fault in its file. What it was to do fails, so that a fault cannot repeat for ever. */
  #lost(which: Worker, reason: string): void {
    if (which !== this.#worker) return;
    this.#worker = null;
    this.#isReady = false;
    this.#current ??= this.#queue.shift() ?? null;
    this.#settle(failed(`Expected the evaluation to end within its limits, but ${reason}`));
  }

  #settle(outcome: BoundedOutcome): void {
    clearTimeout(this.#timer);
    const settled = this.#current;
    this.#current = null;
    settled?.resolve(outcome);
    this.#next();
  }

  /** The limit has passed by the clock: has the thread had its time, or has it waited for the processor? */
  async #look(): Promise<void> {
    const { begun, worker } = { begun: this.#current, worker: this.#worker };
    if (worker === null) return;
    // A thread that has just ended cannot say; its end settles the task.
    const usedMs = await processorMs(worker).then(
      async (now) => now - (await this.#usedBefore),
      () => this.#timeLimitMs,
    );
    if (begun === null || begun !== this.#current || worker !== this.#worker) return;
    const leftMs = this.#timeLimitMs - usedMs;
    if (leftMs <= 0 || performance.now() - this.#begunAt >= CLOCK_FACTOR * this.#timeLimitMs) this.#overdue();
    else this.#timer = setTimeout(() => void this.#look(), Math.max(SHORTEST_LOOK_MS, leftMs));
  }

  #overdue(): void {
    const stuck = this.#worker;
    // Termination cuts an endless loop; nobody waits for it. The next thread starts at once, so that the next task finds it ready.
    void stuck?.terminate();
    if (!this.#isClosed) this.#start();
    this.#settle(failed(`Expected the evaluation to end within ${this.#timeLimitMs} ms, but it was still running and was stopped`));
  }

  #next(): void {
    if (this.#current !== null) return;
    if (this.#queue.length === 0) {
      this.#worker?.unref();
      return;
    }
    if (this.#worker === null) this.#start();
    this.#worker?.ref();
    if (!this.#isReady) return;
    this.#current = this.#queue.shift() ?? null;
    if (this.#current === null) return;
    this.#begunAt = performance.now();
    if (this.#worker === null) return;
    this.#usedBefore = processorMs(this.#worker).catch(() => 0);
    this.#timer = setTimeout(() => void this.#look(), this.#timeLimitMs);
    this.#worker.postMessage(this.#current.task);
  }
}

/** Processor time that a thread has had so far, in milliseconds; answered even while the thread runs an endless loop. */
async function processorMs(worker: Worker): Promise<number> {
  const { user, system } = await worker.cpuUsage();
  return (user + system) / 1_000;
}
