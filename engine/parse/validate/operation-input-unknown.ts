import { tasksWithTopic } from './operation-tasks.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** A mapping to an input that the operation does not have is a spelling mistake or a left-over. */
export const operationInputUnknown: Rule = {
  id: 'operation-input-unknown',
  severity: 'warning',
  section: 'Lanework',
  statement: 'Inputs are mapped to names that the operation has.',
  check: (context) =>
    tasksWithTopic(context).flatMap(({ node, topic, operation }) => {
      if (operation === null) return [];
      const known = new Set(operation.inputs);
      return node.inputMappings
        .filter(({ target }) => !known.has(target.split('.')[0] ?? ''))
        .map(({ target }) =>
          about(context, 'operation-input-unknown', node, {
            severity: 'warning',
            expected: `inputs of ${topic} (${operation.inputs.join(', ')}) as targets in ${labelOf(node)}`,
            found: `"${target}"`,
            mend: 'Correct the name of the target or remove the mapping.',
          }),
        );
    }),
};
