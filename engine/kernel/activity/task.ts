import type { AbstractTask } from '../../model/index.ts';
import { beginActivity } from '../behavior/activity.ts';
import { completeElement } from '../behavior/complete-element.ts';
import type { ElementHandler } from '../element-handler.ts';

/** Task without a type (BPMN 2.0.2, 10.3.3 and 13.3.3): nothing is specified to be done, so it completes as soon as it is entered. */
export const task: ElementHandler<AbstractTask> = {
  enter(step, node, instance) {
    beginActivity(step, node, instance);
    completeElement(step, instance);
  },
};
