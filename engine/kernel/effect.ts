import type { CallActivity, ElementId, ElementInstanceId, InstanceId, JsonObject } from '../model/index.ts';

/** What the runtime must do, in this order, in the transaction of the step. Effects are data; the kernel performs none of them. */
export type Effect =
  /** A job is open. The runtime runs it in this transaction when it can, and feeds the outcome back as the next command. */
  | { readonly kind: 'performJob'; readonly jobId: string; readonly input: JsonObject }
  | {
      readonly kind: 'startCalledInstance';
      readonly waitId: string;
      readonly elementInstanceId: ElementInstanceId;
      readonly processId: string;
      readonly binding: CallActivity['binding'];
      readonly variables: JsonObject;
      readonly businessKey: string | null;
    }
  | { readonly kind: 'cancelCalledInstance'; readonly calledInstanceId: InstanceId }
  | {
      readonly kind: 'publishMessage';
      readonly elementId: ElementId;
      readonly messageName: string;
      readonly correlationKey: string | null;
      readonly timeToLiveMs: number;
      /** The catching nodes that alone may get it; everybody when absent. */
      readonly targetIds?: readonly ElementId[];
      /** Names the message among those of its name and key; a second one is dropped while the first is kept. */
      readonly messageId?: string;
      readonly variables: JsonObject;
    }
  | {
      readonly kind: 'broadcastSignal';
      readonly elementId: ElementId;
      readonly signalName: string;
      readonly variables: JsonObject;
      /** The next id of this instance when the signal was thrown: what began to wait later in the step has not heard it. */
      readonly openedBefore: number;
      /** Waits of this instance that have had the signal already; absent for none. */
      readonly reached?: readonly string[];
    }
  /** This instance has a caller and is over (or escalates): tell it. */
  | {
      readonly kind: 'notifyCaller';
      readonly outcome:
        | { readonly kind: 'completed'; readonly variables: JsonObject }
        | { readonly kind: 'error'; readonly errorCode: string; readonly message: string; readonly variables: JsonObject }
        | { readonly kind: 'escalation'; readonly escalationCode: string; readonly variables: JsonObject }
        | { readonly kind: 'terminated' };
    }
  /** The step budget ran out: send `continue` in a new transaction. */
  | { readonly kind: 'continueLater' };

export type EffectKind = Effect['kind'];
