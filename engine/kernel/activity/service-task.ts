import type { ServiceTask } from '../../model/index.ts';
import type { ElementHandler } from '../element-handler.ts';
import { beginActivity } from '../behavior/activity.ts';
import { openJob, openUntypedJob } from '../behavior/job.ts';

/**
 * Service task (BPMN 2.0.2, 10.3.3 and 13.3.3): a job of the type that its task definition names. Without one it waits until somebody
 * completes it.
 */
export const serviceTask: ElementHandler<ServiceTask> = {
  enter(step, node, instance) {
    beginActivity(step, node, instance);
    if (node.job === null) openUntypedJob(step, node, instance);
    else openJob(step, node, instance, node.job);
  },
};
