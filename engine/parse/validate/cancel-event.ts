import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** BPMN 2.0.2, 10.5.1 and 13.5.3: cancel events stand only in a transaction (end) or on its border. */
export const cancelEvent: Rule = {
  id: 'cancel-event',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.3 and 10.5.4',
  statement: 'Cancel events end a transaction or stand on its border.',
  check: (context) =>
    context.nodes.flatMap(({ node, definition }) => {
      if ((node.kind !== 'endEvent' && node.kind !== 'boundaryEvent') || !node.definitions.some(({ kind }) => kind === 'cancel')) return [];
      const owner = definition.nodes[node.kind === 'boundaryEvent' ? node.attachedToId : node.scopeId];
      if (owner?.kind === 'transaction') return [];
      return [
        about(context, 'cancel-event', node, {
          expected: `cancel event ${labelOf(node)} directly in a transaction, or on its border`,
          found: `it in ${owner?.kind ?? 'the process'}`,
          mend: 'Make the sub-process a transaction, or use an error event.',
        }),
      ];
    }),
};
