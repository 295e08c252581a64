import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** BPMN 2.0.2, 10.5.4: a boundary event has no incoming flow, and an outgoing one unless it is for compensation. */
export const boundaryEventFlows: Rule = {
  id: 'boundary-event-flows',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.4',
  statement: 'A boundary event has no incoming flow, and an outgoing one unless it is for compensation.',
  check: (context) =>
    context.nodes.flatMap(({ node }) => {
      if (node.kind !== 'boundaryEvent') return [];
      const isCompensation = node.definitions.some((definition) => definition.kind === 'compensation');
      const complain = (expected: string, found: string, mend: string) =>
        about(context, 'boundary-event-flows', node, { expected: `boundary event ${labelOf(node)} ${expected}`, found, mend });
      return [
        ...(node.incoming.length > 0
          ? [complain('without incoming flow', node.incoming.join(', '), 'Let the flow end at another element.')]
          : []),
        ...(isCompensation && node.outgoing.length > 0
          ? [
              complain(
                'for compensation without outgoing flow',
                node.outgoing.join(', '),
                'Connect it to its compensation activity by an association.',
              ),
            ]
          : []),
        ...(!isCompensation && node.outgoing.length === 0
          ? [complain('with an outgoing flow', 'none', 'Say by a flow what happens after the event.')]
          : []),
      ];
    }),
};
