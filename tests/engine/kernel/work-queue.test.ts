import { expect } from 'chai';
import { define, end, exclusive, forEach, start, task, userTask } from './support/define.ts';
import { run } from './support/run.ts';

const endless = define([start('S'), exclusive('M'), task('A')], ['S > M', 'M > A', 'A > M']);
const long = define(
  [start('S'), task('A', { loop: forEach(20, { isSequential: true }) }), userTask('B'), end('E')],
  ['S > A', 'A > B', 'B > E'],
);

describe('the work queue', () => {
  it('stops after the step budget of the command and goes on with `continue`', () => {
    const instance = run(long, {}, { stepBudget: 8 });
    expect(instance.latest).to.deep.equal([{ kind: 'continueLater' }]);
    expect(instance.waiting()).to.deep.equal([]);
    instance.do('continue');
    expect(instance.latest).to.deep.equal([{ kind: 'continueLater' }]);
    instance.do('continue');
    expect(instance.latest).to.deep.equal([]);
    expect(instance.waiting()).to.deep.equal(['B']);
  });

  it('comes to the same end with any step budget', () => {
    const whole = run(long);
    const split = run(long, {}, { stepBudget: 3 });
    for (let rounds = 0; split.latest.length > 0 && rounds < 100; rounds += 1) split.do('continue');
    expect(split.state).to.deep.equal(whole.state);
  });

  it('turns an endless loop into an incident once the budget of the instance is used up', () => {
    const instance = run(endless, {}, { stepBudget: 50, instanceBudget: 200 });
    let rounds = 0;
    while (instance.latest.some((effect) => effect.kind === 'continueLater')) {
      instance.do('continue');
      rounds += 1;
      expect(rounds).to.be.lessThan(10);
    }
    expect(instance.incidents()).to.have.length(1);
    expect(instance.incidents()[0]).to.match(/^STEP_BUDGET_EXCEEDED /);
    expect(instance.state.steps).to.be.within(200, 202);
  });

  it('resolving that incident lets the instance go one step', () => {
    const instance = run(endless, {}, { stepBudget: 500, instanceBudget: 100 });
    const { steps } = instance.state;
    instance.resolve();
    expect(instance.state.steps).to.equal(steps + 1);
    expect(instance.incidents()).to.have.length(1);
  });

  it('works first in, first out, flows in document order', () => {
    const fan = define([start('S'), task('A'), task('B'), task('A2'), task('B2')], ['S > A', 'S > B', 'A > A2', 'B > B2']);
    expect(run(fan).entered()).to.deep.equal(['S', 'A', 'B', 'A2', 'B2']);
  });
});
