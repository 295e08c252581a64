import type { ElementId, ElementInstanceId, FlowNode, ProcessDefinition } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import type { Step } from '../step.ts';
import { enterElement } from '../behavior/enter-element.ts';
import { endContentIfEmpty } from '../behavior/scope-content.ts';

const isNoneStart = (node: FlowNode): boolean =>
  node.kind === 'startEvent' && node.definitions.every((definition) => definition.kind === 'none');

/** Nodes that only a trigger, a link or a compensation begins. */
function beginsByItself(node: FlowNode): boolean {
  if (node.incoming.length > 0 || node.kind === 'boundaryEvent' || node.kind === 'startEvent' || node.kind === 'eventSubProcess')
    return false;
  if ('instantiate' in node && node.instantiate) return false;
  if ('isForCompensation' in node && node.isForCompensation) return false;
  return node.kind !== 'intermediateCatchEvent' || node.definitions.every((definition) => definition.kind !== 'link');
}

/**
 * Where the content of a process or sub-process begins without a trigger: its none start events; when it has no start event at all, every
 * node without incoming flow (BPMN 2.0.2, 13.2 and 10.5.2). Empty when it has only triggered start events.
 */
export function initialNodesOf(definition: ProcessDefinition, containerId: ElementId): readonly ElementId[] {
  const content = definition.containers[containerId];
  if (content === undefined) return [];
  const keeps = (id: ElementId, test: (node: FlowNode) => boolean): boolean => {
    const node = definition.nodes[id];
    return node !== undefined && test(node);
  };
  if (content.startEventIds.length > 0) return content.startEventIds.filter((id) => keeps(id, isNoneStart));
  return content.nodeIds.filter((id) => keeps(id, beginsByItself));
}

/** The initial nodes of a container of the definition that the step is about. */
export const initialNodes = (step: Step, containerId: ElementId): readonly ElementId[] => initialNodesOf(step.definition, containerId);

/** Puts a token on each initial node of a scope; a scope without any ends at once. */
export function beginContent(step: Step, scope: ElementInstance): void {
  const scopeId: ElementInstanceId = scope.id;
  for (const elementId of initialNodes(step, scope.elementId)) enterElement(step, { elementId, scopeId });
  endContentIfEmpty(step, scopeId);
}
