import { expect } from 'chai';
import type { Command } from '../../../../engine/kernel/index.ts';
import { asInstanceId } from '../../../../engine/model/index.ts';
import { boundary, callActivity, define, end, error, escalation, parallel, start, terminate, userTask } from '../support/define.ts';
import type { Run } from '../support/run.ts';
import { run } from '../support/run.ts';

const one = (options: Parameters<typeof callActivity>[2] = {}) =>
  define(
    [
      start('S'),
      callActivity('A', '=child', options),
      boundary('Failed', 'A', error('X')),
      boundary('Raised', 'A', escalation(null), { interrupting: false }),
      end('E'),
      end('F'),
      userTask('Told'),
    ],
    ['S > A', 'A > E', 'Failed > F', 'Raised > Told'],
  );
type Outcome = Extract<Command, { kind: 'calledInstanceEnded' }>['outcome'];
const end_ = (instance: Run, outcome: Outcome): void => {
  instance.send({ kind: 'calledInstanceEnded', waitId: instance.wait('A').id, outcome });
};

describe('a call activity', () => {
  it('starts the called process with all variables, and merges its variables when it completes', () => {
    const instance = run(one(), { child: 'billing', a: 1 });
    expect(instance.latest).to.deep.equal([
      {
        kind: 'startCalledInstance',
        waitId: instance.wait('A').id,
        elementInstanceId: instance.wait('A').elementInstanceId,
        processId: 'billing',
        binding: { kind: 'latest' },
        variables: { child: 'billing', a: 1 },
        businessKey: null,
      },
    ]);
    end_(instance, { kind: 'completed', variables: { a: 2, invoice: 'I-1' } });
    expect(instance.variables).to.deep.equal({ child: 'billing', a: 2, invoice: 'I-1' });
    expect(instance.status).to.equal('completed');
  });

  it('hands over only its input mappings, and takes only its output mappings, when it says so', () => {
    const instance = run(one({ allIn: false, in: { order: '=id' }, out: { invoiceId: '=invoice' } }), { child: 'billing', id: 7 });
    expect(instance.latest[0]).to.deep.include({ variables: { order: 7 } });
    end_(instance, { kind: 'completed', variables: { invoice: 'I-1', noise: 1 } });
    expect(instance.variables).to.deep.equal({ child: 'billing', id: 7, invoiceId: 'I-1' });
  });

  it('takes nothing when the variables of the called process are not propagated', () => {
    const instance = run(one({ allOut: false }), { child: 'billing' });
    end_(instance, { kind: 'completed', variables: { invoice: 'I-1' } });
    expect(instance.variables).to.deep.equal({ child: 'billing' });
  });

  it('throws the error of the called process', () => {
    const instance = run(one(), { child: 'billing' });
    end_(instance, { kind: 'error', errorCode: 'X', message: '', variables: { why: 'no credit' } });
    expect(instance.left()).to.include('F');
    expect(instance.cancelled()).to.include('A');
    expect(instance.variables).to.include({ why: 'no credit' });
  });

  it('raises an incident for an error that nobody catches, and calls again when it is resolved', () => {
    const instance = run(one(), { child: 'billing' });
    end_(instance, { kind: 'error', errorCode: 'Y', message: 'no', variables: {} });
    expect(instance.incidents()).to.deep.equal(['UNHANDLED_ERROR A']);
    instance.resolve();
    expect(instance.latest.map((effect) => effect.kind)).to.deep.equal(['startCalledInstance']);
    end_(instance, { kind: 'completed', variables: {} });
    expect(instance.status).to.equal('completed');
  });

  it('raises an incident when there is no such process, or when the called instance was cancelled', () => {
    const instance = run(one(), { child: 'nothing' });
    end_(instance, { kind: 'notFound', message: 'Expected process nothing.' });
    expect(instance.incidents()).to.deep.equal(['CALLED_PROCESS_NOT_FOUND A']);
    instance.resolve();
    expect(instance.latest.map((effect) => effect.kind)).to.deep.equal(['startCalledInstance']);
    end_(instance, { kind: 'terminated' });
    expect(instance.incidents()).to.deep.equal(['CALLED_INSTANCE_CANCELLED A']);
  });

  it('goes on when an escalation of the called process is caught without interrupting', () => {
    const instance = run(one(), { child: 'billing' });
    instance.send({ kind: 'calledInstanceEscalated', waitId: instance.wait('A').id, escalationCode: 'LATE', variables: { days: 3 } });
    expect(instance.waiting()).to.deep.equal(['A', 'Told']);
    expect(instance.variables).to.include({ days: 3 });
  });

  it('cancels the called instance when it is cancelled itself', () => {
    const instance = run(one(), { child: 'billing' });
    instance.send({ kind: 'calledInstanceStarted', waitId: instance.wait('A').id, calledInstanceId: asInstanceId('c1') });
    instance.do('cancel');
    expect(instance.latest).to.deep.equal([{ kind: 'cancelCalledInstance', calledInstanceId: 'c1' }]);
    expect(instance.status).to.equal('cancelled');
  });

  it('does not start a called instance for a call that the same command has cancelled', () => {
    const raced = define([start('S'), parallel('F'), callActivity('A', 'x'), end('T', terminate)], ['S > F', 'F > A', 'F > T']);
    expect(run(raced).effects).to.deep.equal([]);
  });
});
