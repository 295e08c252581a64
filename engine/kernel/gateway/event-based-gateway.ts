import type { EventBasedGateway, EventDefinition, FlowNode } from '../../model/index.ts';
import { activate } from '../behavior/enter-element.ts';
import { openWaits, planEvents } from '../behavior/event-waits.ts';
import type { ElementHandler } from '../element-handler.ts';

function definitionsOf(node: FlowNode): readonly EventDefinition[] {
  if (node.kind === 'receiveTask') return [node.message];
  return node.kind === 'intermediateCatchEvent' ? node.definitions : [];
}

/**
 * Event-based gateway (BPMN 2.0.2, 13.4.4): waits for all the events that follow it; the first one that happens gets the token and the
 * others are not waited for any more. The waits belong to the gateway. Not executed: `instantiate` and the parallel kind.
 */
export const eventBasedGateway: ElementHandler<EventBasedGateway> = {
  enter(step, node, instance) {
    const plans = node.outgoing.flatMap((flowId) => {
      const target = step.node(step.flow(flowId).targetId);
      return planEvents(step, definitionsOf(target), target.id, instance.id);
    });
    activate(step, instance);
    openWaits(step, plans);
  },
};
