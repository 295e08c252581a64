import { expect } from 'chai';
import { after, boundary, define, end, forEach, inclusive, start, task, userTask } from '../support/define.ts';
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

  it('count one token for a boundary event, however many the activity would give', () => {
    const watched = define(
      [start('S'), userTask('A', { gives: 3 }), boundary('B', 'A', after('PT1H')), userTask('Late'), end('E')],
      ['S > A', 'A > E', 'B > Late'],
    );
    expect(run(watched).advance('PT1H').waiting()).to.deep.equal(['Late']);
    expect(run(watched).complete('A').taken()).to.deep.equal(['S_A', 'A_E', 'A_E', 'A_E']);
  });

  it('count the activity with a loop as one, not its instances', () => {
    const each = define(
      [start('S'), task('Make', { gives: 2, loop: forEach(3) }), userTask('Pack', { needs: 2 }), end('E')],
      ['S > Make', 'Make > Pack', 'Pack > E'],
    );
    expect(run(each).taken()).to.deep.equal(['S_Make', 'Make_Pack', 'Make_Pack']);
    expect(run(each).waiting()).to.deep.equal(['Pack']);
  });

  it('put the tokens on every flow whose condition holds', () => {
    const both = define(
      [start('S'), task('Make', { gives: 2 }), userTask('A'), userTask('B'), userTask('C')],
      ['S > Make', 'Make > A if true', 'Make > B if false', 'Make > C if true'],
    );
    expect(run(both).waiting()).to.deep.equal(['A', 'C', 'A', 'C']);
  });

  it('keep an inclusive join waiting for a token that rests before an activity', () => {
    const joined = define(
      [start('S'), userTask('A'), userTask('B'), userTask('Pack', { needs: 2 }), userTask('C'), inclusive('J'), end('E')],
      ['S > A', 'S > B', 'S > C', 'A > Pack', 'B > Pack', 'Pack > J', 'C > J', 'J > E'],
    );
    const instance = run(joined).complete('C').complete('A');
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(instance.complete('B').complete('Pack').status).to.equal('completed');
    expect(instance.visits('J')).to.equal(1);
  });
});
