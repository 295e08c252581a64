import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** BPMN 2.0.2, 10.5.2: a start event must not be the target of a sequence flow. */
export const startEventIncoming: Rule = {
  id: 'start-event-incoming',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.2',
  statement: 'A start event has no incoming flow.',
  check: (context) =>
    context.nodes
      .filter(({ node }) => node.kind === 'startEvent' && node.incoming.length > 0)
      .map(({ node }) =>
        about(context, 'start-event-incoming', node, {
          expected: `start event ${labelOf(node)} without incoming flow`,
          found: node.incoming.join(', '),
          mend: 'Let the flow end at the element after the start event.',
        }),
      ),
};
