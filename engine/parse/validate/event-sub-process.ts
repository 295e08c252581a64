import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** BPMN 2.0.2, 10.3.5 and 13.5.4: an event sub-process has no incoming or outgoing flow and exactly one start event, which has a trigger. */
export const eventSubProcess: Rule = {
  id: 'event-sub-process',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.3.5 and 13.5.4',
  statement: 'An event sub-process has no flows and exactly one start event, which has a trigger.',
  check: (context) =>
    context.nodes.flatMap(({ node, definition }) => {
      if (node.kind !== 'eventSubProcess') return [];
      const starts = definition.containers[node.id]?.startEventIds ?? [];
      const complain = (expected: string, found: string, mend: string) =>
        about(context, 'event-sub-process', node, { expected: `event sub-process ${labelOf(node)} ${expected}`, found, mend });
      const flows = [...node.incoming, ...node.outgoing];
      return [
        ...(flows.length > 0
          ? [complain('without incoming and outgoing flows', flows.join(', '), 'Remove the flows: its start event begins it.')]
          : []),
        ...(starts.length === 1
          ? []
          : [
              complain(
                'with exactly one start event',
                String(starts.length),
                'Leave one start event; split the sub-process for several triggers.',
              ),
            ]),
        ...(node.loop === null ? [] : [complain('without loop', node.loop.kind, 'Put the loop on a sub-process inside it.')]),
      ];
    }),
};
