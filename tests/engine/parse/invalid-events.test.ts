import { diagram, ERROR, ESCALATION, file, flow, MESSAGE, row, service, SIGNAL } from './diagram.ts';
import { expectRefusals } from './refusals.ts';
import type { Refusal } from './refusals.ts';

const catching = (definition: string): string => `<bpmn:intermediateCatchEvent id="x">${definition}</bpmn:intermediateCatchEvent>`;
const throwing = (definition: string): string => `<bpmn:intermediateThrowEvent id="x">${definition}</bpmn:intermediateThrowEvent>`;
const timer = (inner: string): string => `<bpmn:timerEventDefinition id="td">${inner}</bpmn:timerEventDefinition>`;
const boundary = (id: string, definition: string, attributes = ''): string => `<bpmn:boundaryEvent id="${id}" attachedToRef="t" ${attributes}>${definition}</bpmn:boundaryEvent>`;
/** A task with the given boundary events, each leading to the end. */
const withBoundary = (...events: readonly string[]): readonly string[] => [...row(['t', service('t')]), ...events, ...events.map((event) => /id="(\w+)"/.exec(event)?.[1] ?? '').map((id) => flow(id, 'e'))];
const inSubProcess = (attributes: string, content: readonly string[]): readonly string[] => row(['sub', `<bpmn:subProcess id="sub" ${attributes}>\n${content.join('\n')}\n</bpmn:subProcess>`]);
const eventSubProcess = (content: readonly string[]): readonly string[] => [...row(['t', service('t')]), `<bpmn:subProcess id="sub" triggeredByEvent="true">\n${content.join('\n')}\n</bpmn:subProcess>`];
const inner = (start: string): readonly string[] => [start, '<bpmn:endEvent id="ie" />', flow('is', 'ie')];

const CASES: readonly Refusal[] = [
  { name: 'a start event with an incoming flow', rule: 'start-event-incoming', element: 's', xml: diagram([...row(['t', service('t')]), flow('t', 's')]) },
  { name: 'an end event with an outgoing flow', rule: 'end-event-outgoing', element: 'e', xml: diagram([...row(['t', service('t')]), flow('e', 't')]) },
  { name: 'a process started by an error', rule: 'event-definition-allowed', element: 's', xml: diagram(['<bpmn:startEvent id="s"><bpmn:errorEventDefinition id="d" errorRef="er1" /></bpmn:startEvent>', '<bpmn:endEvent id="e" />', flow('s', 'e')], [ERROR]) },
  { name: 'an embedded sub-process started by a message', rule: 'event-definition-allowed', element: 'is', xml: diagram(inSubProcess('', inner('<bpmn:startEvent id="is"><bpmn:messageEventDefinition id="d" messageRef="m1" /></bpmn:startEvent>')), [MESSAGE]) },
  { name: 'an event sub-process started by nothing', rule: 'event-definition-allowed', element: 'is', xml: diagram(eventSubProcess(inner('<bpmn:startEvent id="is" />'))) },
  { name: 'an intermediate catch event without trigger', rule: 'event-definition-allowed', element: 'x', xml: diagram(row(['x', catching('')])) },
  { name: 'an intermediate catch event for an error', rule: 'event-definition-allowed', element: 'x', xml: diagram(row(['x', catching('<bpmn:errorEventDefinition id="d" errorRef="er1" />')]), [ERROR]) },
  { name: 'an intermediate event that throws an error', rule: 'event-definition-allowed', element: 'x', xml: diagram(row(['x', throwing('<bpmn:errorEventDefinition id="d" errorRef="er1" />')]), [ERROR]) },
  { name: 'an intermediate event that throws a timer', rule: 'event-definition-allowed', element: 'x', xml: diagram(row(['x', throwing(timer('<bpmn:timeDuration>PT1S</bpmn:timeDuration>'))])) },
  { name: 'an end event with a timer', rule: 'event-definition-allowed', element: 'e', xml: diagram(['<bpmn:startEvent id="s" />', `<bpmn:endEvent id="e">${timer('<bpmn:timeDuration>PT1S</bpmn:timeDuration>')}</bpmn:endEvent>`, flow('s', 'e')]) },
  { name: 'a boundary event without trigger', rule: 'event-definition-allowed', element: 'b', xml: diagram(withBoundary(boundary('b', ''))) },
  { name: 'a boundary event that terminates', rule: 'event-definition-allowed', element: 'b', xml: diagram(withBoundary(boundary('b', '<bpmn:terminateEventDefinition id="d" />'))) },
  { name: 'a boundary event with an incoming flow', rule: 'boundary-event-flows', element: 'b', xml: diagram([...withBoundary(boundary('b', '<bpmn:errorEventDefinition id="d" />')), '<bpmn:task id="u" />', flow('s', 'u'), flow('u', 'b')]) },
  { name: 'a boundary event that leads nowhere', rule: 'boundary-event-flows', element: 'b', xml: diagram([...row(['t', service('t')]), boundary('b', '<bpmn:errorEventDefinition id="d" />')]) },
  { name: 'a boundary event attached to a gateway', rule: 'boundary-event-attachment', element: 'b', xml: diagram([...row(['t', '<bpmn:exclusiveGateway id="t" />']), boundary('b', '<bpmn:errorEventDefinition id="d" />'), flow('b', 'e')]) },
  { name: 'a boundary event attached to nothing', rule: 'boundary-event-attachment', element: 'b', xml: diagram([...row(['t', service('t')]), '<bpmn:boundaryEvent id="b"><bpmn:errorEventDefinition id="d" /></bpmn:boundaryEvent>', flow('b', 'e')]) },
  { name: 'a boundary event on an event sub-process', rule: 'boundary-event-attachment', element: 'b', xml: diagram([...eventSubProcess(inner('<bpmn:startEvent id="is"><bpmn:signalEventDefinition id="d" signalRef="sg1" /></bpmn:startEvent>')), '<bpmn:boundaryEvent id="b" attachedToRef="sub"><bpmn:errorEventDefinition id="d2" /></bpmn:boundaryEvent>', flow('b', 'e')], [SIGNAL]) },
  { name: 'a non-interrupting error boundary event', rule: 'interrupting-required', element: 'b', xml: diagram(withBoundary(boundary('b', '<bpmn:errorEventDefinition id="d" />', 'cancelActivity="false"'))) },
  { name: 'a non-interrupting error start event', rule: 'interrupting-required', element: 'is', xml: diagram(eventSubProcess(inner('<bpmn:startEvent id="is" isInterrupting="false"><bpmn:errorEventDefinition id="d" /></bpmn:startEvent>'))) },
  { name: 'two boundary events for the same error code under different definitions', rule: 'boundary-event-duplicate', element: 'b2', xml: diagram(withBoundary(boundary('b1', '<bpmn:errorEventDefinition id="d1" errorRef="er1" />'), boundary('b2', '<bpmn:errorEventDefinition id="d2" errorRef="er2" />')), [ERROR, '<bpmn:error id="er2" errorCode="SHORT" />']) },
  { name: 'two boundary events for every escalation', rule: 'boundary-event-duplicate', element: 'b2', xml: diagram(withBoundary(boundary('b1', '<bpmn:escalationEventDefinition id="d1" />'), boundary('b2', '<bpmn:escalationEventDefinition id="d2" />'))) },
  { name: 'a cancel end event outside a transaction', rule: 'cancel-event', element: 'e', xml: diagram(['<bpmn:startEvent id="s" />', '<bpmn:endEvent id="e"><bpmn:cancelEventDefinition id="d" /></bpmn:endEvent>', flow('s', 'e')]) },
  { name: 'a cancel boundary event on a task', rule: 'cancel-event', element: 'b', xml: diagram(withBoundary(boundary('b', '<bpmn:cancelEventDefinition id="d" />'))) },
  { name: 'two start events without trigger', rule: 'start-events', element: 's2', xml: diagram([...row(['t', service('t')]), '<bpmn:startEvent id="s2" />', flow('s2', 't')]) },
  { name: 'two start events without trigger in a sub-process', rule: 'start-events', element: 'is2', xml: diagram(inSubProcess('', [...inner('<bpmn:startEvent id="is" />'), '<bpmn:startEvent id="is2" />', flow('is2', 'ie')])) },
  { name: 'two start events for one message', rule: 'start-event-duplicate', element: 's2', xml: diagram(['<bpmn:startEvent id="s1"><bpmn:messageEventDefinition id="d1" messageRef="m1" /></bpmn:startEvent>', '<bpmn:startEvent id="s2"><bpmn:messageEventDefinition id="d2" messageRef="m1" /></bpmn:startEvent>', '<bpmn:endEvent id="e" />', flow('s1', 'e'), flow('s2', 'e')], [MESSAGE]) },
  { name: 'an event sub-process with an incoming flow', rule: 'event-sub-process', element: 'sub', xml: diagram([...eventSubProcess(inner('<bpmn:startEvent id="is"><bpmn:signalEventDefinition id="d" signalRef="sg1" /></bpmn:startEvent>')), flow('t', 'sub')], [SIGNAL]) },
  { name: 'an event sub-process with two start events', rule: 'event-sub-process', element: 'sub', xml: diagram(eventSubProcess([...inner('<bpmn:startEvent id="is"><bpmn:signalEventDefinition id="d" signalRef="sg1" /></bpmn:startEvent>'), '<bpmn:startEvent id="is2"><bpmn:errorEventDefinition id="d2" /></bpmn:startEvent>', flow('is2', 'ie')]), [SIGNAL]) },
  { name: 'an event sub-process without start event', rule: 'event-sub-process', element: 'sub', xml: diagram(eventSubProcess(['<bpmn:task id="it" />'])) },
  { name: 'a message event without message', rule: 'message-reference', element: 'x', xml: diagram(row(['x', catching('<bpmn:messageEventDefinition id="d" />')])) },
  { name: 'a message without name', rule: 'message-reference', element: 'x', xml: diagram(row(['x', catching('<bpmn:messageEventDefinition id="d" messageRef="m2" />')]), ['<bpmn:message id="m2" />']) },
  { name: 'a receive task without message', rule: 'message-reference', element: 't', xml: diagram(row(['t', '<bpmn:receiveTask id="t" />'])) },
  { name: 'a signal event without signal', rule: 'signal-reference', element: 'x', xml: diagram(row(['x', throwing('<bpmn:signalEventDefinition id="d" />')])) },
  { name: 'an error end event without error', rule: 'error-code', element: 'e', xml: diagram(['<bpmn:startEvent id="s" />', '<bpmn:endEvent id="e"><bpmn:errorEventDefinition id="d" /></bpmn:endEvent>', flow('s', 'e')]) },
  { name: 'an error end event whose error has no code', rule: 'error-code', element: 'e', xml: diagram(['<bpmn:startEvent id="s" />', '<bpmn:endEvent id="e"><bpmn:errorEventDefinition id="d" errorRef="er2" /></bpmn:endEvent>', flow('s', 'e')], ['<bpmn:error id="er2" name="Nameless" />']) },
  { name: 'an escalation throw event without escalation', rule: 'escalation-code', element: 'x', xml: diagram(row(['x', throwing('<bpmn:escalationEventDefinition id="d" />')]), [ESCALATION]) },
  { name: 'a conditional event without condition', rule: 'condition-required', element: 'x', xml: diagram(row(['x', catching('<bpmn:conditionalEventDefinition id="d" />')])) },
  { name: 'a timer that says nothing', rule: 'timer', element: 'x', xml: diagram(row(['x', catching('<bpmn:timerEventDefinition id="d" />')])) },
  { name: 'a timer that says two things', rule: 'timer', element: 'x', xml: diagram(row(['x', catching(timer('<bpmn:timeDuration>PT1S</bpmn:timeDuration><bpmn:timeDate>2026-01-01T00:00:00Z</bpmn:timeDate>'))])) },
  { name: 'a timer duration that is no ISO 8601 duration', rule: 'timer', element: 'x', xml: diagram(row(['x', catching(timer('<bpmn:timeDuration>48 hours</bpmn:timeDuration>'))])) },
  { name: 'a timer date that is not in the calendar', rule: 'timer', element: 'x', xml: diagram(row(['x', catching(timer('<bpmn:timeDate>2026-02-30T00:00:00Z</bpmn:timeDate>'))])) },
  { name: 'a timer cycle that is neither interval nor cron', rule: 'timer', element: 'x', xml: diagram(['<bpmn:startEvent id="x"><bpmn:timerEventDefinition id="d"><bpmn:timeCycle>R3/whenever</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:startEvent>', '<bpmn:endEvent id="e" />', flow('x', 'e')]) },
  { name: 'a link source without target', rule: 'link-pairs', element: 'x', xml: diagram(['<bpmn:startEvent id="s" />', throwing('<bpmn:linkEventDefinition id="d" name="A" />'), flow('s', 'x')]) },
  { name: 'a link target without source', rule: 'link-pairs', element: 'x', xml: diagram([...row(['t', service('t')]), catching('<bpmn:linkEventDefinition id="d" name="A" />'), flow('x', 'e')]) },
  { name: 'a link event without name', rule: 'link-pairs', element: 'x', xml: diagram(['<bpmn:startEvent id="s" />', throwing('<bpmn:linkEventDefinition id="d" />'), flow('s', 'x')]) },
  { name: 'a link source with an outgoing flow', rule: 'link-pairs', element: 'x', xml: diagram([...row(['x', throwing('<bpmn:linkEventDefinition id="d" name="A" />')]), '<bpmn:intermediateCatchEvent id="y"><bpmn:linkEventDefinition id="d2" name="A" /></bpmn:intermediateCatchEvent>', flow('y', 'e')]) },
  { name: 'a message flow inside one pool', rule: 'message-flow', element: 'mf', xml: file(['<bpmn:collaboration id="c"><bpmn:participant id="pa" processRef="p" />', '<bpmn:messageFlow id="mf" sourceRef="t" targetRef="u" /></bpmn:collaboration>', '<bpmn:process id="p" isExecutable="true">', ...row(['t', service('t')], ['u', service('u')]), '</bpmn:process>']) },
];

describe('deployment refuses events that break the standard', () => expectRefusals(CASES));
