import { NO_METER, type Meter } from '../../port/telemetry.ts';
import { TaskThread, failed } from './bounded-thread.ts';
import type { ThreadLimits } from './bounded-thread.ts';
import { History } from './history.ts';
import type { Trust } from './history.ts';
import type { BoundedOutcome, BoundedTask } from './messages.ts';

export interface BoundedOptions {
  /**
   * Milliseconds of processor time that one task may take. Default 200: with the time that it takes to notice and to stop, nothing runs longer than 250.
   */
  readonly timeLimitMs?: number;
  /** Milliseconds of processor time for reading a file of decisions that is not known yet. Default 2,000. */
  readonly preparationLimitMs?: number;
  /** Heap of a thread in MiB; a task that needs more fails. Default 256. */
  readonly heapLimitMb?: number;
  /** Tasks that may wait; the next one fails at once. Default 1,000. */
  readonly queueLimit?: number;
  /** Most threads. Default 3; they start when they are needed. */
  readonly threads?: number;
  /** Told of every task. Default: nobody is. */
  readonly meter?: Meter;
}

/** Threads that do tasks of one kind, each task bounded in time and memory. */
export interface BoundedPool {
  /** Never rejects. */
  run(task: BoundedTask): Promise<BoundedOutcome>;
  /** Starts a thread that is sure to be needed, so that the first task does not wait for it. Resolves when one is ready. */
  warmUp(): Promise<void>;
  /** Ends the threads; tasks that wait fail. */
  close(): Promise<void>;
}

interface Waiting {
  readonly task: BoundedTask;
  readonly resolve: (outcome: BoundedOutcome) => void;
}

/** How long tasks wait for a busy thread before one more is started, in milliseconds: most tasks are over before a thread would be there. */
const SPARE_AFTER_MS = 10;
/** In which order the waiting tasks are taken. */
const ORDER: readonly Trust[] = ['good', 'unknown', 'stopped'];

/** Makes a pool for tasks of one kind; its first thread starts with the first task. */
export function createBoundedPool(kind: BoundedTask['kind'], options: BoundedOptions = {}): BoundedPool {
  return new Pool(kind, options);
}

/**
 * Nothing hostile starves what is good: an expression that has ended in time before goes first and always finds a thread that no unknown one may take,
 * and what had to be stopped before goes last and has one thread at most.
 */
class Pool implements BoundedPool {
  readonly #kind: BoundedTask['kind'];
  readonly #limits: ThreadLimits;
  readonly #meter: Meter;
  readonly #queueLimit: number;
  readonly #threadLimit: number;
  readonly #history = new History();
  readonly #queues: Readonly<Record<Trust, Waiting[]>> = { good: [], unknown: [], stopped: [] };
  readonly #running: Record<Trust, number> = { good: 0, unknown: 0, stopped: 0 };
  readonly #threads = new Set<TaskThread>();
  #spare: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(kind: BoundedTask['kind'], options: BoundedOptions) {
    this.#kind = kind;
    this.#meter = options.meter ?? NO_METER;
    this.#queueLimit = options.queueLimit ?? 1_000;
    this.#threadLimit = options.threads ?? 3;
    this.#limits = {
      timeLimitMs: options.timeLimitMs ?? 200,
      preparationLimitMs: options.preparationLimitMs ?? 2_000,
      heapLimitMb: options.heapLimitMb ?? 256,
    };
  }

  run(task: BoundedTask): Promise<BoundedOutcome> {
    if (this.#isClosed) return Promise.resolve(failed('Expected an open evaluation thread, but it is closed'));
    if (this.#waiting >= this.#queueLimit)
      return Promise.resolve(failed(`Expected at most ${this.#queueLimit} evaluations to wait, but the queue is full`));
    return new Promise((resolve) => {
      this.#queues[this.#history.trustOf(task)].push({ task, resolve });
      this.#dispatch();
    });
  }

  async warmUp(): Promise<void> {
    if (!this.#isClosed && this.#threads.size === 0) this.#start();
    const [first] = this.#threads;
    first?.keepAlive(true);
    await first?.started;
    if (first?.state === 'idle') first.keepAlive(false);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#spare);
    const unfinished = ORDER.flatMap((trust) => this.#queues[trust].splice(0));
    for (const { resolve } of unfinished) resolve(failed('Expected an open evaluation thread, but it is closed'));
    await Promise.all([...this.#threads].map((thread) => thread.close()));
  }

  get #waiting(): number {
    return ORDER.reduce((sum, trust) => sum + this.#queues[trust].length, 0);
  }

  /** How many tasks of this trust may run beside those that run. A pool of one thread cannot keep anything back. */
  #mayRun(trust: Trust): boolean {
    const { good, unknown, stopped } = this.#running;
    switch (trust) {
      case 'good':
        return good + unknown + stopped < this.#threadLimit;
      case 'unknown':
        return unknown + stopped < Math.max(1, this.#threadLimit - 1);
      case 'stopped':
        return stopped < 1 && unknown + stopped < Math.max(1, this.#threadLimit - 1);
    }
  }

  /** The trust of the task that is to run next; null when none may. */
  #nextTrust(): Trust | null {
    return ORDER.find((trust) => this.#queues[trust].length > 0 && this.#mayRun(trust)) ?? null;
  }

  #dispatch(): void {
    if (this.#isClosed) return;
    for (let trust = this.#nextTrust(); trust !== null; trust = this.#nextTrust()) {
      const idle = [...this.#threads].find((thread) => thread.state === 'idle');
      if (idle === undefined) {
        this.#startSoon();
        return;
      }
      const next = this.#queues[trust].shift();
      if (next !== undefined) this.#perform(idle, next, trust);
    }
  }

  #perform(thread: TaskThread, { task, resolve }: Waiting, trust: Trust): void {
    this.#running[trust] += 1;
    this.#meter.evaluationBegun(this.#kind);
    void thread.run(task).then((outcome) => {
      this.#running[trust] -= 1;
      const wasStopped = outcome.kind === 'failed' && outcome.wasStopped === true;
      this.#meter.evaluationDone(this.#kind, wasStopped ? 'stopped' : outcome.kind === 'failed' ? 'failed' : 'completed');
      this.#history.note(task, wasStopped);
      resolve(outcome);
      this.#dispatch();
    });
  }

  /** Starts a thread for tasks that find none idle: at once when there is none, else when the busy ones do not become idle soon. */
  #startSoon(): void {
    const isStarting = [...this.#threads].some((thread) => thread.state === 'starting');
    for (const thread of this.#threads) if (thread.state === 'starting') thread.keepAlive(true);
    if (isStarting || this.#threads.size >= this.#threadLimit || this.#spare !== undefined) return;
    if (this.#threads.size === 0) {
      this.#start();
      return;
    }
    this.#spare = setTimeout(() => {
      this.#spare = undefined;
      if (!this.#isClosed && this.#nextTrust() !== null && this.#threads.size < this.#threadLimit) this.#start();
    }, SPARE_AFTER_MS);
  }

  #start(): void {
    const thread = new TaskThread(this.#kind, this.#limits, () => this.#changed(thread));
    thread.keepAlive(this.#waiting > 0);
    this.#threads.add(thread);
  }

  #changed(thread: TaskThread): void {
    if (thread.state === 'ended') this.#replace(thread);
    this.#dispatch();
  }

  /** A thread is gone. When it never became ready its file is at fault: a waiting task fails, so that the fault cannot repeat for ever. */
  #replace(thread: TaskThread): void {
    this.#threads.delete(thread);
    if (this.#isClosed) return;
    if (!thread.wasReady) {
      const trust = ORDER.find((candidate) => this.#queues[candidate].length > 0);
      const waiting = trust === undefined ? undefined : this.#queues[trust].shift();
      waiting?.resolve(failed(`Expected a thread for evaluations to start, but ${thread.endReason ?? 'it ended'}`));
    } else if (this.#threads.size === 0 || this.#waiting > 0) this.#start();
  }
}
