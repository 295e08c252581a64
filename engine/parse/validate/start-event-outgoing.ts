import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** BPMN 2.0.2, 10.5.2: a start event is the source of a sequence flow. One that stands alone in its scope just ends, which says what it says. */
export const startEventOutgoing: Rule = {
  id: 'start-event-outgoing',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.2',
  statement: 'A start event leads to what it starts.',
  check: (context) =>
    context.nodes.flatMap(({ node, definition }) => {
      // What a start event does in an ad-hoc sub-process is said by `ad-hoc-content`.
      if (node.kind !== 'startEvent' || node.outgoing.length > 0 || definition.nodes[node.scopeId]?.kind === 'adHocSubProcess') return [];
      const others = (definition.containers[node.scopeId]?.nodeIds ?? []).filter((id) => {
        const other = definition.nodes[id];
        return other !== undefined && other !== node && other.kind !== 'eventSubProcess';
      });
      if (others.length === 0) return [];
      return [
        about(context, 'start-event-outgoing', node, {
          expected: `start event ${labelOf(node)} with an outgoing flow`,
          found: 'none',
          mend: 'Connect it to the first element.',
        }),
      ];
    }),
};
