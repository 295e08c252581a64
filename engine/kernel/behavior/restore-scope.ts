import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { compensate, compensationStart } from './compensation.ts';
import { completeElement } from './complete-element.ts';
import { activate, enterElement } from './enter-element.ts';

/** The completed sub-process that this instance is a shell of, entered again to compensate what it contained; null for any other. */
export function restoredScopeId(instance: ElementInstance): string | null {
  const id = instance.data['restores'];
  return typeof id === 'string' ? id : null;
}

/**
 * Compensates what a completed sub-process contained, inside a shell of it that has its variables as they were: by its compensation
 * event sub-process when it has one, else every activity in reverse order (BPMN 2.0.2, 10.7.1 and 13.5.5).
 */
export function restoreScope(step: Step, shell: ElementInstance, completedId: string): void {
  activate(step, shell);
  const start = compensationStart(step, shell.elementId);
  if (start !== null) {
    enterElement(step, { elementId: start.id, scopeId: shell.id, data: { startEventId: start.startId, payload: {} } });
    return;
  }
  const entries = step.draft.compensations.filter((entry) => entry.scopeId === completedId);
  if (!compensate(step, shell.id, entries, shell.id)) completeElement(step, step.instance(shell.id));
}
