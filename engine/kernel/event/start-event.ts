import type { StartEvent } from '../../model/index.ts';
import { payloadOf } from '../behavior/catch-event.ts';
import { completeElement } from '../behavior/complete-element.ts';
import type { ElementHandler } from '../element-handler.ts';

/**
 * Start event (BPMN 2.0.2, 10.5.2 and 13.5.1): the token leaves at once. A triggered one (message, timer, signal, condition, error, ...)
 * has caught its event before it is entered; the variables that came along are its result. Who waits for the trigger of a process
 * is the runtime; for the start of an event sub-process the enclosing scope waits.
 */
export const startEvent: ElementHandler<StartEvent> = {
  enter(step, _node, instance) {
    completeElement(step, instance, payloadOf(instance) ?? {});
  },
};
