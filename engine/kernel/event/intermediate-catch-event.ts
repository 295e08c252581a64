import type { IntermediateCatchEvent } from '../../model/index.ts';
import { payloadOf } from '../behavior/catch-event.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { activate } from '../behavior/enter-element.ts';
import { openWaits, planEvents } from '../behavior/event-waits.ts';
import { applyInputs } from '../behavior/io-mapping.ts';
import type { ElementHandler } from '../element-handler.ts';

/**
 * Intermediate catch event (BPMN 2.0.2, 10.5.4 and 13.5.2): waits for its timer, message, signal or condition; with several definitions
 * the first that happens is enough. After an event-based gateway, and for a link, it has happened already.
 */
export const intermediateCatchEvent: ElementHandler<IntermediateCatchEvent> = {
  enter(step, node, instance) {
    const payload = payloadOf(instance);
    applyInputs(step, node, instance);
    if (payload !== null) {
      completeElement(step, instance, payload);
      return;
    }
    const plans = planEvents(step, node.definitions, node.id, instance.id);
    activate(step, instance);
    openWaits(step, plans);
  },
};
