import { expect } from 'chai';
import { define, end, start, task, userTask } from '../support/define.ts';
import { run } from '../support/run.ts';

const looping = (loop: { testBefore: boolean; loopMaximum: number | null; condition: string | null }) =>
  define(
    [
      start('S'),
      userTask('A', {
        loop: {
          kind: 'standardLoop',
          testBefore: loop.testBefore,
          loopMaximum: loop.loopMaximum,
          loopCondition: loop.condition === null ? null : { kind: 'feel', source: loop.condition },
        },
      }),
      end('E'),
    ],
    ['S > A', 'A > E'],
  );

describe('a standard loop', () => {
  it('tested after, runs at least once and goes on while its condition holds', () => {
    const instance = run(looping({ testBefore: false, loopMaximum: null, condition: 'again' }), { again: false })
      .complete('A', { again: true })
      .complete('A', { again: false });
    expect(instance.status).to.equal('completed');
    expect(instance.visits('A')).to.equal(3); // The body and two rounds.
  });

  it('tested before, may not run at all', () => {
    expect(run(looping({ testBefore: true, loopMaximum: null, condition: 'again' }), { again: false }).status).to.equal('completed');
    expect(run(looping({ testBefore: true, loopMaximum: null, condition: 'again' }), { again: true }).waiting()).to.deep.equal(['A']);
  });

  it('runs no more often than its maximum', () => {
    const instance = run(looping({ testBefore: false, loopMaximum: 2, condition: 'true' }))
      .complete('A')
      .complete('A');
    expect(instance.status).to.equal('completed');
  });

  it('counts its rounds', () => {
    const counted = define(
      [
        start('S'),
        task('A', {
          out: { last: '=loopCounter' },
          loop: { kind: 'standardLoop', testBefore: false, loopMaximum: null, loopCondition: { kind: 'feel', source: 'loopCounter < 4' } },
        }),
        end('E'),
      ],
      ['S > A', 'A > E'],
    );
    expect(run(counted).variables).to.deep.equal({ last: 4 });
  });
});
