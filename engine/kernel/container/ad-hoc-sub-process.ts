import type { AdHocSubProcess, ElementId, EventDefinitionKind, Expression, FlowNode, JsonObject, JsonValue } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { ElementHandler } from '../element-handler.ts';
import type { Step } from '../step.ts';
import { beginActivity } from '../behavior/activity.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { ElementFailure } from '../behavior/element-failure.ts';
import { activate, enterElement } from '../behavior/enter-element.ts';
import { evaluate, evaluateBoolean, failExpression } from '../behavior/evaluate.ts';
import { openEventSubProcesses, planEventSubProcesses } from '../behavior/event-sub-processes.ts';
import { attempt, hasIncident } from '../behavior/incident.ts';
import { cancelContent } from '../behavior/leave-element.ts';
import { restoreScope, restoredScopeId } from '../behavior/restore-scope.ts';
import { endContentIfEmpty } from '../behavior/scope-content.ts';
import { firstInstead } from '../behavior/without-start.ts';
import { initialNodes } from './begin-content.ts';

/** Most elements that an expression may name; more is an incident and not an engine out of memory. */
export const MAX_ACTIVE_ELEMENTS = 1_000;

function changeData(step: Step, instance: ElementInstance, change: JsonObject): void {
  step.emit({ kind: 'elementDataChanged', elementInstanceId: instance.id, data: { ...step.instance(instance.id).data, ...change } });
}

/** How many of the initial activities have begun, in a sequential ordering. */
const begunOf = (instance: ElementInstance): number => (typeof instance.data['begun'] === 'number' ? instance.data['begun'] : 0);

/** The ids in `activeElements`, each of an element of the sub-process without incoming flow. Fails before anything has begun. */
function namedElements(step: Step, node: AdHocSubProcess, expression: Expression, instance: ElementInstance): readonly ElementId[] {
  const what = 'the active elements';
  const value = evaluate(step, expression, instance.id, what);
  if (!Array.isArray(value)) return failExpression(expression, what, 'a list of element ids', JSON.stringify(value));
  if (value.length > MAX_ACTIVE_ELEMENTS)
    throw new ElementFailure('TOO_MANY_ELEMENTS', `Expected at most ${MAX_ACTIVE_ELEMENTS} active elements, but found ${value.length}.`);
  const initial = initialNodes(step, node.id);
  return (value as readonly JsonValue[]).map((id) => {
    const known = initial.find((candidate) => candidate === id);
    if (known !== undefined) return known;
    throw new ElementFailure(
      'ELEMENT_NOT_FOUND',
      `Expected an element of "${node.id}" without incoming flow (${initial.join(', ')}), but found ${JSON.stringify(id)}.`,
    );
  });
}

/** Notes which elements begin, when an expression says so; without one these are all without incoming flow. */
function chooseElements(step: Step, node: AdHocSubProcess, instance: ElementInstance): readonly ElementId[] {
  if (node.activeElements === undefined) return initialNodes(step, node.id);
  const active = namedElements(step, node, node.activeElements, instance);
  changeData(step, instance, { active });
  return active;
}

/** The elements that begin one after another, in a sequential ordering. */
function chosenElements(step: Step, node: AdHocSubProcess, instance: ElementInstance): readonly ElementId[] {
  const active = instance.data['active'];
  return Array.isArray(active) ? (active as readonly ElementId[]) : initialNodes(step, node.id); // Written by `chooseElements`.
}

function beginNext(step: Step, node: AdHocSubProcess, instance: ElementInstance): boolean {
  const begun = begunOf(instance);
  const next: ElementId | undefined = chosenElements(step, node, instance)[begun];
  if (next === undefined) return false;
  changeData(step, instance, { begun: begun + 1 });
  enterElement(step, { elementId: next, scopeId: instance.id });
  return true;
}

/** In a sequential ordering the next one has its turn when nothing is being done. False when there is none, or the sub-process is ending. */
function takeNext(step: Step, node: AdHocSubProcess, instance: ElementInstance): boolean {
  const isEnding = instance.data['interrupted'] === true || instance.data['finishing'] === true || restoredScopeId(instance) !== null;
  return node.ordering === 'sequential' && !isEnding && beginNext(step, node, instance);
}

/** A modification has begun it elsewhere: in a sequential ordering go on after that activity, or with none when it is no initial one. */
function skipTo(step: Step, node: AdHocSubProcess, instance: ElementInstance, first: string): void {
  const initial = chosenElements(step, node, instance);
  const index = initial.findIndex((id) => id === first);
  if (node.ordering === 'sequential') changeData(step, instance, { begun: index === -1 ? initial.length : index + 1 });
}

function begin(step: Step, node: AdHocSubProcess, instance: ElementInstance, elements: readonly ElementId[]): void {
  if (node.ordering === 'sequential') beginNext(step, node, instance);
  else for (const elementId of elements) enterElement(step, { elementId, scopeId: instance.id });
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
  if (!step.draft.hasChildren(instance.id)) completeElement(step, step.instance(instance.id));
}

/**
 * Ad-hoc sub-process (BPMN 2.0.2, 10.3.5 and 13.3.5). The activities without incoming flow begin all at once, or, with sequential
 * ordering, one after another in document order, each with what flows lead on to; flows inside it work as everywhere, only that with
 * sequential ordering one activity at a time is performed. With `zeebe:adHoc` the elements that its expression names begin. After each activity the completion condition is
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
    const elements = chooseElements(step, node, instance);
    activate(step, step.instance(instance.id));
    openEventSubProcesses(step, plans);
    const first = firstInstead(instance);
    if (first === null) begin(step, node, step.instance(instance.id), elements);
    else skipTo(step, node, step.instance(instance.id), first);
  },
  contentChanged(step, node, instance, left) {
    if (restoredScopeId(instance) !== null || instance.status !== 'active') return 'goesOn';
    const isOver =
      instance.data['finishing'] === true || ((left === null || 'boundaryEventIds' in left) && conditionHolds(step, node, instance));
    if (!isOver) {
      if (left === null) endContentIfEmpty(step, instance.id);
      else if (happensAgain(node, left)) enterElement(step, { elementId: left.id, scopeId: instance.id });
      return 'goesOn';
    }
    finish(step, node, instance);
    return 'over';
  },
  contentEnded(step, node, instance) {
    if (isUndecided(step, node, instance)) return;
    if (!takeNext(step, node, instance)) completeElement(step, instance);
  },
  contentRests(step, node, instance) {
    if (!isUndecided(step, node, instance)) takeNext(step, node, instance);
  },
  compensationEnded(step, _node, shell) {
    completeElement(step, shell);
  },
};

/** Events that can happen again at once when they are waited for again; a condition that holds would without end. */
const REPEATED: ReadonlySet<EventDefinitionKind> = new Set(['message', 'signal', 'timer']);

/**
 * An event without incoming flow can happen many times while the sub-process is active (BPMN 2.0.2, 13.3.5): as long as a completion
 * condition says when that ends. In a sequential ordering it is one of those that come one after another.
 */
const happensAgain = (node: AdHocSubProcess, left: FlowNode): boolean =>
  left.kind === 'intermediateCatchEvent' &&
  left.incoming.length === 0 &&
  node.completionCondition !== null &&
  node.ordering === 'parallel' &&
  left.definitions.every(({ kind }) => REPEATED.has(kind));

/** True while an incident stands for a condition that has no value: nobody can say whether more follows, so nothing does until it is resolved. */
const isUndecided = (step: Step, node: AdHocSubProcess, instance: ElementInstance): boolean =>
  node.completionCondition !== null && hasIncident(step, instance.id);

function conditionHolds(step: Step, node: AdHocSubProcess, instance: ElementInstance): boolean {
  const condition = node.completionCondition;
  if (condition === null) return false;
  const value = attempt(step, instance, () =>
    evaluateBoolean(step, condition, step.visible(instance.id), 'the completion condition') ? 'true' : 'false',
  );
  return value === 'true';
}
