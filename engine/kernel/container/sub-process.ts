import type { SubProcess, Transaction } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { ElementHandler } from '../element-handler.ts';
import type { Step } from '../step.ts';
import { beginActivity } from '../behavior/activity.ts';
import { compensate, compensationStart } from '../behavior/compensation.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { activate, enterElement } from '../behavior/enter-element.ts';
import { openEventSubProcesses, planEventSubProcesses } from '../behavior/event-sub-processes.ts';
import { beginContent } from './begin-content.ts';

/**
 * Compensates what a completed sub-process contained, inside a shell of it that has its variables as they were: by its compensation
 * event sub-process when it has one, else every activity in reverse order (BPMN 2.0.2, 10.7.1 and 13.5.5).
 */
function restore(step: Step, shell: ElementInstance, completedId: string): void {
  activate(step, shell);
  const start = compensationStart(step, shell.elementId);
  if (start !== null) {
    enterElement(step, { elementId: start.id, scopeId: shell.id, data: { startEventId: start.startId, payload: {} } });
    return;
  }
  const entries = step.draft.compensations.filter((entry) => entry.scopeId === completedId);
  if (!compensate(step, shell.id, entries, shell.id)) completeElement(step, step.instance(shell.id));
}

/** Enters an embedded sub-process or what behaves like one. */
export function enterSubProcess(step: Step, node: SubProcess | Transaction, instance: ElementInstance): void {
  const completedId = instance.data['restores'];
  if (typeof completedId === 'string') {
    restore(step, instance, completedId);
    return;
  }
  beginActivity(step, node, instance);
  const plans = planEventSubProcesses(step, node.id, instance);
  activate(step, instance);
  openEventSubProcesses(step, plans);
  beginContent(step, step.instance(instance.id));
}

/**
 * Embedded sub-process (BPMN 2.0.2, 10.3.5 and 13.3.4): a scope of its own variables; it starts at its none start event, or at every node
 * without incoming flow, and completes when no token is left in it.
 */
export const subProcess: ElementHandler<SubProcess> = {
  enter: enterSubProcess,
  contentEnded(step, _node, instance) {
    completeElement(step, instance);
  },
  compensationEnded(step, _node, shell) {
    completeElement(step, shell);
  },
};
