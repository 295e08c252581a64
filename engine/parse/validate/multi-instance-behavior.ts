import type { EventDefinition, EventDefinitionKind, Finding, FlowNode, LoopBehavior } from '../../model/index.ts';
import { child, isA, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { isEmptyText } from './event-references.ts';
import { about, labelOf } from './rule.ts';
import type { Rule, RuleContext } from './rule.ts';

interface Fault {
  readonly expected: string;
  readonly found: string;
  readonly mend: string;
}

/** Events that a boundary event of the activity, or somebody outside, can catch. */
const THROWABLE: ReadonlySet<EventDefinitionKind> = new Set(['signal', 'message', 'escalation', 'error', 'compensation']);

/** Values of `behavior` that throw one event, with the attribute that names it. */
const EVENT_ATTRIBUTES: Readonly<Record<string, string>> = { None: 'noneBehaviorEventRef', One: 'oneBehaviorEventRef' };

/** What an event that is thrown cannot do without; null when it lacks nothing. */
function lackOf(definition: EventDefinition): Pick<Fault, 'expected' | 'mend'> | null {
  switch (definition.kind) {
    case 'message':
      return isEmptyText(definition.messageName) ? { expected: 'a message with a name', mend: 'Refer to a message by messageRef.' } : null;
    case 'signal':
      return isEmptyText(definition.signalName) ? { expected: 'a signal with a name', mend: 'Refer to a signal by signalRef.' } : null;
    case 'error':
      return definition.errorCode === null ? { expected: 'an error with a code', mend: 'Refer to an error by errorRef.' } : null;
    case 'escalation':
      return definition.escalationCode === null
        ? { expected: 'an escalation with a code', mend: 'Refer to an escalation by escalationRef.' }
        : null;
    case 'none':
    case 'timer':
    case 'conditional':
    case 'terminate':
    case 'cancel':
    case 'compensation':
    case 'link':
      return null;
  }
}

function eventFaults(definition: EventDefinition): readonly Fault[] {
  if (!THROWABLE.has(definition.kind))
    return [
      {
        expected: 'that throws signals, messages, escalations, errors or compensation as its instances complete',
        found: definition.kind === 'none' ? 'an event without definition' : `a ${definition.kind} event`,
        mend: 'Refer to an event definition that can be thrown.',
      },
    ];
  const missing = lackOf(definition);
  return missing === null ? [] : [{ expected: `that throws ${missing.expected}`, found: 'none', mend: missing.mend }];
}

function behaviorFaults(behavior: LoopBehavior): readonly Fault[] {
  // What is no event definition at all is reported by the rule `reference-type`.
  if (behavior.kind !== 'complex') return behavior.event.kind === 'none' ? [] : eventFaults(behavior.event);
  if (behavior.definitions.length === 0)
    return [
      {
        expected: 'with a complexBehaviorDefinition for the behavior "Complex"',
        found: 'none',
        mend: 'Say under which condition which event is thrown, or leave the behavior at "All".',
      },
    ];
  return behavior.definitions.flatMap(({ condition, events }) => [
    ...(condition.kind === 'feel' && condition.source === ''
      ? [{ expected: 'with a condition in each complexBehaviorDefinition', found: 'none', mend: 'Write the condition in FEEL.' }]
      : []),
    ...events.flatMap(eventFaults),
  ]);
}

/** The attribute of a behavior that names no event to throw; null when it does, or throws none, or names one that is not there (which has a finding of its own). */
function eventLeftOut(context: RuleContext, characteristics: ModdleElement): string | null {
  const attribute = EVENT_ATTRIBUTES[text(characteristics, 'behavior') ?? 'All'];
  if (attribute === undefined || child(characteristics, attribute) !== null) return null;
  return context.document.danglingReference(characteristics, `bpmn:${attribute}`) === null ? attribute : null;
}

function findingsOf(context: RuleContext, node: FlowNode, characteristics: ModdleElement | undefined): readonly Finding[] {
  if (!('loop' in node) || node.loop?.kind !== 'multiInstance') return [];
  const { behavior } = node.loop;
  const attribute = characteristics === undefined ? null : eventLeftOut(context, characteristics);
  if (attribute !== null)
    return [
      about(context, 'multi-instance-behavior', node, {
        severity: 'warning',
        expected: `${labelOf(node)} with ${attribute}`,
        found: 'none, so that a signal without name is thrown, which nobody can wait for',
        mend: 'Refer to the event definition to throw, or leave the behavior at "All".',
      }),
    ];
  const faults = behavior === undefined ? [] : behaviorFaults(behavior);
  return faults.map((fault) =>
    about(context, 'multi-instance-behavior', node, { ...fault, expected: `${labelOf(node)} ${fault.expected}` }),
  );
}

/** BPMN 2.0.2, tables 10.30 and 10.31. Without an event a signal without name is thrown, which no boundary event can name. */
export const multiInstanceBehavior: Rule = {
  id: 'multi-instance-behavior',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.3.8',
  statement: 'The behavior of a multi-instance activity says which events it throws, and they can be thrown.',
  check: (context) => {
    const written = new Map(
      context.elements
        .filter((element) => isA(element, 'bpmn:MultiInstanceLoopCharacteristics'))
        .map((element) => [element.$parent?.get('id'), element]),
    );
    return context.nodes.flatMap(({ node }) => findingsOf(context, node, written.get(node.id)));
  },
};
