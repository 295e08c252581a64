import { expect } from 'chai';
import type { Draft } from '../support/define.ts';
import { adHoc, boundary, catchEvent, define, end, error, escalation, parallel, signal, start, task, userTask } from '../support/define.ts';
import { run } from '../support/run.ts';

const around = (inner: Draft) => define([start('S'), inner, end('E')], ['S > Sub', 'Sub > E']);
const three = [userTask('A'), userTask('B'), userTask('C')];

describe('an ad-hoc sub-process', () => {
  it('begins all its activities at once and ends with the last one', () => {
    const instance = run(around(adHoc('Sub', three, [])))
      .complete('B')
      .complete('A');
    expect(instance.waiting()).to.deep.equal(['C']);
    expect(instance.complete('C').status).to.equal('completed');
  });

  it('with sequential ordering begins one after another', () => {
    const instance = run(around(adHoc('Sub', three, [], { sequential: true })));
    expect(instance.waiting()).to.deep.equal(['A']);
    expect(instance.complete('A').waiting()).to.deep.equal(['B']);
    expect(instance.complete('B').complete('C').status).to.equal('completed');
  });

  it('is over when its completion condition holds, and cancels the rest', () => {
    const instance = run(around(adHoc('Sub', three, [], { until: 'enough' })), { enough: false }).complete('A');
    expect(instance.waiting()).to.deep.equal(['B', 'C']);
    instance.complete('B', { enough: true });
    expect(instance.status).to.equal('completed');
    expect(instance.cancelled()).to.deep.equal(['C']);
  });

  it('lets the rest run to its end when it says so, and begins nothing new', () => {
    const chained = adHoc('Sub', [userTask('A'), userTask('B'), task('After')], ['B > After'], { until: 'enough', letRun: true });
    const instance = run(around(chained), { enough: false }).complete('A', { enough: true });
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(instance.complete('B').status).to.equal('completed');
    expect(instance.visits('After')).to.equal(0);
  });

  it('does not take a flow from the activity that fulfilled the condition', () => {
    const chained = adHoc('Sub', [userTask('A'), userTask('After')], ['A > After'], { until: 'enough' });
    expect(run(around(chained)).complete('A', { enough: true }).status).to.equal('completed');
  });

  it('joins inside', () => {
    const joined = adHoc('Sub', [userTask('A'), userTask('B'), parallel('J'), userTask('C')], ['A > J', 'B > J', 'J > C']);
    const instance = run(around(joined)).complete('A');
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(instance.complete('B').waiting()).to.deep.equal(['C']);
    expect(instance.complete('C').status).to.equal('completed');
  });

  it('raises an incident when its completion condition fails, and looks again when it is resolved', () => {
    const instance = run(around(adHoc('Sub', three, [], { until: 'enough' }))).complete('A');
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED Sub']);
    expect(instance.set({ enough: true }).resolve().status).to.equal('completed');
  });

  it('rests when its completion condition fails after its last activity, and goes on when that is resolved', () => {
    const lastFails = (): ReturnType<typeof run> => run(around(adHoc('Sub', [userTask('A')], [], { until: 'enough' }))).complete('A');
    const instance = lastFails();
    expect([instance.status, ...instance.incidents()]).to.deep.equal(['active', 'EXPRESSION_FAILED Sub']);
    instance.resolve();
    expect([instance.status, ...instance.incidents()]).to.deep.equal(['active', 'EXPRESSION_FAILED Sub']);
    expect(instance.set({ enough: false }).resolve().status).to.equal('completed');
    expect(lastFails().set({ enough: true }).resolve().status).to.equal('completed');
  });

  it('with sequential ordering begins the next one only when its completion condition has a value', () => {
    const instance = run(around(adHoc('Sub', three, [], { sequential: true, until: 'enough' }))).complete('A');
    expect([instance.waiting(), instance.incidents()]).to.deep.equal([[], ['EXPRESSION_FAILED Sub']]);
    expect(instance.set({ enough: false }).resolve().waiting()).to.deep.equal(['B']);
  });

  it('can be interrupted', () => {
    const definition = define(
      [start('S'), adHoc('Sub', three, []), boundary('X', 'Sub', error(null)), userTask('After')],
      ['S > Sub', 'X > After'],
    );
    expect(run(definition).error('B', 'BAD').waiting()).to.deep.equal(['After']);
  });

  it('with sequential ordering performs one activity at a time, also where a flow leads to several', () => {
    const forked = adHoc('Sub', [userTask('A'), userTask('B'), userTask('C'), userTask('D')], ['A > B', 'A > C'], { sequential: true });
    const instance = run(around(forked)).complete('A');
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(instance.complete('B').waiting()).to.deep.equal(['C']);
    expect(instance.complete('C').waiting()).to.deep.equal(['D']);
    expect(instance.complete('D').status).to.equal('completed');
  });

  it('with sequential ordering lets what a boundary event leads to wait for its turn', () => {
    const watched = adHoc(
      'Sub',
      [userTask('A'), boundary('X', 'A', escalation(null), { interrupting: false }), userTask('Extra'), userTask('B')],
      ['X > Extra'],
      { sequential: true },
    );
    const instance = run(around(watched)).escalate('A', 'LATE');
    expect(instance.waiting()).to.deep.equal(['A']);
    expect(instance.complete('A').waiting()).to.deep.equal(['Extra']);
    expect(instance.complete('Extra').complete('B').status).to.equal('completed');
  });

  it('forgets what waits for its turn when its completion condition holds', () => {
    const forked = adHoc('Sub', [userTask('A'), userTask('B'), userTask('C')], ['A > B', 'A > C'], {
      sequential: true,
      until: 'enough',
      letRun: true,
    });
    const instance = run(around(forked), { enough: false }).complete('A').complete('B', { enough: true });
    expect(instance.status).to.equal('completed');
    expect(Object.keys(instance.state.tokens)).to.deep.equal([]);
  });

  it('begins only the elements that its expression names', () => {
    const instance = run(around(adHoc('Sub', three, [], { active: 'todo' })), { todo: ['C', 'A'] });
    expect(instance.waiting()).to.deep.equal(['C', 'A']);
    expect(instance.complete('A').complete('C').status).to.equal('completed');
  });

  it('begins the named elements one after another with sequential ordering', () => {
    const instance = run(around(adHoc('Sub', three, [], { active: 'todo', sequential: true })), { todo: ['C', 'A'] });
    expect(instance.waiting()).to.deep.equal(['C']);
    expect(instance.set({ todo: [] }).complete('C').waiting()).to.deep.equal(['A']);
    expect(instance.complete('A').status).to.equal('completed');
  });

  it('passes when its expression names none', () => {
    expect(run(around(adHoc('Sub', three, [], { active: '[]' }))).status).to.equal('completed');
  });

  it('raises an incident for a name that is not there, has an incoming flow or is no name, and begins nothing before it is mended', () => {
    const chained = adHoc('Sub', three, ['A > B'], { active: 'todo' });
    for (const todo of [['A', 'Nowhere'], ['B'], [1]]) {
      const instance = run(around(chained), { todo });
      expect(instance.incidents()).to.deep.equal(['ELEMENT_NOT_FOUND Sub']);
      expect(instance.waiting()).to.deep.equal([]);
      expect(
        instance
          .set({ todo: ['A'] })
          .resolve()
          .waiting(),
      ).to.deep.equal(['A']);
    }
    expect(run(around(chained), { todo: null }).incidents()).to.deep.equal(['EXPRESSION_FAILED Sub']);
  });

  it('lets an event without incoming flow happen again until its completion condition holds', () => {
    const listening = adHoc('Sub', [userTask('A'), catchEvent('On', signal('more')), userTask('B')], ['On > B'], { until: 'enough' });
    const instance = run(around(listening), { enough: false }).complete('On').complete('On').complete('A');
    expect(instance.waiting()).to.have.members(['On', 'B', 'B']);
    expect(instance.complete('B').complete('B').waiting()).to.deep.equal(['On']);
    expect(instance.complete('On').complete('B', { enough: true }).status).to.equal('completed');
  });

  it('lets an event without incoming flow happen once when nothing says when that ends', () => {
    const listening = adHoc('Sub', [catchEvent('On', signal('more')), userTask('B')], ['On > B']);
    expect(run(around(listening)).complete('On').complete('B').status).to.equal('completed');
  });
});
