import type { ElementInstanceId, FlowNode } from '../../model/index.ts';
import type { Step } from '../step.ts';

const isActivity = (node: FlowNode): boolean => 'boundaryEventIds' in node && node.kind !== 'eventSubProcess';

/**
 * True when a token that comes to the node in this scope has to wait for its turn: in an ad-hoc sub-process with sequential ordering only
 * one activity is performed at a time (BPMN 2.0.2, 10.3.5, table 10.22), also when a flow leads to several.
 */
export function takesTurns(step: Step, node: FlowNode, scopeId: ElementInstanceId): boolean {
  if (!step.facts.hasSequentialAdHoc || !isActivity(node)) return false;
  const scope = step.instance(scopeId);
  if (scope.isLoopBody || scope.scopeId === null) return false;
  const container = step.node(scope.elementId);
  return container.kind === 'adHocSubProcess' && container.ordering === 'sequential';
}

/** True when no activity of the scope is being performed. Compensation handlers and event sub-processes take no turns. */
export const isFree = (step: Step, scopeId: ElementInstanceId): boolean =>
  step.childrenOf(scopeId).every((child) => child.data['compensation'] !== undefined || !isActivity(step.node(child.elementId)));
