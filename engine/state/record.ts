import type { DefinitionId, ElementId, ElementInstanceId, InstanceId, JsonObject, JsonValue } from '../model/index.ts';
import type { CompensationEntry, ElementInstance, Incident, Wait } from './instance-state.ts';

/**
 * A fact that the kernel decided. Records are the only thing that changes an instance (one applier per kind) and the only thing the
 * journal keeps; replaying them gives the same state. Once released a kind is never edited, only followed by a new one.
 */
export type InstanceRecord =
  | {
      readonly kind: 'instanceStarted';
      readonly instanceId: InstanceId;
      readonly definitionId: DefinitionId;
      readonly processId: ElementId;
      readonly businessKey: string | null;
      readonly rootInstanceId: InstanceId;
      readonly caller: { readonly instanceId: InstanceId; readonly elementInstanceId: ElementInstanceId } | null;
    }
  | { readonly kind: 'elementEntered'; readonly elementInstance: ElementInstance }
  | { readonly kind: 'elementStatusChanged'; readonly elementInstanceId: ElementInstanceId; readonly status: ElementInstance['status'] }
  | { readonly kind: 'elementDataChanged'; readonly elementInstanceId: ElementInstanceId; readonly data: JsonObject }
  /** The output of one instance of a multi-instance activity, kept in its body (`data.outputs`) until the body has ended. */
  | {
      readonly kind: 'loopOutputCollected';
      readonly elementInstanceId: ElementInstanceId;
      readonly index: number;
      readonly value: JsonValue;
    }
  | { readonly kind: 'elementLeft'; readonly elementInstanceId: ElementInstanceId; readonly elementId: ElementId }
  | { readonly kind: 'elementCancelled'; readonly elementInstanceId: ElementInstanceId; readonly elementId: ElementId }
  | { readonly kind: 'flowTaken'; readonly flowId: ElementId; readonly scopeId: ElementInstanceId }
  | { readonly kind: 'tokenParked'; readonly tokenId: string; readonly flowId: ElementId; readonly scopeId: ElementInstanceId }
  | { readonly kind: 'tokensRemoved'; readonly tokenIds: readonly string[] }
  /** Sets (adds or replaces) variables of one scope. */
  | { readonly kind: 'variablesSet'; readonly scopeId: ElementInstanceId; readonly variables: JsonObject }
  | { readonly kind: 'waitOpened'; readonly wait: Wait }
  | { readonly kind: 'waitChanged'; readonly wait: Wait }
  | { readonly kind: 'waitClosed'; readonly waitId: string; readonly reason: 'done' | 'cancelled' }
  /** For the trace and the history; changes nothing in the state. `code` is the error or escalation code, message or signal name. */
  | {
      readonly kind: 'eventThrown';
      readonly elementId: ElementId;
      readonly elementInstanceId: ElementInstanceId;
      readonly event: string;
      readonly code: string | null;
    }
  | {
      readonly kind: 'eventCaught';
      readonly elementId: ElementId;
      readonly elementInstanceId: ElementInstanceId;
      readonly event: string;
      readonly code: string | null;
    }
  | { readonly kind: 'incidentRaised'; readonly incident: Incident }
  | { readonly kind: 'incidentResolved'; readonly incidentId: string }
  | { readonly kind: 'compensationRegistered'; readonly entry: CompensationEntry }
  | { readonly kind: 'compensationRemoved'; readonly entryId: string }
  /** The process instance goes on with another definition; what follows says what became of its parts. */
  | { readonly kind: 'instanceMigrated'; readonly definitionId: DefinitionId; readonly processId: ElementId }
  /** An element instance is one of another element from now on; its incidents with it. Its id, scope, status and variables stay. */
  | {
      readonly kind: 'elementMigrated';
      readonly elementInstanceId: ElementInstanceId;
      readonly elementId: ElementId;
      readonly viaFlowId: ElementId | null;
      readonly data: JsonObject;
    }
  | { readonly kind: 'tokenMigrated'; readonly tokenId: string; readonly flowId: ElementId }
  | { readonly kind: 'compensationMigrated'; readonly entryId: string; readonly elementId: ElementId; readonly handlerId: ElementId }
  | { readonly kind: 'instanceSuspended' }
  | { readonly kind: 'instanceResumed' }
  | { readonly kind: 'instanceEnded'; readonly status: 'completed' | 'terminated' | 'cancelled' };

export type InstanceRecordKind = InstanceRecord['kind'];
