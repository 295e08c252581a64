import type { FlowNode, ProcessDefinition } from '../../model/index.ts';
import { about, labelOf } from './rule.ts';
import type { Rule } from './rule.ts';

/** Nodes that begin by themselves: start events, boundary events, link targets, event sub-processes, and nodes without incoming flow where nothing else starts. */
export function beginsAlone(node: FlowNode, definition: ProcessDefinition): boolean {
  if (node.kind === 'startEvent' || node.kind === 'boundaryEvent' || node.kind === 'eventSubProcess') return true;
  if ('isForCompensation' in node && node.isForCompensation) return true;
  if (node.kind === 'intermediateCatchEvent' && node.definitions.some(({ kind }) => kind === 'link')) return true;
  if (node.kind === 'receiveTask' && node.instantiate) return true;
  if (node.kind === 'eventBasedGateway' && node.instantiate) return true;
  const scope = definition.nodes[node.scopeId];
  const hasStart = (definition.containers[node.scopeId]?.startEventIds.length ?? 0) > 0;
  // A flow from another scope is refused by `flow-ends` and brings nothing.
  const incoming = node.incoming.filter((id) => definition.nodes[definition.flows[id]?.sourceId ?? '']?.scopeId === node.scopeId);
  return incoming.length === 0 && (!hasStart || scope?.kind === 'adHocSubProcess');
}

function reached(definition: ProcessDefinition): ReadonlySet<string> {
  const nodes = Object.values(definition.nodes);
  const handlers: ReadonlySet<string | null> = new Set(
    nodes.map((node) => ('compensationHandlerId' in node ? node.compensationHandlerId : null)),
  );
  const isIdleHandler = (node: FlowNode): boolean => 'isForCompensation' in node && node.isForCompensation && !handlers.has(node.id);
  const open: FlowNode[] = nodes.filter((node) => beginsAlone(node, definition) && !isIdleHandler(node));
  const found = new Set<string>(open.map((node) => node.id));
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const flowId of node.outgoing) {
      const target = definition.nodes[definition.flows[flowId]?.targetId ?? ''];
      if (target === undefined || found.has(target.id)) continue;
      found.add(target.id);
      open.push(target);
    }
  }
  return found;
}

/** A node that no token can come to is a forgotten flow. */
export const unreachableNode: Rule = {
  id: 'unreachable-node',
  severity: 'warning',
  section: 'BPMN 2.0.2, 10.5.2',
  statement: 'Every flow node can be reached.',
  check: (context) =>
    context.processes.flatMap(({ definition }) => {
      const found = reached(definition);
      return Object.values(definition.nodes)
        .filter((node) => !found.has(node.id))
        .map((node) =>
          about(context, 'unreachable-node', node, {
            severity: 'warning',
            expected: `${labelOf(node)} to be reached from a start event`,
            found: 'no way to it',
            mend: 'Connect it by a sequence flow, or remove it.',
          }),
        );
    }),
};
