import { ERROR, MESSAGE, extended, flow, row, service } from '../../engine/parse/diagram.ts';
import { begin, complete, look, sendMessage } from '../claim.ts';
import type { Claim } from '../claim.ts';
import { boundaryEvent, endEvent, error, script, startEvent, task, userTask } from './xml.ts';

/** Tasks and call activities (BPMN 2.0.2, 10.3 and 13.3). */
export const ACTIVITY_CLAIMS: readonly Claim[] = [
  {
    title: 'a task without a type and a manual task pass at once',
    elements: row(['t', task('t')], ['m', '<bpmn:manualTask id="m" />']),
    scenario: { steps: [begin()], expect: { status: 'completed', path: ['s', 't', 'm', 'e'] } },
  },
  {
    title: 'a user task waits until it is completed and its result goes to the process',
    elements: row(['t', userTask('t')]),
    scenario: {
      steps: [begin(), look({ status: 'active', waiting: ['t'], notVisited: ['e'] }), complete('t', { ok: true })],
      expect: { status: 'completed', variables: { ok: true }, path: ['s', 't', 'e'] },
    },
  },
  {
    title: 'a service task is done by the one who serves its topic',
    elements: row(['t', service('t')]),
    scenario: {
      stubs: { work: { output: { done: 1 } } },
      steps: [begin()],
      expect: { status: 'completed', variables: { done: 1 }, path: ['t', 'e'] },
    },
  },
  {
    title: 'a service task is done with whatever priority it or its process gives to its jobs',
    elements: [
      '<bpmn:extensionElements><zeebe:jobPriorityDefinition priority="=60 + n" /></bpmn:extensionElements>',
      ...row(['t', service('t')], ['u', service('u', '<zeebe:jobPriorityDefinition priority="-5" />')]),
    ],
    scenario: {
      stubs: { work: { output: { done: 1 } } },
      steps: [begin({ n: 7 })],
      expect: { status: 'completed', path: ['t', 'u', 'e'] },
    },
  },
  {
    title: 'a priority of jobs that is no whole number is an incident of the element that would make the job',
    elements: row(['t', service('t', '<zeebe:jobPriorityDefinition priority="=urgency" />')]),
    scenario: {
      stubs: { work: { output: { done: 1 } } },
      steps: [begin({ urgency: 'high' })],
      expect: { status: 'failed', incidents: [{ element: 't', code: 'EXPRESSION_FAILED' }] },
    },
  },
  {
    title: 'a service task without a topic waits until somebody completes it',
    elements: row(['t', '<bpmn:serviceTask id="t" />']),
    scenario: {
      steps: [begin(), look({ waiting: ['t'] }), complete('t', { done: 2 })],
      expect: { status: 'completed', variables: { done: 2 } },
    },
  },
  {
    title: 'a send task sends its message, which a receive task of another process waits for',
    roots: [
      MESSAGE,
      '<bpmn:process id="q" isExecutable="true"><bpmn:startEvent id="qs" /><bpmn:receiveTask id="qr" messageRef="m1" /><bpmn:endEvent id="qe" /><bpmn:sequenceFlow id="q1" sourceRef="qs" targetRef="qr" /><bpmn:sequenceFlow id="q2" sourceRef="qr" targetRef="qe" /></bpmn:process>',
    ],
    elements: row(['t', '<bpmn:sendTask id="t" messageRef="m1" />']),
    scenario: {
      steps: [{ start: { process: 'q' } }, look({ waiting: ['qr'] }), begin()],
      expect: { status: 'completed', path: ['qr', 't', 'qe'] },
    },
  },
  {
    title: 'a receive task waits for its message and takes what comes with it',
    roots: [MESSAGE],
    elements: row(['r', '<bpmn:receiveTask id="r" messageRef="m1" />']),
    scenario: {
      steps: [begin(), look({ waiting: ['r'] }), sendMessage('Paid', { variables: { amount: 5 } })],
      expect: { status: 'completed', variables: { amount: 5 } },
    },
  },
  {
    title: 'a receive task with instantiate begins a process by its message',
    roots: [MESSAGE],
    elements: ['<bpmn:receiveTask id="r" messageRef="m1" instantiate="true" />', endEvent(), flow('r', 'e')],
    scenario: {
      steps: [sendMessage('Paid', { variables: { amount: 7 } })],
      expect: { status: 'completed', variables: { amount: 7 }, path: ['r', 'e'] },
    },
  },
  {
    title: 'a FEEL script sets its result variable, a JavaScript one merges the object that it returns',
    elements: row(
      ['t', script('t', 'a + 1', 'b')],
      ['j', '<bpmn:scriptTask id="j" scriptFormat="javascript"><bpmn:script>return { c: b * 2 };</bpmn:script></bpmn:scriptTask>'],
    ),
    scenario: { steps: [begin({ a: 1 })], expect: { status: 'completed', variables: { b: 2, c: 4 } } },
  },
  {
    title: 'a JavaScript script raises a BPMN error that a boundary event catches',
    roots: [ERROR],
    elements: [
      ...row([
        'j',
        '<bpmn:scriptTask id="j" scriptFormat="javascript"><bpmn:script>throw new BpmnError("SHORT", "too few");</bpmn:script></bpmn:scriptTask>',
      ]),
      boundaryEvent('b', 'j', error),
      endEvent('be'),
      flow('b', 'be'),
    ],
    scenario: { steps: [begin()], expect: { status: 'completed', visited: ['b', 'be'], notVisited: ['e'] } },
  },
  {
    title: 'a business rule task takes the result of its decision',
    elements: row(['t', extended('businessRuleTask', 'id="t"', '<zeebe:calledDecision decisionId="discount" resultVariable="percent" />')]),
    scenario: {
      stubs: { discount: { output: { percent: 10 } } },
      steps: [begin()],
      expect: { status: 'completed', variables: { percent: 10 } },
    },
  },
  {
    title: 'input mappings make variables of the activity, output mappings those of the process',
    elements: row([
      't',
      service(
        't',
        '<zeebe:ioMapping><zeebe:input source="=a * 2" target="x" /><zeebe:output source="=x + y" target="b" /></zeebe:ioMapping>',
      ),
    ]),
    scenario: {
      stubs: { work: { output: { y: 100 } } },
      steps: [begin({ a: 4 })],
      expect: { status: 'completed', variables: { a: 4, b: 108 } },
    },
  },
  {
    title: 'an activity leaves on every unconditional flow, and on its default flow when no condition holds',
    shows: ['conditional flow of an activity', 'default flow of an activity'],
    elements: [
      startEvent(),
      task('t', '', 'default="t_c"'),
      endEvent('a'),
      endEvent('b'),
      endEvent('c'),
      flow('s', 't'),
      flow('t', 'a'),
      flow('t', 'b', '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">n &gt; 1</bpmn:conditionExpression>'),
      flow('t', 'c'),
    ],
    scenario: { steps: [begin({ n: 1 })], expect: { status: 'completed', visited: ['a', 'c'], notVisited: ['b'] } },
  },
  {
    title: 'an activity does not leave on its default flow when a condition holds',
    elements: [
      startEvent(),
      task('t', '', 'default="t_c"'),
      endEvent('b'),
      endEvent('c'),
      flow('s', 't'),
      flow('t', 'b', '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">n &gt; 1</bpmn:conditionExpression>'),
      flow('t', 'c'),
    ],
    scenario: { steps: [begin({ n: 2 })], expect: { status: 'completed', visited: ['b'], notVisited: ['c'] } },
  },
];
