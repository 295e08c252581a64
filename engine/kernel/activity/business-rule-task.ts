import type { BusinessRuleTask } from '../../model/index.ts';
import type { ElementHandler } from '../element-handler.ts';
import { beginActivity } from '../behavior/activity.ts';
import { evaluateText } from '../behavior/evaluate.ts';
import { openEngineWork, openJob, openUntypedJob } from '../behavior/job.ts';

/**
 * Business rule task (BPMN 2.0.2, 10.3.3 and 13.3.3): evaluates a decision, as work of the engine itself, or is a job. The one who evaluates
 * puts the result under `resultVariable`. With neither it waits until somebody completes it.
 */
export const businessRuleTask: ElementHandler<BusinessRuleTask> = {
  enter(step, node, instance) {
    beginActivity(step, node, instance);
    if (node.decisionId !== null) {
      openEngineWork(step, node, instance, 'decision', evaluateText(step, node.decisionId, instance.id, 'the decision id'));
    } else if (node.job !== null) openJob(step, node, instance, node.job);
    else openUntypedJob(step, node, instance);
  },
};
