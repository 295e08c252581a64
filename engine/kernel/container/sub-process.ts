import type { SubProcess, Transaction } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { ElementHandler } from '../element-handler.ts';
import type { Step } from '../step.ts';
import { beginActivity } from '../behavior/activity.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { activate } from '../behavior/enter-element.ts';
import { openEventSubProcesses, planEventSubProcesses } from '../behavior/event-sub-processes.ts';
import { restoreScope, restoredScopeId } from '../behavior/restore-scope.ts';
import { firstInstead } from '../behavior/without-start.ts';
import { beginContent } from './begin-content.ts';

/** Enters an embedded sub-process or what behaves like one. */
export function enterSubProcess(step: Step, node: SubProcess | Transaction, instance: ElementInstance): void {
  const completedId = restoredScopeId(instance);
  if (completedId !== null) {
    restoreScope(step, instance, completedId);
    return;
  }
  beginActivity(step, node, instance);
  const plans = planEventSubProcesses(step, node.id, instance);
  activate(step, instance);
  openEventSubProcesses(step, plans);
  if (firstInstead(instance) === null) beginContent(step, step.instance(instance.id));
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
