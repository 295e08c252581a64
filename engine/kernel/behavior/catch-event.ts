import type { EventDefinitionKind, FlowNode, JsonObject } from '../../model/index.ts';
import { followingFiring, formatInstant, parseCycle, parseInstant } from '../../model/index.ts';
import type { ElementInstance, Wait } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { triggerBoundaryEvent, caughtWith } from './boundary-events.ts';
import { completeElement } from './complete-element.ts';
import { enterElement } from './enter-element.ts';
import { triggerEventSubProcess } from './event-sub-processes.ts';
import { leaveElement } from './leave-element.ts';
import { closeWait, closeWaitsOf } from './waits.ts';

/** A wait that an event ends. */
export type EventWait = Extract<Wait, { kind: 'timer' | 'message' | 'signal' | 'condition' }>;

/** Narrows a wait to one that an event ends. */
export const isEventWait = (wait: Wait): wait is EventWait =>
  wait.kind === 'timer' || wait.kind === 'message' || wait.kind === 'signal' || wait.kind === 'condition';

function eventOf(wait: EventWait): { readonly event: EventDefinitionKind; readonly code: string | null } {
  switch (wait.kind) {
    case 'timer': return { event: 'timer', code: null };
    case 'message': return { event: 'message', code: wait.messageName };
    case 'signal': return { event: 'signal', code: wait.signalName };
    case 'condition': return { event: 'conditional', code: null };
  }
}

/** What becomes of the timer of a non-interrupting event after it fired: the next time of its cycle, or nothing. */
function rescheduleTimer(step: Step, wait: Extract<Wait, { kind: 'timer' }>): void {
  const cycle = wait.cycle === null ? null : parseCycle(wait.cycle);
  const dueMs = parseInstant(wait.dueAt);
  const next = cycle === null || dueMs === null || wait.repetitionsLeft === 0 ? null : followingFiring(cycle, dueMs, step.nowMs);
  if (next === null) {
    closeWait(step, wait, 'done');
    return;
  }
  const repetitionsLeft = wait.repetitionsLeft === null ? null : wait.repetitionsLeft - 1;
  step.emit({ kind: 'waitChanged', wait: { ...wait, dueAt: formatInstant(next), repetitionsLeft } });
}

/** A non-interrupting event goes on waiting: a message or signal as before, a timer by its cycle, a condition until it has been false. */
function keepWaiting(step: Step, wait: EventWait): void {
  switch (wait.kind) {
    case 'timer': rescheduleTimer(step, wait); return;
    case 'condition': step.emit({ kind: 'waitChanged', wait: { ...wait, lastValue: true } }); return;
    case 'message': case 'signal': return;
  }
}

/** The token of an event-based gateway goes on to the event that came first; the others are not waited for any more (BPMN 2.0.2, 13.4.4). */
function leaveGateway(step: Step, gateway: ElementInstance, event: FlowNode, payload: JsonObject): void {
  const flowId = step.node(gateway.elementId).outgoing.find((id) => step.flow(id).targetId === event.id);
  if (flowId === undefined || gateway.scopeId === null) throw new Error(`Expected a flow from "${gateway.elementId}" to "${event.id}", but found none.`);
  leaveElement(step, gateway);
  step.emit({ kind: 'flowTaken', flowId, scopeId: gateway.scopeId });
  enterElement(step, { elementId: event.id, scopeId: gateway.scopeId, viaFlowId: flowId, data: caughtWith(payload) });
}

/** What was waited for has happened: the event at `wait.elementId` catches it, with the variables that came along (BPMN 2.0.2, 13.5.1). */
export function catchEvent(step: Step, wait: EventWait, payload: JsonObject): void {
  const owner = step.instance(wait.elementInstanceId);
  const node = step.node(wait.elementId);
  step.emit({ kind: 'eventCaught', elementId: node.id, elementInstanceId: owner.id, ...eventOf(wait) });
  if (node.kind === 'boundaryEvent' || node.kind === 'startEvent') {
    if (node.isInterrupting) closeWait(step, wait, 'done');
    else keepWaiting(step, wait);
    if (node.kind === 'boundaryEvent') triggerBoundaryEvent(step, owner, node, payload);
    else triggerEventSubProcess(step, owner, node, payload);
    return;
  }
  closeWait(step, wait, 'done');
  if (owner.elementId !== node.id) {
    leaveGateway(step, owner, node, payload);
    return;
  }
  closeWaitsOf(step, owner.id, 'cancelled');
  completeElement(step, owner, payload);
}

/** The variables with which an instance was caught before it was entered; null when it has to wait for its event. */
export function payloadOf(instance: ElementInstance): JsonObject | null {
  const payload = instance.data['payload'];
  // Only `caughtWith` and the start of a process write this member, always an object.
  return payload === undefined ? null : (payload as JsonObject);
}
