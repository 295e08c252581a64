import type { Finding } from '../../model/index.ts';
import { adHocContent } from './ad-hoc-content.ts';
import { boundaryEventAttachment } from './boundary-event-attachment.ts';
import { boundaryEventDuplicate } from './boundary-event-duplicate.ts';
import { boundaryEventFlows } from './boundary-event-flows.ts';
import { calledElement } from './called-element.ts';
import { cancelEvent } from './cancel-event.ts';
import { compensationHandler } from './compensation-handler.ts';
import { compensationTarget } from './compensation-target.ts';
import { conditionAllowed } from './condition-allowed.ts';
import { conditionMissing } from './condition-missing.ts';
import { defaultFlow } from './default-flow.ts';
import { duration } from './duration.ts';
import { emptyContainer } from './empty-container.ts';
import { endEventOutgoing } from './end-event-outgoing.ts';
import { eventDefinitionAllowed } from './event-definition-allowed.ts';
import { eventGateway } from './event-gateway.ts';
import { eventSubProcess } from './event-sub-process.ts';
import { feelSyntax } from './feel-syntax.ts';
import { flowEnds } from './flow-ends.ts';
import { foreignExpression } from './foreign-expression.ts';
import { foreignExtension } from './foreign-extension.ts';
import { interruptingRequired } from './interrupting-required.ts';
import { ioMapping } from './io-mapping.ts';
import { linkPairs } from './link-pairs.ts';
import { messageFlow } from './message-flow.ts';
import { multiInstance } from './multi-instance.ts';
import { notExecuted } from './not-executed.ts';
import { operationErrorUnknown } from './operation-error-unknown.ts';
import { operationInputMissing } from './operation-input-missing.ts';
import { operationInputUnknown } from './operation-input-unknown.ts';
import { operationUnknown } from './operation-unknown.ts';
import { quantity } from './quantity.ts';
import { references } from './references.ts';
import { reservedId } from './reserved-id.ts';
import { scriptFormat } from './script-format.ts';
import { standardLoop } from './standard-loop.ts';
import { startEventDuplicate } from './start-event-duplicate.ts';
import { startEventIncoming } from './start-event-incoming.ts';
import { startEvents } from './start-events.ts';
import { taskWaits } from './task-waits.ts';
import { timer } from './timer.ts';
import { unreachableNode } from './unreachable-node.ts';
import { ruleContext } from './rule.ts';
import type { Rule, RuleInput } from './rule.ts';

/** Every deployment check, in no order that matters: all run, all findings come at once. */
export const RULES: readonly Rule[] = [
  adHocContent,
  boundaryEventAttachment,
  boundaryEventDuplicate,
  boundaryEventFlows,
  calledElement,
  cancelEvent,
  compensationHandler,
  compensationTarget,
  conditionAllowed,
  conditionMissing,
  defaultFlow,
  duration,
  emptyContainer,
  endEventOutgoing,
  eventDefinitionAllowed,
  eventGateway,
  eventSubProcess,
  feelSyntax,
  flowEnds,
  foreignExpression,
  foreignExtension,
  interruptingRequired,
  ioMapping,
  linkPairs,
  messageFlow,
  multiInstance,
  notExecuted,
  operationUnknown,
  operationInputMissing,
  operationInputUnknown,
  operationErrorUnknown,
  quantity,
  references,
  reservedId,
  scriptFormat,
  standardLoop,
  startEventDuplicate,
  startEventIncoming,
  startEvents,
  taskWaits,
  timer,
  unreachableNode,
];

/** Runs every rule. */
export function validate(input: RuleInput): readonly Finding[] {
  const context = ruleContext(input);
  return RULES.flatMap((rule) => rule.check(context));
}
