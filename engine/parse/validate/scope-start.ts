import { beginsAlone } from './unreachable-node.ts';
import { makeFinding } from '../findings.ts';
import type { Rule } from './rule.ts';

/** Without a start event the nodes that no flow leads to begin (BPMN 2.0.2, 10.5.2). Where all nodes have a flow into them, none does. */
export const scopeStart: Rule = {
  id: 'scope-start',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.2',
  statement: 'A process or sub-process has something that begins it.',
  check: (context) =>
    context.processes.flatMap(({ definition }) =>
      Object.entries(definition.containers).flatMap(([id, content]) => {
        const nodes = content.nodeIds.flatMap((nodeId) => definition.nodes[nodeId] ?? []);
        const isHandler = definition.nodes[id]?.kind === 'eventSubProcess';
        const begins = nodes.some(
          (node) => node.kind !== 'boundaryEvent' && node.kind !== 'eventSubProcess' && beginsAlone(node, definition),
        );
        if (nodes.length === 0 || isHandler || begins) return [];
        return [
          makeFinding(context.document.resource, {
            rule: 'scope-start',
            element: id,
            line: context.document.lineOf(id),
            expected: `a start event, or an element without incoming flow, in ${id}`,
            found: 'none, so nothing ever begins',
            mend: 'Add a start event.',
          }),
        ];
      }),
    ),
};
