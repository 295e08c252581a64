import { expect } from 'chai';
import { define, end, start, task, userTask } from '../support/define.ts';
import type { Expression } from '../../../../engine/model/index.ts';
import { run } from '../support/run.ts';

const maximum = (value: number | string | null): Expression | null =>
  typeof value === 'string' ? { kind: 'feel', source: value } : value === null ? null : { kind: 'literal', value };
const looping = (loop: { testBefore: boolean; loopMaximum: number | string | null; condition: string | null }) =>
  define(
    [
      start('S'),
      userTask('A', {
        loop: {
          kind: 'standardLoop',
          testBefore: loop.testBefore,
          loopMaximum: maximum(loop.loopMaximum),
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

  it('takes its maximum from an expression that sees the variables around the activity', () => {
    const instance = run(looping({ testBefore: false, loopMaximum: 'most + 1', condition: null }), { most: 1 }).complete('A');
    expect(instance.status).to.equal('active');
    expect(instance.complete('A').status).to.equal('completed');
  });

  it('raises an incident when its maximum is no number of rounds, and goes on when that is mended', () => {
    const instance = run(looping({ testBefore: true, loopMaximum: 'most', condition: null }), { most: 0 });
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED A']);
    expect(instance.set({ most: 1 }).resolve().complete('A').status).to.equal('completed');
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
