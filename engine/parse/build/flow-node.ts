import { asElementId } from '../../model/index.ts';
import type { AdHocSubProcess, ElementId, FlowNode } from '../../model/index.ts';
import { child, extension, flag, idOf, text } from '../moddle-element.ts';
import type { ModdleElement } from '../moddle-element.ts';
import { activityBase, callActivity, jobDefinition, nodeBase, scriptOf, userTask } from './activities.ts';
import { eventDefinitions, messageDefinition } from './event-definitions.ts';
import { feelOf, formalFeel, valueOrNull } from './expressions.ts';
import type { ProcessGraph } from './graph.ts';

type Builder = (element: ModdleElement, scopeId: string, graph: ProcessGraph) => FlowNode;

const defaultFlowId = (element: ModdleElement): ElementId | null => {
  const flow = child(element, 'default');
  const id = flow === null ? null : idOf(flow);
  return id === null ? null : asElementId(id);
};

/** A service or business rule task without a job whose work is an expression is executed as a script task. */
const scripted: Builder = (element, scopeId, graph) => ({
  ...activityBase(element, scopeId, graph),
  kind: 'scriptTask',
  ...scriptOf(element),
  job: null,
});

const isScripted = (element: ModdleElement): boolean =>
  extension(element, 'zeebe:Script') !== null && extension(element, 'zeebe:TaskDefinition') === null;

/** A service task is a job; one that names a decision is executed as a business rule task. */
const serviceTask: Builder = (element, scopeId, graph) => {
  if (isScripted(element)) return scripted(element, scopeId, graph);
  if (extension(element, 'zeebe:CalledDecision') !== null) return businessRuleTask(element, scopeId, graph);
  return { ...activityBase(element, scopeId, graph), kind: 'serviceTask', job: jobDefinition(element) };
};

const businessRuleTask: Builder = (element, scopeId, graph) => {
  if (isScripted(element)) return scripted(element, scopeId, graph);
  const decision = extension(element, 'zeebe:CalledDecision');
  return {
    ...activityBase(element, scopeId, graph),
    kind: 'businessRuleTask',
    decisionId: decision === null ? null : valueOrNull(text(decision, 'decisionId')),
    resultVariable: decision === null ? null : text(decision, 'resultVariable'),
    job: jobDefinition(element),
  };
};

const sendTask: Builder = (element, scopeId, graph) => {
  const message = messageDefinition(element, null);
  return {
    ...activityBase(element, scopeId, graph),
    kind: 'sendTask',
    job: jobDefinition(element),
    message: message.messageName.kind === 'literal' && message.messageName.value === '' ? null : message,
  };
};

const subProcess: Builder = (element, scopeId, graph) => ({
  ...activityBase(element, scopeId, graph),
  kind: flag(element, 'triggeredByEvent', false) ? 'eventSubProcess' : 'subProcess',
});

function activeElements(element: ModdleElement): Pick<AdHocSubProcess, 'activeElements'> {
  const zeebe = extension(element, 'zeebe:AdHoc');
  const collection = zeebe === null ? null : text(zeebe, 'activeElementsCollection');
  return collection === null ? {} : { activeElements: feelOf(collection) };
}

const adHocSubProcess: Builder = (element, scopeId, graph) => ({
  ...activeElements(element),
  ...activityBase(element, scopeId, graph),
  kind: 'adHocSubProcess',
  ordering: text(element, 'ordering') === 'Sequential' ? 'sequential' : 'parallel',
  completionCondition: formalFeel(element, 'completionCondition'),
  cancelRemainingInstances: flag(element, 'cancelRemainingInstances', true),
});

const catching = (element: ModdleElement): { definitions: ReturnType<typeof eventDefinitions>; isParallelMultiple: boolean } => ({
  definitions: eventDefinitions(element),
  isParallelMultiple: flag(element, 'parallelMultiple', false),
});

/** One builder per BPMN class; a class without one is not executed and refused by the rule `not-executed`. */
const BUILDERS: Readonly<Record<string, Builder>> = {
  'bpmn:Task': (element, scopeId, graph) => ({ ...activityBase(element, scopeId, graph), kind: 'task' }),
  'bpmn:ManualTask': (element, scopeId, graph) => ({ ...activityBase(element, scopeId, graph), kind: 'manualTask' }),
  'bpmn:UserTask': (element, scopeId, graph) => userTask(element, activityBase(element, scopeId, graph)),
  'bpmn:ServiceTask': serviceTask,
  'bpmn:SendTask': sendTask,
  'bpmn:ReceiveTask': (element, scopeId, graph) => ({
    ...activityBase(element, scopeId, graph),
    kind: 'receiveTask',
    message: messageDefinition(element, null),
    instantiate: flag(element, 'instantiate', false),
  }),
  'bpmn:ScriptTask': (element, scopeId, graph) => ({
    ...activityBase(element, scopeId, graph),
    kind: 'scriptTask',
    ...scriptOf(element),
    job: jobDefinition(element),
  }),
  'bpmn:BusinessRuleTask': businessRuleTask,
  'bpmn:SubProcess': subProcess,
  'bpmn:Transaction': (element, scopeId, graph) => ({ ...activityBase(element, scopeId, graph), kind: 'transaction' }),
  'bpmn:AdHocSubProcess': adHocSubProcess,
  'bpmn:CallActivity': (element, scopeId, graph) => callActivity(element, activityBase(element, scopeId, graph)),
  'bpmn:ExclusiveGateway': (element, scopeId, graph) => ({
    ...nodeBase(element, scopeId, graph),
    kind: 'exclusiveGateway',
    defaultFlowId: defaultFlowId(element),
  }),
  'bpmn:InclusiveGateway': (element, scopeId, graph) => ({
    ...nodeBase(element, scopeId, graph),
    kind: 'inclusiveGateway',
    defaultFlowId: defaultFlowId(element),
  }),
  'bpmn:ParallelGateway': (element, scopeId, graph) => ({ ...nodeBase(element, scopeId, graph), kind: 'parallelGateway' }),
  'bpmn:EventBasedGateway': (element, scopeId, graph) => ({
    ...nodeBase(element, scopeId, graph),
    kind: 'eventBasedGateway',
    instantiate: flag(element, 'instantiate', false),
    isParallel: text(element, 'eventGatewayType') === 'Parallel',
  }),
  'bpmn:ComplexGateway': (element, scopeId, graph) => ({
    ...nodeBase(element, scopeId, graph),
    kind: 'complexGateway',
    defaultFlowId: defaultFlowId(element),
    activationCondition: formalFeel(element, 'activationCondition'),
  }),
  'bpmn:StartEvent': (element, scopeId, graph) => ({
    ...nodeBase(element, scopeId, graph),
    kind: 'startEvent',
    ...catching(element),
    isInterrupting: flag(element, 'isInterrupting', true),
  }),
  'bpmn:EndEvent': (element, scopeId, graph) => ({
    ...nodeBase(element, scopeId, graph),
    kind: 'endEvent',
    definitions: eventDefinitions(element),
    job: jobDefinition(element),
  }),
  'bpmn:IntermediateCatchEvent': (element, scopeId, graph) => ({
    ...nodeBase(element, scopeId, graph),
    kind: 'intermediateCatchEvent',
    ...catching(element),
  }),
  'bpmn:IntermediateThrowEvent': (element, scopeId, graph) => ({
    ...nodeBase(element, scopeId, graph),
    kind: 'intermediateThrowEvent',
    definitions: eventDefinitions(element),
    job: jobDefinition(element),
  }),
  'bpmn:BoundaryEvent': (element, scopeId, graph) => {
    const attachedTo = child(element, 'attachedToRef');
    return {
      ...nodeBase(element, scopeId, graph),
      kind: 'boundaryEvent',
      ...catching(element),
      attachedToId: asElementId((attachedTo === null ? null : idOf(attachedTo)) ?? ''),
      isInterrupting: flag(element, 'cancelActivity', true),
    };
  },
};

/** Global tasks (BPMN 2.0.2, 10.3.6) and the task that each of them is. */
const GLOBAL_TASKS: Readonly<Record<string, string>> = {
  'bpmn:GlobalTask': 'bpmn:Task',
  'bpmn:GlobalManualTask': 'bpmn:ManualTask',
  'bpmn:GlobalUserTask': 'bpmn:UserTask',
  'bpmn:GlobalScriptTask': 'bpmn:ScriptTask',
  'bpmn:GlobalBusinessRuleTask': 'bpmn:BusinessRuleTask',
};

/** Whether the BPMN class is a task that call activities call. */
export const isGlobalTaskClass = (type: string): boolean => type in GLOBAL_TASKS;

/** Whether flow nodes of the BPMN class are executed at all. */
export const isExecutedClass = (type: string): boolean => type in BUILDERS;

/** The executable node of a BPMN element; null for a class that is not executed. */
export function flowNode(element: ModdleElement, scopeId: string, graph: ProcessGraph): FlowNode | null {
  return BUILDERS[GLOBAL_TASKS[element.$type] ?? element.$type]?.(element, scopeId, graph) ?? null;
}
