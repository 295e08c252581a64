import { ERROR, ESCALATION, MESSAGE, SIGNAL, flow, row } from '../../engine/parse/diagram.ts';
import { begin, complete, look, sendMessage } from '../claim.ts';
import type { Claim } from '../claim.ts';
import {
  NON_INTERRUPTING,
  association,
  boundaryEvent,
  cancel,
  catchEvent,
  compensation,
  container,
  endEvent,
  error,
  escalation,
  gateway,
  message,
  note,
  signal,
  startEvent,
  task,
  terminate,
  throwEvent,
  userTask,
} from './xml.ts';

const ROOTS = [MESSAGE, SIGNAL, ERROR, ESCALATION];

/** A process `q` that waits for something and then ends. */
const waiting = (definition: string): string =>
  `<bpmn:process id="q" isExecutable="true"><bpmn:startEvent id="qs" />${catchEvent('qc', definition)}<bpmn:endEvent id="qe" /><bpmn:sequenceFlow id="q1" sourceRef="qs" targetRef="qc" /><bpmn:sequenceFlow id="q2" sourceRef="qc" targetRef="qe" /></bpmn:process>`;
const reached = (definition: string, elements: readonly string[], title: string): Claim => ({
  title,
  roots: [...ROOTS, waiting(definition)],
  elements,
  scenario: {
    steps: [{ start: { process: 'q' } }, look({ waiting: ['qc'] }), begin()],
    expect: { status: 'completed', path: ['qc', 'e', 'qe'] },
  },
});

const messagesAndSignals: readonly Claim[] = [
  reached(
    message,
    [startEvent(), throwEvent('t', message), endEvent(), flow('s', 't'), flow('t', 'e')],
    'an intermediate event throws its message to another instance',
  ),
  reached(
    signal,
    [startEvent(), throwEvent('t', signal), endEvent(), flow('s', 't'), flow('t', 'e')],
    'an intermediate event throws its signal to another instance',
  ),
  reached(message, [startEvent(), endEvent('e', message), flow('s', 'e')], 'an end event throws its message to another instance'),
  reached(signal, [startEvent(), endEvent('e', signal), flow('s', 'e')], 'an end event throws its signal to another instance'),
  {
    title: 'an intermediate event without a definition is passed',
    elements: [startEvent(), throwEvent('t'), endEvent(), flow('s', 't'), flow('t', 'e')],
    scenario: { steps: [begin()], expect: { status: 'completed', path: ['s', 't', 'e'] } },
  },
  {
    title: 'a message that nobody waits for yet is kept for its time to live',
    roots: ROOTS,
    elements: row(['t', userTask('t')], ['c', catchEvent('c', message)]),
    scenario: {
      steps: [begin(), sendMessage('Paid', { timeToLive: 'PT1H' }), complete('t')],
      expect: { status: 'completed', path: ['t', 'c', 'e'] },
    },
  },
];

const inside = (content: readonly string[], ...after: readonly string[]): readonly string[] => [
  startEvent(),
  container('subProcess', 'p1', content),
  endEvent(),
  flow('s', 'p1'),
  flow('p1', 'e'),
  ...after,
];

const scoped: readonly Claim[] = [
  {
    title: 'an error end event leaves its sub-process by the error boundary event',
    roots: ROOTS,
    elements: inside(
      [startEvent('i'), endEvent('ie', error), flow('i', 'ie')],
      boundaryEvent('b', 'p1', error),
      endEvent('be'),
      flow('b', 'be'),
    ),
    scenario: { steps: [begin()], expect: { status: 'completed', visited: ['be'], notVisited: ['e'] } },
  },
  {
    title: 'an error that nobody catches is an incident',
    roots: ROOTS,
    elements: [startEvent(), endEvent('e', error), flow('s', 'e')],
    scenario: { steps: [begin()], expect: { status: 'failed', incidents: [{ element: 'e', code: 'UNHANDLED_ERROR' }] } },
  },
  {
    title: 'an escalation goes to the boundary event and the thrower goes on',
    roots: ROOTS,
    elements: inside(
      [
        startEvent('i'),
        throwEvent('x', escalation),
        userTask('w'),
        endEvent('ie', escalation),
        flow('i', 'x'),
        flow('x', 'w'),
        flow('w', 'ie'),
      ],
      boundaryEvent('b', 'p1', escalation, NON_INTERRUPTING),
      userTask('r'),
      endEvent('be'),
      flow('b', 'r'),
      flow('r', 'be'),
    ),
    scenario: {
      steps: [begin(), look({ waiting: ['r', 'w'] }), complete('w'), look({ waiting: ['r', 'r'] }), complete('r'), complete('r')],
      expect: { status: 'completed', visited: ['e'] },
    },
  },
  {
    title: 'an escalation that nobody catches changes nothing',
    roots: ROOTS,
    elements: [startEvent(), throwEvent('x', escalation), endEvent(), flow('s', 'x'), flow('x', 'e')],
    scenario: { steps: [begin()], expect: { status: 'completed', path: ['x', 'e'], incidents: [] } },
  },
  {
    title: 'a terminate end event ends everything in its scope and only there',
    elements: inside([
      startEvent('i'),
      gateway('parallel', 'g'),
      userTask('w'),
      task('go'),
      endEvent('ie', terminate),
      endEvent('we'),
      flow('i', 'g'),
      flow('g', 'w'),
      flow('w', 'we'),
      flow('g', 'go'),
      flow('go', 'ie'),
    ]),
    scenario: { steps: [begin()], expect: { status: 'completed', path: ['p1', 'ie', 'e'], notVisited: ['we'] } },
  },
  {
    title: 'a cancel end event undoes its transaction in reverse order and leaves by the cancel boundary event',
    elements: [
      startEvent(),
      container('transaction', 'x', [
        startEvent('i'),
        task('a'),
        task('b'),
        endEvent('ie', cancel),
        flow('i', 'a'),
        flow('a', 'b'),
        flow('b', 'ie'),
        boundaryEvent('ab', 'a', compensation()),
        note('undoA', 'isForCompensation="true"'),
        association('ab', 'undoA'),
        boundaryEvent('bb', 'b', compensation()),
        note('undoB', 'isForCompensation="true"'),
        association('bb', 'undoB'),
      ]),
      boundaryEvent('c', 'x', cancel),
      endEvent(),
      endEvent('ce'),
      flow('s', 'x'),
      flow('x', 'e'),
      flow('c', 'ce'),
    ],
    scenario: {
      steps: [begin({ ran: [] })],
      expect: { status: 'completed', path: ['ie', 'undoB', 'undoA', 'c', 'ce'], notVisited: ['e'], variables: { ran: ['undoB', 'undoA'] } },
    },
  },
];

/** Events that throw (BPMN 2.0.2, 10.5 and 13.5). */
export const THROWING_CLAIMS: readonly Claim[] = [...messagesAndSignals, ...scoped];
