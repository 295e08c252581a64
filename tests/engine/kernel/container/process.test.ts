import { expect } from 'chai';
import { define, end, eventSubProcess, message, start, task, userTask } from '../support/define.ts';
import { Run, run } from '../support/run.ts';

const guarded = define(
  [start('S'), userTask('A'), end('E'), eventSubProcess('Esp', [start('On', message('stop', '=key')), task('X')], ['On > X'])],
  ['S > A', 'A > E'],
);

describe('a process', () => {
  it('opens its event sub-processes before its first token moves', () => {
    expect(run(guarded, { key: 'k' }).records.map((record) => record.kind)).to.deep.equal([
      'instanceStarted',
      'elementEntered',
      'variablesSet',
      'elementStatusChanged',
      'waitOpened',
      'elementEntered',
      'elementLeft',
      'flowTaken',
      'elementEntered',
      'elementStatusChanged',
      'waitOpened',
    ]);
  });

  it('rests with an incident when that fails, and begins once it is resolved', () => {
    const instance = run(guarded);
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED process']);
    expect(instance.waiting()).to.deep.equal([]);
    expect(instance.set({ key: 'k' }).resolve().waiting()).to.deep.equal(['On', 'A']);
    expect(instance.complete('A').status).to.equal('completed');
  });

  it('ends when no token is left, and takes its waits with it', () => {
    const instance = run(guarded, { key: 'k' }).complete('A');
    expect(instance.records.slice(-3).map((record) => record.kind)).to.deep.equal(['waitClosed', 'elementLeft', 'instanceEnded']);
    expect(instance.status).to.equal('completed');
  });

  it('does not tell a caller that it does not have', () => {
    expect(run(define([task('A')], [])).effects).to.deep.equal([]);
    expect(new Run(define([task('A')], [])).start({}, { caller: true }).effectKinds()).to.deep.equal(['notifyCaller']);
  });
});
