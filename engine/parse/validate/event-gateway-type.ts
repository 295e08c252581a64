import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** BPMN 2.0.2, 10.6.6: only a gateway that starts instances may wait for all of its events. */
export const eventGatewayType: Rule = {
  id: 'event-gateway-type',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.6.6',
  statement: 'A parallel event-based gateway starts instances.',
  check: (context) =>
    context.nodes.flatMap(({ node }) =>
      node.kind === 'eventBasedGateway' && node.isParallel && !node.instantiate
        ? [
            about(context, 'event-gateway-type', node, {
              expected: `parallel event gateway ${labelOf(node)} to start instances`,
              found: 'one inside the flow',
              mend: 'Make it exclusive, or use a parallel gateway before the events.',
            }),
          ]
        : [],
    ),
};
