import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** A call activity says which process it calls (BPMN 2.0.2, 10.3.6). */
export const calledElement: Rule = {
  id: 'called-element',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.3.6',
  statement: 'A call activity names the process that it calls.',
  check: (context) =>
    context.nodes.flatMap(({ node }) =>
      node.kind === 'callActivity' && node.processId.kind === 'literal' && node.processId.value === ''
        ? [
            about(context, 'called-element', node, {
              expected: `call activity ${labelOf(node)} to name the called process`,
              found: 'none',
              mend: 'Set the process id in zeebe:calledElement.',
            }),
          ]
        : [],
    ),
};
