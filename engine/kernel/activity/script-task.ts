import type { JsonObject, JsonValue, ScriptTask } from '../../model/index.ts';
import { beginActivity } from '../behavior/activity.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { evaluate } from '../behavior/evaluate.ts';
import { openEngineWork, openJob } from '../behavior/job.ts';
import type { ElementHandler } from '../element-handler.ts';

/** A FEEL value goes to the result variable; without one the members of an object are merged and any other value is dropped. */
function resultOf(node: ScriptTask, value: JsonValue): JsonObject {
  if (node.resultVariable !== null) return { [node.resultVariable]: value };
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}; // Neither null, list nor scalar.
}

/**
 * Script task (BPMN 2.0.2, 10.3.3 and 13.3.3). FEEL is evaluated here, like every expression; JavaScript is work of the engine that
 * runs it outside the kernel; with a task definition it is a job. Without a script the token passes.
 */
export const scriptTask: ElementHandler<ScriptTask> = {
  enter(step, node, instance) {
    beginActivity(step, node, instance);
    if (node.job !== null) openJob(step, node, instance, node.job);
    else if (node.script === null) completeElement(step, instance);
    else if (node.script.language === 'javascript') openEngineWork(step, node, instance, 'script', 'javascript');
    else
      completeElement(
        step,
        instance,
        resultOf(node, evaluate(step, { kind: 'feel', source: node.script.source }, instance.id, 'the script')),
      );
  },
};
