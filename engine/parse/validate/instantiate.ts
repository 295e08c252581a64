import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** BPMN 2.0.2, 10.3.3 and 10.6.6: what starts an instance has nothing before it. */
export const instantiate: Rule = {
  id: 'instantiate',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.3.3 and 10.6.6',
  statement: 'A receive task or event-based gateway that starts instances stands in the process itself and has no incoming flow.',
  check: (context) =>
    context.nodes.flatMap(({ node, definition }) => {
      if ((node.kind !== 'receiveTask' && node.kind !== 'eventBasedGateway') || !node.instantiate) return [];
      const complain = (expected: string, found: string, mend: string) =>
        about(context, 'instantiate', node, { expected: `${labelOf(node)}, which starts instances, ${expected}`, found, mend });
      return [
        ...(node.incoming.length > 0
          ? [complain('without incoming flow', node.incoming.join(', '), 'Remove the flow, or instantiate="true".')]
          : []),
        ...(definition.nodes[node.scopeId] === undefined
          ? []
          : [
              complain('directly in its process', `it in ${node.scopeId}`, 'Move it out of the sub-process, or remove instantiate="true".'),
            ]),
      ];
    }),
};
