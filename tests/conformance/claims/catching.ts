import { ERROR, ESCALATION, MESSAGE, SIGNAL, flow, row } from '../../engine/parse/diagram.ts';
import { advance, begin, complete, look, sendMessage, sendSignal } from '../claim.ts';
import type { Claim } from '../claim.ts';
import {
  NON_INTERRUPTING,
  boundaryEvent,
  catchEvent,
  condition,
  cycle,
  duration,
  endEvent,
  error,
  escalation,
  eventSubProcess,
  link,
  message,
  script,
  signal,
  startEvent,
  throwEvent,
  userTask,
} from './xml.ts';

const set = (variables: Readonly<Record<string, boolean | number>>) => ({ set: { variables } });
const raise = (kind: 'error' | 'escalate', code: string) => ({ [kind]: { element: 't', code } });

/** Events that catch, with what makes them happen in a scenario. */
const TRIGGERS = [
  { name: 'timer', definition: duration('PT1H'), happen: advance('PT1H') },
  { name: 'message', definition: message, happen: sendMessage('Paid') },
  { name: 'signal', definition: signal, happen: sendSignal('StockArrived') },
  { name: 'condition', definition: condition('n &gt; 5'), happen: set({ n: 6 }) },
  { name: 'escalation', definition: escalation, happen: raise('escalate', 'LATE') },
  { name: 'error', definition: error, happen: raise('error', 'SHORT') },
] as const;

const ROOTS = [MESSAGE, SIGNAL, ERROR, ESCALATION];
const CAN_WAIT = TRIGGERS.filter(({ name }) => name !== 'escalation' && name !== 'error');
const CAN_GO_ON = TRIGGERS.filter(({ name }) => name !== 'error');

const starts: readonly Claim[] = CAN_WAIT.filter(({ name }) => name !== 'condition').map(({ name, definition, happen }) => ({
  title: `a process begins by the ${name} of its start event`,
  roots: ROOTS,
  elements: [startEvent('s', definition), endEvent(), flow('s', 'e')],
  scenario: { steps: [happen], expect: { status: 'completed', path: ['s', 'e'] } },
}));

const intermediate: readonly Claim[] = CAN_WAIT.map(({ name, definition, happen }) => ({
  title: `an intermediate event waits for its ${name}`,
  roots: ROOTS,
  elements: row(['c', catchEvent('c', definition)]),
  scenario: {
    steps: [begin({ n: 1 }), look({ status: 'active', notVisited: ['e'] }), happen],
    expect: { status: 'completed', path: ['c', 'e'] },
  },
}));

const interruptingBoundary: readonly Claim[] = TRIGGERS.map(({ name, definition, happen }) => ({
  title: `a boundary event cancels its activity on its ${name} when it does not say otherwise`,
  roots: ROOTS,
  elements: [...row(['t', userTask('t')]), boundaryEvent('b', 't', definition), endEvent('be'), flow('b', 'be')],
  scenario: {
    steps: [begin({ n: 1 }), look({ waiting: ['t'], notVisited: ['b'] }), happen],
    expect: { status: 'completed', path: ['b', 'be'], notVisited: ['e'], waiting: [] },
  },
}));

const otherBoundary: readonly Claim[] = CAN_GO_ON.map(({ name, definition, happen }) => ({
  title: `a non-interrupting boundary event goes on beside its activity on its ${name}`,
  roots: ROOTS,
  elements: [...row(['t', userTask('t')]), boundaryEvent('b', 't', definition, NON_INTERRUPTING), endEvent('be'), flow('b', 'be')],
  scenario: {
    steps: [begin({ n: 1 }), happen, look({ status: 'active', waiting: ['t'], visited: ['be'] }), complete('t')],
    expect: { status: 'completed', visited: ['e'] },
  },
}));

const interruptingEventSubProcess: readonly Claim[] = TRIGGERS.map(({ name, definition, happen }) => ({
  title: `an event sub-process interrupts its scope on its ${name}`,
  roots: ROOTS,
  elements: [...row(['t', userTask('t')]), eventSubProcess('x', definition, [endEvent('xe'), flow('xStart', 'xe')])],
  scenario: {
    steps: [begin({ n: 1 }), look({ waiting: ['t'] }), happen],
    expect: { status: 'completed', path: ['x', 'xStart', 'xe'], notVisited: ['e'], waiting: [] },
  },
}));

const otherEventSubProcess: readonly Claim[] = CAN_GO_ON.map(({ name, definition, happen }) => ({
  title: `a non-interrupting event sub-process runs beside its scope on its ${name}`,
  roots: ROOTS,
  elements: [
    ...row(['t', userTask('t')]),
    eventSubProcess('x', definition, [endEvent('xe'), flow('xStart', 'xe')], 'isInterrupting="false"'),
  ],
  scenario: {
    steps: [begin({ n: 1 }), happen, look({ status: 'active', waiting: ['t'], visited: ['xe'] }), complete('t')],
    expect: { status: 'completed', visited: ['e'] },
  },
}));

const special: readonly Claim[] = [
  {
    title: 'a process begins when the condition of its start event becomes true',
    elements: [startEvent('s', condition('n &gt; 5')), userTask('t'), endEvent(), flow('s', 't'), flow('t', 'e')],
    scenario: {
      steps: [set({ n: 1 }), set({ n: 6 }), look({ waiting: ['t'], variables: { n: 6 } }), complete('t')],
      expect: { status: 'completed', path: ['s', 't', 'e'] },
    },
  },
  {
    title: 'a process with a parallel multiple start event begins when all of its triggers have come',
    roots: ROOTS,
    elements: [
      '<bpmn:startEvent id="s" parallelMultiple="true"><bpmn:messageEventDefinition messageRef="m1" /><bpmn:signalEventDefinition signalRef="sg1" /></bpmn:startEvent>',
      userTask('t'),
      flow('s', 't'),
    ],
    scenario: {
      steps: [sendMessage('Paid', { variables: { a: 1 } }), sendSignal('StockArrived', { b: 2 }), look({ waiting: ['t'] }), complete('t')],
      expect: { status: 'completed', variables: { a: 1, b: 2 } },
    },
  },
  {
    title: 'a process with several triggers at its start event begins with each of them',
    roots: ROOTS,
    elements: [startEvent('s', `${message}${signal}`), userTask('t'), flow('s', 't')],
    scenario: { steps: [sendMessage('Paid'), sendSignal('StockArrived')], expect: { waiting: ['t', 't'] } },
  },
  {
    title: 'what comes with the message of an event sub-process is seen inside it and after it',
    roots: ROOTS,
    elements: [
      ...row(['t', userTask('t')]),
      eventSubProcess('x', message, [script('y', 'amount * 2', 'twice'), endEvent('xe'), flow('xStart', 'y'), flow('y', 'xe')]),
    ],
    scenario: {
      steps: [begin(), sendMessage('Paid', { variables: { amount: 4 } })],
      expect: { status: 'completed', variables: { amount: 4, twice: 8 } },
    },
  },
  {
    title: 'what comes with a message goes to the process that it begins, and to the flow of a boundary event',
    roots: ROOTS,
    elements: [
      startEvent('s', message),
      userTask('t'),
      endEvent(),
      boundaryEvent('b', 't', message),
      endEvent('be'),
      flow('s', 't'),
      flow('t', 'e'),
      flow('b', 'be'),
    ],
    scenario: {
      steps: [sendMessage('Paid', { variables: { first: 1 } }), sendMessage('Paid', { variables: { second: 2 } })],
      expect: { status: 'completed', visited: ['be'], variables: { first: 1, second: 2 } },
    },
  },
  {
    title: 'a link event goes on at the catching one of its name',
    elements: [startEvent(), throwEvent('l', link('there')), catchEvent('k', link('there')), endEvent(), flow('s', 'l'), flow('k', 'e')],
    scenario: { steps: [begin()], expect: { status: 'completed', path: ['l', 'k', 'e'] } },
  },
  {
    title: 'a multiple event is caught by the first of its definitions',
    roots: ROOTS,
    elements: row(['c', catchEvent('c', `${message}${signal}`)]),
    scenario: { steps: [begin(), sendSignal('StockArrived')], expect: { status: 'completed', path: ['c', 'e'] } },
  },
  {
    title: 'a parallel multiple event needs all of its definitions',
    roots: ROOTS,
    elements: row(['c', catchEvent('c', `${message}${signal}`, 'parallelMultiple="true"')]),
    scenario: {
      steps: [begin(), sendSignal('StockArrived'), look({ status: 'active', notVisited: ['e'] }), sendMessage('Paid')],
      expect: { status: 'completed', path: ['c', 'e'] },
    },
  },
  {
    title: 'a timer cycle of a non-interrupting boundary event fires as often as it says',
    elements: [
      ...row(['t', userTask('t')]),
      boundaryEvent('b', 't', cycle('R3/PT1H'), NON_INTERRUPTING),
      userTask('r'),
      endEvent('re'),
      flow('b', 'r'),
      flow('r', 're'),
    ],
    scenario: {
      steps: [begin(), advance('PT2H30M'), look({ waiting: ['r', 'r', 't'] }), advance('PT10H')],
      expect: { waiting: ['r', 'r', 'r', 't'] },
    },
  },
  {
    title: 'an event that names the code is nearer than one that catches every code, whatever their order',
    roots: ROOTS,
    elements: [
      ...row(['t', userTask('t')]),
      boundaryEvent('any', 't', '<bpmn:errorEventDefinition />'),
      boundaryEvent('exact', 't', error),
      endEvent('ae'),
      endEvent('xe'),
      flow('any', 'ae'),
      flow('exact', 'xe'),
    ],
    scenario: { steps: [begin(), raise('error', 'SHORT')], expect: { status: 'completed', visited: ['xe'], notVisited: ['ae'] } },
  },
];

/** Events that catch (BPMN 2.0.2, 10.5 and 13.5). */
export const CATCHING_CLAIMS: readonly Claim[] = [
  ...starts,
  ...intermediate,
  ...interruptingBoundary,
  ...otherBoundary,
  ...interruptingEventSubProcess,
  ...otherEventSubProcess,
  ...special,
];
