import type { JsonObject } from '../model/index.ts';
import type { ActivatedJob, JobLease } from './engine.ts';
import type { WorkKind } from './job-queue.ts';

/** Due work under a lease of this worker, with the W3C traceparent of the step that left it when that was traced. Its attempt is already counted: `attempts - failures - 1` workers before were lost with it. */
export interface ClaimedTimer {
  readonly id: string;
  readonly instanceId: string | null;
  readonly definitionId: string;
  readonly elementId: string;
  /** Position of the definition at a start event. */
  readonly index: number;
  readonly leaseEpoch: number;
  readonly attempts: number;
  readonly failures: number;
  readonly dueAt: string;
  readonly cycle: string | null;
  readonly repetitionsLeft: number | null;
  readonly traceParent: string | null;
}
export interface ClaimedJob {
  readonly id: string;
  readonly instanceId: string;
  readonly type: string;
  readonly leaseEpoch: number;
  readonly attempts: number;
  readonly failures: number;
  readonly traceParent: string | null;
}
export interface ClaimedDueWork {
  readonly id: string;
  readonly kind: string;
  readonly instanceId: string | null;
  readonly payload: JsonObject;
  readonly leaseEpoch: number;
  readonly attempts: number;
  readonly failures: number;
  readonly traceParent: string | null;
}
export interface ClaimedOutbox {
  readonly id: string;
  readonly kind: string;
  readonly dedupeKey: string;
  readonly payload: JsonObject;
  readonly leaseEpoch: number;
  readonly attempts: number;
  readonly failures: number;
  readonly traceParent: string | null;
}

/** A row of due work in the hands of this worker. */
export interface HeldWork {
  readonly kind: WorkKind;
  readonly id: string;
  readonly leaseEpoch: number;
}

/** Work whose result could not be recorded: counts as a failure and is left for later. */
export interface PutBack extends HeldWork {
  readonly kind: Exclude<WorkKind, 'outbox'>;
  readonly retryAfterMs: number;
  readonly error: string;
}

/**
 * How many claims of a row ended without any answer since it was last tried with one. What was never lost is worked on many at a time; what
 * was, is suspected to kill its worker and is claimed apart, so that it takes little else with it.
 */
export type Losses = 'never' | 'once' | 'often';

export interface ClaimRequest {
  readonly losses: Losses;
  readonly limit: number;
  readonly leaseMs: number;
}

/**
 * Claims due rows. A claim is one short transaction that skips rows others hold, counts the attempt, raises the lease epoch and sets
 * the lease by the database clock. A claim whose lease has run out is free for others, who then have a higher epoch.
 */
export interface WorkStore {
  claimTimers(request: ClaimRequest): Promise<readonly ClaimedTimer[]>;
  /** Jobs of the engine itself: scripts, decisions and the given operation topics. */
  claimJobs(topics: readonly string[], request: ClaimRequest): Promise<readonly ClaimedJob[]>;
  /** Further due jobs of one instance that have lost no worker, to be done in the same step as one that is claimed already. */
  claimSiblings(topics: readonly string[], instanceId: string, claim: Omit<ClaimRequest, 'losses'>): Promise<readonly ClaimedJob[]>;
  claimDueWork(request: ClaimRequest): Promise<readonly ClaimedDueWork[]>;
  claimOutbox(request: ClaimRequest): Promise<readonly ClaimedOutbox[]>;
  /**
   * Lengthens the leases of all rows in hand from now, in one statement that waits for nobody: a row that a step has locked cannot be
   * claimed anyway. Answers with the rows that belong to another epoch by now.
   */
  renewLeases(held: readonly HeldWork[], leaseMs: number): Promise<readonly HeldWork[]>;
  /** Ends leases as if these rows had never been claimed; they are due again after `pauseMs`. */
  giveBack(held: readonly HeldWork[], pauseMs: number): Promise<void>;
  /**
   * Milliseconds until the next row of a kind may be claimed that may not be now: of those never lost, or of those in hand somewhere, whose
   * worker may die. Null: there is none. `topics` as for `claimJobs`.
   */
  nextDueMs(kind: WorkKind, losses: 'never' | 'any', topics: readonly string[]): Promise<number | null>;
  /** How long the oldest due row that nobody has in hand has waited, in milliseconds; 0 when none waits. `topics` as for `claimJobs`. */
  dueLagMs(topics: readonly string[]): Promise<number>;
  putBack(work: PutBack): Promise<void>;
  finishOutbox(
    id: string,
    leaseEpoch: number,
    outcome: { readonly state: 'sent' | 'kept' | 'failed' } | { readonly retryAfterMs: number; readonly error: string },
  ): Promise<void>;
  /**
   * For workers outside of steps: locks due jobs, at most `count` of each type and the most urgent first (a point of priority is
   * worth a second of waiting), has `deal` say who gets which, and leases those. One transaction; jobs that `deal` leaves out stay as they were. Answers
   * in the order of dealing.
   */
  leaseJobs(
    wanted: readonly { readonly type: string; readonly count: number }[],
    deal: (jobs: readonly DueJob[]) => readonly DealtJob[],
  ): Promise<readonly LeasedJobRow[]>;
  /** Milliseconds until the next open job of these types is free, 0 when one is; null when there is none. Looks at the oldest thousand. */
  nextJobInMs(types: readonly string[]): Promise<number | null>;
  /** Ends leases whose work was not begun: the attempt does not count. */
  giveBackJobs(leases: readonly JobLease[]): Promise<void>;
  /** Null when the epoch is not the current one. */
  extendLease(jobId: string, leaseEpoch: number, leaseMs: number): Promise<string | null>;
  /** Buffered messages that some instance waits for, oldest first; and deletes those whose time to live has passed. */
  findDeliverableMessages(
    limit: number,
  ): Promise<readonly { readonly name: string; readonly correlationKey: string | null; readonly subscriptionId: string }[]>;
  removeExpiredMessages(): Promise<number>;
  /** Makes the journal's partitions for the coming months, and forgets results of named commands and requests that nobody asks for any more (30 days). */
  keepUp(): Promise<void>;
}

/** A due job that is locked but not leased yet; `lost` workers had it and never answered. */
export interface DueJob {
  readonly id: string;
  readonly type: string;
  readonly lost: number;
  readonly retriesLeft: number;
}
/** Who gets a job, and for how long. */
export interface DealtJob {
  readonly id: string;
  readonly worker: string;
  readonly leaseMs: number;
}
/** A leased job before its variables are known. */
export type LeasedJobRow = Omit<ActivatedJob, 'variables'> & { readonly failures: number };
