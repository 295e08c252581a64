import type { Finding } from '../../model/index.ts';
import { adHocContent } from './ad-hoc-content.ts';
import { associationEnds } from './association-ends.ts';
import { boundaryEventAttachment } from './boundary-event-attachment.ts';
import { boundaryEventDuplicate } from './boundary-event-duplicate.ts';
import { boundaryEventFlows } from './boundary-event-flows.ts';
import { calledElement } from './called-element.ts';
import { cancelEvent } from './cancel-event.ts';
import { compensationHandler } from './compensation-handler.ts';
import { compensationTarget } from './compensation-target.ts';
import { conditionAllowed } from './condition-allowed.ts';
import { conditionMissing } from './condition-missing.ts';
import { conditionRequired } from './condition-required.ts';
import { correlation } from './correlation.ts';
import { dataAssociation } from './data-association.ts';
import { decisionReference } from './decision-reference.ts';
import { defaultFlow } from './default-flow.ts';
import { duration } from './duration.ts';
import { emptyContainer } from './empty-container.ts';
import { emptyExpression } from './empty-expression.ts';
import { endEventOutgoing } from './end-event-outgoing.ts';
import { errorCode } from './error-code.ts';
import { escalationCode } from './escalation-code.ts';
import { eventDefinitionAllowed } from './event-definition-allowed.ts';
import { eventGateway } from './event-gateway.ts';
import { eventGatewayReceivers } from './event-gateway-receivers.ts';
import { eventGatewayType } from './event-gateway-type.ts';
import { eventSubProcess } from './event-sub-process.ts';
import { eventSubProcessDuplicate } from './event-sub-process-duplicate.ts';
import { expressionLanguage } from './expression-language.ts';
import { feelSyntax } from './feel-syntax.ts';
import { flowEnds } from './flow-ends.ts';
import { flowSides } from './flow-sides.ts';
import { foreignExpression } from './foreign-expression.ts';
import { foreignExtension } from './foreign-extension.ts';
import { formReference } from './form-reference.ts';
import { gatewayDirection } from './gateway-direction.ts';
import { instantiate } from './instantiate.ts';
import { interruptingRequired } from './interrupting-required.ts';
import { ioMapping } from './io-mapping.ts';
import { ioSpecification } from './io-specification.ts';
import { jobPriority } from './job-priority.ts';
import { laneNode } from './lane-node.ts';
import { lateBinding } from './late-binding.ts';
import { linkPairs } from './link-pairs.ts';
import { loopCardinality } from './loop-cardinality.ts';
import { messageFlow } from './message-flow.ts';
import { messageFlowEnds } from './message-flow-ends.ts';
import { messageReference } from './message-reference.ts';
import { misplacedExtension } from './misplaced-extension.ts';
import { multiInstance } from './multi-instance.ts';
import { multiInstanceBehavior } from './multi-instance-behavior.ts';
import { notExecuted } from './not-executed.ts';
import { operationErrorUnknown } from './operation-error-unknown.ts';
import { operationInputMissing } from './operation-input-missing.ts';
import { operationInputUnknown } from './operation-input-unknown.ts';
import { operationUnknown } from './operation-unknown.ts';
import { quantity } from './quantity.ts';
import { referenceType } from './reference-type.ts';
import { reservedId } from './reserved-id.ts';
import { scopeStart } from './scope-start.ts';
import { scriptFormat } from './script-format.ts';
import { signalReference } from './signal-reference.ts';
import { standardLoop } from './standard-loop.ts';
import { startEventDuplicate } from './start-event-duplicate.ts';
import { startEventIncoming } from './start-event-incoming.ts';
import { startEventOutgoing } from './start-event-outgoing.ts';
import { startEvents } from './start-events.ts';
import { taskDefinition } from './task-definition.ts';
import { taskHeader } from './task-header.ts';
import { taskWaits } from './task-waits.ts';
import { timer } from './timer.ts';
import { unreachableNode } from './unreachable-node.ts';
import { userTaskPriority } from './user-task-priority.ts';
import { userTaskSchedule } from './user-task-schedule.ts';
import { variableName } from './variable-name.ts';
import { versionTag } from './version-tag.ts';
import { ruleContext } from './rule.ts';
import type { Rule, RuleInput } from './rule.ts';

/** Every deployment check, in no order that matters: all run, all findings come at once. */
export const RULES: readonly Rule[] = [
  adHocContent,
  associationEnds,
  boundaryEventAttachment,
  boundaryEventDuplicate,
  boundaryEventFlows,
  calledElement,
  cancelEvent,
  compensationHandler,
  compensationTarget,
  conditionAllowed,
  conditionMissing,
  conditionRequired,
  correlation,
  dataAssociation,
  decisionReference,
  defaultFlow,
  duration,
  emptyContainer,
  emptyExpression,
  endEventOutgoing,
  errorCode,
  escalationCode,
  eventDefinitionAllowed,
  eventGateway,
  eventGatewayReceivers,
  eventGatewayType,
  eventSubProcess,
  eventSubProcessDuplicate,
  expressionLanguage,
  feelSyntax,
  flowEnds,
  flowSides,
  foreignExpression,
  foreignExtension,
  formReference,
  gatewayDirection,
  instantiate,
  interruptingRequired,
  ioMapping,
  ioSpecification,
  jobPriority,
  laneNode,
  lateBinding,
  linkPairs,
  loopCardinality,
  messageFlow,
  messageFlowEnds,
  messageReference,
  misplacedExtension,
  multiInstance,
  multiInstanceBehavior,
  notExecuted,
  operationErrorUnknown,
  operationInputMissing,
  operationInputUnknown,
  operationUnknown,
  quantity,
  referenceType,
  reservedId,
  scopeStart,
  scriptFormat,
  signalReference,
  standardLoop,
  startEventDuplicate,
  startEventIncoming,
  startEventOutgoing,
  startEvents,
  taskDefinition,
  taskHeader,
  taskWaits,
  timer,
  unreachableNode,
  userTaskPriority,
  userTaskSchedule,
  variableName,
  versionTag,
];

/** Runs every rule. */
export function validate(input: RuleInput): readonly Finding[] {
  const context = ruleContext(input);
  return RULES.flatMap((rule) => rule.check(context));
}
