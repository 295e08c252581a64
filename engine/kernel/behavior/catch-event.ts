import type { EventDefinitionKind, FlowNode, JsonObject } from '../../model/index.ts';
import { formatInstant, parseInstant, planNextFiring } from '../../model/index.ts';
import type { ElementInstance, Wait } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { calendarOf } from './calendar.ts';
import { triggerBoundaryEvent, caughtWith } from './boundary-events.ts';
import { collectPart } from './collect-events.ts';
import { completeElement } from './complete-element.ts';
import { enterElement } from './enter-element.ts';
import { triggerEventSubProcess } from './event-sub-processes.ts';
import { attempt } from './incident.ts';
import { leaveElement } from './leave-element.ts';
import { closeWait, closeWaitsOf } from './waits.ts';

/** A wait that an event ends. */
export type EventWait = Extract<Wait, { kind: 'timer' | 'message' | 'signal' | 'condition' }>;

/** Narrows a wait to one that an event ends. */
export const isEventWait = (wait: Wait): wait is EventWait =>
  wait.kind === 'timer' || wait.kind === 'message' || wait.kind === 'signal' || wait.kind === 'condition';

function eventOf(wait: EventWait): { readonly event: EventDefinitionKind; readonly code: string | null } {
  switch (wait.kind) {
    case 'timer':
      return { event: 'timer', code: null };
    case 'message':
      return { event: 'message', code: wait.messageName };
    case 'signal':
      return { event: 'signal', code: wait.signalName };
    case 'condition':
      return { event: 'conditional', code: null };
  }
}

/** What becomes of the timer of a non-interrupting event after it fired: the next time of its cycle, or nothing. */
function rescheduleTimer(step: Step, wait: Extract<Wait, { kind: 'timer' }>): void {
  const last = { cycle: wait.cycle, repetitionsLeft: wait.repetitionsLeft, dueMs: parseInstant(wait.dueAt) ?? step.nowMs };
  // A calendar that is gone is an incident of the owner; the timer has fired for the last time then.
  const plan = attempt(step, step.instance(wait.elementInstanceId), () => ({
    next: planNextFiring(last, step.nowMs, calendarOf(step, wait.calendar, wait)),
  }));
  const next = plan?.next ?? null;
  if (next === null) closeWait(step, wait, 'done');
  else step.emit({ kind: 'waitChanged', wait: { ...wait, dueAt: formatInstant(next.dueMs), repetitionsLeft: next.repetitionsLeft } });
}

/** A non-interrupting event goes on waiting: a message or signal as before, a timer by its cycle, a condition until it has been false. */
function keepWaiting(step: Step, wait: EventWait): void {
  switch (wait.kind) {
    case 'timer':
      rescheduleTimer(step, wait);
      return;
    case 'condition':
      step.emit({ kind: 'waitChanged', wait: { ...wait, lastValue: true } });
      return;
    case 'message':
    case 'signal':
      return;
  }
}

/**
 * The token of an event-based gateway goes on to the event that came first and the others are not waited for any more; a parallel one,
 * which has started the process, sends a token to each event as it comes and is left after the last (BPMN 2.0.2, 13.4.4).
 */
function leaveGateway(step: Step, gateway: ElementInstance, event: FlowNode, payload: JsonObject): void {
  const flowId = step.node(gateway.elementId).outgoing.find((id) => step.flow(id).targetId === event.id);
  if (flowId === undefined || gateway.scopeId === null)
    throw new Error(`Expected a flow from "${gateway.elementId}" to "${event.id}", but found none.`);
  const node = step.node(gateway.elementId);
  // A multiple event needs only one of its definitions.
  for (const other of step.waitsOf(gateway.id)) if (other.elementId === event.id) closeWait(step, other, 'cancelled');
  const waitsOn = node.kind === 'eventBasedGateway' && node.isParallel && step.draft.waitsOf(gateway.id).size > 0;
  if (!waitsOn) leaveElement(step, gateway);
  step.emit({ kind: 'flowTaken', flowId, scopeId: gateway.scopeId });
  enterElement(step, { elementId: event.id, scopeId: gateway.scopeId, viaFlowId: flowId, data: caughtWith(payload) });
}

/** What was waited for has happened: the event at `wait.elementId` catches it, with the variables that came along (BPMN 2.0.2, 13.5.1). */
export function catchEvent(step: Step, wait: EventWait, payload: JsonObject): void {
  const owner = step.instance(wait.elementInstanceId);
  const node = step.node(wait.elementId);
  step.emit({ kind: 'eventCaught', elementId: node.id, elementInstanceId: owner.id, ...eventOf(wait) });
  if ('isParallelMultiple' in node && node.isParallelMultiple) {
    closeWait(step, wait, 'done');
    const all = collectPart(step, node, owner, null, payload);
    if (all !== null) goOn(step, node, step.instance(owner.id), all);
    return;
  }
  const staysOpen = (node.kind === 'boundaryEvent' || node.kind === 'startEvent') && !node.isInterrupting;
  if (staysOpen) keepWaiting(step, wait);
  else closeWait(step, wait, 'done');
  goOn(step, node, owner, payload);
}

/** The event has caught; its flow begins. */
function goOn(step: Step, node: FlowNode, owner: ElementInstance, payload: JsonObject): void {
  if (node.kind === 'boundaryEvent') triggerBoundaryEvent(step, owner, node, payload);
  else if (node.kind === 'startEvent') triggerEventSubProcess(step, owner, node, payload);
  else if (owner.elementId !== node.id) leaveGateway(step, owner, node, payload);
  else {
    closeWaitsOf(step, owner.id, 'cancelled');
    completeElement(step, owner, payload);
  }
}

/** The variables with which an instance was caught before it was entered; null when it has to wait for its event. */
export function payloadOf(instance: ElementInstance): JsonObject | null {
  const payload = instance.data['payload'];
  // Only `caughtWith` and the start of a process write this member, always an object.
  return payload === undefined ? null : (payload as JsonObject);
}
