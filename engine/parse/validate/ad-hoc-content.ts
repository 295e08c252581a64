import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** BPMN 2.0.2, 10.3.5 (ad-hoc sub-process): it contains activities, but neither start nor end events. */
export const adHocContent: Rule = {
  id: 'ad-hoc-content',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.3.5',
  statement: 'An ad-hoc sub-process contains neither start nor end events.',
  check: (context) =>
    context.nodes.flatMap(({ node, definition }) => {
      const scope = definition.nodes[node.scopeId];
      if (scope?.kind !== 'adHocSubProcess' || (node.kind !== 'startEvent' && node.kind !== 'endEvent')) return [];
      return [
        about(context, 'ad-hoc-content', node, {
          expected: `ad-hoc sub-process ${labelOf(scope)} without start and end events`,
          found: labelOf(node),
          mend: 'Remove the event: people choose what to do in an ad-hoc sub-process.',
        }),
      ];
    }),
};
