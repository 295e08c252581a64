import type { DefinitionId, ElementId, ElementInstanceId, InstanceId, JsonObject, JsonValue } from '../model/index.ts';

/** Where a process instance is in its life. `failed` does not exist: a failure is an incident of an active instance. */
export type InstanceStatus = 'active' | 'suspended' | 'completed' | 'terminated' | 'cancelled';

/** Lifecycle of an element instance; the allowed transitions are the table in `lifecycle.ts`. */
export type ElementInstanceStatus = 'entering' | 'active' | 'completing' | 'cancelling';

/** One visit of a flow node, a multi-instance body, or the process itself. Removed from the state when it has left or is cancelled. */
export interface ElementInstance {
  readonly id: ElementInstanceId;
  readonly elementId: ElementId;
  /** Enclosing element instance: process, sub-process or multi-instance body; null for the process itself. */
  readonly scopeId: ElementInstanceId | null;
  readonly status: ElementInstanceStatus;
  /** The flow by which the token came; null for starts, boundary events and multi-instance items. */
  readonly viaFlowId: ElementId | null;
  /** True for the body that encloses the instances of a multi-instance activity. */
  readonly isLoopBody: boolean;
  /** 0-based position of this instance in its loop body; null outside a loop. */
  readonly loopIndex: number | null;
  /** Working data of the element's handler (loop progress, gateway counts, called instance id, pending throw). */
  readonly data: JsonObject;
}

/** A token that rests on a sequence flow because its target joins (parallel, inclusive, complex gateway). */
export interface WaitingToken {
  readonly id: string;
  readonly flowId: ElementId;
  readonly scopeId: ElementInstanceId;
}

/** What an element instance waits for. Ids are unique within the instance; globally `<instanceId>.<id>`. */
export type Wait =
  | {
      readonly kind: 'job';
      readonly id: string;
      readonly elementInstanceId: ElementInstanceId;
      readonly elementId: ElementId;
      /** operation: topic of a module or an outside worker; script and decision are run by the engine itself. */
      readonly work: 'operation' | 'script' | 'decision';
      readonly jobType: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly retriesLeft: number;
      readonly retryBackoff: string | null;
      /** A whole number of 32 bits, the higher the more urgent; that of its operation when absent. */
      readonly priority?: number;
    }
  | {
      readonly kind: 'task';
      readonly id: string;
      readonly elementInstanceId: ElementInstanceId;
      readonly elementId: ElementId;
      readonly name: string;
      readonly assignee: string | null;
      readonly candidateGroups: readonly string[];
      readonly candidateUsers: readonly string[];
      readonly formId: string | null;
      readonly dueAt: string | null;
      readonly followUpAt: string | null;
      readonly priority: number;
    }
  | {
      readonly kind: 'timer';
      readonly id: string;
      readonly elementInstanceId: ElementInstanceId;
      readonly elementId: ElementId;
      /** ISO 8601 instant in UTC. */
      readonly dueAt: string;
      /** Firings left of a cycle after this one; null repeats for ever; 0 for one shot. */
      readonly repetitionsLeft: number | null;
      readonly cycle: string | null;
      /** Business calendar by which its cycle goes on; none when absent. */
      readonly calendar?: string;
    }
  | {
      readonly kind: 'message';
      readonly id: string;
      readonly elementInstanceId: ElementInstanceId;
      readonly elementId: ElementId;
      readonly messageName: string;
      readonly correlationKey: string | null;
    }
  | {
      readonly kind: 'signal';
      readonly id: string;
      readonly elementInstanceId: ElementInstanceId;
      readonly elementId: ElementId;
      readonly signalName: string;
    }
  | {
      readonly kind: 'condition';
      readonly id: string;
      readonly elementInstanceId: ElementInstanceId;
      readonly elementId: ElementId;
      readonly lastValue: boolean;
      /** Which of the definitions of its event it is; 0 when absent. */
      readonly definitionIndex?: number;
    }
  | {
      readonly kind: 'calledInstance';
      readonly id: string;
      readonly elementInstanceId: ElementInstanceId;
      readonly elementId: ElementId;
      readonly calledInstanceId: InstanceId | null;
      readonly processId: string;
    };
// `elementInstanceId` is the element instance that owns the wait (the host activity for a boundary event, the scope for an event
// sub-process); `elementId` is the event that catches.

/** Something that needs a person: the element instance rests until the incident is resolved. */
export interface Incident {
  readonly id: string;
  readonly elementInstanceId: ElementInstanceId;
  readonly elementId: ElementId;
  /** Stable code: EXPRESSION_FAILED, NO_FLOW_TAKEN, JOB_FAILED, UNHANDLED_ERROR, CALLED_PROCESS_NOT_FOUND, STEP_BUDGET_EXCEEDED, ... */
  readonly code: string;
  readonly message: string;
  readonly jobId: string | null;
  readonly raisedAt: string;
}

/** A completed activity that can be compensated: its handler sees the variables as they were (BPMN 2.0.2, 10.7.1). */
export interface CompensationEntry {
  readonly id: string;
  readonly elementId: ElementId;
  readonly handlerId: ElementId;
  readonly scopeId: ElementInstanceId;
  readonly elementInstanceId: ElementInstanceId;
  /** The activity's own variables. */
  readonly variables: JsonObject;
  /** The variables of the scopes around it. */
  readonly around: JsonObject;
}

/** The whole state of one process instance: the value that the appliers fold from its records and the kernel decides on. */
export interface InstanceState {
  readonly instanceId: InstanceId;
  readonly definitionId: DefinitionId;
  readonly processId: ElementId;
  readonly businessKey: string | null;
  readonly status: InstanceStatus;
  readonly rootInstanceId: InstanceId;
  readonly caller: { readonly instanceId: InstanceId; readonly elementInstanceId: ElementInstanceId } | null;
  readonly elementInstances: Readonly<Record<string, ElementInstance>>;
  readonly tokens: Readonly<Record<string, WaitingToken>>;
  readonly waits: Readonly<Record<string, Wait>>;
  readonly incidents: Readonly<Record<string, Incident>>;
  readonly compensations: readonly CompensationEntry[];
  /** Variables by element instance id of the scope that owns them. */
  readonly variables: Readonly<Record<string, Readonly<Record<string, JsonValue>>>>;
  /** Next number for ids within the instance; grows by one with every id given out. */
  readonly nextId: number;
  /** Element visits so far, checked against the instance budget. */
  readonly steps: number;
}
