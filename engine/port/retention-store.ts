import type { Actor } from './module-contract.ts';

/** Stands for every process that has no setting of its own. */
export const EVERY_PROCESS = '*';

/** How long ended instances are kept. */
export interface RetentionRule {
  /** True: as for every process. Always false for `*`. */
  readonly isInherited: boolean;
  /** Days after the end; null for ever. Means nothing where it is inherited. */
  readonly days: number | null;
}

/** A rule as somebody set it. */
export interface RetentionChange extends RetentionRule {
  readonly processId: string;
  /** ISO 8601 UTC. */
  readonly setAt: string;
  readonly setBy: { readonly id: string; readonly name: string };
}

/** A process with the rule that is in force for it. */
export interface ProcessRetention extends RetentionRule {
  readonly processId: string;
  readonly name: string | null;
  /** Ended process instances that are still there; counting ends at a limit. */
  readonly ended: number;
}

/** What was removed at one time; the rows themselves are gone. */
export interface HistoryRemoval {
  readonly sequence: number;
  readonly removedAt: string;
  /** First day of the month that went as a whole, as `2026-01-01`; null for single call trees. */
  readonly month: string | null;
  readonly trees: number;
  readonly journalRows: number;
  /** Instances of the month that had to stay. */
  readonly kept: number;
  /** SHA-256 in hexadecimal over the removed trees, by which a backup from before proves which they were. */
  readonly digest: string;
}

/** A hold on a call tree. */
export interface LegalHold {
  readonly reason: string;
  readonly setAt: string;
  readonly setBy: { readonly id: string; readonly name: string };
}

/** Keeps for how long history is kept, and holds on single cases. The clean-up of the store does what it says. */
export interface RetentionStore {
  readonly every: () => Promise<RetentionRule>;
  /** Deployed processes in the order of their ids. */
  readonly processes: () => Promise<readonly ProcessRetention[]>;
  /** Latest first, at most `limit`. */
  readonly changes: (limit: number) => Promise<readonly RetentionChange[]>;
  /** Latest first, at most `limit`. */
  readonly removals: (limit: number) => Promise<readonly HistoryRemoval[]>;
  /** False for a process that is not deployed. */
  readonly set: (processId: string, rule: RetentionRule, actor: Actor) => Promise<boolean>;
  /** The hold on the call tree of an instance; null without one. */
  readonly holdOf: (instanceId: string) => Promise<LegalHold | null>;
  /** `absent` for an unknown instance or one that is being removed; a second hold changes nothing. */
  readonly hold: (instanceId: string, reason: string, actor: Actor) => Promise<'held' | 'absent'>;
  /** False when there is no hold. */
  readonly release: (instanceId: string, actor: Actor) => Promise<boolean>;
}
