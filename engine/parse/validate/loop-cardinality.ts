import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** BPMN 2.0.2, 10.3.8: a cardinality that is a plain number counts instances. */
export const loopCardinality: Rule = {
  id: 'loop-cardinality',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.3.8',
  statement: 'A loop cardinality is a whole number from 0 on.',
  check: (context) =>
    context.nodes.flatMap(({ node }) => {
      const cardinality = 'loop' in node && node.loop?.kind === 'multiInstance' ? node.loop.cardinality : null;
      if (cardinality?.kind !== 'feel' || !/^(?:-?\s*\d+(?:\.\d+)?|".*"|true|false)$/.test(cardinality.source)) return [];
      return /^\d+(?:\.0+)?$/.test(cardinality.source)
        ? []
        : [
            about(context, 'loop-cardinality', node, {
              expected: `${labelOf(node)} with a whole number of instances`,
              found: cardinality.source,
              mend: 'Correct the cardinality.',
            }),
          ];
    }),
};
