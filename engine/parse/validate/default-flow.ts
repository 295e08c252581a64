import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** BPMN 2.0.2, 8.4.13: a default flow leaves its own node and has no condition. */
export const defaultFlow: Rule = {
  id: 'default-flow',
  severity: 'error',
  section: 'BPMN 2.0.2, 8.4.13',
  statement: 'A default flow leaves its own node and has no condition.',
  check: (context) =>
    context.nodes.flatMap(({ node, definition }) => {
      if (!('defaultFlowId' in node) || node.defaultFlowId === null) return [];
      const flow = definition.flows[node.defaultFlowId];
      if (flow === undefined || flow.sourceId !== node.id) {
        return [
          about(context, 'default-flow', node, {
            expected: `the default flow of ${labelOf(node)} to be one of its outgoing flows`,
            found: node.defaultFlowId,
            mend: 'Choose an outgoing flow as default.',
          }),
        ];
      }
      if (flow.condition === null) return [];
      return [
        about(context, 'default-flow', flow, {
          expected: `default flow ${flow.id} without condition`,
          found: 'a condition',
          mend: 'Remove the condition, or choose another default flow.',
        }),
      ];
    }),
};
