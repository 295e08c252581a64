import type { ExclusiveGateway } from '../../model/index.ts';
import { chooseExclusiveFlow } from '../behavior/choose-flows.ts';
import { leaveOn } from '../behavior/complete-element.ts';
import type { ElementHandler } from '../element-handler.ts';

/**
 * Exclusive gateway (BPMN 2.0.2, 13.4.2, table 13.2): each token that comes leaves at once, on the first outgoing flow in document order
 * whose condition is true, else on the default flow. When there is none the incident NO_FLOW_TAKEN stands for the standard's exception.
 */
export const exclusiveGateway: ElementHandler<ExclusiveGateway> = {
  enter(step, node, instance) {
    const flows = node.outgoing.length === 0 ? [] : [chooseExclusiveFlow(step, node, step.visible(instance.id))];
    leaveOn(step, node, instance, flows);
  },
};
