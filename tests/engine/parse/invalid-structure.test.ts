import { diagram, extended, file, flow, MESSAGE, row, service, when } from './diagram.ts';
import { expectRefusals } from './refusals.ts';
import type { Refusal } from './refusals.ts';

const gateway = (type: string, outgoing: readonly string[], attributes = ''): readonly string[] => [
  '<bpmn:startEvent id="s" />',
  `<bpmn:${type} id="g" ${attributes} />`,
  service('t'),
  service('u'),
  '<bpmn:endEvent id="e" />',
  flow('s', 'g'),
  ...outgoing,
  flow('t', 'e'),
  flow('u', 'e'),
];
const multiInstance = (attributes: string, content = ''): readonly string[] =>
  row([
    't',
    extended(
      'serviceTask',
      'id="t"',
      '<zeebe:taskDefinition type="work" />',
      `<bpmn:multiInstanceLoopCharacteristics id="mi">${attributes === '' ? '' : `<bpmn:extensionElements><zeebe:loopCharacteristics ${attributes} /></bpmn:extensionElements>`}${content}</bpmn:multiInstanceLoopCharacteristics>`,
    ),
  ]);
const io = (inner: string): readonly string[] => row(['t', service('t', `<zeebe:ioMapping>${inner}</zeebe:ioMapping>`)]);
const catchTimer = (id: string): string =>
  `<bpmn:intermediateCatchEvent id="${id}"><bpmn:timerEventDefinition id="${id}d"><bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`;
const compensation = (handler: string, association: string, more: readonly string[] = []): readonly string[] => [
  ...row(['t', service('t')]),
  '<bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:compensateEventDefinition id="d" /></bpmn:boundaryEvent>',
  handler,
  association,
  ...more,
];
const ASSOCIATION = '<bpmn:association id="a" associationDirection="One" sourceRef="b" targetRef="undo" />';

const CASES: readonly Refusal[] = [
  {
    name: 'a flow that enters a sub-process',
    rule: 'flow-ends',
    element: 's_it',
    xml: diagram([
      ...row(['t', service('t')]),
      '<bpmn:subProcess id="sub"><bpmn:task id="it" /></bpmn:subProcess>',
      flow('t', 'sub'),
      flow('s', 'it'),
    ]),
  },
  {
    name: 'a flow without target',
    rule: 'flow-ends',
    element: 'f',
    xml: diagram([...row(['t', service('t')]), '<bpmn:sequenceFlow id="f" sourceRef="t" />']),
  },
  {
    name: 'a condition on a default flow',
    rule: 'default-flow',
    element: 'g_u',
    xml: diagram(gateway('exclusiveGateway', [flow('g', 't', when('a')), flow('g', 'u', when('b'))], 'default="g_u"')),
  },
  {
    name: 'a default flow of another element',
    rule: 'default-flow',
    element: 'g',
    xml: diagram(gateway('exclusiveGateway', [flow('g', 't', when('a')), flow('g', 'u', when('b'))], 'default="t_e"')),
  },
  {
    name: 'a condition after a parallel gateway',
    rule: 'condition-allowed',
    element: 'g_u',
    xml: diagram(gateway('parallelGateway', [flow('g', 't'), flow('g', 'u', when('b'))])),
  },
  {
    name: 'a condition after a start event',
    rule: 'condition-allowed',
    element: 's_t',
    xml: diagram(['<bpmn:startEvent id="s" />', service('t'), flow('s', 't', when('b'))]),
  },
  {
    name: 'an event gateway with one way',
    rule: 'event-gateway',
    element: 'g',
    xml: diagram(['<bpmn:startEvent id="s" />', '<bpmn:eventBasedGateway id="g" />', catchTimer('x'), flow('s', 'g'), flow('g', 'x')]),
  },
  {
    name: 'an event gateway that leads to a service task',
    rule: 'event-gateway',
    element: 'g',
    xml: diagram([
      '<bpmn:startEvent id="s" />',
      '<bpmn:eventBasedGateway id="g" />',
      catchTimer('x'),
      service('t'),
      flow('s', 'g'),
      flow('g', 'x'),
      flow('g', 't'),
    ]),
  },
  {
    name: 'an event behind an event gateway with a second incoming flow',
    rule: 'event-gateway',
    element: 'g',
    xml: diagram([
      '<bpmn:startEvent id="s" />',
      '<bpmn:eventBasedGateway id="g" />',
      catchTimer('x'),
      catchTimer('y'),
      service('t'),
      flow('s', 'g'),
      flow('g', 'x'),
      flow('g', 'y'),
      flow('x', 't'),
      flow('t', 'y'),
    ]),
  },
  {
    name: 'an instantiating event gateway with an incoming flow',
    rule: 'instantiate',
    element: 'g',
    xml: diagram([
      '<bpmn:startEvent id="s" />',
      '<bpmn:eventBasedGateway id="g" instantiate="true" />',
      catchTimer('x'),
      catchTimer('y'),
      flow('s', 'g'),
      flow('g', 'x'),
      flow('g', 'y'),
    ]),
  },
  { name: 'a process without content', rule: 'empty-container', element: 'p', xml: diagram([]) },
  {
    name: 'a sub-process without content',
    rule: 'empty-container',
    element: 'sub',
    xml: diagram(row(['sub', '<bpmn:subProcess id="sub" />'])),
  },
  {
    name: 'a start event in an ad-hoc sub-process',
    rule: 'ad-hoc-content',
    element: 'is',
    xml: diagram(row(['sub', '<bpmn:adHocSubProcess id="sub"><bpmn:task id="it" />\n<bpmn:startEvent id="is" /></bpmn:adHocSubProcess>'])),
  },
  {
    name: 'a call activity that calls nothing',
    rule: 'called-element',
    element: 'c',
    xml: diagram(row(['c', '<bpmn:callActivity id="c" />'])),
  },
  {
    name: 'a script in a language that does not run',
    rule: 'script-format',
    element: 'sc',
    xml: diagram(row(['sc', '<bpmn:scriptTask id="sc" scriptFormat="groovy"><bpmn:script>x = 1</bpmn:script></bpmn:scriptTask>'])),
  },
  {
    name: 'a script without format',
    rule: 'script-format',
    element: 'sc',
    xml: diagram(row(['sc', '<bpmn:scriptTask id="sc"><bpmn:script>x</bpmn:script></bpmn:scriptTask>'])),
  },
  {
    name: 'a script task without script',
    rule: 'script-format',
    element: 'sc',
    xml: diagram(row(['sc', '<bpmn:scriptTask id="sc" scriptFormat="javascript" />'])),
  },
  {
    name: 'a multi-instance task without collection and cardinality',
    rule: 'multi-instance',
    element: 't',
    xml: diagram(multiInstance('')),
  },
  {
    name: 'a multi-instance task with collection and cardinality',
    rule: 'multi-instance',
    element: 't',
    xml: diagram(
      multiInstance('inputCollection="=items"', `<bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">3</bpmn:loopCardinality>`),
    ),
  },
  {
    name: 'a multi-instance task with an output collection and nothing to put into it',
    rule: 'multi-instance',
    element: 't',
    xml: diagram(multiInstance('inputCollection="=items" outputCollection="results"')),
  },
  { name: 'a mapping without target', rule: 'io-mapping', element: 't', xml: diagram(io('<zeebe:input source="=a" />')) },
  {
    name: 'a mapping to a target that is no path',
    rule: 'io-mapping',
    element: 't',
    xml: diagram(io('<zeebe:output source="=a" target="a..b" />')),
  },
  {
    name: 'a mapping into the prototype of an object',
    rule: 'io-mapping',
    element: 't',
    xml: diagram(io('<zeebe:input source="=a" target="a.__proto__" />')),
  },
  { name: 'a mapping of nothing', rule: 'io-mapping', element: 't', xml: diagram(io('<zeebe:input source="=" target="a" />')) },
  {
    name: 'a condition that ends too early',
    rule: 'feel-syntax',
    element: 'g_t',
    xml: diagram(gateway('exclusiveGateway', [flow('g', 't', when('total &gt;')), flow('g', 'u')], 'default="g_u"')),
  },
  {
    name: 'a condition in another language',
    rule: 'feel-syntax',
    element: 'g_t',
    xml: diagram(gateway('exclusiveGateway', [flow('g', 't', when('${a &amp;&amp; (b')), flow('g', 'u')], 'default="g_u"')),
  },
  {
    name: 'an input mapping that is no FEEL',
    rule: 'feel-syntax',
    element: 't',
    xml: diagram(io('<zeebe:input source="=a +" target="a" />')),
  },
  {
    name: 'an assignee that is no FEEL',
    rule: 'feel-syntax',
    element: 'u',
    xml: diagram(row(['u', extended('userTask', 'id="u"', '<zeebe:assignmentDefinition assignee="=(a" />')])),
  },
  {
    name: 'a FEEL script that is no FEEL',
    rule: 'feel-syntax',
    element: 'sc',
    xml: diagram(row(['sc', '<bpmn:scriptTask id="sc" scriptFormat="feel"><bpmn:script>1 +</bpmn:script></bpmn:scriptTask>'])),
  },
  {
    name: 'a correlation key that is no FEEL',
    rule: 'feel-syntax',
    element: 'r',
    xml: diagram(row(['r', '<bpmn:receiveTask id="r" messageRef="m2" />']), [
      extended('message', 'id="m2" name="Paid"', '<zeebe:subscription correlationKey="=a b +" />'),
    ]),
  },
  {
    name: 'a back-off that is no duration',
    rule: 'duration',
    element: 't',
    xml: diagram(
      row(['t', extended('serviceTask', 'id="t"', '<zeebe:taskDefinition type="work" lanework:retryBackoff="PT1S,5 minutes" />')]),
    ),
  },
  {
    name: 'a time to live that is no duration',
    rule: 'duration',
    element: 'x',
    xml: diagram(
      row([
        'x',
        '<bpmn:intermediateThrowEvent id="x"><bpmn:messageEventDefinition id="d" messageRef="m2" /></bpmn:intermediateThrowEvent>',
      ]),
      ['<bpmn:message id="m2" name="Paid" lanework:timeToLive="soon" />'],
    ),
  },
  { name: 'a compensation event without handler', rule: 'compensation-handler', element: 'b', xml: diagram(compensation('', '')) },
  {
    name: 'a compensation handler that is not marked as one',
    rule: 'compensation-handler',
    element: 'b',
    xml: diagram(compensation(service('undo'), ASSOCIATION)),
  },
  {
    name: 'a compensation handler in the normal flow',
    rule: 'compensation-handler',
    element: 'undo',
    xml: diagram(compensation('<bpmn:task id="undo" isForCompensation="true" />', ASSOCIATION, [flow('t', 'undo')])),
  },
  {
    name: 'a compensation event for an activity without handler',
    rule: 'compensation-target',
    element: 'x',
    xml: diagram(
      row(
        ['t', service('t')],
        [
          'x',
          '<bpmn:intermediateThrowEvent id="x"><bpmn:compensateEventDefinition id="d" activityRef="t" /></bpmn:intermediateThrowEvent>',
        ],
      ),
    ),
  },
  {
    name: 'an execution listener',
    rule: 'not-executed',
    element: 't',
    xml: diagram(
      row([
        't',
        service('t', '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="x" /></zeebe:executionListeners>'),
      ]),
    ),
  },
  {
    name: 'a choreography',
    rule: 'not-executed',
    element: 'ch',
    xml: file([
      '<bpmn:choreography id="ch" />',
      '<bpmn:process id="p" isExecutable="true">',
      ...row(['t', service('t')]),
      '</bpmn:process>',
    ]),
  },
  {
    name: 'an id that every object has',
    rule: 'reserved-id',
    element: 'constructor',
    xml: diagram([...row(['t', service('t')]), '<bpmn:task id="constructor" />', flow('t', 'constructor')]),
  },
  {
    name: 'no process with content that could be executed',
    rule: 'no-executable-process',
    element: 'p',
    xml: diagram([]).replace('isExecutable="true"', 'isExecutable="false"'),
  },
  { name: 'no process at all', rule: 'no-executable-process', element: null, line: 2, xml: file([MESSAGE]) },
];

describe('deployment refuses structures that break the standard', () => expectRefusals(CASES));
