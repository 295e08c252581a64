import { ERROR, ESCALATION, extended, flow, row } from '../../engine/parse/diagram.ts';
import { begin, complete, look } from '../claim.ts';
import type { Claim } from '../claim.ts';
import { NON_INTERRUPTING, boundaryEvent, endEvent, error, escalation, script, startEvent, throwEvent, userTask } from './xml.ts';

/** A process `q` around one node. */
const called = (node: string, id: string, extension = ''): string =>
  `<bpmn:process id="q" isExecutable="true">${extension}<bpmn:startEvent id="qs" />${node}<bpmn:endEvent id="qe" /><bpmn:sequenceFlow id="q1" sourceRef="qs" targetRef="${id}" /><bpmn:sequenceFlow id="q2" sourceRef="${id}" targetRef="qe" /></bpmn:process>`;
const says = (word: string, tag: string): string =>
  called(script('qt', `"${word}"`, 'said'), 'qt', `<bpmn:extensionElements><zeebe:versionTag value="${tag}" /></bpmn:extensionElements>`);
const call = (attributes: string, inner = ''): string => extended('callActivity', `id="c" ${attributes}`, inner);
const global = (type: string, attributes: string, inner = ''): string =>
  `<bpmn:${type} id="g" name="G" ${attributes}>${inner}</bpmn:${type}>`;

const bound = (title: string, shows: string, callActivity: string, said: string): Claim => ({
  title,
  shows: [shows],
  earlier: [says('old', 'v1')],
  roots: [says('new', 'v2')],
  elements: row(['c', callActivity]),
  scenario: { steps: [begin()], expect: { status: 'completed', variables: { said } } },
});

const calledTask = (title: string, shows: string, task: string, steps: Claim['scenario'], roots: readonly string[] = []): Claim => ({
  title,
  shows: [shows],
  roots: [task, ...roots],
  elements: row(['c', '<bpmn:callActivity id="c" calledElement="g" />']),
  scenario: steps,
});

const passes = { steps: [begin()], expect: { status: 'completed', path: ['c', 'e'] } };

/** Call activities and global tasks (BPMN 2.0.2, 10.3.6 and 13.3.4). */
export const CALL_CLAIMS: readonly Claim[] = [
  {
    title: 'a call activity runs another process and takes its variables',
    roots: [called('<bpmn:userTask id="qt" />', 'qt')],
    elements: row(['c', '<bpmn:callActivity id="c" calledElement="q" />']),
    scenario: {
      steps: [begin({ a: 1 }), look({ waiting: ['qt'] }), complete('qt', { b: 2 })],
      expect: { status: 'completed', variables: { a: 1, b: 2 }, path: ['c', 'qs', 'qt', 'qe', 'e'] },
    },
  },
  bound('a call is bound to the latest version when it does not say otherwise', 'binding latest', call('calledElement="q"'), 'new'),
  bound('a call may be bound to a version by its number', 'binding version', call('calledElement="q" lanework:calledVersion="1"'), 'old'),
  bound(
    'a call may be bound to a version by its tag',
    'binding versionTag',
    call('', '<zeebe:calledElement processId="q" bindingType="versionTag" versionTag="v1" />'),
    'old',
  ),
  bound(
    'a call may be bound to the version that was deployed with its caller',
    'binding deployment',
    call('', '<zeebe:calledElement processId="q" bindingType="deployment" />'),
    'new',
  ),
  {
    title: 'a call maps its variables in and out',
    shows: ['variable mapping'],
    roots: [called(script('qt', 'x + 1', 'y'), 'qt')],
    elements: row([
      'c',
      call(
        '',
        '<zeebe:calledElement processId="q" propagateAllParentVariables="false" propagateAllChildVariables="false" /><zeebe:ioMapping><zeebe:input source="=a" target="x" /><zeebe:output source="=y" target="b" /></zeebe:ioMapping>',
      ),
    ]),
    scenario: { steps: [begin({ a: 1 })], expect: { status: 'completed', variables: { a: 1, b: 2 } } },
  },
  {
    title: 'an error that the called process does not catch is thrown at the call activity',
    shows: ['error to the caller'],
    roots: [
      ERROR,
      `<bpmn:process id="q" isExecutable="true">${startEvent('qs')}${endEvent('qe', error)}${flow('qs', 'qe')}</bpmn:process>`,
    ],
    elements: [
      ...row(['c', '<bpmn:callActivity id="c" calledElement="q" />']),
      boundaryEvent('b', 'c', error),
      endEvent('be'),
      flow('b', 'be'),
    ],
    scenario: { steps: [begin()], expect: { status: 'completed', visited: ['be'], notVisited: ['e'] } },
  },
  {
    title: 'an escalation of the called process reaches the caller, and the called process goes on',
    shows: ['escalation to the caller'],
    roots: [
      ESCALATION,
      `<bpmn:process id="q" isExecutable="true">${startEvent('qs')}${throwEvent('qt', escalation)}${userTask('qu')}${endEvent('qe')}${flow('qs', 'qt')}${flow('qt', 'qu')}${flow('qu', 'qe')}</bpmn:process>`,
    ],
    elements: [
      ...row(['c', '<bpmn:callActivity id="c" calledElement="q" />']),
      boundaryEvent('b', 'c', escalation, NON_INTERRUPTING),
      userTask('r'),
      endEvent('be'),
      flow('b', 'r'),
      flow('r', 'be'),
    ],
    scenario: {
      steps: [begin(), look({ waiting: ['qu', 'r'] }), complete('qu'), complete('r')],
      expect: { status: 'completed', visited: ['e', 'be'] },
    },
  },
  calledTask('a global task passes', 'globalTask', global('globalTask', ''), passes),
  calledTask('a global manual task passes', 'globalManualTask', global('globalManualTask', ''), passes),
  calledTask('a global user task waits in the inbox like any other', 'globalUserTask', global('globalUserTask', ''), {
    steps: [begin(), look({ waiting: ['g'] }), complete('g', { ok: true })],
    expect: { status: 'completed', variables: { ok: true } },
  }),
  calledTask(
    'a global script task runs its script on the variables of its caller',
    'globalScriptTask',
    global('globalScriptTask', 'scriptLanguage="javascript"', '<bpmn:script>return { twice: n * 2 };</bpmn:script>'),
    { steps: [begin({ n: 4 })], expect: { status: 'completed', variables: { twice: 8 } } },
  ),
  calledTask(
    'a global business rule task takes the result of its decision',
    'globalBusinessRuleTask',
    global(
      'globalBusinessRuleTask',
      '',
      '<bpmn:extensionElements><zeebe:calledDecision decisionId="discount" resultVariable="percent" /></bpmn:extensionElements>',
    ),
    { stubs: { discount: { output: { percent: 10 } } }, steps: [begin()], expect: { status: 'completed', variables: { percent: 10 } } },
  ),
];
