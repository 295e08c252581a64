import type { WorkKind } from './job-queue.ts';

/** A process that serves the product. Times are ISO 8601 UTC by the clock of the database. */
export interface NodeIdentity {
  readonly id: string;
  /** `all`, `api` or `worker`. */
  readonly role: string;
  readonly version: string;
  /** Name of the machine. */
  readonly host: string;
  readonly pid: number;
}

/** One slow step, from its begin to the end of its commit. */
export interface SlowStep {
  readonly milliseconds: number;
  readonly processId: string;
  readonly instanceId: string;
  /** Kind of the first command, and element of the first job that it performed; null when it performed none. */
  readonly command: string;
  readonly elementId: string | null;
}

/** What a node counts between two reports: ended rows of due work by kind, and what else the page shows. */
export const DONE_COUNTS = ['timer', 'job', 'dueWork', 'outbox', 'commands', 'incidents'] as const;
export type DoneCounts = Readonly<Record<(typeof DONE_COUNTS)[number], number>>;

/** What a node did since its report before. */
export interface NodeReport {
  readonly node: NodeIdentity;
  /** Rows of due work in its hands by kind; empty without a worker. */
  readonly inHand: Readonly<Partial<Record<WorkKind, number>>>;
  readonly done: DoneCounts;
  readonly slowest: readonly SlowStep[];
}

/** What waits in the database. Numbers above `COUNT_LIMIT` are estimates or the limit plus one. */
export interface Load {
  readonly due: Readonly<Record<WorkKind, { readonly count: number; readonly oldestMs: number; readonly inHand: number }>>;
  readonly open: { readonly instances: number; readonly tasks: number; readonly incidents: number };
}

/** Rows of one kind that are counted at most. */
export const COUNT_LIMIT = 10_000;

/** Half a minute of the last quarter of an hour. */
export interface LoadPoint {
  readonly at: string;
  /** Null where nobody looked. */
  readonly load: Load | null;
  readonly done: DoneCounts;
}

export interface NodeState extends NodeIdentity {
  readonly startedAt: string;
  readonly seenAt: string;
  /** False: it has not reported for a while, so it is gone or cannot reach the database. */
  readonly isAlive: boolean;
  readonly inHand: Readonly<Partial<Record<WorkKind, number>>>;
}

export interface DatabaseState {
  readonly sizeBytes: number;
  readonly connections: number;
  readonly maxConnections: number;
  /** Age of the oldest open transaction; null when there is none. */
  readonly oldestTransactionMs: number | null;
  /** Tables with the most dead rows. */
  readonly tables: readonly { readonly name: string; readonly live: number; readonly dead: number; readonly vacuumedAt: string | null }[];
}

/** How the installation does, over all its nodes. */
export interface SystemState {
  readonly at: string;
  readonly load: Load | null;
  readonly points: readonly LoadPoint[];
  readonly nodes: readonly NodeState[];
  readonly database: DatabaseState;
  readonly slowest: readonly SlowStep[];
}

/** What nodes tell each other of themselves. */
export interface NodeStore {
  /** Records a report and answers with the load as last counted; counts it when nobody has lately. */
  report(report: NodeReport): Promise<Load | null>;
  /** The node ends by its own will. */
  leave(nodeId: string): Promise<void>;
  system(): Promise<SystemState>;
}
