import type { EndEvent, EventDefinition, IntermediateThrowEvent, JsonObject, SendTask } from '../../model/index.ts';
import { parseDuration } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { cancelTransaction } from './cancel-transaction.ts';
import { completeElement } from './complete-element.ts';
import { compensate, entriesToCompensate } from './compensation.ts';
import { ElementFailure } from './element-failure.ts';
import { activate, enterElement } from './enter-element.ts';
import { evaluate, evaluateOptionalText, evaluateText, failExpression } from './evaluate.ts';
import { correlationKeyOf } from './event-waits.ts';
import { attempt } from './incident.ts';
import { cancelContent, leaveElement } from './leave-element.ts';
import { endContentIfEmpty } from './scope-content.ts';
import { isHandled, throwError, throwEscalation, unhandledError } from './throw-error.ts';

/** How long a message that nobody waits for is kept when the diagram says nothing: one hour. */
export const DEFAULT_TIME_TO_LIVE_MS = 3_600_000;

type MessageDefinition = Extract<EventDefinition, { kind: 'message' }>;
/** What throwing left to be done: `leave` on the outgoing flows, or nothing because the instance waits or is gone. */
export type ThrowOutcome = 'leave' | 'done';

/** What a thrown event carries: the variables made by the input mappings; nothing without any. */
export function thrownVariables(step: Step, node: EndEvent | IntermediateThrowEvent | SendTask, instance: ElementInstance): JsonObject {
  return node.inputMappings.length === 0 ? {} : (step.draft.variables[instance.id] ?? {});
}

/** How long the message is kept for whoever begins to wait for it later, in milliseconds. */
export function timeToLiveOf(step: Step, definition: MessageDefinition, instance: ElementInstance): number {
  if (definition.timeToLive === null) return DEFAULT_TIME_TO_LIVE_MS;
  const what = 'the time to live of the message';
  const value = evaluate(step, definition.timeToLive, instance.id, what);
  if (typeof value === 'number' && value >= 0) return value;
  const duration = typeof value === 'string' ? parseDuration(value) : null;
  if (duration !== null && duration.months === 0 && duration.ms >= 0) return duration.ms;
  return failExpression(definition.timeToLive, what, 'milliseconds, or a duration in ISO 8601 without months', JSON.stringify(value));
}

/**
 * What a message carries: the variables made by the input mappings; without any, what its key is made of, because the key of a correlation
 * property is read out of the message (BPMN 2.0.2, 8.3.3).
 */
function messageVariables(
  step: Step,
  node: EndEvent | IntermediateThrowEvent | SendTask,
  instance: ElementInstance,
  definition: MessageDefinition,
): JsonObject {
  if (node.inputMappings.length > 0) return thrownVariables(step, node, instance);
  const visible = step.visible(instance.id);
  const names = (definition.keyVariables ?? []).filter((name) => Object.hasOwn(visible, name));
  return Object.fromEntries(names.map((name) => [name, visible[name] ?? null]));
}

/** Sends a message to whoever waits for it in any process instance (BPMN 2.0.2, 10.5.5 and 13.3.3). */
export function publishMessage(
  step: Step,
  node: EndEvent | IntermediateThrowEvent | SendTask,
  instance: ElementInstance,
  definition: MessageDefinition,
): void {
  const messageName = evaluateText(step, definition.messageName, instance.id, 'the message name');
  const correlationKey = correlationKeyOf(step, definition, instance.id);
  const timeToLiveMs = timeToLiveOf(step, definition, instance);
  const messageId = evaluateOptionalText(step, definition.messageId ?? null, instance.id, 'the message id');
  step.emit({ kind: 'eventThrown', elementId: node.id, elementInstanceId: instance.id, event: 'message', code: messageName });
  step.perform({
    kind: 'publishMessage',
    elementId: node.id,
    messageName,
    correlationKey,
    timeToLiveMs,
    ...(definition.targetIds === undefined ? {} : { targetIds: definition.targetIds }),
    ...(messageId === null ? {} : { messageId }),
    variables: messageVariables(step, node, instance, definition),
  });
}

function broadcastSignal(
  step: Step,
  node: EndEvent | IntermediateThrowEvent,
  instance: ElementInstance,
  definition: Extract<EventDefinition, { kind: 'signal' }>,
): void {
  const signalName = evaluateText(step, definition.signalName, instance.id, 'the signal name');
  step.emit({ kind: 'eventThrown', elementId: node.id, elementInstanceId: instance.id, event: 'signal', code: signalName });
  step.perform({
    kind: 'broadcastSignal',
    elementId: node.id,
    signalName,
    variables: thrownVariables(step, node, instance),
    openedBefore: step.draft.nextId,
  });
}

const errorCodeOf = (step: Step, instance: ElementInstance, definition: Extract<EventDefinition, { kind: 'error' }>): string =>
  definition.errorCode === null ? '' : evaluateText(step, definition.errorCode, instance.id, 'the error code');

function raiseError(
  step: Step,
  node: EndEvent | IntermediateThrowEvent,
  instance: ElementInstance,
  definition: Extract<EventDefinition, { kind: 'error' }>,
): void {
  const error = { code: errorCodeOf(step, instance, definition), message: '', variables: thrownVariables(step, node, instance) };
  throwError(step, instance, error, () => {
    leaveElement(step, instance);
  });
}

function escalate(
  step: Step,
  node: EndEvent | IntermediateThrowEvent,
  instance: ElementInstance,
  definition: Extract<EventDefinition, { kind: 'escalation' }>,
): ThrowOutcome {
  const code = definition.escalationCode === null ? '' : evaluateText(step, definition.escalationCode, instance.id, 'the escalation code');
  throwEscalation(step, instance, code, thrownVariables(step, node, instance));
  return step.find(instance.id) === null ? 'done' : 'leave';
}

/** Ends everything in the scope of the event; the scope itself then ends normally (BPMN 2.0.2, 13.5.6). */
function terminate(step: Step, instance: ElementInstance): void {
  const scopeId = instance.scopeId ?? instance.id;
  step.emit({ kind: 'eventThrown', elementId: instance.elementId, elementInstanceId: instance.id, event: 'terminate', code: null });
  leaveElement(step, instance);
  cancelContent(step, scopeId);
  endContentIfEmpty(step, scopeId);
}

function throwCompensation(
  step: Step,
  instance: ElementInstance,
  definition: Extract<EventDefinition, { kind: 'compensation' }>,
): ThrowOutcome {
  const scopeId = instance.scopeId ?? instance.id;
  const entries = entriesToCompensate(step, scopeId, definition.activityId);
  step.emit({
    kind: 'eventThrown',
    elementId: instance.elementId,
    elementInstanceId: instance.id,
    event: 'compensation',
    code: definition.activityId,
  });
  const throwerId = definition.waitForCompletion ? instance.id : null;
  if (!compensate(step, scopeId, entries, throwerId) || throwerId === null) return 'leave';
  activate(step, instance);
  return 'done';
}

function followLink(step: Step, instance: ElementInstance, linkName: string): void {
  const scopeId = instance.scopeId ?? instance.id;
  const target = step.facts.linkTarget(step.node(instance.elementId).scopeId, linkName);
  if (target === null) throw new ElementFailure('LINK_NOT_FOUND', `Expected a catching link event named "${linkName}", but found none.`);
  leaveElement(step, instance);
  enterElement(step, { elementId: target.id, scopeId, data: { payload: {} } });
}

/** Throws one event definition. `done` when the instance waits, or is gone, and must not be left by the caller. */
function throwOne(
  step: Step,
  node: EndEvent | IntermediateThrowEvent,
  instance: ElementInstance,
  definition: EventDefinition,
): ThrowOutcome {
  switch (definition.kind) {
    case 'none':
      return 'leave';
    case 'message':
      publishMessage(step, node, instance, definition);
      return 'leave';
    case 'signal':
      broadcastSignal(step, node, instance, definition);
      return 'leave';
    case 'escalation':
      return escalate(step, node, instance, definition);
    case 'error':
      raiseError(step, node, instance, definition);
      return 'done';
    case 'terminate':
      terminate(step, instance);
      return 'done';
    case 'compensation':
      return throwCompensation(step, instance, definition);
    case 'link':
      followLink(step, instance, definition.linkName);
      return 'done';
    case 'cancel':
      step.emit({ kind: 'eventThrown', elementId: node.id, elementInstanceId: instance.id, event: 'cancel', code: null });
      leaveElement(step, instance);
      cancelTransaction(step, instance);
      return 'done';
    case 'timer':
    case 'conditional':
      throw new Error(`Expected an event that can be thrown at "${node.id}", but found ${definition.kind}.`);
  }
}

/**
 * The order in which the definitions of a multiple event are thrown (BPMN 2.0.2, 10.5.4 leaves it open): what cannot take the instance
 * away first, then what may, and last what certainly does; within one rank in document order.
 */
const RANK: Readonly<Record<EventDefinition['kind'], number>> = {
  none: 0,
  message: 0,
  signal: 0,
  timer: 0,
  conditional: 0,
  escalation: 1,
  compensation: 2,
  link: 3,
  error: 3,
  cancel: 3,
  terminate: 3,
};

/** Fails before anything is thrown when nobody catches the error of the event, so that trying again does not throw the others twice. */
function checkError(step: Step, node: EndEvent | IntermediateThrowEvent, instance: ElementInstance): void {
  for (const definition of node.definitions) {
    if (definition.kind !== 'error') continue;
    const code = errorCodeOf(step, instance, definition);
    if (!isHandled(step, instance, code)) throw new ElementFailure('UNHANDLED_ERROR', unhandledError(code, ''));
  }
}

/**
 * Throws the definitions of an event from the one at `from` on. A compensation that is waited for notes in `data.thrown` how many have
 * been thrown by then; `throwRest` goes on after it.
 */
function throwFrom(step: Step, node: EndEvent | IntermediateThrowEvent, instance: ElementInstance, from: number): ThrowOutcome {
  const ordered = node.definitions.toSorted((a, b) => RANK[a.kind] - RANK[b.kind]);
  for (const [index, definition] of ordered.entries()) {
    if (index < from) continue;
    if (throwOne(step, node, instance, definition) === 'leave') continue;
    const waiting = step.find(instance.id);
    if (waiting !== null && index + 1 < ordered.length)
      step.emit({ kind: 'elementDataChanged', elementInstanceId: waiting.id, data: { ...waiting.data, thrown: index + 1 } });
    return 'done';
  }
  return 'leave';
}

/** Throws every definition of an event (BPMN 2.0.2, 10.5.4). */
export function throwEvents(step: Step, node: EndEvent | IntermediateThrowEvent, instance: ElementInstance): ThrowOutcome {
  checkError(step, node, instance);
  return throwFrom(step, node, instance, 0);
}

/** The compensation that an event waited for is done: throws what is left of a multiple event and completes it. */
export function throwRest(step: Step, node: EndEvent | IntermediateThrowEvent, instance: ElementInstance): void {
  const { thrown } = instance.data;
  const outcome = attempt(step, instance, () => (typeof thrown === 'number' ? throwFrom(step, node, instance, thrown) : 'leave'));
  if (outcome === 'leave') completeElement(step, instance);
}
