import type { IntermediateThrowEvent } from '../../model/index.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { applyInputs } from '../behavior/io-mapping.ts';
import { openJob } from '../behavior/job.ts';
import { throwEvents, throwRest } from '../behavior/throw-events.ts';
import type { ElementHandler } from '../element-handler.ts';

/**
 * Intermediate throw event (BPMN 2.0.2, 10.5.4 and 13.5.2): throws and leaves at once; a compensation that it waits for runs first, a
 * link continues at its catching event. With a task definition it is a job instead, as in the `zeebe:` dialect.
 */
export const intermediateThrowEvent: ElementHandler<IntermediateThrowEvent> = {
  enter(step, node, instance) {
    applyInputs(step, node, instance);
    if (node.job !== null) openJob(step, node, instance, node.job);
    else if (throwEvents(step, node, instance) === 'leave') completeElement(step, instance);
  },
  compensationEnded(step, node, instance) {
    throwRest(step, node, instance);
  },
  contentChanged(step, node, instance) {
    // Nothing is inside an event: an incident of it was resolved, which can only be that of throwing the rest.
    if (typeof instance.data['thrown'] === 'number') throwRest(step, node, instance);
    return 'over';
  },
};
