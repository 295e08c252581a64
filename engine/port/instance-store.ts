import type { BusinessCalendars, Expression, JsonObject, JsonValue, ProcessDefinition, StartCollection } from '../model/index.ts';
import type { InstanceState } from '../state/index.ts';
import type { SqlExecutor } from './module-contract.ts';
import type { StepWrite } from './step-write.ts';

/** The root instance of a call tree, locked for this transaction: nobody else changes any instance of the tree meanwhile. */
export interface LockedTree {
  readonly rootInstanceId: string;
  /** Length and last hash of the tree's journal chain; `journalHash` as hex, null before the first row. */
  readonly journalCount: number;
  readonly journalHash: string | null;
}

/** An instance as stored: its state with variables, and the counts kept beside it. */
export interface StoredInstance {
  readonly state: InstanceState;
  /** Times each sequence flow was taken. */
  readonly flows: Readonly<Record<string, number>>;
}

/** A deployed version of a process, as the engine runs it. */
export interface StoredDefinition {
  readonly id: string;
  readonly processId: string;
  readonly version: number;
  readonly deploymentId: string;
  readonly definition: ProcessDefinition;
}

/** A waiting catch event that a message or signal may reach. `id` is global: `<instanceId>.<waitId>`. */
export interface SubscriptionRow {
  readonly id: string;
  readonly instanceId: string;
  readonly rootInstanceId: string;
}
/** A start event of a latest process version that a message, a signal or a condition starts; `index` is the position of its definition. */
export interface StartSubscriptionRow {
  readonly definitionId: string;
  readonly processId: string;
  readonly elementId: string;
  readonly index: number;
}

/** A message that nobody waits for yet. */
export interface MessageToKeep {
  readonly name: string;
  readonly correlationKey: string | null;
  readonly variables: JsonObject;
  readonly timeToLiveMs: number;
  readonly targetIds?: readonly string[];
  readonly messageId?: string;
}

/** A DMN file as deployed. */
export interface DecisionFile {
  readonly key: string;
  readonly xml: string;
}

/** A job row as a worker or an outside client sees it. */
export interface JobRow {
  readonly id: string;
  readonly instanceId: string;
  readonly status: 'open' | 'failed' | 'suspended';
  readonly attempts: number;
  readonly failures: number;
  readonly leaseEpoch: number;
  readonly retriesLeft: number;
  /** What its operation has left already, in an attempt before. */
  readonly operation: StoredOperation | null;
}

/** Outcome of an operation by its idempotency key, with the hash of what it was asked for. */
export interface StoredOperation {
  readonly requestHash: string;
  readonly result: JsonObject;
}

/** What a step may read and write; everything happens in one database transaction. */
export interface StepTransaction {
  /** For operations of modules, on the same transaction. */
  readonly sql: SqlExecutor;
  /**
   * Runs an operation in a savepoint, and `check` on what it answers: when one of them throws, what it wrote is undone and the error goes on. `hasAsked`: it
   * sent a statement.
   */
  operation<Output, Result>(
    topic: string,
    work: () => Promise<Output>,
    check: (output: Output) => Result,
  ): Promise<{ readonly result: Result; readonly hasAsked: boolean }>;
  /** True for an error after which the transaction cannot go on: deadlock, serialisation failure, lock timeout, broken connection. */
  isAborted(error: unknown): boolean;
  /** Time by the database clock, ISO 8601 UTC with milliseconds. Read after a lock was waited for. */
  now(): Promise<string>;
  /** Locks the root of the tree that `instanceId` belongs to; null when there is no such instance. */
  lockTree(instanceId: string): Promise<LockedTree | null>;
  /** Null when absent. Call it under the tree's lock only. */
  loadInstance(instanceId: string): Promise<StoredInstance | null>;
  findDefinition(query: DefinitionQuery): Promise<StoredDefinition | null>;
  /**
   * Waiting catch events for a message, of the elements `targetIds` when they are given: those with the same key first, oldest first. A null
   * key on either side fits every key.
   */
  findMessageSubscriptions(
    name: string,
    correlationKey: string | null,
    targetIds: readonly string[] | null,
    limit: number,
  ): Promise<readonly SubscriptionRow[]>;
  /** How the latest versions read the key out of a message of this name, oldest deployment first. */
  findMessageKeys(name: string): Promise<readonly Expression[]>;
  /** True while a message of this name, key and id is kept. */
  isMessageKept(name: string, correlationKey: string | null, messageId: string): Promise<boolean>;
  /** Waiting catch events for a signal, by their ids: those after `afterId` that waited already at `waitingSince` (ISO 8601), `limit` of `total`. */
  findSignalSubscriptions(
    name: string,
    page: {
      readonly afterId: string;
      readonly waitingSince: string;
      readonly exceptInstanceIds: readonly string[];
      readonly limit: number;
    },
  ): Promise<{ readonly receivers: readonly SubscriptionRow[]; readonly total: number }>;
  /** A condition has the empty name. */
  findStartSubscriptions(kind: 'message' | 'signal' | 'condition', name: string): Promise<readonly StartSubscriptionRow[]>;
  /** What a parallel multiple start event has caught so far; locked until the transaction ends. Null when its version is gone. */
  lockStartCollections(definitionId: string, elementId: string): Promise<readonly StartCollection[] | null>;
  saveStartCollections(definitionId: string, elementId: string, collections: readonly StartCollection[]): Promise<void>;
  /** Takes the oldest buffered message that fits and may reach the element, so that no other step gets it. */
  takeBufferedMessage(name: string, correlationKey: string | null, elementId: string): Promise<JsonObject | null>;
  bufferMessage(message: MessageToKeep): Promise<void>;
  job(jobId: string): Promise<JobRow | null>;
  taskStatus(taskId: string): Promise<'open' | 'completed' | 'cancelled' | null>;
  /** Stored outcome of an operation by its idempotency key. */
  operationResult(key: string): Promise<StoredOperation | null>;
  /** The file of the newest version of a decision. `key` names that version. */
  decisionFile(decisionId: string): Promise<DecisionFile | null>;
  commandResult(commandId: string): Promise<{ readonly requestHash: string; readonly result: JsonValue } | null>;
  /** True while the row is still leased under this epoch; locks it, so that it is done once. */
  holdsLease(kind: 'timer' | 'dueWork', id: string, leaseEpoch: number): Promise<boolean>;
  removeTimer(id: string): Promise<void>;
  /** Takes one of so many slots of this name for the rest of the transaction; false when all are taken, on whatever node. */
  takeSlot(name: string, slots: number): Promise<boolean>;
  /** Business calendars by the names that diagrams use. */
  calendars(): Promise<BusinessCalendars>;
  /** Writes everything a step changed, in as few statements as can be. */
  write(changes: StepWrite): Promise<void>;
}

export type DefinitionQuery =
  | { readonly kind: 'id'; readonly definitionId: string }
  | { readonly kind: 'latest'; readonly processId: string }
  | { readonly kind: 'version'; readonly processId: string; readonly version: number }
  | { readonly kind: 'versionTag'; readonly processId: string; readonly tag: string }
  /** The version deployed together with `definitionId`, else the newest. */
  | { readonly kind: 'deployment'; readonly processId: string; readonly definitionId: string };

/**
 * The transaction could not go on for a reason that passes: deadlock (40P01), serialisation failure (40001), lock timeout (55P03), a
 * connection that was lost before COMMIT, or a commit that surely did not happen. Running the whole transaction again is right.
 */
export class TransactionConflictError extends Error {
  constructor(cause: unknown) {
    super('Expected the transaction to go through, but the database asks to try it again.', { cause });
    this.name = 'TransactionConflictError';
  }
}

/** A command with this id was done by another transaction meanwhile; its stored result is the answer. */
export class CommandAlreadyDoneError extends Error {
  readonly commandId: string;
  constructor(commandId: string) {
    super(`Expected command ${commandId} to be new, but it is done.`);
    this.name = 'CommandAlreadyDoneError';
    this.commandId = commandId;
  }
}

/** What is known of a step before it begins. It decides only with which other steps it shares a database transaction. */
export interface StepHint {
  /** Instance that the step is about: steps about one instance never share a transaction. */
  readonly about?: string;
  /** Name of what steps have in common that are alike: when one of them could not share its transaction, or only in turn, the next does not try. */
  readonly alike?: string;
}

/** Steps of this process: counted since its start, and those of this moment. */
export interface StepStatistics {
  readonly transactions: number;
  /** Steps that were committed. */
  readonly steps: number;
  /** Steps that had to be run again because they could not share their transaction. */
  readonly putOut: number;
  /** Transactions that the database asked to run again. */
  readonly conflicts: number;
  readonly waiting: number;
  /** Transactions at this moment that steps share all along, and those of steps that have them for themselves or take turns in them. */
  readonly groups: number;
  readonly alone: number;
}

/** How many steps of a kind run here at a time; `isShared` when they are known to share their transactions with others. */
export interface StepCapacity {
  readonly steps: number;
  readonly isShared: boolean;
}

/** Where process instances live. The PostgreSQL adapter is the only one; tests use it too. */
export interface InstanceStore {
  readonly statistics: StepStatistics;
  /** What is known of steps of a kind, as `StepHint.alike` names it. */
  capacityFor(alike: string): StepCapacity;
  /**
   * Runs `work` and commits, perhaps together with steps of other trees, in which case `work` may be run a second time. Too many that wait: TOO_BUSY. When the connection breaks at COMMIT, the outcome is looked up by transaction id: a commit that happened
   * resolves, one that did not throws TransactionConflictError. Any other failure of `work` rolls back and is thrown as it is.
   */
  transaction<Result>(work: (transaction: StepTransaction) => Promise<Result>, hint?: StepHint): Promise<Result>;
}
