import { tasksWithTopic } from './operation-tasks.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** An operation gets what the input mappings make. Without any it gets all variables, which cannot be checked here. */
export const operationInputMissing: Rule = {
  id: 'operation-input-missing',
  severity: 'error',
  section: 'Lanework',
  statement: 'The required inputs of an operation are mapped.',
  check: (context) =>
    tasksWithTopic(context).flatMap(({ node, topic, operation }) => {
      if (operation === null || node.inputMappings.length === 0) return [];
      // A mapping without a source, as the designer leaves it behind when a field is emptied, gives the operation nothing.
      const filled = node.inputMappings.filter(({ source }) => !(source.kind === 'literal' && source.value === ''));
      const mapped = new Set(filled.map(({ target }) => target.split('.')[0]));
      return operation.requiredInputs
        .filter((input) => !mapped.has(input))
        .map((input) =>
          about(context, 'operation-input-missing', node, {
            expected: `input "${input}" of ${topic} to be mapped in ${labelOf(node)}`,
            found: 'no mapping to it',
            mend: `Add an input mapping with target "${input}".`,
          }),
        );
    }),
};
