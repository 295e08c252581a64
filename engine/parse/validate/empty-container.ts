import { makeFinding } from '../findings.ts';
import { about } from './rule.ts';
import type { Rule } from './rule.ts';

/** A process or sub-process without flow nodes has nothing to execute. */
export const emptyContainer: Rule = {
  id: 'empty-container',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.3.5',
  statement: 'A process or sub-process that is executed has content.',
  check: (context) =>
    context.processes.flatMap(({ definition }) =>
      Object.entries(definition.containers)
        .filter(([, content]) => content.nodeIds.length === 0)
        .map(([id]) => {
          const complaint = { expected: `${id} to contain at least one flow node`, found: 'none', mend: 'Draw its content, or remove it.' };
          const node = definition.nodes[id];
          if (node !== undefined) return about(context, 'empty-container', node, complaint);
          return makeFinding(context.document.resource, {
            rule: 'empty-container',
            element: id,
            line: context.document.lineOf(id),
            ...complaint,
          });
        }),
    ),
};
