import { flow } from '../../engine/parse/diagram.ts';
import { begin, complete, look } from '../claim.ts';
import type { Claim } from '../claim.ts';
import {
  association,
  boundaryEvent,
  compensation,
  container,
  endEvent,
  eventSubProcess,
  note,
  script,
  startEvent,
  task,
  throwEvent,
  userTask,
} from './xml.ts';

/** A task with a compensation handler that notes that it ran. */
export const handled = (id: string): readonly string[] => [
  task(id),
  boundaryEvent(`${id}b`, id, compensation()),
  note(`undo${id}`, 'isForCompensation="true"'),
  association(`${id}b`, `undo${id}`),
];

/** Compensation (BPMN 2.0.2, 10.7 and 13.5.5). */
export const COMPENSATION_CLAIMS: readonly Claim[] = [
  {
    title: 'a compensation throw event runs the handlers in reverse order and then goes on',
    shows: ['reverse order'],
    elements: [
      startEvent(),
      ...handled('A'),
      ...handled('B'),
      throwEvent('t', compensation()),
      endEvent(),
      flow('s', 'A'),
      flow('A', 'B'),
      flow('B', 't'),
      flow('t', 'e'),
    ],
    scenario: {
      steps: [begin({ ran: [] })],
      expect: { status: 'completed', path: ['t', 'undoB', 'undoA', 'e'], variables: { ran: ['undoB', 'undoA'] } },
    },
  },
  {
    title: 'a compensation end event names the one activity that is undone',
    shows: ['one activity named'],
    elements: [
      startEvent(),
      ...handled('A'),
      ...handled('B'),
      endEvent('e', compensation('activityRef="A"')),
      flow('s', 'A'),
      flow('A', 'B'),
      flow('B', 'e'),
    ],
    scenario: { steps: [begin({ ran: [] })], expect: { status: 'completed', variables: { ran: ['undoA'] }, notVisited: ['undoB'] } },
  },
  {
    title: 'a throw that does not wait goes on while the handlers run',
    shows: ['without waiting'],
    elements: [
      startEvent(),
      task('A'),
      boundaryEvent('Ab', 'A', compensation()),
      userTask('undoA', '', 'isForCompensation="true"'),
      association('Ab', 'undoA'),
      throwEvent('t', compensation('waitForCompletion="false"')),
      userTask('next'),
      endEvent(),
      flow('s', 'A'),
      flow('A', 't'),
      flow('t', 'next'),
      flow('next', 'e'),
    ],
    scenario: {
      steps: [
        begin(),
        look({ waiting: ['undoA', 'next'] }),
        complete('next'),
        look({ status: 'active', waiting: ['undoA'] }),
        complete('undoA'),
      ],
      expect: { status: 'completed' },
    },
  },
  {
    title: 'each instance of a multi-instance activity has a handler of its own, which sees its item',
    shows: ['per instance of a multi-instance'],
    elements: [
      startEvent(),
      '<bpmn:task id="A"><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=items" inputElement="item" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:task>',
      boundaryEvent('Ab', 'A', compensation()),
      script('undoA', 'append(ran, item)', 'ran', 'isForCompensation="true"'),
      association('Ab', 'undoA'),
      endEvent('e', compensation()),
      flow('s', 'A'),
      flow('A', 'e'),
    ],
    scenario: { steps: [begin({ ran: [], items: ['x', 'y', 'z'] })], expect: { status: 'completed', variables: { ran: ['z', 'y', 'x'] } } },
  },
  {
    title: 'a completed sub-process without a handler undoes what it contained',
    shows: ['nested scope'],
    elements: [
      startEvent(),
      container('subProcess', 'P', [startEvent('i'), ...handled('A'), ...handled('B'), flow('i', 'A'), flow('A', 'B')]),
      ...handled('C'),
      throwEvent('t', compensation()),
      endEvent(),
      flow('s', 'P'),
      flow('P', 'C'),
      flow('C', 't'),
      flow('t', 'e'),
    ],
    scenario: { steps: [begin({ ran: [] })], expect: { status: 'completed', variables: { ran: ['undoC', 'undoB', 'undoA'] } } },
  },
  {
    title: 'a compensation event sub-process undoes its completed sub-process',
    shows: ['compensation event sub-process'],
    elements: [
      startEvent(),
      container('subProcess', 'p1', [
        startEvent('i'),
        ...handled('A'),
        endEvent('ie'),
        flow('i', 'A'),
        flow('A', 'ie'),
        eventSubProcess('x', compensation(), [note('own'), endEvent('xe'), flow('xStart', 'own'), flow('own', 'xe')]),
      ]),
      throwEvent('t', compensation()),
      endEvent(),
      flow('s', 'p1'),
      flow('p1', 't'),
      flow('t', 'e'),
    ],
    scenario: {
      steps: [begin({ ran: [] })],
      expect: { status: 'completed', path: ['t', 'x', 'xStart', 'own', 'e'], variables: { ran: ['own'] }, notVisited: ['undoA'] },
    },
  },
];
