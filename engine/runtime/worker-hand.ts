import type { WorkKind } from '../port/job-queue.ts';
import type { HeldWork } from '../port/work-store.ts';
import type { WorkEnd } from './work-handlers.ts';

/** A claimed row and how its work is done. */
export interface Item extends HeldWork {
  readonly attempts: number;
  readonly failures: number;
  /** Of a job: what it asks for. */
  readonly jobType?: string;
  /** True: done in the step of another row, beside which it does not count. */
  readonly ridesAlong?: boolean;
  /** W3C traceparent of the step that left the row; null when it was not traced. */
  readonly traceParent: string | null;
  run(): Promise<WorkEnd>;
}

/** The rows that a worker works on. */
export class Hand {
  readonly #items = new Set<Item>();
  readonly #counts = new Map<WorkKind, number>();
  #waiting: (() => void)[] = [];

  count(kind: WorkKind): number {
    return this.#counts.get(kind) ?? 0;
  }

  /** Types of the jobs in hand, one for each. */
  *jobTypes(): Generator<string> {
    for (const { jobType, ridesAlong } of this.#items) if (jobType !== undefined && ridesAlong !== true) yield jobType;
  }

  rows(): readonly HeldWork[] {
    return [...this.#items].map(({ kind, id, leaseEpoch }) => ({ kind, id, leaseEpoch }));
  }

  /** Holds a row while `work` runs, which never rejects. */
  async hold(item: Item, work: () => Promise<void>): Promise<void> {
    this.#items.add(item);
    this.#add(item, 1);
    try {
      await work();
    } finally {
      this.#items.delete(item);
      this.#add(item, -1);
      for (const look of this.#waiting.splice(0)) look();
    }
  }

  #add({ kind, ridesAlong }: Item, count: number): void {
    if (ridesAlong !== true) this.#counts.set(kind, this.count(kind) + count);
  }

  /** Resolves when fewer than `limit` rows of this kind are in hand. */
  async fallenBelow(kind: WorkKind, limit: number): Promise<void> {
    while (this.count(kind) >= limit)
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
  }
}
