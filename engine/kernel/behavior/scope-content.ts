import type { ElementInstanceId, FlowNode } from '../../model/index.ts';
import { isExecutedNode } from '../../model/index.ts';
import type { ElementHandler } from '../element-handler.ts';
import type { Step } from '../step.ts';
import { closeEventsIfCompleting } from './event-sub-processes.ts';

/** The handler of a node. Fails for a kind that is not executed: deployment has refused such a diagram. */
export function handlerOf(step: Step, node: FlowNode): ElementHandler<FlowNode> {
  if (isExecutedNode(node.kind)) return step.registry.nodes[node.kind];
  throw new Error(`Expected an executed element, but "${JSON.stringify(node)}" is none.`);
}

/** Tells the container `scopeId` that a child has left (`left`), or that an incident of it was resolved (null). */
export function contentChanged(step: Step, scopeId: ElementInstanceId, left: FlowNode | null): 'over' | 'goesOn' {
  const scope = step.find(scopeId);
  if (scope === null || scope.scopeId === null || scope.isLoopBody) return 'goesOn';
  const node = step.node(scope.elementId);
  return handlerOf(step, node).contentChanged?.(step, node, scope, left) ?? 'goesOn';
}

/** Ends a scope in which no token is left (BPMN 2.0.2, 13.3.4 and 13.5.6), or closes its events when only event sub-processes are left. The body of a loop decides for itself when it ends. */
export function endContentIfEmpty(step: Step, scopeId: ElementInstanceId): void {
  const scope = step.find(scopeId);
  if (scope === null || scope.isLoopBody || scope.status !== 'active') return;
  if (!step.draft.isEmpty(scopeId)) {
    closeEventsIfCompleting(step, scope);
    return;
  }
  if (scope.scopeId === null) {
    step.registry.processEnded(step, scope);
    return;
  }
  const node = step.node(scope.elementId);
  handlerOf(step, node).contentEnded?.(step, node, scope);
}
