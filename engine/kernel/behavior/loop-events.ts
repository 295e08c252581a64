import type { ElementId, EventDefinition, JsonObject, MultiInstanceLoop } from '../../model/index.ts';
import type { ElementInstance, Wait } from '../../state/index.ts';
import type { Step } from '../step.ts';
import type { EventWait } from './catch-event.ts';
import { catchEvent, isEventWait } from './catch-event.ts';
import { compensate, entriesToCompensate } from './compensation.ts';
import { ElementFailure } from './element-failure.ts';
import { evaluateBoolean, evaluateText } from './evaluate.ts';
import { correlationKeyOf } from './event-waits.ts';
import { isHandled, throwError, throwEscalation, unhandledError } from './throw-error.ts';
import { timeToLiveOf } from './throw-events.ts';

/** An instance of a multi-instance activity that is about to complete. */
export interface Completion {
  readonly body: ElementInstance;
  readonly item: ElementInstance;
  /** The built-in counters as they are once it has completed. */
  readonly counters: JsonObject;
  readonly isFirst: boolean;
}

/** An event about to be thrown, with everything evaluated that could fail. */
export type LoopEvent =
  | { readonly kind: 'signal'; readonly name: string }
  | { readonly kind: 'message'; readonly name: string; readonly correlationKey: string | null; readonly timeToLiveMs: number }
  | { readonly kind: 'error' | 'escalation'; readonly code: string }
  | { readonly kind: 'compensation'; readonly activityId: ElementId | null };

/** The definitions that the behavior throws now; conditions see the variables of the instance and the counters. */
function definitionsOf(step: Step, loop: MultiInstanceLoop, { item, counters, isFirst }: Completion): readonly EventDefinition[] {
  const { behavior } = loop;
  if (behavior === undefined) return [];
  switch (behavior.kind) {
    case 'none':
      return [behavior.event];
    case 'one':
      return isFirst ? [behavior.event] : [];
    case 'complex': {
      const variables = { ...step.visible(item.id), ...counters };
      return behavior.definitions
        .filter(({ condition }) => evaluateBoolean(step, condition, variables, 'the condition of the complex behavior'))
        .flatMap(({ events }) => events);
    }
  }
}

function planOne(step: Step, { body, item }: Completion, definition: EventDefinition): LoopEvent {
  switch (definition.kind) {
    case 'signal':
      return { kind: 'signal', name: evaluateText(step, definition.signalName, item.id, 'the signal name') };
    case 'message':
      return {
        kind: 'message',
        name: evaluateText(step, definition.messageName, item.id, 'the message name'),
        correlationKey: correlationKeyOf(step, definition, item.id),
        timeToLiveMs: timeToLiveOf(step, definition, item),
      };
    case 'error': {
      const code = definition.errorCode === null ? '' : evaluateText(step, definition.errorCode, item.id, 'the error code');
      if (!isHandled(step, body, code)) throw new ElementFailure('UNHANDLED_ERROR', unhandledError(code, ''));
      return { kind: 'error', code };
    }
    case 'escalation':
      return {
        kind: 'escalation',
        code: definition.escalationCode === null ? '' : evaluateText(step, definition.escalationCode, item.id, 'the escalation code'),
      };
    case 'compensation':
      return { kind: 'compensation', activityId: definition.activityId };
    case 'none':
    case 'timer':
    case 'conditional':
    case 'link':
    case 'cancel':
    case 'terminate':
      throw new Error(`Expected an event that "${body.elementId}" can throw as its instances complete, but found ${definition.kind}.`);
  }
}

/** Says which events the completion of an instance throws. Emits nothing; throws `ElementFailure` when one cannot be thrown. */
export function planLoopEvents(step: Step, loop: MultiInstanceLoop, completion: Completion): readonly LoopEvent[] {
  const events = definitionsOf(step, loop, completion).map((definition) => planOne(step, completion, definition));
  // An error certainly ends the activity, so everything else is thrown before it.
  return events.toSorted((a, b) => Number(a.kind === 'error') - Number(b.kind === 'error'));
}

type Fits = (wait: Wait) => boolean;

/** The boundary events of the activity that wait for the event. */
function boundaryWaits(step: Step, body: ElementInstance, fits: Fits): readonly EventWait[] {
  return step
    .waitsOf(body.id)
    .filter((wait) => isEventWait(wait) && step.node(wait.elementId).kind === 'boundaryEvent' && fits(wait)) as EventWait[]; // `isEventWait` has just been asked.
}

/** Lets boundary events catch at once, before the activity can complete; answers those that were reached. */
function reach(step: Step, waits: readonly EventWait[], payload: JsonObject): readonly string[] {
  const reached: string[] = [];
  for (const { id } of waits) {
    const wait = step.draft.waits[id];
    // An event that interrupted has closed the others.
    if (wait === undefined || !isEventWait(wait)) continue;
    reached.push(id);
    catchEvent(step, wait, payload);
  }
  return reached;
}

function throwSignal(step: Step, body: ElementInstance, name: string, variables: JsonObject): void {
  const openedBefore = step.draft.nextId;
  const reached = reach(
    step,
    boundaryWaits(step, body, (wait) => wait.kind === 'signal' && wait.signalName === name),
    variables,
  );
  step.perform({
    kind: 'broadcastSignal',
    elementId: body.elementId,
    signalName: name,
    variables,
    openedBefore,
    ...(reached.length === 0 ? {} : { reached }),
  });
}

/** One receiver gets a message: a boundary event of the activity itself before anybody else. */
function sendMessage(step: Step, body: ElementInstance, event: Extract<LoopEvent, { kind: 'message' }>, variables: JsonObject): void {
  const { name, correlationKey, timeToLiveMs } = event;
  const [first] = boundaryWaits(
    step,
    body,
    (wait) =>
      wait.kind === 'message' &&
      wait.messageName === name &&
      (wait.correlationKey === null || correlationKey === null || wait.correlationKey === correlationKey),
  );
  if (first !== undefined) reach(step, [first], variables);
  else step.perform({ kind: 'publishMessage', elementId: body.elementId, messageName: name, correlationKey, timeToLiveMs, variables });
}

const codeOf = (event: LoopEvent): string | null =>
  'name' in event ? event.name : event.kind === 'compensation' ? event.activityId : event.code;

function throwOne(step: Step, body: ElementInstance, event: LoopEvent, variables: JsonObject): void {
  switch (event.kind) {
    case 'error':
      throwError(step, body, { code: event.code, message: '', variables });
      return;
    case 'escalation':
      throwEscalation(step, body, event.code, variables);
      return;
    case 'signal':
    case 'message':
    case 'compensation':
      step.emit({
        kind: 'eventThrown',
        elementId: body.elementId,
        elementInstanceId: body.id,
        event: event.kind,
        code: codeOf(event),
      });
  }
  if (event.kind === 'signal') throwSignal(step, body, event.name, variables);
  else if (event.kind === 'message') sendMessage(step, body, event, variables);
  else {
    const scopeId = body.scopeId ?? body.id;
    compensate(step, scopeId, entriesToCompensate(step, scopeId, event.activityId), null);
  }
}

/**
 * Throws the events of a multi-instance behavior (BPMN 2.0.2, 10.3.8, tables 10.30 and 10.31, and 13.3.7) from the activity, whose boundary
 * events catch them; the built-in counters go along. They catch here and not after the step, because the last instance ends the
 * activity in the same step. An event that interrupts ends the throwing. A compensation is not waited for: nothing holds a token for it.
 * Table 10.31 says of the condition of a complex behavior what table 10.30 says of the completion condition, that it ends the activity; by
 * 13.3.7 it decides which events are thrown, and so it does here.
 */
export function throwLoopEvents(step: Step, body: ElementInstance, events: readonly LoopEvent[], counters: JsonObject): void {
  for (const event of events) {
    if (step.find(body.id) === null) return;
    throwOne(step, body, event, counters);
  }
}
