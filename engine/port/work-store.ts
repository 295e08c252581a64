import type { JsonObject } from '../model/index.ts';
import type { ActivatedJob } from './engine.ts';

/** Due work under a lease of this worker. Its attempt is already counted. */
export interface ClaimedTimer {
  readonly id: string;
  readonly instanceId: string | null;
  readonly definitionId: string;
  readonly elementId: string;
  /** Position of the definition at a start event. */
  readonly index: number;
  readonly leaseEpoch: number;
  readonly attempts: number;
  readonly dueAt: string;
  readonly cycle: string | null;
  readonly repetitionsLeft: number | null;
}
export interface ClaimedJob {
  readonly id: string;
  readonly instanceId: string;
  readonly type: string;
  readonly leaseEpoch: number;
  readonly attempts: number;
  readonly failures: number;
}
export interface ClaimedDueWork {
  readonly id: string;
  readonly kind: string;
  readonly instanceId: string | null;
  readonly payload: JsonObject;
  readonly leaseEpoch: number;
  readonly attempts: number;
}
export interface ClaimedOutbox {
  readonly id: string;
  readonly kind: string;
  readonly dedupeKey: string;
  readonly payload: JsonObject;
  readonly leaseEpoch: number;
  readonly attempts: number;
}

/** Work whose result could not be recorded: leave it for later. */
export interface PutBack {
  readonly kind: 'timer' | 'job' | 'dueWork';
  readonly id: string;
  readonly leaseEpoch: number;
  readonly retryAfterMs: number;
  readonly error: string;
}

/**
 * Claims due rows. A claim is one short transaction that skips rows others hold, counts the attempt, raises the lease epoch and sets
 * the lease by the database clock. A claim whose lease has run out is free for others.
 */
export interface WorkStore {
  claimTimers(limit: number, leaseMs: number): Promise<readonly ClaimedTimer[]>;
  /**
   * Jobs of the engine itself: scripts, decisions and the given operation topics. `suspects` are those whose last worker never answered;
   * they are claimed apart, so that one that kills its worker takes no other with it.
   */
  claimJobs(topics: readonly string[], suspects: boolean, limit: number, leaseMs: number): Promise<readonly ClaimedJob[]>;
  claimDueWork(limit: number, leaseMs: number): Promise<readonly ClaimedDueWork[]>;
  claimOutbox(limit: number, leaseMs: number): Promise<readonly ClaimedOutbox[]>;
  putBack(work: PutBack): Promise<void>;
  finishOutbox(
    id: string,
    leaseEpoch: number,
    outcome: { readonly state: 'sent' | 'kept' | 'failed' } | { readonly retryAfterMs: number; readonly error: string },
  ): Promise<void>;
  /** For outside workers. */
  activateJobs(request: {
    readonly type: string;
    readonly worker: string;
    readonly maxJobs: number;
    readonly leaseMs: number;
  }): Promise<readonly ActivatedJobRow[]>;
  /** Null when the epoch is not the current one. */
  extendLease(jobId: string, leaseEpoch: number, leaseMs: number): Promise<string | null>;
  /** Buffered messages that some instance waits for, oldest first; and deletes those whose time to live has passed. */
  findDeliverableMessages(
    limit: number,
  ): Promise<readonly { readonly name: string; readonly correlationKey: string | null; readonly subscriptionId: string }[]>;
  removeExpiredMessages(): Promise<number>;
  /** Makes the journal's partitions for the coming months, and forgets results of named commands that nobody asks for any more (30 days). */
  keepUp(): Promise<void>;
}

/** An activated job before its variables are known. */
export type ActivatedJobRow = Omit<ActivatedJob, 'variables'> & { readonly failures: number; readonly retriesLeft: number };
