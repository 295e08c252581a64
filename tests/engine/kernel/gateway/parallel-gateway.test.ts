import { expect } from 'chai';
import { boundary, define, end, error, exclusive, parallel, start, task, userTask } from '../support/define.ts';
import { run } from '../support/run.ts';

const forkJoin = define(
  [start('S'), parallel('F'), userTask('A'), userTask('B'), parallel('J'), userTask('U'), end('E')],
  ['S > F', 'F > A', 'F > B', 'A > J', 'B > J', 'J > U', 'U > E'],
);

describe('a parallel gateway', () => {
  it('puts a token on every outgoing flow', () => {
    expect(run(forkJoin).waiting()).to.deep.equal(['A', 'B']);
  });

  it('waits for a token on every incoming flow', () => {
    const instance = run(forkJoin).complete('A');
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(Object.values(instance.state.tokens).map((token) => token.flowId)).to.deep.equal(['A_J']);
    instance.complete('B');
    expect(instance.waiting()).to.deep.equal(['U']);
    expect(instance.state.tokens).to.deep.equal({});
    expect(instance.visits('J')).to.equal(1);
    expect(instance.complete('U').status).to.equal('completed');
  });

  it('does not fire on two tokens of the same flow, and leaves the surplus token where it is', () => {
    const twice = define(
      [start('S'), parallel('F'), userTask('A'), userTask('B'), userTask('C'), exclusive('M'), parallel('J'), userTask('U')],
      ['S > F', 'F > A', 'F > B', 'F > C', 'A > M', 'B > M', 'M > J', 'C > J', 'J > U'],
    );
    const instance = run(twice).complete('A').complete('B');
    expect(instance.waiting()).to.deep.equal(['C']);
    expect(Object.keys(instance.state.tokens)).to.have.length(2);
    instance.complete('C');
    expect(instance.waiting()).to.deep.equal(['U']);
    expect(Object.values(instance.state.tokens).map((token) => token.flowId)).to.deep.equal(['M_J']);
  });

  it('fires twice when every flow was taken twice, and leaves no token behind', () => {
    const doubled = define(
      [start('S'), exclusive('D'), parallel('F'), userTask('A'), userTask('B'), parallel('J'), end('E')],
      ['S > D', 'one: S > D', 'D > F', 'F > A', 'F > B', 'A > J', 'B > J', 'J > E'],
    );
    const instance = run(doubled).complete('A').complete('A').complete('B').complete('B');
    expect(instance.visits('J')).to.equal(2);
    expect(instance.status).to.equal('completed');
    expect(instance.state.tokens).to.deep.equal({});
  });

  it('joins in every round of a loop', () => {
    const loop = define(
      [
        start('S'),
        exclusive('M'),
        parallel('F'),
        task('A'),
        task('B'),
        parallel('J'),
        userTask('U'),
        exclusive('X', { default: 'X_E' }),
        end('E'),
      ],
      ['S > M', 'M > F', 'F > A', 'F > B', 'A > J', 'B > J', 'J > U', 'U > X', 'X > M if again', 'X > E'],
    );
    const instance = run(loop).complete('U', { again: true }).complete('U', { again: true }).complete('U', { again: false });
    expect(instance.visits('J')).to.equal(3);
    expect(instance.status).to.equal('completed');
  });

  it('waits for ever for a token that cannot come, as the standard has it', () => {
    const starved = define(
      [start('S'), parallel('F'), userTask('A'), userTask('B'), boundary('Stop', 'A', error(null)), parallel('J'), end('E'), end('E2')],
      ['S > F', 'F > A', 'F > B', 'A > J', 'B > J', 'J > E', 'Stop > E2'],
    );
    const instance = run(starved).error('A', 'X').complete('B');
    expect(instance.status).to.equal('active');
    expect(instance.waiting()).to.deep.equal([]);
    expect(Object.keys(instance.state.tokens)).to.have.length(1);
  });

  it('passes a single incoming token at once', () => {
    const single = define([start('S'), parallel('P'), end('E')], ['S > P', 'P > E']);
    expect(run(single).status).to.equal('completed');
  });
});
