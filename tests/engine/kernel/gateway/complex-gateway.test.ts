import { expect } from 'chai';
import { boundary, complex, define, end, error, exclusive, parallel, start, userTask } from '../support/define.ts';
import { run } from '../support/run.ts';

const twoOfThree = define(
  [start('S'), parallel('F'), userTask('A'), userTask('B'), userTask('C'), complex('G', 'activationCount >= 2'), userTask('U')],
  ['S > F', 'F > A', 'F > B', 'F > C', 'A > G', 'B > G', 'C > G', 'G > U'],
);

describe('a complex gateway', () => {
  it('fires when its activation condition holds', () => {
    const instance = run(twoOfThree).complete('A');
    expect(instance.waiting()).to.deep.equal(['B', 'C']);
    expect(instance.complete('C').waiting()).to.deep.equal(['B', 'U']);
  });

  it('then waits for reset, which consumes the late tokens without firing again', () => {
    const instance = run(twoOfThree).complete('A').complete('C').complete('U');
    expect(instance.status).to.equal('active');
    instance.complete('B');
    expect(instance.visits('U')).to.equal(1);
    expect(instance.status).to.equal('completed');
    expect(instance.state.tokens).to.deep.equal({});
  });

  it('is reset when the late token dies elsewhere', () => {
    const dying = define(
      [
        start('S'),
        parallel('F'),
        userTask('A'),
        userTask('B'),
        boundary('X', 'B', error(null)),
        end('Gone'),
        complex('G', 'activationCount >= 1'),
        userTask('U'),
      ],
      ['S > F', 'F > A', 'F > B', 'A > G', 'B > G', 'X > Gone', 'G > U'],
    );
    const instance = run(dying).complete('A').complete('U');
    expect(instance.status).to.equal('active');
    expect(instance.error('B', 'E').status).to.equal('completed');
  });

  it('can fire again after its reset', () => {
    const looped = define(
      [
        start('S'),
        exclusive('M'),
        parallel('F'),
        userTask('A'),
        userTask('B'),
        complex('G', 'activationCount >= 1'),
        userTask('U'),
        exclusive('X', { default: 'X_E' }),
        end('E'),
      ],
      ['S > M', 'M > F', 'F > A', 'F > B', 'A > G', 'B > G', 'G > U', 'U > X', 'X > M if again', 'X > E'],
    );
    const instance = run(looped).complete('A').complete('B').complete('U', { again: true });
    expect(instance.visits('G')).to.equal(1);
    instance.complete('B').complete('A').complete('U', { again: false });
    expect(instance.visits('G')).to.equal(2);
    expect(instance.status).to.equal('completed');
  });

  it('leaves on every flow whose condition is true, which may tell the start from the reset', () => {
    const telling = define(
      [start('S'), parallel('F'), userTask('A'), userTask('B'), complex('G', 'activationCount >= 1'), userTask('First'), userTask('Rest')],
      ['S > F', 'F > A', 'F > B', 'A > G', 'B > G', 'G > First if waitingForStart', 'G > Rest if not(waitingForStart)'],
    );
    const instance = run(telling).complete('A');
    expect(instance.waiting()).to.deep.equal(['B', 'First']);
    expect(instance.complete('B').waiting()).to.deep.equal(['First', 'Rest']);
  });

  it('raises an incident when its activation condition fails, and looks again when it is resolved', () => {
    const failing = define(
      [start('S'), parallel('F'), userTask('A'), userTask('B'), complex('G', 'activationCount >= needed'), userTask('U')],
      ['S > F', 'F > A', 'F > B', 'A > G', 'B > G', 'G > U'],
    );
    const instance = run(failing).complete('A');
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED G']);
    expect(instance.set({ needed: 1 }).resolve().waiting()).to.deep.equal(['B', 'U']);
  });

  it('with one incoming flow splits like an inclusive gateway', () => {
    const splitting = define([start('S'), complex('G', null), userTask('A'), userTask('B')], ['S > G', 'G > A if true', 'G > B if false']);
    expect(run(splitting).waiting()).to.deep.equal(['A']);
  });
});
