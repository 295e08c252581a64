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
  const starts = new Set((step.facts.eventSubProcesses.get(scope.elementId) ?? []).map(({ start }) => start.id));
  for (const wait of step.waitsOf(scope.id)) if (starts.has(wait.elementId)) closeWait(step, wait, 'cancelled');
  const { data } = step.instance(scope.id);
  step.emit({ kind: 'elementDataChanged', elementInstanceId: scope.id, data: { ...data, interrupted: true } });
}

/**
 * The start event of an event sub-process has caught: the sub-process begins inside its scope, after everything else in the scope was
 * cancelled when the start event is interrupting (BPMN 2.0.2, 13.5.4).
 */
export function triggerEventSubProcess(step: Step, scope: ElementInstance, start: StartEvent, payload: JsonObject): void {
  if (start.isInterrupting) interruptScope(step, scope);
  enterElement(step, { elementId: start.scopeId, scopeId: scope.id, data: { startEventId: start.id, payload } });
}
