import type { ManualTask } from '../../model/index.ts';
import type { ElementHandler } from '../element-handler.ts';
import { beginActivity } from '../behavior/activity.ts';
import { completeElement } from '../behavior/complete-element.ts';

/**
 * Manual task (BPMN 2.0.2, 10.3.3 and 13.3.3): done without the engine, which neither starts nor observes it, so the token passes.
 */
export const manualTask: ElementHandler<ManualTask> = {
  enter(step, node, instance) {
    beginActivity(step, node, instance);
    completeElement(step, instance);
  },
};
