import type { ElementId, ElementInstanceId, FlowNode } from '../../model/index.ts';
import type { Step } from '../step.ts';
import { takesTurns } from './ad-hoc-turn.ts';
import { enterElement } from './enter-element.ts';

/** Tokens that a node needs to begin: the start quantity of an activity, else one (BPMN 2.0.2, table 10.3). */
export const startQuantityOf = (node: FlowNode): number => ('startQuantity' in node ? (node.startQuantity ?? 1) : 1);

/** True for a node before which tokens rest until it may begin. A gateway with one incoming flow has nothing to join. */
export const joins = (node: FlowNode): boolean => startQuantityOf(node) > 1 || isJoiningGateway(node);

const isJoiningGateway = (node: FlowNode): boolean =>
  (node.kind === 'parallelGateway' || node.kind === 'inclusiveGateway' || node.kind === 'complexGateway') && node.incoming.length > 1;

/** Sends one token over each of the flows, in document order (BPMN 2.0.2, 13.2). */
export function takeFlows(step: Step, flowIds: readonly ElementId[], scopeId: ElementInstanceId): void {
  for (const flowId of flowIds) {
    const target = step.node(step.flow(flowId).targetId);
    step.emit({ kind: 'flowTaken', flowId, scopeId });
    if (joins(target) || takesTurns(step, target, scopeId)) {
      step.emit({ kind: 'tokenParked', tokenId: step.nextId(), flowId, scopeId });
      step.changedScopes.add(scopeId);
    } else {
      enterElement(step, { elementId: target.id, scopeId, viaFlowId: flowId });
    }
  }
}
