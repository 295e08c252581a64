import type { EventDefinitionKind } from './event-definition.ts';
import type { FlowNode, FlowNodeKind } from './flow-node.ts';
import type { ProcessDefinition } from './process-definition.ts';

/**
 * Which elements the kernel executes. The registry of handlers is typed by this table: a kind marked `true` without a handler does not
 * compile, and a kind marked `false` is refused at deployment. None is ever ignored.
 */
export const EXECUTED_NODES = {
  task: true,
  manualTask: true,
  userTask: true,
  serviceTask: true,
  sendTask: true,
  receiveTask: true,
  scriptTask: true,
  businessRuleTask: true,
  subProcess: true,
  eventSubProcess: true,
  transaction: true,
  adHocSubProcess: true,
  callActivity: true,
  exclusiveGateway: true,
  inclusiveGateway: true,
  parallelGateway: true,
  eventBasedGateway: true,
  complexGateway: true,
  startEvent: true,
  endEvent: true,
  intermediateCatchEvent: true,
  intermediateThrowEvent: true,
  boundaryEvent: true,
} as const satisfies Readonly<Record<FlowNodeKind, boolean>>;

/** Kinds of flow node that have a handler in the kernel. */
export type ExecutedNodeKind = { [Kind in FlowNodeKind]: (typeof EXECUTED_NODES)[Kind] extends true ? Kind : never }[FlowNodeKind];

/** Where an event definition can stand. `start` is that of a process or sub-process, `eventSubProcessStart` that of an event sub-process. */
export type EventPosition = 'start' | 'eventSubProcessStart' | 'intermediateCatch' | 'intermediateThrow' | 'boundary' | 'end';

/** Which event definitions the kernel executes in which position (BPMN 2.0.2, table 10.93; the standard forbids the others). */
export const EXECUTED_EVENTS: Readonly<Record<EventPosition, readonly EventDefinitionKind[]>> = {
  start: ['none', 'timer', 'message', 'signal', 'conditional'],
  eventSubProcessStart: ['timer', 'message', 'signal', 'error', 'escalation', 'compensation', 'conditional'],
  intermediateCatch: ['timer', 'message', 'signal', 'conditional', 'link'],
  intermediateThrow: ['none', 'message', 'signal', 'escalation', 'compensation', 'link'],
  boundary: ['timer', 'message', 'signal', 'error', 'escalation', 'compensation', 'cancel', 'conditional'],
  end: ['none', 'message', 'signal', 'error', 'escalation', 'compensation', 'cancel', 'terminate'],
};

/** Things that cut across elements: whether the kernel executes them on any activity or event that can have them. */
export const EXECUTED_FEATURES = {
  startQuantity: true,
  completionQuantity: true,
  multiInstance: true,
  standardLoop: true,
  multipleEvent: true,
  parallelMultipleEvent: true,
  /** The start event of a process that needs all of its triggers; without it several definitions are alternatives. */
  parallelMultipleProcessStart: true,
  instantiatingReceiveTask: true,
  instantiatingEventBasedGateway: true,
  parallelEventBasedGateway: true,
} as const;

/** True when the kernel executes this kind of flow node. */
export const isExecutedNode = (kind: FlowNodeKind): kind is ExecutedNodeKind => EXECUTED_NODES[kind];

/** True when the kernel executes this event definition in this position. */
export const isExecutedEvent = (position: EventPosition, kind: EventDefinitionKind): boolean => EXECUTED_EVENTS[position].includes(kind);

/** Where the event of a node stands in its process; null for a node that is no event. */
export function eventPositionOf(node: FlowNode, definition: ProcessDefinition): EventPosition | null {
  switch (node.kind) {
    case 'startEvent':
      return definition.nodes[node.scopeId]?.kind === 'eventSubProcess' ? 'eventSubProcessStart' : 'start';
    case 'intermediateCatchEvent':
      return 'intermediateCatch';
    case 'intermediateThrowEvent':
      return 'intermediateThrow';
    case 'boundaryEvent':
      return 'boundary';
    case 'endEvent':
      return 'end';
    default:
      return null;
  }
}
