import { diagram, extended, flow, MESSAGE, row } from './diagram.ts';
import { expectRefusals } from './refusals.ts';
import type { Refusal } from './refusals.ts';

const taskWith = (attributes: string): string => diagram(row(['t', `<bpmn:task id="t" ${attributes} />`]));

const QUANTITIES: readonly Refusal[] = [
  { name: 'a start quantity of nothing', rule: 'quantity', element: 't', xml: taskWith('startQuantity="0"') },
  { name: 'a start quantity that is not whole', rule: 'quantity', element: 't', xml: taskWith('startQuantity="1.5"') },
  { name: 'a completion quantity below nothing', rule: 'quantity', element: 't', xml: taskWith('completionQuantity="-1"') },
  { name: 'a completion quantity that is a word', rule: 'quantity', element: 't', xml: taskWith('completionQuantity="many"') },
  { name: 'a completion quantity beyond the limit', rule: 'quantity', element: 't', xml: taskWith('completionQuantity="1001"') },
  {
    name: 'a start quantity after an event-based gateway',
    rule: 'event-gateway',
    element: 'g',
    xml: diagram(
      [
        '<bpmn:startEvent id="s" />',
        '<bpmn:eventBasedGateway id="g" />',
        '<bpmn:receiveTask id="r" messageRef="m1" startQuantity="2" />',
        '<bpmn:intermediateCatchEvent id="c"><bpmn:timerEventDefinition id="d"><bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>',
        '<bpmn:endEvent id="e" />',
        flow('s', 'g'),
        flow('g', 'r'),
        flow('g', 'c'),
        flow('r', 'e'),
        flow('c', 'e'),
      ],
      [MESSAGE],
    ),
  },
];

const loopWith = (loop: string): string => diagram(row(['t', `<bpmn:userTask id="t">${loop}</bpmn:userTask>`]));

const LOOPS: readonly Refusal[] = [
  {
    name: 'a standard loop of no rounds',
    rule: 'standard-loop',
    element: 't',
    xml: loopWith('<bpmn:standardLoopCharacteristics loopMaximum="0" />'),
  },
  {
    name: 'a standard loop of half a round',
    rule: 'standard-loop',
    element: 't',
    xml: loopWith('<bpmn:standardLoopCharacteristics loopMaximum="0.5" />'),
  },
  {
    name: 'a standard loop that never says when it ends',
    rule: 'standard-loop',
    element: 't',
    xml: loopWith('<bpmn:standardLoopCharacteristics testBefore="true" />'),
  },
  {
    name: 'a maximum that is no FEEL',
    rule: 'feel-syntax',
    element: 't',
    xml: loopWith('<bpmn:standardLoopCharacteristics loopMaximum="= 1 +" />'),
  },
];

const multiInstance = (attributes: string, content = ''): string =>
  diagram(
    row([
      't',
      `<bpmn:userTask id="t"><bpmn:multiInstanceLoopCharacteristics ${attributes}><bpmn:loopCardinality>2</bpmn:loopCardinality>${content}</bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>`,
    ]),
    [
      '<bpmn:timerEventDefinition id="td"><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>',
      '<bpmn:signalEventDefinition id="nameless" />',
      '<bpmn:errorEventDefinition id="codeless" />',
    ],
  );
const complexBehavior = (content: string): string =>
  multiInstance('behavior="Complex"', `<bpmn:complexBehaviorDefinition>${content}</bpmn:complexBehaviorDefinition>`);

const BEHAVIORS: readonly Refusal[] = [
  { name: 'a behavior that does not exist', rule: 'attribute-value', element: 't', xml: multiInstance('behavior="Some"') },
  {
    name: 'a timer, which cannot be thrown',
    rule: 'multi-instance-behavior',
    element: 't',
    xml: multiInstance('behavior="One" oneBehaviorEventRef="td"'),
  },
  {
    name: 'a signal without name',
    rule: 'multi-instance-behavior',
    element: 't',
    xml: multiInstance('behavior="None" noneBehaviorEventRef="nameless"'),
  },
  {
    name: 'an element that is no event definition',
    rule: 'reference-type',
    element: 't',
    xml: multiInstance('behavior="None" noneBehaviorEventRef="s"'),
  },
  {
    name: 'an event that does not exist',
    rule: 'unresolved-reference',
    element: 't',
    xml: multiInstance('behavior="None" noneBehaviorEventRef="nowhere"'),
  },
  { name: '"Complex" without definitions', rule: 'multi-instance-behavior', element: 't', xml: multiInstance('behavior="Complex"') },
  {
    name: '"Complex" without a condition',
    rule: 'multi-instance-behavior',
    element: 't',
    alsoRules: ['feel-syntax'],
    xml: complexBehavior('<bpmn:event id="ev"><bpmn:signalEventDefinition id="x" signalRef="sg" /></bpmn:event>').replace(
      '<bpmn:process',
      '<bpmn:signal id="sg" name="half" /><bpmn:process',
    ),
  },
  {
    name: '"Complex" with an error without code',
    rule: 'multi-instance-behavior',
    element: 't',
    xml: complexBehavior(
      '<bpmn:condition>true</bpmn:condition><bpmn:event id="ev"><bpmn:eventDefinitionRef>codeless</bpmn:eventDefinitionRef></bpmn:event>',
    ),
  },
  {
    name: '"Complex" with data of its event',
    rule: 'not-executed',
    element: 'ev',
    xml: complexBehavior(
      '<bpmn:condition>true</bpmn:condition>\n<bpmn:event id="ev"><bpmn:dataInput id="di" name="x" /><bpmn:dataInputAssociation id="dia"><bpmn:targetRef>di</bpmn:targetRef></bpmn:dataInputAssociation><bpmn:signalEventDefinition id="x" signalRef="sg" /></bpmn:event>',
    ).replace('<bpmn:process', '<bpmn:signal id="sg" name="half" /><bpmn:process'),
  },
  {
    name: '"Complex" with a condition that is no FEEL',
    rule: 'feel-syntax',
    element: 't',
    xml: complexBehavior('<bpmn:condition>1 +</bpmn:condition>'),
  },
];

describe('a diagram whose multi-instance behavior', () => {
  expectRefusals(BEHAVIORS);
});

describe('a diagram whose loops say nothing that ends', () => {
  expectRefusals(LOOPS);
});

const adHoc = (attributes: string): string =>
  diagram(row(['t', extended('adHocSubProcess', 'id="t"', `<zeebe:adHoc ${attributes} />`, '<bpmn:userTask id="u" />')]));

describe('an ad-hoc sub-process with what is not executed', () => {
  expectRefusals([
    { name: 'a collection of outputs', rule: 'not-executed', element: 't', xml: adHoc('outputCollection="results"') },
    { name: 'an expression that is no FEEL', rule: 'feel-syntax', element: 't', xml: adHoc('activeElementsCollection="=["') },
    {
      name: 'the extension at a task',
      rule: 'misplaced-extension',
      element: 't',
      xml: diagram(row(['t', extended('task', 'id="t"', '<zeebe:adHoc activeElementsCollection="=[]" />')])),
    },
  ]);
});

describe('a compensation or cancel event at the wrong place', () => {
  const inSub = (content: string): string => `<bpmn:subProcess id="sub">${content}</bpmn:subProcess>`;
  expectRefusals([
    {
      name: 'a compensation event that names an activity outside its sub-process',
      rule: 'compensation-target',
      element: 'x',
      xml: diagram([
        ...row(
          ['t', '<bpmn:task id="t" />'],
          [
            'sub',
            inSub(
              `<bpmn:startEvent id="s2" /><bpmn:endEvent id="x"><bpmn:compensateEventDefinition id="d" activityRef="t" /></bpmn:endEvent>${flow('s2', 'x')}`,
            ),
          ],
        ),
        '<bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:compensateEventDefinition id="d2" /></bpmn:boundaryEvent>',
        '<bpmn:task id="undo" isForCompensation="true" />',
        '<bpmn:association id="a" associationDirection="One" sourceRef="b" targetRef="undo" />',
      ]),
    },
    {
      name: 'a cancel end event in a sub-process without transaction around it',
      rule: 'cancel-event',
      element: 'x',
      xml: diagram(
        row([
          'sub',
          inSub(`<bpmn:startEvent id="s2" /><bpmn:endEvent id="x"><bpmn:cancelEventDefinition id="d" /></bpmn:endEvent>${flow('s2', 'x')}`),
        ]),
      ),
    },
  ]);
});

describe('a diagram whose quantities say nothing that can be counted', () => {
  expectRefusals(QUANTITIES);
});
