import { idOf, text } from '../moddle-element.ts';
import { aboutElement } from './rule.ts';
import type { Rule } from './rule.ts';

/** BPMN 2.0.2, 10.6: the direction says what the flows say; tokens follow the flows. */
export const gatewayDirection: Rule = {
  id: 'gateway-direction',
  severity: 'warning',
  section: 'BPMN 2.0.2, 10.6.1',
  statement: 'A converging gateway has one outgoing flow, a diverging one has one incoming flow.',
  check: (context) =>
    context.nodes.flatMap(({ node }) => {
      const element = context.elementById.get(node.id);
      const direction = element === undefined || !node.kind.endsWith('Gateway') ? null : text(element, 'gatewayDirection');
      const side = direction === 'Converging' ? 'outgoing' : direction === 'Diverging' ? 'incoming' : null;
      if (element === undefined || side === null || node[side].length < 2) return [];
      return [
        aboutElement(context, 'gateway-direction', element, {
          severity: 'warning',
          expected: `at most one ${side} flow at ${direction ?? ''} gateway ${idOf(element) ?? ''}`,
          found: String(node[side].length),
          mend: 'Set gatewayDirection="Mixed" or "Unspecified", or divide the gateway.',
        }),
      ];
    }),
};
