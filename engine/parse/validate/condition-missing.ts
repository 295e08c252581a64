import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** A flow without condition is always taken; beside others that hides a forgotten condition or default flow. */
export const conditionMissing: Rule = {
  id: 'condition-missing',
  severity: 'warning',
  section: 'BPMN 2.0.2, 10.6.2',
  statement: 'Each way out of a deciding gateway has a condition or is the default.',
  check: (context) =>
    context.nodes.flatMap(({ node, definition }) => {
      if ((node.kind !== 'exclusiveGateway' && node.kind !== 'inclusiveGateway') || node.outgoing.length < 2) return [];
      return node.outgoing.flatMap((id) => {
        const flow = definition.flows[id];
        if (flow === undefined || flow.condition !== null || flow.id === node.defaultFlowId) return [];
        return [
          about(context, 'condition-missing', flow, {
            severity: 'warning',
            expected: `a condition on flow ${flow.id} out of ${labelOf(node)}, or the flow as its default`,
            found: 'neither, so the flow is always taken',
            mend: 'Add a condition or make the flow the default flow.',
          }),
        ];
      });
    }),
};
