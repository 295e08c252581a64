import { diagram, flow, MESSAGE, row } from './diagram.ts';
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

describe('a diagram whose loops say nothing that ends', () => {
  expectRefusals(LOOPS);
});

describe('a diagram whose quantities say nothing that can be counted', () => {
  expectRefusals(QUANTITIES);
});
