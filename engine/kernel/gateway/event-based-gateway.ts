import type { EventBasedGateway, EventDefinition, FlowNode } from '../../model/index.ts';
import { leaveOn } from '../behavior/complete-element.ts';
import { activate } from '../behavior/enter-element.ts';
import { openWaits, planEvents } from '../behavior/event-waits.ts';
import type { ElementHandler } from '../element-handler.ts';

function definitionsOf(node: FlowNode): readonly EventDefinition[] {
  if (node.kind === 'receiveTask') return [node.message];
  return node.kind === 'intermediateCatchEvent' ? node.definitions : [];
}

/**
 * Event-based gateway (BPMN 2.0.2, 13.4.4): waits for all the events that follow it; the first one that happens gets the token and the
 * others are not waited for any more. The waits belong to the gateway. One that starts the process (`instantiate`) is passed by the
 * event that came; a parallel one is then entered to wait for all the others (`data.cameFirst`), each of which gets a token.
 */
export const eventBasedGateway: ElementHandler<EventBasedGateway> = {
  enter(step, node, instance) {
    const targets = node.outgoing
      .map((flowId) => step.node(step.flow(flowId).targetId))
      .filter((target) => target.id !== instance.data['cameFirst']);
    const plans = targets.flatMap((target) => planEvents(step, definitionsOf(target), target.id, instance.id));
    if (plans.length === 0) {
      leaveOn(step, node, instance, []);
      return;
    }
    activate(step, instance);
    openWaits(step, plans);
  },
};
