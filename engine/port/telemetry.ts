import type { PerformedWork } from './step-result.ts';
import type { WorkKind } from './job-queue.ts';
import type { StepWrite } from './step-write.ts';
import type { Losses } from './work-store.ts';

/** What a committed step tells about itself: its commands and the jobs it performed. */
export interface CommittedStep {
  readonly entries: readonly { readonly instanceId: string; readonly command: { readonly kind: string } }[];
  readonly performed: readonly Pick<PerformedWork, 'work' | 'outcome' | 'elementId'>[];
}

/** How a request for a step ended without a commit: the caller's fault, a busy database, or a fault inside. */
export type StepFailure = 'refused' | 'busy' | 'failed';
/** How a COMMIT without an answer turned out. */
export type UnknownCommit = 'committed' | 'aborted' | 'unanswered';
/** How the work of a claimed row ended: done, given back for later, put back with its error, or taken over by another worker. */
export type RowEnd = 'done' | 'notNow' | 'putBack' | 'leaseLost';

/**
 * Counts what happens on this node, in the product's words. Every method adds a few numbers: none throws, waits or keeps what it is given.
 * Durations are seconds.
 */
export interface Meter {
  /** `route` is the template of the path, never the path itself. */
  requestDone(method: string, route: string, status: number, seconds: number): void;
  streamOpened(): void;
  streamClosed(): void;
  stepCommitted(step: CommittedStep, write: StepWrite, seconds: number): void;
  /** `code` is that of the EngineError, or the name of another error. */
  stepFailed(failure: StepFailure, code: string, seconds: number): void;
  transactionRetried(): void;
  commitUnknown(outcome: UnknownCommit): void;
  kernelDecided(command: string, outcome: 'accepted' | 'rejected', seconds: number): void;
  operationRun(topic: string, outcome: 'completed' | 'refused' | 'failed', seconds: number): void;
  rowsClaimed(kind: WorkKind, losses: Losses, count: number): void;
  rowEnded(kind: WorkKind, end: Exclude<RowEnd, 'leaseLost'>, seconds: number): void;
  leaseLost(kind: WorkKind): void;
  wakeSent(kind: WorkKind): void;
  wakeReceived(kind: WorkKind): void;
  /** A thread has begun with a task. */
  evaluationBegun(kind: string): void;
  evaluationDone(kind: string, outcome: 'completed' | 'failed' | 'stopped'): void;
  /** Changes of another node have arrived; `lagSeconds` by the clocks of both nodes. */
  changesReceived(lagSeconds: number): void;
}

const nothing = (): void => undefined;

/** Counts nothing: for commands of the command line and for tests. */
export const NO_METER: Meter = {
  requestDone: nothing,
  streamOpened: nothing,
  streamClosed: nothing,
  stepCommitted: nothing,
  stepFailed: nothing,
  transactionRetried: nothing,
  commitUnknown: nothing,
  kernelDecided: nothing,
  operationRun: nothing,
  rowsClaimed: nothing,
  rowEnded: nothing,
  leaseLost: nothing,
  wakeSent: nothing,
  wakeReceived: nothing,
  evaluationBegun: nothing,
  evaluationDone: nothing,
  changesReceived: nothing,
};

/** The metrics of this node as a text for Prometheus. */
export interface MetricsSource {
  readonly contentType: string;
  text(): Promise<string>;
}
