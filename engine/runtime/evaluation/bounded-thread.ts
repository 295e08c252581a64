import { Worker } from 'node:worker_threads';
import type { BoundedOutcome, BoundedTask, WorkerMessage } from './messages.ts';

export interface BoundedThreadOptions {
  /** Milliseconds that one task may take once the thread begins with it. Default 250. */
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

interface Waiting { readonly task: BoundedTask; readonly resolve: (outcome: BoundedOutcome) => void }

const WORKER_FILE = new URL('./bounded-worker.ts', import.meta.url);

/** Makes a thread for tasks of one kind; it starts with the first task and does not keep the process alive while it is idle. */
export function createBoundedThread(kind: BoundedTask['kind'], options: BoundedThreadOptions = {}): BoundedThread {
  const timeLimitMs = options.timeLimitMs ?? 250;
  const queueLimit = options.queueLimit ?? 1_000;
  const queue: Waiting[] = [];
  let current: Waiting | null = null;
  let worker: Worker | null = null;
  let isReady = false;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  function start(): void {
    const started = new Worker(WORKER_FILE, { workerData: kind, resourceLimits: { maxOldGenerationSizeMb: options.heapLimitMb ?? 256 }, stderr: false });
    worker = started;
    isReady = false;
    started.on('message', (message: WorkerMessage) => {
      if (started !== worker) return;
      if (message.kind === 'ready') {
        isReady = true;
        next();
      } else settle(message.outcome);
    });
    started.on('error', (error) => lost(started, error.message));
    started.on('exit', () => lost(started, 'the thread ended'));
  }

  /** The thread died by itself: out of memory, or a fault in the worker file. */
  function lost(which: Worker, reason: string): void {
    if (which !== worker) return;
    worker = null;
    isReady = false;
    const failed = current ?? (queue.shift() ?? null);
    current = failed;
    settle({ kind: 'failed', message: `Expected the evaluation to end within its limits, but ${reason}` });
  }

  function settle(outcome: BoundedOutcome): void {
    clearTimeout(timer);
    const settled = current;
    current = null;
    settled?.resolve(outcome);
    next();
  }

  function overdue(): void {
    const stuck = worker;
    worker = null;
    isReady = false;
    // Termination cuts an endless loop; nobody waits for it, a new thread takes over.
    void stuck?.terminate();
    if (!isClosed) start();
    settle({ kind: 'failed', message: `Expected the evaluation to end within ${timeLimitMs} ms, but it was still running and was stopped` });
  }

  function next(): void {
    if (current !== null) return;
    if (queue.length === 0) {
      worker?.unref();
      return;
    }
    if (worker === null) start();
    worker?.ref();
    if (!isReady) return;
    current = queue.shift() ?? null;
    if (current === null) return;
    timer = setTimeout(overdue, timeLimitMs);
    worker?.postMessage(current.task);
  }

  return {
    run(task) {
      if (isClosed) return Promise.resolve({ kind: 'failed', message: 'Expected an open evaluation thread, but it is closed' });
      if (queue.length >= queueLimit) return Promise.resolve({ kind: 'failed', message: `Expected at most ${queueLimit} evaluations to wait, but the queue is full` });
      return new Promise((resolve) => {
        queue.push({ task, resolve });
        next();
      });
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      const open = worker;
      worker = null;
      for (const waiting of [...(current === null ? [] : [current]), ...queue.splice(0)]) waiting.resolve({ kind: 'failed', message: 'Expected an open evaluation thread, but it is closed' });
      current = null;
      await open?.terminate();
    },
  };
}
