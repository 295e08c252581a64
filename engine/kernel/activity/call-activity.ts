import type { CallActivity } from '../../model/index.ts';
import { beginActivity } from '../behavior/activity.ts';
import type { CalledInstanceWait } from '../behavior/called-instance.ts';
import { startCalledInstance } from '../behavior/called-instance.ts';
import { activate } from '../behavior/enter-element.ts';
import { evaluateText } from '../behavior/evaluate.ts';
import { openWait } from '../behavior/waits.ts';
import type { ElementHandler } from '../element-handler.ts';

/**
 * Call activity (BPMN 2.0.2, 10.3.6 and 13.3.4): starts an instance of another process and waits for its end. Errors and escalations
 * that the called instance does not catch are thrown here.
 */
export const callActivity: ElementHandler<CallActivity> = {
  enter(step, node, instance) {
    beginActivity(step, node, instance);
    const processId = evaluateText(step, node.processId, instance.id, 'the id of the called process');
    activate(step, instance);
    const wait = openWait(step, {
      kind: 'calledInstance',
      elementInstanceId: instance.id,
      elementId: node.id,
      calledInstanceId: null,
      processId,
    });
    startCalledInstance(step, node, instance, wait as CalledInstanceWait); // `openWait` answers the wait that it was given.
  },
};
