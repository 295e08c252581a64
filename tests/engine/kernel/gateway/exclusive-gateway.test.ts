import { expect } from 'chai';
import { define, end, exclusive, start, task, userTask } from '../support/define.ts';
import { run } from '../support/run.ts';

const choice = define(
  [start('S'), exclusive('X', { default: 'X_C' }), task('A'), task('B'), task('C'), end('E')],
  ['S > X', 'X > A if amount > 100', 'X > B if amount > 10', 'X > C', 'A > E', 'B > E', 'C > E'],
);
const strict = define(
  [start('S'), exclusive('X'), task('A'), task('B'), end('E')],
  ['S > X', 'X > A if amount > 100', 'X > B if amount > 10', 'A > E', 'B > E'],
);

describe('an exclusive gateway', () => {
  it('takes the first flow whose condition is true, in document order', () => {
    expect(run(choice, { amount: 500 }).entered())
      .to.include('A')
      .and.not.include.members(['B']);
    expect(run(choice, { amount: 50 }).entered())
      .to.include('B')
      .and.not.include.members(['A']);
  });

  it('takes the default flow when no condition is true', () => {
    expect(run(choice, { amount: 1 }).taken()).to.deep.equal(['S_X', 'X_C', 'C_E']);
  });

  it('raises NO_FLOW_TAKEN without a match and without a default, and goes on once the incident is resolved', () => {
    const instance = run(strict, { amount: 1 });
    expect(instance.incidents()).to.deep.equal(['NO_FLOW_TAKEN X']);
    expect(instance.status).to.equal('active');
    instance.set({ amount: 11 }).resolve();
    expect(instance.taken()).to.deep.equal(['S_X', 'X_B', 'B_E']);
    expect(instance.status).to.equal('completed');
  });

  it('raises the incident again when nothing was mended', () => {
    const instance = run(strict, { amount: 1 }).resolve();
    expect(instance.incidents()).to.deep.equal(['NO_FLOW_TAKEN X']);
  });

  it('raises an incident that names the expression when a variable is missing', () => {
    const instance = run(strict);
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED X']);
    expect(Object.values(instance.state.incidents)[0]?.message).to.contain('=amount > 100').and.contain('amount');
  });

  it('raises an incident when a condition is neither true nor false', () => {
    const odd = define([start('S'), exclusive('X'), task('A'), task('B')], ['S > X', 'X > A if 1 + 1', 'X > B if true']);
    const instance = run(odd);
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED X']);
    expect(Object.values(instance.state.incidents)[0]?.message).to.contain('=1 + 1').and.contain('2');
  });

  it('merges without waiting: every token that comes goes on', () => {
    const merge = define([start('S'), task('A'), task('B'), exclusive('M'), userTask('U')], ['S > A', 'S > B', 'A > M', 'B > M', 'M > U']);
    expect(run(merge).waiting()).to.deep.equal(['U', 'U']);
  });
});
