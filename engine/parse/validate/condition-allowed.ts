import type { FlowNodeKind } from '../../model/index.ts';
import { about } from './rule.ts';
import type { Rule } from './rule.ts';

const NEVER: ReadonlySet<FlowNodeKind> = new Set<FlowNodeKind>([
  'parallelGateway',
  'eventBasedGateway',
  'startEvent',
  'intermediateCatchEvent',
  'intermediateThrowEvent',
  'boundaryEvent',
  'endEvent',
]);

/** BPMN 2.0.2, table 8.60: only activities and exclusive, inclusive and complex gateways have conditional outgoing flows. */
export const conditionAllowed: Rule = {
  id: 'condition-allowed',
  severity: 'error',
  section: 'BPMN 2.0.2, 8.4.13',
  statement: 'Only activities and exclusive, inclusive and complex gateways have conditional outgoing flows.',
  check: (context) =>
    context.flows.flatMap(({ flow, definition }) => {
      const source = definition.nodes[flow.sourceId];
      if (flow.condition === null || source === undefined || !NEVER.has(source.kind)) return [];
      return [
        about(context, 'condition-allowed', flow, {
          expected: `flow ${flow.id} out of a ${source.kind} without condition`,
          found: 'a condition',
          mend: 'Remove the condition, or put an exclusive gateway before it.',
        }),
      ];
    }),
};
