import type { ReceiveTask } from '../../model/index.ts';
import { applyInputs } from '../behavior/io-mapping.ts';
import { beginActivity } from '../behavior/activity.ts';
import { payloadOf } from '../behavior/catch-event.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { activate } from '../behavior/enter-element.ts';
import { openWaits, planEvents } from '../behavior/event-waits.ts';
import type { ElementHandler } from '../element-handler.ts';

/**
 * Receive task (BPMN 2.0.2, 10.3.3 and 13.3.3): waits for its message. After an event-based gateway, or when it starts the process
 * (`instantiate`), the message is there already.
 */
export const receiveTask: ElementHandler<ReceiveTask> = {
  enter(step, node, instance) {
    const payload = payloadOf(instance);
    if (payload !== null) {
      applyInputs(step, node, instance);
      completeElement(step, instance, payload);
      return;
    }
    beginActivity(step, node, instance);
    const plans = planEvents(step, [node.message], node.id, instance.id);
    activate(step, instance);
    openWaits(step, plans);
  },
};
