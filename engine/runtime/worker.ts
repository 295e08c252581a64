import { WORK_KINDS, type WorkKind } from '../port/job-queue.ts';
import { deliverBuffered } from './deliver.ts';
import type { EngineParts } from './engine-parts.ts';
import type { ClaimedJob } from '../port/work-store.ts';
import { dispatchOutbox, type OutboxHandler } from './outbox.ts';
import { fireTimer, runDueWork, runJob } from './work-handlers.ts';

export interface WorkerOptions {
  /** Rows claimed at once per kind; each counts as an attempt when the worker dies, so not many more than are worked on. Default 8. */
  readonly batchSize: number;
  /** Rows of one kind worked on at a time. Default 4. */
  readonly concurrency: number;
  /** How long a claim holds before others may take the row, in milliseconds. Default 30,000. */
  readonly leaseMs: number;
  /** Longest time between two looks at the tables when nobody wakes the worker, in milliseconds. Default 2,000. */
  readonly pollMs: number;
  readonly outboxHandlers: ReadonlyMap<string, OutboxHandler>;
  readonly log: (event: { readonly kind: string; readonly id: string; readonly message: string }) => void;
}

export const DEFAULT_WORKER_OPTIONS: Omit<WorkerOptions, 'outboxHandlers' | 'log'> = {
  batchSize: 8,
  concurrency: 4,
  leaseMs: 30_000,
  pollMs: 2_000,
};

/** Pause after a failure that could not be recorded, doubled with each attempt up to the maximum. */
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 60_000;
/** Buffered messages looked at by one round of the reconciler. */
const MESSAGES_PER_ROUND = 100;
const UPKEEP_EVERY_MS = 60 * 60 * 1_000;

interface Item {
  readonly id: string;
  readonly leaseEpoch: number;
  readonly attempts: number;
  run(): Promise<void>;
}

/**
 * Does due work: timers, jobs, work left by other transactions, outbox. One loop per kind claims rows, works on a few at a time and
 * rests until it is woken or its poll is due. The poll is the reconciler: it finds whatever a lost wake-up left lying.
 */
export class Worker {
  readonly #parts: EngineParts;
  readonly #options: WorkerOptions;
  readonly #stop = new AbortController();
  readonly #rests = new Map<WorkKind, AbortController>();
  readonly #woken = new Set<WorkKind>();
  #loops: Promise<unknown> = Promise.resolve();

  constructor(parts: EngineParts, options: WorkerOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  start(): void {
    this.#loops = Promise.all([...WORK_KINDS.map((kind) => this.#loop(kind)), this.#reconcile()]);
  }

  /** Makes the loop of this kind look at once. */
  wake(kind: WorkKind): void {
    this.#woken.add(kind);
    this.#rests.get(kind)?.abort();
  }

  /** Takes no more work and resolves when what is in hand is done. */
  async stop(): Promise<void> {
    this.#stop.abort();
    for (const rest of this.#rests.values()) rest.abort();
    await this.#loops;
  }

  async #loop(kind: WorkKind): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#woken.delete(kind);
      const claimed = await this.#round(kind);
      // Whatever was done may have made more work of the same kind due.
      if (claimed === 0 && !this.#woken.has(kind)) await this.#rest(kind);
    }
  }

  async #rest(kind: WorkKind): Promise<void> {
    const rest = new AbortController();
    this.#rests.set(kind, rest);
    if (this.#stop.signal.aborted) rest.abort();
    await this.#parts.clock.sleep(this.#options.pollMs, rest.signal);
    this.#rests.delete(kind);
  }

  /** Claims a batch and works on it; returns its size. A database that does not answer counts as an empty batch. */
  async #round(kind: WorkKind): Promise<number> {
    let items: readonly Item[];
    try {
      items = await this.#claim(kind);
    } catch (error) {
      this.#log(kind, '', error);
      return 0;
    }
    const queue = [...items];
    const lanes = Array.from({ length: Math.min(this.#options.concurrency, queue.length) }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await this.#work(kind, item);
    });
    await Promise.all(lanes);
    return items.length;
  }

  async #work(kind: WorkKind, item: Item): Promise<void> {
    try {
      await item.run();
    } catch (error) {
      this.#log(kind, item.id, error);
      if (kind === 'outbox') return;
      const retryAfterMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(item.attempts, 10));
      const message = error instanceof Error ? error.message : String(error);
      await this.#parts.work
        .putBack({ kind, id: item.id, leaseEpoch: item.leaseEpoch, retryAfterMs, error: message })
        .catch((failure: unknown) => {
          this.#log(kind, item.id, failure);
        });
    }
  }

  async #claim(kind: WorkKind): Promise<readonly Item[]> {
    const parts = this.#parts;
    const { batchSize, leaseMs } = this.#options;
    switch (kind) {
      case 'timer':
        return (await parts.work.claimTimers(batchSize, leaseMs)).map((timer) => ({ ...timer, run: () => fireTimer(parts, timer) }));
      case 'job':
        return (await this.#claimJobs()).map((job) => ({ ...job, run: () => runJob(parts, job) }));
      case 'dueWork':
        return (await parts.work.claimDueWork(batchSize, leaseMs)).map((work) => ({ ...work, run: () => runDueWork(parts, work) }));
      case 'outbox':
        return (await parts.work.claimOutbox(batchSize, leaseMs)).map((row) => ({
          ...row,
          run: () => dispatchOutbox(parts.work, this.#options.outboxHandlers, row),
        }));
    }
  }

  /** Suspects one by one, and only when nothing else is due. */
  async #claimJobs(): Promise<readonly ClaimedJob[]> {
    const topics = [...this.#parts.operations.keys()];
    const { batchSize, leaseMs } = this.#options;
    const jobs = await this.#parts.work.claimJobs(topics, false, batchSize, leaseMs);
    return jobs.length > 0 ? jobs : this.#parts.work.claimJobs(topics, true, 1, leaseMs);
  }

  /** What no row is due for: kept messages that somebody waits for, messages past their time, partitions of the months to come. */
  async #reconcile(): Promise<void> {
    let upkeepDueMs = 0;
    while (!this.#stop.signal.aborted) {
      try {
        for (const { name, correlationKey } of await this.#parts.work.findDeliverableMessages(MESSAGES_PER_ROUND))
          await deliverBuffered(this.#parts, name, correlationKey);
        await this.#parts.work.removeExpiredMessages();
        if (this.#parts.clock.nowMs() >= upkeepDueMs) {
          await this.#parts.work.keepUp();
          upkeepDueMs = this.#parts.clock.nowMs() + UPKEEP_EVERY_MS;
        }
      } catch (error) {
        this.#log('reconcile', '', error);
      }
      await this.#parts.clock.sleep(this.#options.pollMs, this.#stop.signal);
    }
  }

  #log(kind: string, id: string, error: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#options.log({ kind, id, message: error instanceof Error ? error.message : String(error) });
  }
}
