import type { SendTask } from '../../model/index.ts';
import type { ElementHandler } from '../element-handler.ts';
import { beginActivity } from '../behavior/activity.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { openJob, openUntypedJob } from '../behavior/job.ts';
import { publishMessage } from '../behavior/throw-events.ts';

/**
 * Send task (BPMN 2.0.2, 10.3.3 and 13.3.3): sends its message and completes, or is a job. With neither it waits until somebody completes it.
 */
export const sendTask: ElementHandler<SendTask> = {
  enter(step, node, instance) {
    beginActivity(step, node, instance);
    if (node.job !== null) openJob(step, node, instance, node.job);
    else if (node.message !== null) {
      publishMessage(step, node, instance, node.message);
      completeElement(step, instance);
    } else openUntypedJob(step, node, instance);
  },
};
