import type { ElementInstanceId } from '../../model/index.ts';
import { asElementInstanceId } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { resolveIncidentsOf } from './incident.ts';
import { closeWaitsOf } from './waits.ts';

/** Removes an element instance whose token goes on or is consumed. What it still waited for (boundary events) is cancelled. */
export function leaveElement(step: Step, instance: ElementInstance): void {
  closeWaitsOf(step, instance.id, 'cancelled');
  resolveIncidentsOf(step, instance.id);
  step.emit({ kind: 'elementLeft', elementInstanceId: instance.id, elementId: instance.elementId });
  if (instance.scopeId !== null) step.changedScopes.add(instance.scopeId);
}

/** Forgets what could be compensated in a scope that is gone without having completed, its inner scopes included. */
function dropCompensations(step: Step, scopeId: ElementInstanceId): void {
  if (step.draft.compensations.length === 0) return;
  for (const entry of step.draft.compensations.filter((candidate) => candidate.scopeId === scopeId)) {
    step.emit({ kind: 'compensationRemoved', entryId: entry.id });
    dropCompensations(step, entry.elementInstanceId);
  }
}

/** The same for everything that could be compensated in this instance, or in the completed sub-process that it is a shell of. */
export function forgetCompensations(step: Step, instance: ElementInstance): void {
  const { restores } = instance.data;
  dropCompensations(step, instance.id);
  if (typeof restores === 'string') dropCompensations(step, asElementInstanceId(restores));
}

/** Takes the token of an element instance away, with everything inside it, innermost first (BPMN 2.0.2, 13.3.2: Terminating). */
export function cancelElement(step: Step, instance: ElementInstance): void {
  cancelContent(step, instance.id);
  closeWaitsOf(step, instance.id, 'cancelled');
  resolveIncidentsOf(step, instance.id);
  // What a cancelled transaction keeps to be undone (`keepCompleted`) has an entry of its own by now.
  if (!step.draft.compensations.some((entry) => entry.elementInstanceId === instance.id)) forgetCompensations(step, instance);
  step.emit({ kind: 'elementCancelled', elementInstanceId: instance.id, elementId: instance.elementId });
  if (instance.scopeId !== null) step.changedScopes.add(instance.scopeId);
}

/** Cancels all element instances and resting tokens inside a scope and leaves the scope itself. Answers how many instances there were. */
export function cancelContent(step: Step, scopeId: ElementInstanceId): number {
  const tokenIds = [...step.draft.tokensOf(scopeId)];
  if (tokenIds.length > 0) step.emit({ kind: 'tokensRemoved', tokenIds });
  const children = step.childrenOf(scopeId);
  for (const child of children) cancelElement(step, child);
  return children.length;
}
