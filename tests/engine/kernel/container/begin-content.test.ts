import { expect } from 'chai';
import {
  after,
  boundary,
  catchEvent,
  define,
  eventStart,
  eventSubProcess,
  link,
  message,
  receiveTask,
  start,
  subProcess,
  task,
  throwEvent,
  userTask,
} from '../support/define.ts';
import { run } from '../support/run.ts';

describe('the content of a process or sub-process', () => {
  it('begins at its none start events alone when it has start events', () => {
    const definition = define([start('S'), start('M', message('m')), userTask('A'), userTask('Stray')], ['S > A', 'M > A']);
    expect(run(definition).entered()).to.deep.equal(['S', 'A']);
  });

  it('begins at every node without incoming flow when it has no start event', () => {
    expect(run(define([userTask('A'), subProcess('Sub', [userTask('B'), task('C')], []), task('D')], ['A > D'])).waiting()).to.deep.equal([
      'A',
      'B',
    ]);
  });

  it('does not begin at what only a trigger, a link, a compensation or an event begins', () => {
    const definition = define(
      [
        userTask('A'),
        boundary('T', 'A', after('PT1H')),
        catchEvent('From', link('l')),
        throwEvent('To', link('l')),
        userTask('Undo', { isForCompensation: true }),
        eventSubProcess('Esp', [start('On', message('m')), userTask('X')], ['On > X']),
        eventStart('G'),
        receiveTask('R', message('r')),
      ],
      ['A > To', 'G > R'],
    );
    expect(run(definition).entered()).to.deep.equal(['A']);
  });
});
