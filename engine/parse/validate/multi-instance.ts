import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** BPMN 2.0.2, 10.3.8: a multi-instance loop has a cardinality or a collection, not both. */
export const multiInstance: Rule = {
  id: 'multi-instance',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.3.8',
  statement: 'A multi-instance loop has a cardinality or a collection, not both.',
  check: (context) =>
    context.nodes.flatMap(({ node }) => {
      if (!('loop' in node) || node.loop === null) return [];
      const complain = (expected: string, found: string, mend: string) => [
        about(context, 'multi-instance', node, { expected: `${labelOf(node)} ${expected}`, found, mend }),
      ];
      if (node.loop.kind === 'standardLoop') return [];
      const { cardinality, inputCollection, outputCollection, outputElement } = node.loop;
      if (cardinality === null && inputCollection === null)
        return complain('with a cardinality or a collection', 'neither', 'Set the input collection, or a loop cardinality.');
      if (cardinality !== null && inputCollection !== null)
        return complain('with either a cardinality or a collection', 'both', 'Remove one of the two.');
      if ((outputCollection === null) !== (outputElement === null))
        return complain('with output collection and output element together', 'only one of them', 'Set both, or none.');
      return [];
    }),
};
