import type { Step } from '../step.ts';
import { DATA_INPUT_MISSING, isAvailable } from './data-sets.ts';
import { inputsOf } from './io-mapping.ts';

/**
 * Lets activities begin that wait for a data input which has come meanwhile (BPMN 2.0.2, 13.3.2: an activity stays Ready until one of its input
 * sets is available). Looks only at incidents of that kind.
 */
export function beginWithData(step: Step): void {
  for (const incident of Object.values(step.draft.incidents)) {
    if (incident.code !== DATA_INPUT_MISSING) continue;
    const instance = step.find(incident.elementInstanceId);
    if (instance?.status !== 'entering') continue;
    const node = step.node(instance.elementId);
    const inputs = inputsOf(step, node, instance);
    if (inputs === null || !isAvailable(node.inputSets, { ...step.visible(instance.id), ...inputs })) continue;
    step.emit({ kind: 'incidentResolved', incidentId: incident.id });
    step.enqueue(instance.id);
  }
}
