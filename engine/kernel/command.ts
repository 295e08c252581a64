import type { Instruction } from '../model/index.ts';
import type { DefinitionId, ElementId, ElementInstanceId, InstanceId, JsonObject } from '../model/index.ts';

/** What may be asked of one process instance. Every change of an instance begins with one of these. */
export type Command =
  | {
      readonly kind: 'start';
      readonly instanceId: InstanceId;
      readonly definitionId: DefinitionId;
      readonly businessKey: string | null;
      /** Null starts at the none start event (or, without any, at nodes without incoming flow: BPMN 2.0.2, 13.2). */
      readonly startEventId: ElementId | null;
      readonly variables: JsonObject;
      readonly rootInstanceId: InstanceId;
      readonly caller: { readonly instanceId: InstanceId; readonly elementInstanceId: ElementInstanceId } | null;
    }
  /** Ends the wait of a user task, or of a service, send, receive or business rule task without a type. `waitId` null: the element's. */
  | { readonly kind: 'completeTask'; readonly taskId: string; readonly variables: JsonObject }
  | { readonly kind: 'assignTask'; readonly taskId: string; readonly assignee: string | null }
  | { readonly kind: 'completeJob'; readonly jobId: string; readonly variables: JsonObject }
  /** A technical failure. `retriesLeft` 0 raises an incident. */
  | { readonly kind: 'failJob'; readonly jobId: string; readonly retriesLeft: number; readonly message: string }
  /** A BPMN error or escalation raised by the work of a job or a task; caught by the nearest matching handler. */
  | {
      readonly kind: 'throwError';
      readonly waitId: string;
      readonly errorCode: string;
      readonly message: string;
      readonly variables: JsonObject;
    }
  | { readonly kind: 'throwEscalation'; readonly waitId: string; readonly escalationCode: string; readonly variables: JsonObject }
  | { readonly kind: 'fireTimer'; readonly timerId: string }
  | { readonly kind: 'deliverMessage'; readonly subscriptionId: string; readonly variables: JsonObject }
  | { readonly kind: 'deliverSignal'; readonly subscriptionId: string; readonly variables: JsonObject }
  | { readonly kind: 'calledInstanceStarted'; readonly waitId: string; readonly calledInstanceId: InstanceId }
  | {
      readonly kind: 'calledInstanceEnded';
      readonly waitId: string;
      readonly outcome:
        | { readonly kind: 'completed'; readonly variables: JsonObject }
        | { readonly kind: 'error'; readonly errorCode: string; readonly message: string; readonly variables: JsonObject }
        | { readonly kind: 'terminated' }
        | { readonly kind: 'notFound'; readonly message: string };
    }
  /** An escalation inside a called instance that goes on there; the caller's boundary events get it. */
  | { readonly kind: 'calledInstanceEscalated'; readonly waitId: string; readonly escalationCode: string; readonly variables: JsonObject }
  | { readonly kind: 'setVariables'; readonly scopeId: ElementInstanceId; readonly variables: JsonObject }
  /** Tries the failed step again, a failed job with `retries` attempts (at least 1). */
  | { readonly kind: 'resolveIncident'; readonly incidentId: string; readonly retries: number }
  /** Goes on with work that the step budget of an earlier command left over. */
  | { readonly kind: 'continue' }
  /** Adds, moves and cancels tokens: all instructions, in their order, as one step. */
  | { readonly kind: 'modify'; readonly instructions: readonly Instruction[] }
  /**
   * Goes on with another definition. `mapping` overrides what is proposed by id: element or flow id to the one that takes its place, null
   * for none. `rebuildEvents` opens timers and subscriptions anew that would be kept.
   */
  | {
      readonly kind: 'migrate';
      readonly definitionId: DefinitionId;
      readonly mapping: Readonly<Record<string, string | null>>;
      readonly rebuildEvents: boolean;
    }
  | { readonly kind: 'suspend' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'cancel' };

export type CommandKind = Command['kind'];
