import { about, labelOf, refersToNothing } from './rule.ts';
import type { Rule } from './rule.ts';

/** BPMN 2.0.2, 10.5.4: a boundary event is attached to an activity of its own scope; event sub-processes have none (13.5.4). */
export const boundaryEventAttachment: Rule = {
  id: 'boundary-event-attachment',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.4',
  statement: 'A boundary event is attached to an activity of its own scope.',
  check: (context) =>
    context.nodes.flatMap(({ node, definition }) => {
      if (node.kind !== 'boundaryEvent') return [];
      const host = definition.nodes[node.attachedToId];
      const complain = (found: string) => [
        about(context, 'boundary-event-attachment', node, {
          expected: `boundary event ${labelOf(node)} attached to an activity of its scope`,
          found,
          mend: 'Drag the event onto the border of the activity.',
        }),
      ];
      if (refersToNothing(context, node.id, 'bpmn:attachedToRef')) return [];
      if (host === undefined) return complain('no activity of this process');
      if (!('boundaryEventIds' in host)) return complain(`a ${host.kind}`);
      if (host.kind === 'eventSubProcess') return complain('an event sub-process');
      return host.scopeId === node.scopeId ? [] : complain('an activity of another scope');
    }),
};
