import type { InclusiveGateway } from '../../model/index.ts';
import { chooseInclusiveFlows } from '../behavior/choose-flows.ts';
import { leaveOn } from '../behavior/complete-element.ts';
import type { ElementHandler } from '../element-handler.ts';

/**
 * Inclusive gateway (BPMN 2.0.2, 13.4.3, table 13.3): joins as `behavior/join.ts` says, and leaves on every outgoing flow whose condition
 * is true, else on the default flow. When there is none the incident NO_FLOW_TAKEN stands for the standard's exception.
 */
export const inclusiveGateway: ElementHandler<InclusiveGateway> = {
  enter(step, node, instance) {
    const flows = node.outgoing.length === 0 ? [] : chooseInclusiveFlows(step, node, step.visible(instance.id));
    leaveOn(step, node, instance, flows);
  },
};
