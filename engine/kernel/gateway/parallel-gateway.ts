import type { ParallelGateway } from '../../model/index.ts';
import { leaveOn } from '../behavior/complete-element.ts';
import type { ElementHandler } from '../element-handler.ts';

/**
 * Parallel gateway (BPMN 2.0.2, 13.4.1, table 13.1): fires when there is a token on every incoming flow and consumes one of each, which
 * `behavior/join.ts` sees to; surplus tokens stay. It then puts a token on every outgoing flow.
 */
export const parallelGateway: ElementHandler<ParallelGateway> = {
  enter(step, node, instance) {
    leaveOn(step, node, instance, node.outgoing);
  },
};
