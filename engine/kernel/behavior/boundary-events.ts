import type { Activity, BoundaryEvent, JsonObject } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { continueCompensation } from './compensation.ts';
import { enterElement } from './enter-element.ts';
import { openWaits, planEvents } from './event-waits.ts';
import { cancelElement } from './leave-element.ts';

/** The boundary events attached to an activity, in document order. */
export function boundaryEventsOf(step: Step, node: Activity): readonly BoundaryEvent[] {
  return node.boundaryEventIds.map((id) => step.node(id)).filter((event) => event.kind === 'boundaryEvent');
}

/** Opens what the boundary events of an activity wait for, once: when entering is tried again they are open already. */
export function openBoundaryEvents(step: Step, node: Activity, host: ElementInstance): void {
  if (node.boundaryEventIds.length === 0 || host.loopIndex !== null) return;
  const open = new Set(step.waitsOf(host.id).map((wait) => wait.elementId));
  const plans = boundaryEventsOf(step, node)
    .filter((event) => !open.has(event.id))
    .flatMap((event) => planEvents(step, event.definitions, event.id, host.id));
  openWaits(step, plans);
}

/** Data of an event instance that has been caught already when it is entered. */
export const caughtWith = (payload: JsonObject): JsonObject => ({ payload });

/** A boundary event has caught: it cancels its activity unless it is non-interrupting, and its own flow begins (BPMN 2.0.2, 13.5.3). */
export function triggerBoundaryEvent(step: Step, host: ElementInstance, event: BoundaryEvent, payload: JsonObject): void {
  const scopeId = host.scopeId ?? host.id;
  const left = step.instance(host.id);
  if (event.isInterrupting) cancelElement(step, host);
  enterElement(step, { elementId: event.id, scopeId, data: caughtWith(payload) });
  if (event.isInterrupting) continueCompensation(step, left);
}
