import type { ElementInstance } from '../../state/index.ts';
import { completeProcess } from '../behavior/end-process.ts';
import { openEventSubProcesses, planEventSubProcesses } from '../behavior/event-sub-processes.ts';
import { activate, enterElement } from '../behavior/enter-element.ts';
import { attempt } from '../behavior/incident.ts';
import { asElementId } from '../../model/index.ts';
import type { ElementId } from '../../model/index.ts';
import type { Step } from '../step.ts';
import { beginContent } from './begin-content.ts';

/**
 * Begins a process instance (BPMN 2.0.2, 13.2): its event sub-processes begin to wait, then a token is put on the start event that was
 * triggered (`data.startEventId`, with what came along in `data.payload`), else on every initial node.
 */
export function beginProcess(step: Step, root: ElementInstance): void {
  const plans = attempt(step, root, () => planEventSubProcesses(step, root.elementId, root));
  if (plans === null) return;
  activate(step, root);
  openEventSubProcesses(step, plans);
  const startEventId = root.data['startEventId'];
  if (typeof startEventId !== 'string') {
    beginContent(step, step.instance(root.id));
    return;
  }
  enterElement(step, { elementId: asElementId(startEventId), scopeId: root.id, data: { payload: root.data['payload'] ?? {} } });
  const gateway = parallelGatewayBefore(step, asElementId(startEventId));
  if (gateway !== null) enterElement(step, { elementId: gateway, scopeId: root.id, data: { cameFirst: startEventId } });
}

/** The parallel event-based gateway that starts the process and is followed by this event; it goes on waiting for its other events. */
function parallelGatewayBefore(step: Step, eventId: ElementId): ElementId | null {
  for (const flowId of step.node(eventId).incoming) {
    const source = step.node(step.flow(flowId).sourceId);
    if (source.kind === 'eventBasedGateway' && source.instantiate && source.isParallel) return source.id;
  }
  return null;
}

/** A process instance ends when no token is left in it (BPMN 2.0.2, 13.5.6). */
export function processEnded(step: Step): void {
  completeProcess(step);
}
