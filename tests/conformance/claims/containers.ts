import { flow, row, when } from '../../engine/parse/diagram.ts';
import { begin, complete, look } from '../claim.ts';
import type { Claim } from '../claim.ts';
import { NON_INTERRUPTING, boundaryEvent, container, endEvent, gateway, note, startEvent, task, userTask } from './xml.ts';

const parallelTasks = [userTask('a'), userTask('b')];
const mi = (attributes: string, inner: string): string =>
  `<bpmn:multiInstanceLoopCharacteristics ${attributes}>${inner}</bpmn:multiInstanceLoopCharacteristics>`;
const cardinality = (text: string): string => `<bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">${text}</bpmn:loopCardinality>`;
const until = (text: string): string => `<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">${text}</bpmn:completionCondition>`;
const collection =
  '<bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="item" outputCollection="results" outputElement="=item * 10" /></bpmn:extensionElements>';

const DONE = '<bpmn:signal id="dn" name="done" />';
const THROWN = '<bpmn:signalEventDefinition id="dnd" signalRef="dn" />';
/** Three tasks at once whose behavior throws the signal `done`, which a boundary event catches each time. */
const watched = (behavior: string, inner = ''): readonly string[] => [
  ...row(['t', userTask('t', mi(behavior, `${cardinality('3')}${inner}`))]),
  boundaryEvent('b', 't', '<bpmn:signalEventDefinition signalRef="dn" />', NON_INTERRUPTING),
  note('seen'),
  endEvent('be'),
  flow('b', 'seen'),
  flow('seen', 'be'),
];
const allThree = { steps: [begin({ ran: [] }), complete('t'), complete('t'), complete('t')] };

/** Sub-processes, loops and quantities (BPMN 2.0.2, 10.3.5, 10.3.8 and 13.3). */
export const CONTAINER_CLAIMS: readonly Claim[] = [
  {
    title: 'a sub-process is left when no token is in it any more',
    elements: [
      startEvent(),
      container('subProcess', 'p1', [startEvent('i'), userTask('t'), endEvent('ie'), flow('i', 't'), flow('t', 'ie')]),
      endEvent(),
      flow('s', 'p1'),
      flow('p1', 'e'),
    ],
    scenario: {
      steps: [begin(), look({ waiting: ['t'], notVisited: ['e'] }), complete('t')],
      expect: { status: 'completed', path: ['p1', 'i', 't', 'ie', 'e'] },
    },
  },
  {
    title: 'a transaction that is not cancelled is a sub-process',
    elements: [
      startEvent(),
      container('transaction', 'x', [startEvent('i'), userTask('t'), endEvent('ie'), flow('i', 't'), flow('t', 'ie')]),
      endEvent(),
      flow('s', 'x'),
      flow('x', 'e'),
    ],
    scenario: { steps: [begin(), look({ waiting: ['t'] }), complete('t')], expect: { status: 'completed', path: ['x', 't', 'ie', 'e'] } },
  },
  {
    title: 'a parallel ad-hoc sub-process offers all of its activities and ends when its condition holds',
    shows: ['parallel ad-hoc'],
    elements: [
      startEvent(),
      container('adHocSubProcess', 'h', [...parallelTasks, until('done')]),
      endEvent(),
      flow('s', 'h'),
      flow('h', 'e'),
    ],
    scenario: {
      steps: [begin({ done: false }), look({ waiting: ['a', 'b'] }), complete('b', { done: true })],
      expect: { status: 'completed', waiting: [] },
    },
  },
  {
    title: 'a sequential ad-hoc sub-process has one activity after another',
    shows: ['sequential ad-hoc'],
    elements: [
      startEvent(),
      container('adHocSubProcess', 'h', parallelTasks, 'ordering="Sequential"'),
      endEvent(),
      flow('s', 'h'),
      flow('h', 'e'),
    ],
    scenario: {
      steps: [begin(), look({ waiting: ['a'] }), complete('a'), look({ waiting: ['b'] }), complete('b')],
      expect: { status: 'completed' },
    },
  },
  {
    title: 'a parallel multi-instance activity runs once for each item and collects the outputs in their order',
    shows: ['parallel multi-instance', 'input collection', 'output collection', 'behavior All'],
    elements: row(['t', userTask('t', mi('', collection))]),
    scenario: {
      steps: [begin({ items: [1, 2, 3] }), look({ waiting: ['t', 't', 't'] }), complete('t', {}, 2), complete('t'), complete('t')],
      expect: { status: 'completed', variables: { results: [10, 20, 30] } },
    },
  },
  {
    title: 'a sequential multi-instance activity stops when its completion condition holds',
    shows: ['sequential multi-instance', 'loop cardinality', 'completion condition'],
    elements: row(['t', userTask('t', mi('isSequential="true"', `${cardinality('5')}${until('numberOfCompletedInstances &gt;= 2')}`))]),
    scenario: {
      steps: [begin(), look({ waiting: ['t'] }), complete('t'), look({ waiting: ['t'] }), complete('t')],
      expect: { status: 'completed', waiting: [] },
    },
  },
  {
    title: 'a multi-instance behavior "None" throws its event with every instance that completes',
    shows: ['behavior None'],
    roots: [DONE, THROWN],
    elements: watched('behavior="None" noneBehaviorEventRef="dnd"'),
    scenario: { ...allThree, expect: { status: 'completed', variables: { ran: ['seen', 'seen', 'seen'] } } },
  },
  {
    title: 'a multi-instance behavior "One" throws its event with the first instance that completes',
    shows: ['behavior One'],
    roots: [DONE, THROWN],
    elements: watched('behavior="One" oneBehaviorEventRef="dnd"'),
    scenario: { ...allThree, expect: { status: 'completed', variables: { ran: ['seen'] } } },
  },
  {
    title: 'a multi-instance behavior "Complex" throws its events where their condition holds',
    shows: ['behavior Complex'],
    roots: [DONE],
    elements: watched(
      'behavior="Complex"',
      '<bpmn:complexBehaviorDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">numberOfCompletedInstances &gt;= 2</bpmn:condition><bpmn:event id="ev"><bpmn:signalEventDefinition id="evd" signalRef="dn" /></bpmn:event></bpmn:complexBehaviorDefinition>',
    ),
    scenario: { ...allThree, expect: { status: 'completed', variables: { ran: ['seen', 'seen'] } } },
  },
  {
    title: 'a standard loop runs while its condition holds',
    elements: row([
      'n',
      note('n').replace(
        '</bpmn:scriptTask>',
        '<bpmn:standardLoopCharacteristics><bpmn:loopCondition xsi:type="bpmn:tFormalExpression">count(ran) &lt; 3</bpmn:loopCondition></bpmn:standardLoopCharacteristics></bpmn:scriptTask>',
      ),
    ]),
    scenario: { steps: [begin({ ran: [] })], expect: { status: 'completed', variables: { ran: ['n', 'n', 'n'] } } },
  },
  {
    title: 'a standard loop that tests before may not run at all, and one with a maximum ends there',
    shows: ['test before', 'loop maximum'],
    elements: row(
      [
        'n',
        note('n').replace(
          '</bpmn:scriptTask>',
          '<bpmn:standardLoopCharacteristics testBefore="true"><bpmn:loopCondition xsi:type="bpmn:tFormalExpression">false</bpmn:loopCondition></bpmn:standardLoopCharacteristics></bpmn:scriptTask>',
        ),
      ],
      [
        'k',
        note('k').replace(
          '</bpmn:scriptTask>',
          '<bpmn:standardLoopCharacteristics loopMaximum="2"><bpmn:loopCondition xsi:type="bpmn:tFormalExpression">true</bpmn:loopCondition></bpmn:standardLoopCharacteristics></bpmn:scriptTask>',
        ),
      ],
    ),
    scenario: { steps: [begin({ ran: [] })], expect: { status: 'completed', variables: { ran: ['k', 'k'] } } },
  },
  {
    title: 'flows may lead back, and nothing is left behind when a flow is taken twice',
    elements: [
      startEvent(),
      gateway('exclusive', 'm'),
      note('n'),
      gateway('exclusive', 'x', 'default="x_e"'),
      endEvent(),
      flow('s', 'm'),
      flow('m', 'n'),
      flow('n', 'x'),
      flow('x', 'm', when('count(ran) &lt; 3')),
      flow('x', 'e'),
    ],
    scenario: { steps: [begin({ ran: [] })], expect: { status: 'completed', variables: { ran: ['n', 'n', 'n'] } } },
  },
  {
    title: 'an activity with a start quantity waits for that many tokens and one with a completion quantity leaves that many',
    elements: [
      startEvent(),
      task('a', '', 'completionQuantity="3"'),
      note('b', 'startQuantity="3"'),
      endEvent(),
      flow('s', 'a'),
      flow('a', 'b'),
      flow('b', 'e'),
    ],
    scenario: {
      steps: [begin({ ran: [] })],
      expect: { status: 'completed', variables: { ran: ['b'] }, path: ['a_b', 'a_b', 'a_b', 'b', 'e'] },
    },
  },
];
