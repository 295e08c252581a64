import type { JsonObject, JsonValue } from '../model/index.ts';

/**
 * Everything that one step changes beside its operations, as rows. Times are ISO 8601 UTC. Ids of waits and incidents are global:
 * `<instanceId>.<number>`.
 */
export interface StepWrite {
  readonly instances: readonly InstanceWrite[];
  readonly variables: readonly VariableWrite[];
  /** Scopes that are gone with their variables. */
  readonly removedScopes: readonly { readonly instanceId: string; readonly scopeId: string }[];
  readonly activities: readonly ActivityWrite[];
  readonly tasks: readonly TaskWrite[];
  readonly closedTasks: readonly ClosedTaskWrite[];
  readonly jobs: readonly JobWrite[];
  readonly timers: readonly TimerWrite[];
  readonly subscriptions: readonly SubscriptionWrite[];
  readonly removedJobIds: readonly string[];
  readonly removedTimerIds: readonly string[];
  readonly removedSubscriptionIds: readonly string[];
  readonly incidents: readonly IncidentWrite[];
  readonly resolvedIncidents: readonly { readonly id: string; readonly resolvedAt: string; readonly resolvedBy: string }[];
  readonly operations: readonly OperationWrite[];
  readonly outbox: readonly OutboxWrite[];
  readonly dueWork: readonly DueWorkWrite[];
  /** Rows of `dueWork` that this step has done. */
  readonly doneDueWorkIds: readonly string[];
  readonly journal: readonly JournalWrite[];
  readonly chain: ChainWrite | null;
  readonly command: { readonly id: string; readonly requestHash: string; readonly result: JsonValue; readonly at: string } | null;
}

export interface InstanceWrite {
  readonly id: string;
  readonly isNew: boolean;
  readonly definitionId: string;
  readonly processId: string;
  readonly businessKey: string | null;
  readonly status: string;
  readonly rootInstanceId: string;
  readonly callerInstanceId: string | null;
  readonly callerElementInstanceId: string | null;
  /** InstanceState whose scopes have lost their variables. */
  readonly state: JsonObject;
  readonly flows: Readonly<Record<string, number>>;
  readonly incidentCount: number;
  /** Read only when `isNew`. */
  readonly startedAt: string;
  readonly startedBy: string;
  readonly startedByName: string;
  readonly endedAt: string | null;
  /** New end of the tree's journal chain, when this is its root. */
  readonly chain: ChainWrite | null;
}
export interface VariableWrite {
  /** Surely not stored before. */
  readonly isNew: boolean;
  readonly instanceId: string;
  readonly scopeId: string;
  readonly name: string;
  readonly value: JsonValue;
}
export interface ActivityWrite {
  readonly isNew: boolean;
  readonly instanceId: string;
  readonly elementInstanceId: string;
  readonly definitionId: string;
  readonly elementId: string;
  readonly kind: string;
  readonly status: 'active' | 'completed' | 'cancelled';
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly endedBy: string | null;
  readonly endedByName: string | null;
}
export interface TaskWrite {
  readonly isNew: boolean;
  readonly id: string;
  readonly instanceId: string;
  readonly rootInstanceId: string;
  readonly definitionId: string;
  readonly processId: string;
  readonly businessKey: string | null;
  readonly elementId: string;
  readonly elementInstanceId: string;
  readonly name: string;
  readonly assignee: string | null;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
  readonly formId: string | null;
  readonly priority: number;
  readonly dueAt: string | null;
  readonly followUpAt: string | null;
  readonly createdAt: string;
}
export interface ClosedTaskWrite {
  readonly id: string;
  readonly status: 'completed' | 'cancelled';
  readonly completedAt: string;
  readonly completedBy: string | null;
  readonly completedByName: string | null;
}
export interface JobWrite {
  readonly isNew: boolean;
  readonly id: string;
  readonly instanceId: string;
  readonly rootInstanceId: string;
  readonly definitionId: string;
  readonly processId: string;
  readonly elementId: string;
  readonly elementInstanceId: string;
  readonly work: 'operation' | 'script' | 'decision';
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly retriesLeft: number;
  readonly priority: number;
  readonly status: 'open' | 'failed' | 'suspended';
  readonly createdAt: string;
  /** Null keeps what is stored (and means now for a new row). */
  readonly dueAt: string | null;
  /** Attempts and failures of this step, added to what is stored; `failures` -1 starts the count anew. */
  readonly attempts: number;
  readonly failures: number;
  readonly lastError: string | null;
  /** For a new row: end of the lease with which it begins in the hands of this process, by the clock of the database; null leaves it to a claim. */
  readonly leasedUntil: string | null;
}
export interface TimerWrite {
  readonly isNew: boolean;
  readonly id: string;
  readonly instanceId: string | null;
  readonly rootInstanceId: string | null;
  readonly definitionId: string;
  readonly processId: string;
  readonly elementId: string;
  readonly repetitionsLeft: number | null;
  readonly cycle: string | null;
  readonly dueAt: string;
}
export interface SubscriptionWrite {
  readonly isNew: boolean;
  readonly id: string;
  readonly instanceId: string;
  readonly rootInstanceId: string;
  readonly processId: string;
  readonly elementId: string;
  readonly elementInstanceId: string;
  readonly kind: 'message' | 'signal';
  readonly name: string;
  readonly correlationKey: string | null;
  readonly createdAt: string;
}
export interface IncidentWrite {
  readonly id: string;
  readonly instanceId: string;
  readonly rootInstanceId: string;
  readonly definitionId: string;
  readonly processId: string;
  readonly elementId: string;
  readonly elementInstanceId: string;
  readonly code: string;
  readonly message: string;
  readonly jobId: string | null;
  readonly raisedAt: string;
}
export interface OperationWrite {
  readonly key: string;
  readonly topic: string;
  readonly instanceId: string;
  readonly requestHash: string;
  readonly result: JsonObject;
  readonly at: string;
}
export interface OutboxWrite {
  readonly kind: string;
  readonly dedupeKey: string;
  readonly payload: JsonObject;
  readonly instanceId: string;
  readonly at: string;
}
export interface DueWorkWrite {
  readonly kind: string;
  /** On whose behalf; null: that of the instance's row, if there is one. */
  readonly processId: string | null;
  readonly instanceId: string | null;
  readonly payload: JsonObject;
  readonly dueAt: string;
}
/** Texts exactly as hashed; `command`, `actor` and `records` are JSON in UTF-8, `hash` and `prevHash` hex. */
export interface JournalWrite {
  readonly rootInstanceId: string;
  readonly instanceId: string;
  readonly at: string;
  readonly command: Uint8Array;
  readonly actor: Uint8Array;
  readonly records: Uint8Array;
  readonly prevHash: string | null;
  readonly hash: string;
}
export interface ChainWrite {
  readonly rootInstanceId: string;
  readonly count: number;
  readonly hash: string;
}
