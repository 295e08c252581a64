import { expect } from 'chai';
import {
  after,
  boundary,
  callActivity,
  catchEvent,
  compensation,
  condition,
  define,
  end,
  error,
  escalation,
  eventSubProcess,
  every,
  exclusive,
  forEach,
  inclusive,
  message,
  parallel,
  scriptTask,
  serviceTask,
  start,
  subProcess,
  task,
  terminate,
  throwEvent,
  userTask,
} from './support/define.ts';
import { run } from './support/run.ts';

describe('corner cases', () => {
  it('compensates every round of a loop, the last one first', () => {
    const rounds = define(
      [
        start('S'),
        exclusive('M'),
        scriptTask('Count', 'n + 1', { result: 'n', compensatedBy: 'Undo' }),
        serviceTask('Undo', 'undo', { isForCompensation: true, in: { round: '=n' } }),
        exclusive('X', { default: 'X_Back' }),
        end('Back', compensation()),
      ],
      ['S > M', 'M > Count', 'Count > X', 'X > M if n < 3', 'X > Back'],
    );
    const instance = run(rounds, { n: 0 }).complete('Undo').complete('Undo').complete('Undo');
    expect(instance.effects.flatMap((effect) => (effect.kind === 'performJob' ? [effect.input['round']] : []))).to.deep.equal([3, 2, 1]);
    expect(instance.status).to.equal('completed');
  });

  it('goes on compensating when a boundary event cuts a handler short', () => {
    const cut = define(
      [
        start('S'),
        task('A', { compensatedBy: 'NoA' }),
        task('B', { compensatedBy: 'NoB' }),
        userTask('NoA', { isForCompensation: true }),
        userTask('NoB', { isForCompensation: true }),
        boundary('T', 'NoB', after('PT1H')),
        end('Gone'),
        throwEvent('Undo', compensation()),
        userTask('After'),
      ],
      ['S > A', 'A > B', 'B > Undo', 'Undo > After', 'T > Gone'],
    );
    const instance = run(cut).advance('PT1H');
    expect(instance.waiting()).to.deep.equal(['NoA']);
    expect(instance.complete('NoA').waiting()).to.deep.equal(['After']);
  });

  it('keeps a failing compensation handler as an incident and waits for it', () => {
    const failing = define(
      [
        start('S'),
        task('A', { compensatedBy: 'NoA' }),
        serviceTask('NoA', 'undo', { isForCompensation: true }),
        throwEvent('Undo', compensation()),
        end('E'),
      ],
      ['S > A', 'A > Undo', 'Undo > E'],
    );
    const instance = run(failing).error('NoA', 'X');
    expect(instance.incidents()).to.deep.equal(['UNHANDLED_ERROR NoA']);
    expect(instance.resolve().complete('NoA').status).to.equal('completed');
  });

  it('calls a process per item and collects what each returns', () => {
    const loop = forEach('=[1, 2]', { outputCollection: 'all', outputElement: { kind: 'feel', source: 'result' } });
    const instance = run(
      define([start('S'), callActivity('A', 'child', { loop, in: { n: '=item' }, allIn: false }), end('E')], ['S > A', 'A > E']),
    );
    expect(instance.effects.map((effect) => effect.kind === 'startCalledInstance' && effect.variables['n'])).to.deep.equal([1, 2]);
    instance.complete('A', { result: 'b' }, 1).complete('A', { result: 'a' });
    expect(instance.variables).to.deep.equal({ all: ['a', 'b'] });
  });

  it('interrupts one instance of a multi-instance sub-process by its own event sub-process, and no other', () => {
    const body = subProcess(
      'Sub',
      [start('S2'), userTask('A'), eventSubProcess('Esp', [start('On', error(null)), userTask('X')], ['On > X'])],
      ['S2 > A'],
      { loop: forEach(2) },
    );
    const instance = run(define([start('S'), body, end('E')], ['S > Sub', 'Sub > E'])).error('A', 'BAD');
    expect(instance.waiting()).to.deep.equal(['A', 'X']);
    expect(instance.complete('A').complete('X').status).to.equal('completed');
  });

  it('lets a boundary event rescue a sub-process that cannot leave', () => {
    const stuck = define(
      [
        start('S'),
        subProcess('Sub', [task('A')], [], { out: { x: '=missing' } }),
        boundary('T', 'Sub', after('PT1H')),
        userTask('Rescue'),
        end('E'),
      ],
      ['S > Sub', 'Sub > E', 'T > Rescue'],
    );
    const instance = run(stuck);
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED Sub']);
    instance.advance('PT1H');
    expect(instance.waiting()).to.deep.equal(['Rescue']);
    expect(instance.incidents()).to.deep.equal([]);
  });

  it('does not let an event sub-process begin in a scope that cannot leave', () => {
    const stuck = define(
      [
        start('S'),
        subProcess(
          'Sub',
          [task('A'), eventSubProcess('Esp', [start('On', message('m'), { interrupting: false }), userTask('X')], ['On > X'])],
          [],
          { out: { x: '=missing' } },
        ),
        end('E'),
      ],
      ['S > Sub', 'Sub > E'],
    );
    const instance = run(stuck);
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED Sub']);
    expect(instance.waiting()).to.deep.equal([]);
  });

  it('ends parallel tokens of a scope whose end event throws an error caught by its own event sub-process', () => {
    const thrown = define(
      [
        start('S'),
        subProcess(
          'Sub',
          [
            start('S2'),
            parallel('F'),
            userTask('A'),
            end('Throw', error('X')),
            eventSubProcess('Esp', [start('On', error('X')), userTask('Fix')], ['On > Fix']),
          ],
          ['S2 > F', 'F > A', 'F > Throw'],
        ),
        end('E'),
      ],
      ['S > Sub', 'Sub > E'],
    );
    const instance = run(thrown);
    expect(instance.waiting()).to.deep.equal(['Fix']);
    expect(instance.complete('Fix').status).to.equal('completed');
  });

  it('escalates from one instance to the border of the whole multi-instance activity', () => {
    const body = subProcess('Sub', [start('S2'), throwEvent('Up', escalation('LATE')), userTask('A')], ['S2 > Up', 'Up > A'], {
      loop: forEach(2),
    });
    const instance = run(
      define(
        [start('S'), body, boundary('B', 'Sub', escalation('LATE'), { interrupting: false }), task('Told'), end('E')],
        ['S > Sub', 'Sub > E', 'B > Told'],
      ),
    );
    expect(instance.visits('Told')).to.equal(2);
    expect(instance.complete('A').complete('A').status).to.equal('completed');
  });

  it('fires an inclusive join when a terminate event of a sub-process ends the other way round', () => {
    const joined = define(
      [
        start('S'),
        inclusive('O'),
        userTask('A'),
        subProcess('Sub', [start('S2'), userTask('B'), userTask('C'), end('T', terminate)], ['S2 > B', 'S2 > C', 'B > T']),
        inclusive('J'),
        userTask('U'),
      ],
      ['S > O', 'O > A if true', 'O > Sub if true', 'A > J', 'Sub > J', 'J > U'],
    );
    const instance = run(joined).complete('A').complete('B');
    expect(instance.waiting()).to.deep.equal(['U']);
    expect(instance.visits('J')).to.equal(1);
  });

  it('drops the timer of a scope with the scope, also when it repeats', () => {
    const repeating = define(
      [
        start('S'),
        subProcess(
          'Sub',
          [
            start('S2'),
            userTask('A'),
            eventSubProcess('Esp', [start('On', every('R/PT1H'), { interrupting: false }), task('X')], ['On > X']),
          ],
          ['S2 > A'],
        ),
        userTask('After'),
      ],
      ['S > Sub', 'Sub > After'],
    );
    const instance = run(repeating).advance('PT3H').complete('A').advance('PT3H');
    expect(instance.visits('X')).to.equal(3);
    expect(instance.waiting()).to.deep.equal(['After']);
  });

  it('looks at conditions with the variables of their own scope', () => {
    const inner = subProcess('Sub', [start('S2'), catchEvent('C', condition('=level > 1'))], ['S2 > C'], { in: { level: '=0' } });
    const instance = run(define([start('S'), inner, end('E')], ['S > Sub', 'Sub > E']), { level: 5 });
    expect(instance.waiting()).to.deep.equal(['C']);
    const scope = Object.values(instance.state.elementInstances).find((candidate) => candidate.elementId === 'Sub');
    if (scope === undefined) throw new Error('Expected the sub-process to be active.');
    expect(instance.set({ level: 2 }, scope.id).status).to.equal('completed');
  });
});
