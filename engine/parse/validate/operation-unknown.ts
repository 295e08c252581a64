import { tasksWithTopic } from './operation-tasks.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** A topic that no module serves may be served by an outside worker, so it is only a warning. */
export const operationUnknown: Rule = {
  id: 'operation-unknown',
  severity: 'warning',
  section: 'Lanework',
  statement: 'The type of a task is the topic of an operation.',
  check: (context) =>
    tasksWithTopic(context)
      .filter(({ operation }) => operation === null)
      .map(({ node, topic }) =>
        about(context, 'operation-unknown', node, {
          severity: 'warning',
          expected: `an operation for the type "${topic}" of ${labelOf(node)}`,
          found: 'none, so the task waits for an outside worker',
          mend: 'Choose an operation from the list, or run a worker for this type.',
        }),
      ),
};
