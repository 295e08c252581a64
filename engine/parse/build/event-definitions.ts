import { asElementId } from '../../model/index.ts';
import type { EventDefinition, Expression, TimerSpec } from '../../model/index.ts';
import { child, children, extension, flag, idOf, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { correlationKeyOf, payloadKeyOf } from './correlation.ts';
import { flowMessage, namedMessage, targetsOf } from './message-flows.ts';
import { formalFeel, formalText, valueOf, valueOrNull } from './expressions.ts';

/** Where a message is sent; everywhere else it is awaited. */
const THROWING: ReadonlySet<string> = new Set([
  'bpmn:EndEvent',
  'bpmn:IntermediateThrowEvent',
  'bpmn:SendTask',
  'bpmn:ImplicitThrowEvent',
  'bpmn:MultiInstanceLoopCharacteristics',
]);

type MessageDefinition = Extract<EventDefinition, { kind: 'message' }>;

const EMPTY: Expression = { kind: 'literal', value: '' };

/** The event definitions of an event: those inside it and those it refers to; `none` when it has neither. */
export function eventDefinitions(event: ModdleElement): readonly EventDefinition[] {
  const definitions = eventDefinitionElements(event).map((definition) => eventDefinition(definition, event));
  return definitions.length === 0 ? [{ kind: 'none' }] : definitions;
}

/** The moddle elements behind `eventDefinitions`, in document order. */
export function eventDefinitionElements(event: ModdleElement): readonly ModdleElement[] {
  return [...children(event, 'eventDefinitions'), ...children(event, 'eventDefinitionRef')];
}

/** How `zeebe:publishMessage`, at the node or at its event definition, says that a message is published; null where it says nothing. */
function published(node: ModdleElement, definition: ModdleElement | null, attribute: string): Expression | null {
  const element = extension(node, 'zeebe:PublishMessage') ?? (definition === null ? null : extension(definition, 'zeebe:PublishMessage'));
  return element === null ? null : valueOrNull(text(element, attribute));
}

/**
 * The message of an event or a message task: the one that it names itself, or by its operation, else the one of its message flow. Without any an empty
 * name is left, which the rule `message-reference` refuses. `definition` is the event definition; null for a task.
 */
export function messageDefinition(node: ModdleElement, definition: ModdleElement | null): MessageDefinition {
  const throws = THROWING.has(node.$type);
  const own = namedMessage(definition ?? node);
  const ofFlow = own === null ? flowMessage(node, throws) : null;
  const message = own ?? ofFlow?.message ?? null;
  const subscription = message === null ? null : extension(message, 'zeebe:Subscription');
  const name = (message === null ? null : text(message, 'name')) ?? ofFlow?.name ?? null;
  const key = subscription === null ? null : keyExpression(text(subscription, 'correlationKey'));
  const plainKey = message === null ? null : correlationKeyOf(message, node, throws);
  const correlationKey = (throws ? published(node, definition, 'correlationKey') : null) ?? key ?? plainKey;
  const timeToLive = message === null ? null : valueOrNull(text(message, 'lanework:timeToLive'));
  return {
    kind: 'message',
    messageName: name === null ? EMPTY : valueOf(name),
    correlationKey,
    timeToLive: (throws ? published(node, definition, 'timeToLive') : null) ?? timeToLive,
    ...(throws ? thrownParts(node, definition, message, correlationKey) : caughtParts(message, key)),
  };
}

/** A variable, or a member of one; several of them make a key of several properties (`joined` in correlation.ts). */
const PATH = /^(?:string\()?([A-Za-z_]\w*)(?:\.\w+)*\)?$/;

/** The variables of a key that is made of nothing but variables and their members; none for every other expression. */
function namesIn(key: Expression | null): readonly string[] {
  if (key?.kind !== 'feel') return [];
  const names = key.source.split(' + "|" + ').map((part) => PATH.exec(part.trim())?.[1]);
  const known = names.filter((name) => name !== undefined);
  return known.length === names.length ? [...new Set(known)] : [];
}

function thrownParts(
  node: ModdleElement,
  definition: ModdleElement | null,
  message: ModdleElement | null,
  key: Expression | null,
): Pick<MessageDefinition, 'targetIds' | 'messageId' | 'keyVariables'> {
  const targetIds = targetsOf(node, message).map(asElementId);
  const messageId = published(node, definition, 'messageId');
  const keyVariables = namesIn(key);
  return {
    ...(targetIds.length === 0 ? {} : { targetIds }),
    ...(messageId === null ? {} : { messageId }),
    ...(keyVariables.length === 0 ? {} : { keyVariables }),
  };
}

function caughtParts(message: ModdleElement | null, key: Expression | null): Pick<MessageDefinition, 'payloadKey'> {
  const payloadKey = message === null || key !== null ? null : payloadKeyOf(message);
  return payloadKey === null ? {} : { payloadKey };
}

/** A correlation key is FEEL with `=`; without it a fixed text. */
const keyExpression = (source: string | null): Expression | null => (source === null || source.trim() === '=' ? null : valueOf(source));

function timerSpec(definition: ModdleElement): TimerSpec {
  const date = formalText(definition, 'timeDate');
  if (date !== null) return { kind: 'date', at: valueOf(date) };
  const cycle = formalText(definition, 'timeCycle');
  if (cycle !== null) return { kind: 'cycle', cycle: valueOf(cycle) };
  return { kind: 'duration', duration: valueOf(formalText(definition, 'timeDuration') ?? '') };
}

/** A root element's code: `errorCode` or `escalationCode`; null when the event refers to none. */
function code(definition: ModdleElement, reference: string, attribute: string): Expression | null {
  const root = child(definition, reference);
  return root === null ? null : valueOrNull(text(root, attribute));
}

/** One event definition as `event` uses it. */
export function eventDefinition(definition: ModdleElement, event: ModdleElement): EventDefinition {
  switch (definition.$type) {
    case 'bpmn:TimerEventDefinition': {
      const calendar = text(definition, 'lanework:calendar') ?? text(event, 'lanework:calendar');
      return { kind: 'timer', timer: timerSpec(definition), ...(calendar === null ? {} : { calendar }) };
    }
    case 'bpmn:MessageEventDefinition':
      return messageDefinition(event, definition);
    case 'bpmn:SignalEventDefinition': {
      const signal = child(definition, 'signalRef');
      return { kind: 'signal', signalName: valueOrNull(signal === null ? null : text(signal, 'name')) ?? EMPTY };
    }
    case 'bpmn:ErrorEventDefinition':
      return { kind: 'error', errorCode: code(definition, 'errorRef', 'errorCode') };
    case 'bpmn:EscalationEventDefinition':
      return { kind: 'escalation', escalationCode: code(definition, 'escalationRef', 'escalationCode') };
    case 'bpmn:TerminateEventDefinition':
      return { kind: 'terminate' };
    case 'bpmn:CancelEventDefinition':
      return { kind: 'cancel' };
    case 'bpmn:CompensateEventDefinition': {
      const activity = child(definition, 'activityRef');
      const activityId = activity === null ? null : idOf(activity);
      return {
        kind: 'compensation',
        activityId: activityId === null ? null : asElementId(activityId),
        waitForCompletion: flag(definition, 'waitForCompletion', true),
      };
    }
    case 'bpmn:ConditionalEventDefinition':
      return { kind: 'conditional', condition: formalFeel(definition, 'condition') ?? { kind: 'feel', source: '' } };
    case 'bpmn:LinkEventDefinition':
      return { kind: 'link', linkName: text(definition, 'name') ?? '' };
    // Any other class is not executed; the rule `not-executed` refuses it, so the value is never used.
    default:
      return { kind: 'none' };
  }
}
