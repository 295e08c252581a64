import type { EventSubProcess } from '../../model/index.ts';
import { asElementId } from '../../model/index.ts';
import type { ElementHandler } from '../element-handler.ts';
import { applyInputs } from '../behavior/io-mapping.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { activate, enterElement } from '../behavior/enter-element.ts';
import { firstInstead } from '../behavior/without-start.ts';
import { restoreScope, restoredScopeId } from '../behavior/restore-scope.ts';
import { openEventSubProcesses, planEventSubProcesses } from '../behavior/event-sub-processes.ts';

/**
 * Event sub-process (BPMN 2.0.2, 10.3.5 and 13.5.4). Its start event waits as long as the enclosing scope is active; when it has caught,
 * an instance is entered inside that scope with the start event and what came along. It has no flows: when it completes, the
 * enclosing scope completes if nothing else is left in it. Where we differ: the standard calls a scope that was interrupted this way Failed or
 * Terminated in the end. Here it counts as completed, so that a later compensation still undoes what was done in it.
 */
export const eventSubProcess: ElementHandler<EventSubProcess> = {
  enter(step, node, instance) {
    const completedId = restoredScopeId(instance);
    if (completedId !== null) {
      restoreScope(step, instance, completedId);
      return;
    }
    const startEventId = instance.data['startEventId'];
    const begins = firstInstead(instance) === null;
    if (begins && typeof startEventId !== 'string')
      throw new Error(`Expected the start event that triggered "${node.id}", but found none.`);
    applyInputs(step, node, instance);
    const plans = planEventSubProcesses(step, node.id, instance);
    activate(step, instance);
    openEventSubProcesses(step, plans);
    if (!begins || typeof startEventId !== 'string') return;
    enterElement(step, { elementId: asElementId(startEventId), scopeId: instance.id, data: { payload: instance.data['payload'] ?? {} } });
  },
  contentEnded(step, _node, instance) {
    completeElement(step, instance);
  },
  compensationEnded(step, _node, shell) {
    completeElement(step, shell);
  },
};
