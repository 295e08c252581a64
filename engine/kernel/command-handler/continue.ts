import type { Step } from '../step.ts';
import type { CommandHandler } from './command-handler.ts';

/** Puts everything that was entered and not yet looked at back on the work queue, oldest first; what has an incident rests. */
export function resumePendingWork(step: Step): void {
  const resting = new Set(Object.values(step.draft.incidents).map((incident) => incident.elementInstanceId));
  for (const instance of Object.values(step.draft.elementInstances)) {
    if (instance.status === 'entering' && !resting.has(instance.id)) step.enqueue(instance.id);
    if (instance.scopeId !== null) step.changedScopes.add(instance.scopeId);
  }
}

/** Goes on with the work that the step budget of an earlier command left over. */
export const continueCommand: CommandHandler<'continue'> = (step) => {
  resumePendingWork(step);
  return null;
};
