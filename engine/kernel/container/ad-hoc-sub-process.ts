import type { AdHocSubProcess, ElementId, JsonObject } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { ElementHandler } from '../element-handler.ts';
import type { Step } from '../step.ts';
import { beginActivity } from '../behavior/activity.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { activate, enterElement } from '../behavior/enter-element.ts';
import { evaluateBoolean } from '../behavior/evaluate.ts';
import { openEventSubProcesses, planEventSubProcesses } from '../behavior/event-sub-processes.ts';
import { attempt } from '../behavior/incident.ts';
import { cancelContent } from '../behavior/leave-element.ts';
import { restoreScope, restoredScopeId } from '../behavior/restore-scope.ts';
import { endContentIfEmpty } from '../behavior/scope-content.ts';
import { firstInstead } from '../behavior/without-start.ts';
import { initialNodes } from './begin-content.ts';

function changeData(step: Step, instance: ElementInstance, change: JsonObject): void {
  step.emit({ kind: 'elementDataChanged', elementInstanceId: instance.id, data: { ...step.instance(instance.id).data, ...change } });
}

/** How many of the initial activities have begun, in a sequential ordering. */
const begunOf = (instance: ElementInstance): number => (typeof instance.data['begun'] === 'number' ? instance.data['begun'] : 0);

function beginNext(step: Step, node: AdHocSubProcess, instance: ElementInstance): boolean {
  const begun = begunOf(instance);
  const next: ElementId | undefined = initialNodes(step, node.id)[begun];
  if (next === undefined) return false;
  changeData(step, instance, { begun: begun + 1 });
  enterElement(step, { elementId: next, scopeId: instance.id });
  return true;
}

/** A modification has begun it elsewhere: in a sequential ordering go on after that activity, or with none when it is no initial one. */
function skipTo(step: Step, node: AdHocSubProcess, instance: ElementInstance, first: string): void {
  const initial = initialNodes(step, node.id);
  const index = initial.findIndex((id) => id === first);
  if (node.ordering === 'sequential') changeData(step, instance, { begun: index === -1 ? initial.length : index + 1 });
}

function begin(step: Step, node: AdHocSubProcess, instance: ElementInstance): void {
  if (node.ordering === 'sequential') beginNext(step, node, instance);
  else for (const elementId of initialNodes(step, node.id)) enterElement(step, { elementId, scopeId: instance.id });
  endContentIfEmpty(step, instance.id);
}

/** The completion condition holds: what still runs is cancelled, or nothing new begins and the last one to leave ends the sub-process. */
function finish(step: Step, node: AdHocSubProcess, instance: ElementInstance): void {
  if (node.cancelRemainingInstances) cancelContent(step, instance.id);
  else {
    if (instance.data['finishing'] !== true) changeData(step, instance, { finishing: true });
    const tokenIds = [...step.draft.tokensOf(instance.id)];
    if (tokenIds.length > 0) step.emit({ kind: 'tokensRemoved', tokenIds });
  }
  if (step.draft.childrenOf(instance.id).size === 0) completeElement(step, step.instance(instance.id));
}

/**
 * Ad-hoc sub-process (BPMN 2.0.2, 10.3.5 and 13.3.5). The activities without incoming flow begin all at once, or, with sequential
 * ordering, one after another in document order; flows inside it work as everywhere. After each activity the completion condition is
 * evaluated: when it holds the sub-process is over. It is also over when nothing is left to do. Where the standard lets the performers
 * choose which activity to do and how often, each is begun once here.
 */
export const adHocSubProcess: ElementHandler<AdHocSubProcess> = {
  enter(step, node, instance) {
    const completedId = restoredScopeId(instance);
    if (completedId !== null) {
      restoreScope(step, instance, completedId);
      return;
    }
    beginActivity(step, node, instance);
    const plans = planEventSubProcesses(step, node.id, instance);
    activate(step, instance);
    openEventSubProcesses(step, plans);
    const first = firstInstead(instance);
    if (first === null) begin(step, node, step.instance(instance.id));
    else skipTo(step, node, instance, first);
  },
  contentChanged(step, node, instance, left) {
    if (restoredScopeId(instance) !== null || instance.status !== 'active') return 'goesOn';
    const isOver =
      instance.data['finishing'] === true || ((left === null || 'boundaryEventIds' in left) && conditionHolds(step, node, instance));
    if (!isOver) return 'goesOn';
    finish(step, node, instance);
    return 'over';
  },
  contentEnded(step, node, instance) {
    if (
      restoredScopeId(instance) === null &&
      node.ordering === 'sequential' &&
      instance.data['interrupted'] !== true &&
      instance.data['finishing'] !== true &&
      beginNext(step, node, instance)
    )
      return;
    completeElement(step, instance);
  },
  compensationEnded(step, _node, shell) {
    completeElement(step, shell);
  },
};

function conditionHolds(step: Step, node: AdHocSubProcess, instance: ElementInstance): boolean {
  const condition = node.completionCondition;
  if (condition === null) return false;
  const value = attempt(step, instance, () =>
    evaluateBoolean(step, condition, step.visible(instance.id), 'the completion condition') ? 'true' : 'false',
  );
  return value === 'true';
}
