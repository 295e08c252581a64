import type { BoundaryEvent } from '../../model/index.ts';
import { payloadOf } from '../behavior/catch-event.ts';
import { completeElement } from '../behavior/complete-element.ts';
import type { ElementHandler } from '../element-handler.ts';

/**
 * Boundary event (BPMN 2.0.2, 10.5.4 and 13.5.3). It waits as long as its activity is active (`behavior/boundary-events.ts`) and is
 * entered when it has caught: an interrupting one after its activity was cancelled, a non-interrupting one beside it. A compensation
 * boundary event is never entered: it names the handler (`behavior/compensation.ts`).
 */
export const boundaryEvent: ElementHandler<BoundaryEvent> = {
  enter(step, _node, instance) {
    completeElement(step, instance, payloadOf(instance) ?? {});
  },
};
