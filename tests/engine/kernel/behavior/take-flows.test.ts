import { expect } from 'chai';
import { define, end, start, task, userTask } from '../support/define.ts';
import { run } from '../support/run.ts';

const quantities = define(
  [start('S'), task('Make', { gives: 3 }), userTask('Pack', { needs: 2 }), end('E')],
  ['S > Make', 'Make > Pack', 'Pack > E'],
);

describe('the quantities of an activity', () => {
  it('put as many tokens on each flow as the completion quantity says', () => {
    expect(run(quantities).taken()).to.deep.equal(['S_Make', 'Make_Pack', 'Make_Pack', 'Make_Pack']);
  });

  it('let an activity begin when as many tokens have come as the start quantity says', () => {
    const instance = run(quantities);
    expect(instance.waiting()).to.deep.equal(['Pack']);
    expect(Object.keys(instance.state.tokens)).to.have.length(1);
  });

  it('count tokens of every incoming flow together', () => {
    const both = define(
      [start('S'), userTask('A'), userTask('B'), userTask('Pack', { needs: 2 })],
      ['S > A', 'S > B', 'A > Pack', 'B > Pack'],
    );
    const instance = run(both).complete('A');
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(instance.complete('B').complete('Pack').status).to.equal('completed');
  });
});
