import type { JsonObject } from '../model/index.ts';

/** One operation, script or decision that ran inside a step, for the "what happened" panel. */
export interface PerformedWork {
  readonly instanceId: string;
  readonly elementId: string;
  readonly elementName: string | null;
  /** Operation topic, decision id, or `script`. */
  readonly work: string;
  readonly outcome: 'completed' | 'error' | 'failed';
  readonly output: JsonObject;
  readonly errorCode: string | null;
  readonly message: string | null;
}

/** What a command led to, after its transaction has committed. */
export interface StepResult {
  readonly instanceId: string;
  readonly status: 'active' | 'suspended' | 'completed' | 'terminated' | 'cancelled';
  /** Status of the case: of the instance that was not called by another. A shipment may be over while its order goes on. */
  readonly rootStatus: StepResult['status'];
  readonly performed: readonly PerformedWork[];
  /** Ids of user tasks opened by the step, in this instance, its callers and called instances. */
  readonly openedTaskIds: readonly string[];
  readonly incidentIds: readonly string[];
}
