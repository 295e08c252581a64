import type { Registry } from './element-handler.ts';
import { businessRuleTask } from './activity/business-rule-task.ts';
import { callActivity } from './activity/call-activity.ts';
import { manualTask } from './activity/manual-task.ts';
import { receiveTask } from './activity/receive-task.ts';
import { scriptTask } from './activity/script-task.ts';
import { sendTask } from './activity/send-task.ts';
import { serviceTask } from './activity/service-task.ts';
import { task } from './activity/task.ts';
import { userTask } from './activity/user-task.ts';
import { adHocSubProcess } from './container/ad-hoc-sub-process.ts';
import { eventSubProcess } from './container/event-sub-process.ts';
import { multiInstance } from './container/multi-instance.ts';
import { processEnded } from './container/process.ts';
import { standardLoop } from './container/standard-loop.ts';
import { subProcess } from './container/sub-process.ts';
import { transaction } from './container/transaction.ts';
import { boundaryEvent } from './event/boundary-event.ts';
import { endEvent } from './event/end-event.ts';
import { intermediateCatchEvent } from './event/intermediate-catch-event.ts';
import { intermediateThrowEvent } from './event/intermediate-throw-event.ts';
import { startEvent } from './event/start-event.ts';
import { complexGateway } from './gateway/complex-gateway.ts';
import { eventBasedGateway } from './gateway/event-based-gateway.ts';
import { exclusiveGateway } from './gateway/exclusive-gateway.ts';
import { inclusiveGateway } from './gateway/inclusive-gateway.ts';
import { parallelGateway } from './gateway/parallel-gateway.ts';

/** Every element that the kernel executes, with its handler; `EXECUTED_NODES` of the model says which must be here. */
export const REGISTRY: Registry = {
  nodes: {
    task,
    manualTask,
    userTask,
    serviceTask,
    sendTask,
    receiveTask,
    scriptTask,
    businessRuleTask,
    callActivity,
    subProcess,
    eventSubProcess,
    transaction,
    adHocSubProcess,
    exclusiveGateway,
    inclusiveGateway,
    parallelGateway,
    eventBasedGateway,
    complexGateway,
    startEvent,
    endEvent,
    intermediateCatchEvent,
    intermediateThrowEvent,
    boundaryEvent,
  },
  loops: { multiInstance, standardLoop },
  processEnded,
};
