import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** BPMN 2.0.2, 10.5.3: an end event must not be the source of a sequence flow. */
export const endEventOutgoing: Rule = {
  id: 'end-event-outgoing',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.3',
  statement: 'An end event has no outgoing flow.',
  check: (context) =>
    context.nodes
      .filter(({ node }) => node.kind === 'endEvent' && node.outgoing.length > 0)
      .map(({ node }) =>
        about(context, 'end-event-outgoing', node, {
          expected: `end event ${labelOf(node)} without outgoing flow`,
          found: node.outgoing.join(', '),
          mend: 'Use an intermediate throw event where the process goes on.',
        }),
      ),
};
