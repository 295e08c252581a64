import type { ElementId, JsonObject, StartEvent } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { enterElement } from './enter-element.ts';
import { openWaits, planEvents } from './event-waits.ts';
import { cancelContent } from './leave-element.ts';
import type { WaitPlan } from './waits.ts';
import { closeWait } from './waits.ts';

/** Evaluates what the event sub-processes of a container wait for while the container's instance `scope` is active. Emits nothing. */
export function planEventSubProcesses(step: Step, containerId: ElementId, scope: ElementInstance): readonly WaitPlan[] {
  const facts = step.facts.eventSubProcesses.get(containerId);
  return facts === undefined ? [] : facts.flatMap(({ start }) => planEvents(step, start.definitions, start.id, scope.id));
}

/** Opens what `planEventSubProcesses` found. */
export const openEventSubProcesses = openWaits;

/** True when a trigger may still begin an event sub-process of this scope: it is active and none that interrupts has begun. */
export const acceptsEvents = (scope: ElementInstance): boolean =>
  scope.status === 'active' && !scope.isLoopBody && scope.data['interrupted'] !== true;

/** Stops everything inside a scope and closes what its event sub-processes wait for; the scope itself stays. */
export function interruptScope(step: Step, scope: ElementInstance): void {
  cancelContent(step, scope.id);
  closeEvents(step, scope);
}

/** From now on no event sub-process of the scope begins any more. */
function closeEvents(step: Step, scope: ElementInstance): void {
  const starts = new Set((step.facts.eventSubProcesses.get(scope.elementId) ?? []).map(({ start }) => start.id));
  for (const wait of step.waitsOf(scope.id)) if (starts.has(wait.elementId)) closeWait(step, wait, 'cancelled');
  const { data } = step.instance(scope.id);
  step.emit({ kind: 'elementDataChanged', elementInstanceId: scope.id, data: { ...data, interrupted: true } });
}

/** An ad-hoc sub-process with sequential ordering has more to begin when its content has ended. */
const mayGoOn = (step: Step, scope: ElementInstance): boolean => {
  const node = scope.scopeId === null ? null : step.node(scope.elementId);
  return node?.kind === 'adHocSubProcess' && node.ordering === 'sequential';
};

/**
 * Closes the events of a scope in which nothing is left but event sub-processes (BPMN 2.0.2, 13.5.4: it is Completing, and stays so until
 * they have completed; no new ones begin meanwhile).
 */
export function closeEventsIfCompleting(step: Step, scope: ElementInstance): void {
  if (!step.facts.eventSubProcesses.has(scope.elementId) || !acceptsEvents(scope) || mayGoOn(step, scope)) return;
  if (step.draft.tokensOf(scope.id).size > 0) return;
  for (const id of step.draft.childrenOf(scope.id)) if (step.node(step.instance(id).elementId).kind !== 'eventSubProcess') return;
  closeEvents(step, scope);
}

/**
 * The start event of an event sub-process has caught: the sub-process begins inside its scope, after everything else in the scope was
 * cancelled when the start event is interrupting (BPMN 2.0.2, 13.5.4).
 */
export function triggerEventSubProcess(step: Step, scope: ElementInstance, start: StartEvent, payload: JsonObject): void {
  if (start.isInterrupting) interruptScope(step, scope);
  enterElement(step, { elementId: start.scopeId, scopeId: scope.id, data: { startEventId: start.id, payload } });
}
