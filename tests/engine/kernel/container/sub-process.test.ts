import { expect } from 'chai';
import { define, end, parallel, start, subProcess, userTask } from '../support/define.ts';
import { run } from '../support/run.ts';

const nested = define(
  [
    start('S'),
    subProcess(
      'Sub',
      [start('S2'), parallel('F'), userTask('A'), userTask('B'), end('E2')],
      ['S2 > F', 'F > A', 'F > B', 'A > E2', 'B > E2'],
      { in: { local: '=1' }, out: { total: '=local + 1' } },
    ),
    end('E'),
  ],
  ['S > Sub', 'Sub > E'],
);

describe('an embedded sub-process', () => {
  it('completes when no token is left in it', () => {
    const instance = run(nested).complete('A');
    expect(instance.left()).to.not.include('Sub');
    expect(instance.complete('B').status).to.equal('completed');
  });

  it('has variables of its own, which are gone with it', () => {
    const instance = run(nested).complete('A', { local: 5, other: 1 });
    expect(instance.variables).to.deep.equal({ other: 1 });
    expect(instance.complete('B').variables).to.deep.equal({ other: 1, total: 6 });
    expect(Object.keys(instance.state.variables)).to.deep.equal(['1']);
  });

  it('completes at once when it is empty', () => {
    expect(run(define([start('S'), subProcess('Sub', [], []), end('E')], ['S > Sub', 'Sub > E'])).status).to.equal('completed');
  });
});
