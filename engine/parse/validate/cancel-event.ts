import type { FlowNode, ProcessDefinition } from '../../model/index.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** What a cancel event stands in or on, if that is no transaction: an end event may also stand in sub-processes inside one. */
function wrongOwner(node: FlowNode, definition: ProcessDefinition): FlowNode['kind'] | 'the process' | null {
  if (node.kind === 'boundaryEvent') {
    const host = definition.nodes[node.attachedToId];
    return host?.kind === 'transaction' ? null : (host?.kind ?? 'the process');
  }
  const first = definition.nodes[node.scopeId]?.kind ?? 'the process';
  for (let scope = definition.nodes[node.scopeId]; scope !== undefined; scope = definition.nodes[scope.scopeId])
    if (scope.kind === 'transaction') return null;
  return first;
}

/** BPMN 2.0.2, 10.5.3, 10.5.4 and 13.5.3: cancel events stand only inside a transaction (end) or on its border. */
export const cancelEvent: Rule = {
  id: 'cancel-event',
  severity: 'error',
  section: 'BPMN 2.0.2, 10.5.3 and 10.5.4',
  statement: 'Cancel events end a transaction or stand on its border.',
  check: (context) =>
    context.nodes.flatMap(({ node, definition }) => {
      if ((node.kind !== 'endEvent' && node.kind !== 'boundaryEvent') || !node.definitions.some(({ kind }) => kind === 'cancel')) return [];
      const owner = wrongOwner(node, definition);
      if (owner === null) return [];
      return [
        about(context, 'cancel-event', node, {
          expected: `cancel event ${labelOf(node)} inside a transaction, or on its border`,
          found: `it ${node.kind === 'boundaryEvent' ? 'on' : 'in'} ${owner}`,
          mend: 'Make the sub-process a transaction, or use an error event.',
        }),
      ];
    }),
};
