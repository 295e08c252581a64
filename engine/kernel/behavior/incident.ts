import type { ElementInstanceId } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { ElementFailure } from './element-failure.ts';

/** Raises an incident: the element instance rests until somebody resolves it. `jobId` names the job that failed, if it was one. */
export function raiseIncident(step: Step, instance: ElementInstance, code: string, message: string, jobId: string | null = null): void {
  step.emit({
    kind: 'incidentRaised',
    incident: {
      id: step.nextId(),
      elementInstanceId: instance.id,
      elementId: instance.elementId,
      code,
      message,
      jobId,
      raisedAt: step.now,
    },
  });
}

/** Does one step of an element; a failure becomes an incident of it and the answer is null. */
export function attempt<Result extends NonNullable<unknown>>(step: Step, instance: ElementInstance, action: () => Result): Result | null {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof ElementFailure)) throw error;
    raiseIncident(step, instance, error.code, error.message);
    return null;
  }
}

/** Removes the incidents of an element instance that leaves or is cancelled. */
export function resolveIncidentsOf(step: Step, id: ElementInstanceId): void {
  for (const incidentId of step.draft.incidentsOf(id)) step.emit({ kind: 'incidentResolved', incidentId });
}

/** True when the element instance has an incident that is not resolved. */
export function hasIncident(step: Step, id: ElementInstanceId): boolean {
  return step.draft.incidentsOf(id).size > 0;
}
