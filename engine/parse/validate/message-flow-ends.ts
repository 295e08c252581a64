import { child, children, isA } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

const SENDERS = ['bpmn:Participant', 'bpmn:Task', 'bpmn:SubProcess', 'bpmn:CallActivity', 'bpmn:IntermediateThrowEvent', 'bpmn:EndEvent'];
const RECEIVERS = [
  'bpmn:Participant',
  'bpmn:Task',
  'bpmn:SubProcess',
  'bpmn:CallActivity',
  'bpmn:StartEvent',
  'bpmn:IntermediateCatchEvent',
  'bpmn:BoundaryEvent',
];

const mayBe = (end: ModdleElement, types: readonly string[]): boolean =>
  types.some((type) => isA(end, type)) || end.$type === 'bpmn:ConversationNode' || isA(end, 'bpmn:ConversationNode');

/** BPMN 2.0.2, 7.6.2, table 7.4: pools, activities and events that throw send messages; pools, activities and events that catch receive them. */
export const messageFlowEnds: Rule = {
  id: 'message-flow-ends',
  severity: 'error',
  section: 'BPMN 2.0.2, 7.6.2',
  statement: 'A message flow leads from something that sends to something that receives.',
  check: (context) =>
    children(context.document.root, 'rootElements')
      .filter((root) => root.$type === 'bpmn:Collaboration')
      .flatMap((collaboration) => children(collaboration, 'messageFlows'))
      .flatMap((flow) => {
        const complain = (expected: string, found: string) =>
          aboutElement(context, 'message-flow-ends', flow, { expected, found, mend: 'Connect the message flow again.' });
        const ends = [
          ['sourceRef', SENDERS, 'a pool, an activity or an event that throws'],
          ['targetRef', RECEIVERS, 'a pool, an activity or an event that catches'],
        ] as const;
        return ends.flatMap(([property, types, words]) => {
          const end = child(flow, property);
          if (end === null)
            return context.document.danglingReference(flow, `bpmn:${property}`) === null
              ? [complain(`a message flow with ${property}`, 'none')]
              : [];
          return mayBe(end, types) ? [] : [complain(`${words} as ${property} of a message flow`, `a ${end.$type.replace('bpmn:', '')}`)];
        });
      }),
};
