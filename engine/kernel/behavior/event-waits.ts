import type { ElementId, ElementInstanceId, EventDefinition } from '../../model/index.ts';
import { formatInstant, planTimer, TIMER_TEXT, timerExpression } from '../../model/index.ts';
import type { Step } from '../step.ts';
import { calendarOf, type CalendarUser } from './calendar.ts';
import { evaluate, evaluateText, failExpression } from './evaluate.ts';
import type { WaitPlan } from './waits.ts';
import { openWait } from './waits.ts';

type TimerDefinition = Extract<EventDefinition, { kind: 'timer' }>;
type TimerWait = Pick<Extract<WaitPlan, { kind: 'timer' }>, 'dueAt' | 'repetitionsLeft' | 'cycle' | 'calendar'>;

/** When a timer event fires first (BPMN 2.0.2, 10.5.5, table 10.101). A duration counts from now; a date in the past is due at once. */
function timerWait(step: Step, { timer, calendar }: TimerDefinition, owner: CalendarUser): TimerWait {
  const expression = timerExpression(timer);
  const what = `the timer ${timer.kind}`;
  const text = evaluateText(step, expression, owner.elementInstanceId, what);
  const plan = planTimer(timer.kind, text, step.nowMs, calendarOf(step, calendar, owner));
  if (plan === null) return failExpression(expression, what, TIMER_TEXT[timer.kind], JSON.stringify(text));
  const { dueMs, repetitionsLeft, cycle } = plan;
  return { dueAt: formatInstant(dueMs), repetitionsLeft, cycle, ...(calendar === undefined ? {} : { calendar }) };
}

type MessageDefinition = Extract<EventDefinition, { kind: 'message' }>;

/** The correlation key of a message at this moment; null when the message correlates by its name alone. */
export function correlationKeyOf(step: Step, definition: MessageDefinition, scopeId: ElementInstanceId): string | null {
  return definition.correlationKey === null ? null : evaluateText(step, definition.correlationKey, scopeId, 'the correlation key');
}

/**
 * What an event waits for. Null for definitions that no wait stands for: errors, escalations, compensation and cancel find their
 * catching event when they are thrown, links lead to it directly.
 */
function planEvent(
  step: Step,
  definition: EventDefinition,
  definitionIndex: number,
  elementId: ElementId,
  ownerId: ElementInstanceId,
): WaitPlan | null {
  const owner = { elementInstanceId: ownerId, elementId };
  switch (definition.kind) {
    case 'timer':
      return { kind: 'timer', ...owner, ...timerWait(step, definition, owner) };
    case 'message': {
      const messageName = evaluateText(step, definition.messageName, ownerId, 'the message name');
      return { kind: 'message', ...owner, messageName, correlationKey: correlationKeyOf(step, definition, ownerId) };
    }
    case 'signal':
      return { kind: 'signal', ...owner, signalName: evaluateText(step, definition.signalName, ownerId, 'the signal name') };
    case 'conditional':
      return { kind: 'condition', ...owner, lastValue: false, ...(definitionIndex === 0 ? {} : { definitionIndex }) };
    case 'none':
    case 'error':
    case 'escalation':
    case 'terminate':
    case 'cancel':
    case 'compensation':
    case 'link':
      return null;
  }
}

/** Evaluates what an event waits for, each of its definitions in turn. Emits nothing, so that a failure leaves nothing half done. */
export function planEvents(
  step: Step,
  definitions: readonly EventDefinition[],
  elementId: ElementId,
  ownerId: ElementInstanceId,
): readonly WaitPlan[] {
  return definitions.map((definition, index) => planEvent(step, definition, index, elementId, ownerId)).filter((plan) => plan !== null);
}

/** Opens planned waits. Conditions are looked at at the end of the step, so one that holds already fires then. */
export function openWaits(step: Step, plans: readonly WaitPlan[]): void {
  for (const plan of plans) openWait(step, plan);
}

/**
 * The value of a conditional event now. It waits for a change of data (BPMN 2.0.2, 10.5.5), so what is not there yet, a missing variable or
 * null, counts as not yet true. Any other failure, and any other value that is not boolean, fails.
 */
export function conditionValue(
  step: Step,
  definition: Extract<EventDefinition, { kind: 'conditional' }>,
  scopeId: ElementInstanceId,
): boolean {
  const evaluation = step.environment.evaluate(definition.condition, step.visible(scopeId), step.now);
  if (evaluation.kind === 'failure' && evaluation.lacksData === true) return false;
  const value = evaluate(step, definition.condition, scopeId, 'the condition of the event');
  if (value === null) return false;
  return typeof value === 'boolean'
    ? value
    : failExpression(definition.condition, 'the condition of the event', 'true or false', JSON.stringify(value));
}
