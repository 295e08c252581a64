/** What can be due: the tables that a worker claims from. */
export const WORK_KINDS = ['timer', 'job', 'dueWork', 'outbox'] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** How the queue does. Wake-ups that it loses only cost time: the poll of the workers finds the work. */
export interface QueueState {
  /** Wake-ups that the backend has not taken yet. */
  readonly inFlight: number;
  /** Wake-ups that failed or were dropped since the start. */
  readonly lost: number;
  /** True while the backend fails or does not answer. */
  readonly isDegraded: boolean;
}

/**
 * Wakes workers, on this node and others. It carries no work: the rows in PostgreSQL are the truth. So a wake-up may come twice (a
 * worker finds nothing to do) or be lost (the reconciler finds the row within its poll interval); it may also come late, never needed.
 */
export interface JobQueue {
  /** Asks that some worker looks for due work of this kind at `dueAt` (ISO 8601 UTC; null: at once). Never throws, never waits. */
  wake(kind: WorkKind, dueAt: string | null): void;
  /** Calls `handler` for each wake-up on this node. A queue without a handler does not consume: an `api` node only wakes others. */
  onWake(handler: (kind: WorkKind) => void): Promise<void>;
  state(): QueueState;
  /** Stops consuming and gives up its connections. */
  close(): Promise<void>;
}
