import type { EventDefinitionKind, EventNode, FlowNode, ProcessDefinition } from '../../model/index.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** BPMN 2.0.2, table 10.93 and following: what each kind of event may wait for or throw. */
const ALLOWED: Readonly<Record<string, readonly EventDefinitionKind[]>> = {
  'start event of a process': ['none', 'message', 'timer', 'signal', 'conditional'],
  'start event of a sub-process': ['none'],
  'start event of an event sub-process': ['message', 'timer', 'signal', 'conditional', 'error', 'escalation', 'compensation'],
  'end event': ['none', 'message', 'signal', 'error', 'escalation', 'compensation', 'cancel', 'terminate'],
  'intermediate catch event': ['message', 'timer', 'signal', 'conditional', 'link'],
  'intermediate throw event': ['none', 'message', 'signal', 'escalation', 'compensation', 'link'],
  'boundary event': ['message', 'timer', 'signal', 'conditional', 'error', 'escalation', 'compensation', 'cancel'],
};

function placeOf(node: EventNode, definition: ProcessDefinition): string {
  switch (node.kind) {
    case 'startEvent': {
      const scope = definition.nodes[node.scopeId];
      if (scope === undefined) return 'start event of a process';
      return scope.kind === 'eventSubProcess' ? 'start event of an event sub-process' : 'start event of a sub-process';
    }
    case 'endEvent':
      return 'end event';
    case 'intermediateCatchEvent':
      return 'intermediate catch event';
    case 'intermediateThrowEvent':
      return 'intermediate throw event';
    case 'boundaryEvent':
      return 'boundary event';
  }
}

const isEvent = (node: FlowNode): node is EventNode => 'definitions' in node;

/** Whether the standard allows the event definition at the node. */
export function isAllowedByStandard(node: EventNode, definition: ProcessDefinition, kind: EventDefinitionKind): boolean {
  return (ALLOWED[placeOf(node, definition)] ?? []).includes(kind);
}

/** Event definitions only where the standard allows them. */
export const eventDefinitionAllowed: Rule = {
  id: 'event-definition-allowed',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.2 to 10.5.4',
  statement: 'An event has only the event definitions that the standard allows at its place.',
  check: (context) =>
    context.nodes.flatMap(({ node, definition }) => {
      if (!isEvent(node)) return [];
      const place = placeOf(node, definition);
      const allowed = ALLOWED[place] ?? [];
      const isMixedLink = node.definitions.length > 1 && node.definitions.some(({ kind }) => kind === 'link');
      const mixed = isMixedLink
        ? [
            about(context, 'event-definition-allowed', node, {
              expected: `link event ${labelOf(node)} without other event definitions`,
              found: node.definitions.map(({ kind }) => kind).join(', '),
              mend: 'Divide the event into two.',
            }),
          ]
        : [];
      const forbidden = node.definitions
        .filter(({ kind }) => !allowed.includes(kind))
        .map(({ kind }) =>
          about(context, 'event-definition-allowed', node, {
            expected: `${labelOf(node)}, ${/^[aeiou]/.test(place) ? 'an' : 'a'} ${place}, to be of kind ${allowed.join(', ')}`,
            found: kind,
            mend: 'Change the kind of the event.',
          }),
        );
      return [...mixed, ...forbidden];
    }),
};
