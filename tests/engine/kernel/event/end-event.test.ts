import { expect } from 'chai';
import {
  boundary,
  define,
  end,
  error,
  escalation,
  eventSubProcess,
  message,
  parallel,
  signal,
  start,
  subProcess,
  terminate,
  userTask,
} from '../support/define.ts';
import { Run, run } from '../support/run.ts';

describe('an end event', () => {
  it('ends its token alone: the process ends with its last token', () => {
    const instance = run(define([start('S'), parallel('F'), end('E'), userTask('A'), end('E2')], ['S > F', 'F > E', 'F > A', 'A > E2']));
    expect(instance.status).to.equal('active');
    expect(instance.complete('A').status).to.equal('completed');
  });

  it('leaves nothing of the instance but its variables', () => {
    const { state } = run(define([start('S'), end('E')], ['S > E']), { a: 1 });
    expect(state).to.include({ status: 'completed' });
    expect([state.elementInstances, state.tokens, state.waits, state.incidents, state.compensations]).to.deep.equal([{}, {}, {}, {}, []]);
    expect(state.variables).to.deep.equal({ 1: { a: 1 } });
  });

  it('sends its message or signal', () => {
    const instance = run(
      define([start('S'), end('M', message('done', '=id'), { in: { result: '=1' } }), end('Sig', signal('over'))], ['S > M', 'S > Sig']),
      { id: 'x' },
    );
    expect(instance.effects).to.deep.equal([
      {
        kind: 'publishMessage',
        elementId: 'M',
        messageName: 'done',
        correlationKey: 'x',
        timeToLiveMs: 3_600_000,
        variables: { result: 1 },
      },
      { kind: 'broadcastSignal', elementId: 'Sig', signalName: 'over', variables: {}, openedBefore: 5 },
    ]);
    expect(instance.status).to.equal('completed');
  });

  it('tells the caller its variables', () => {
    const instance = new Run(define([start('S'), end('E')], ['S > E'])).start({ a: 1 }, { caller: true });
    expect(instance.effects).to.deep.equal([{ kind: 'notifyCaller', outcome: { kind: 'completed', variables: { a: 1 } } }]);
  });
});

describe('an error end event', () => {
  const top = define(
    [start('S'), parallel('F'), userTask('A'), end('Throw', error('X'), { in: { why: '=1' } })],
    ['S > F', 'F > A', 'F > Throw'],
  );

  it('is an incident when nobody catches the error', () => {
    const instance = run(top);
    expect(instance.incidents()).to.deep.equal(['UNHANDLED_ERROR Throw']);
    expect(instance.waiting()).to.deep.equal(['A']);
    expect(instance.status).to.equal('active');
  });

  it('ends a called instance, whose caller gets the error', () => {
    const instance = new Run(top).start({}, { caller: true });
    expect(instance.status).to.equal('terminated');
    expect(instance.cancelled()).to.deep.equal(['A', 'process']);
    expect(instance.effects).to.deep.equal([
      { kind: 'notifyCaller', outcome: { kind: 'error', errorCode: 'X', message: '', variables: { why: 1 } } },
    ]);
  });
});

describe('an escalation end event', () => {
  it('ends its token and lets others go on when nobody catches', () => {
    const instance = new Run(define([start('S'), end('Esc', escalation('LATE')), userTask('A')], ['S > Esc', 'S > A'])).start(
      {},
      { caller: true },
    );
    expect(instance.effects).to.deep.equal([
      { kind: 'notifyCaller', outcome: { kind: 'escalation', escalationCode: 'LATE', variables: {} } },
    ]);
    expect(instance.waiting()).to.deep.equal(['A']);
  });

  it('is caught by the nearest escalation event', () => {
    const definition = define(
      [
        start('S'),
        subProcess('Sub', [start('S2'), userTask('A'), end('Esc', escalation('LATE'))], ['S2 > A', 'S2 > Esc']),
        boundary('B', 'Sub', escalation('LATE'), { interrupting: false }),
        userTask('Told'),
        end('E'),
      ],
      ['S > Sub', 'Sub > E', 'B > Told'],
    );
    expect(run(definition).waiting()).to.deep.equal(['A', 'Told']);
  });

  it('is gone with its sub-process when the catching event interrupts', () => {
    const definition = define(
      [
        start('S'),
        subProcess('Sub', [start('S2'), userTask('A'), end('Esc', escalation('LATE'))], ['S2 > A', 'S2 > Esc']),
        boundary('B', 'Sub', escalation(null)),
        userTask('Told'),
        end('E'),
      ],
      ['S > Sub', 'Sub > E', 'B > Told'],
    );
    const instance = run(definition);
    expect(instance.waiting()).to.deep.equal(['Told']);
    expect(instance.cancelled()).to.have.members(['A', 'Esc', 'Sub']);
  });
});

describe('a terminate end event', () => {
  it('ends everything in the process, which then is complete', () => {
    const instance = run(define([start('S'), userTask('A'), userTask('B'), end('T', terminate)], ['S > A', 'S > B', 'A > T'])).complete(
      'A',
    );
    expect(instance.status).to.equal('completed');
    expect(instance.cancelled()).to.deep.equal(['B']);
  });

  it('ends its own sub-process only, which completes normally', () => {
    const inner = subProcess('Sub', [start('S2'), userTask('A'), userTask('B'), end('T', terminate)], ['S2 > A', 'S2 > B', 'A > T']);
    const instance = run(define([start('S'), inner, userTask('C'), userTask('D')], ['S > Sub', 'S > D', 'Sub > C'])).complete('A');
    expect(instance.waiting()).to.deep.equal(['D', 'C']);
  });

  it('ends event sub-processes of its scope as well', () => {
    const definition = define(
      [
        start('S'),
        userTask('A'),
        end('T', terminate),
        eventSubProcess('Esp', [start('On', message('m'), { interrupting: false }), userTask('X')], ['On > X']),
      ],
      ['S > A', 'A > T'],
    );
    const instance = run(definition).complete('On').complete('A');
    expect(instance.status).to.equal('completed');
    expect(instance.cancelled()).to.deep.equal(['X', 'Esp']);
  });
});
