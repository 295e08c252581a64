import { expect } from 'chai';
import type { Draft } from '../support/define.ts';
import {
  after,
  boundary,
  catchEvent,
  define,
  end,
  error,
  exclusive,
  inclusive,
  link,
  parallel,
  start,
  subProcess,
  task,
  throwEvent,
  userTask,
} from '../support/define.ts';
import { run } from '../support/run.ts';

const flags = (a: boolean, b: boolean, c: boolean): Record<string, boolean> => ({ a, b, c });
const block = define(
  [start('S'), inclusive('O', { default: 'O_C' }), userTask('A'), userTask('B'), userTask('C'), inclusive('J'), userTask('U')],
  ['S > O', 'O > A if a', 'O > B if b', 'O > C', 'A > J', 'B > J', 'C > J', 'J > U'],
);

describe('an inclusive gateway that splits', () => {
  it('takes every flow whose condition is true', () => {
    expect(run(block, flags(true, true, false)).waiting()).to.deep.equal(['A', 'B']);
  });

  it('takes the default flow only when no condition is true', () => {
    expect(run(block, flags(false, false, false)).waiting()).to.deep.equal(['C']);
  });

  it('raises NO_FLOW_TAKEN without a match and without a default', () => {
    const strict = define([start('S'), inclusive('O'), task('A'), task('B')], ['S > O', 'O > A if a', 'O > B if b']);
    expect(run(strict, flags(false, false, false)).incidents()).to.deep.equal(['NO_FLOW_TAKEN O']);
  });
});

describe('an inclusive gateway that joins', () => {
  it('waits for the tokens that can still come and for no others', () => {
    const instance = run(block, flags(true, true, false)).complete('A');
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(instance.complete('B').waiting()).to.deep.equal(['U']);
    expect(instance.visits('J')).to.equal(1);
  });

  it('fires at once when the only token comes', () => {
    expect(
      run(block, flags(true, false, false))
        .complete('A')
        .waiting(),
    ).to.deep.equal(['U']);
  });

  it('fires when a boundary event leads the other token away', () => {
    const away = define(
      [
        start('S'),
        inclusive('O'),
        userTask('A'),
        userTask('B'),
        boundary('T', 'B', after('PT1H')),
        inclusive('J'),
        userTask('U'),
        end('E'),
      ],
      ['S > O', 'O > A if true', 'O > B if true', 'A > J', 'B > J', 'J > U', 'T > E'],
    );
    const instance = run(away).complete('A');
    expect(instance.waiting()).to.deep.equal(['T', 'B']);
    instance.advance('PT1H');
    expect(instance.waiting()).to.deep.equal(['U']);
  });

  it('waits on when a boundary event leads the other token to it by another flow', () => {
    const around = define(
      [
        start('S'),
        inclusive('O'),
        userTask('A'),
        userTask('B'),
        boundary('T', 'B', error(null)),
        userTask('C'),
        inclusive('J'),
        userTask('U'),
      ],
      ['S > O', 'O > A if true', 'O > B if true', 'A > J', 'B > J', 'T > C', 'C > J', 'J > U'],
    );
    const instance = run(around).complete('A').error('B', 'late');
    expect(instance.waiting()).to.deep.equal(['C']);
    expect(instance.complete('C').visits('J')).to.equal(1);
  });

  it('fires when the other token ends elsewhere', () => {
    const elsewhere = define(
      [start('S'), inclusive('O'), userTask('A'), userTask('B'), exclusive('X'), inclusive('J'), userTask('U'), end('E')],
      ['S > O', 'O > A if true', 'O > B if true', 'A > J', 'B > X', 'X > J if ok', 'X > E if not(ok)', 'J > U'],
    );
    const instance = run(elsewhere).complete('A');
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(instance.complete('B', { ok: false }).waiting()).to.deep.equal(['U']);
  });

  it('does not wait for a token that can also reach a flow that has one already', () => {
    // B can go to J by the flow of A, which has its token, as well as by its own.
    const both = define(
      [start('S'), inclusive('O'), userTask('A'), userTask('B'), exclusive('X'), exclusive('M'), inclusive('J'), userTask('U')],
      ['S > O', 'O > A if true', 'O > B if true', 'A > M', 'M > J', 'B > X', 'X > M if left', 'right: X > J if not(left)', 'J > U'],
    );
    expect(run(both).complete('A').waiting()).to.deep.equal(['B', 'U']);
  });

  it('does not count paths that visit the gateway itself', () => {
    const cycle = define(
      [start('S'), inclusive('J'), userTask('A'), exclusive('X'), end('E')],
      ['S > J', 'J > A', 'A > X', 'X > J if again', 'X > E if not(again)'],
    );
    const instance = run(cycle);
    expect(instance.waiting()).to.deep.equal(['A']);
    instance.complete('A', { again: true });
    expect(instance.waiting()).to.deep.equal(['A']);
    expect(instance.complete('A', { again: false }).status).to.equal('completed');
  });

  it('leaves no token behind when a flow is taken twice', () => {
    const twice = define(
      [start('S'), inclusive('O'), userTask('A'), userTask('B'), exclusive('M'), userTask('C'), inclusive('J'), task('U')],
      ['S > O', 'O > A if true', 'O > B if true', 'O > C if true', 'A > M', 'B > M', 'M > J', 'C > J', 'J > U'],
    );
    const instance = run(twice).complete('A').complete('B').complete('C');
    expect(instance.visits('J')).to.equal(2);
    expect(instance.state.tokens).to.deep.equal({});
    expect(instance.status).to.equal('completed');
  });

  it('waits for a token inside a sub-process that lies on the way', () => {
    const nested = define(
      [
        start('S'),
        inclusive('O'),
        userTask('A'),
        subProcess('Sub', [start('S2'), userTask('B'), end('E2')], ['S2 > B', 'B > E2']),
        inclusive('J'),
        userTask('U'),
      ],
      ['S > O', 'O > A if true', 'O > Sub if true', 'A > J', 'Sub > J', 'J > U'],
    );
    const instance = run(nested).complete('A');
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(instance.complete('B').waiting()).to.deep.equal(['U']);
  });

  it('waits for a token that comes over a link', () => {
    const linked: readonly Draft[] = [
      start('S'),
      inclusive('O'),
      userTask('A'),
      userTask('B'),
      throwEvent('To', link('L')),
      catchEvent('From', link('L')),
      inclusive('J'),
      userTask('U'),
    ];
    const instance = run(define(linked, ['S > O', 'O > A if true', 'O > B if true', 'A > J', 'B > To', 'From > J', 'J > U'])).complete('A');
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(instance.complete('B').waiting()).to.deep.equal(['U']);
  });

  it('joins what a parallel gateway has split', () => {
    const mixed = define(
      [start('S'), parallel('F'), task('A'), task('B'), userTask('C'), inclusive('J'), userTask('U')],
      ['S > F', 'F > A', 'F > B', 'F > C', 'A > J', 'B > J', 'C > J', 'J > U'],
    );
    const instance = run(mixed);
    expect(instance.waiting()).to.deep.equal(['C']);
    expect(instance.complete('C').visits('J')).to.equal(1);
  });

  it('joins after an incident upstream is resolved', () => {
    const stuck = define(
      [start('S'), inclusive('O'), userTask('A'), exclusive('X'), inclusive('J'), userTask('U'), end('E')],
      ['S > O', 'O > A if true', 'O > X if true', 'A > J', 'X > J if go', 'X > E if not(go)', 'J > U'],
    );
    const instance = run(stuck).complete('A');
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED X']);
    expect(instance.waiting()).to.deep.equal([]);
    expect(instance.set({ go: false }).resolve().waiting()).to.deep.equal(['U']);
  });

  it('fires when the other token is terminated with its branch', () => {
    const upstream = define(
      [
        start('S'),
        inclusive('O'),
        userTask('A'),
        subProcess('Sub', [start('S2'), userTask('B'), end('E2')], ['S2 > B', 'B > E2']),
        boundary('Stop', 'Sub', after('PT1M')),
        end('Gone'),
        inclusive('J'),
        userTask('U'),
      ],
      ['S > O', 'O > A if true', 'O > Sub if true', 'A > J', 'Sub > J', 'Stop > Gone', 'J > U'],
    );
    expect(run(upstream).complete('A').advance('PT1M').waiting()).to.deep.equal(['U']);
  });

  it('knows nothing of tokens in other instances of its scope', () => {
    const scope = subProcess(
      'Sub',
      [start('S2'), inclusive('O'), userTask('A'), userTask('B'), inclusive('J'), end('E2')],
      ['S2 > O', 'O > A if true', 'O > B if true', 'A > J', 'B > J', 'J > E2'],
      {
        loop: {
          kind: 'multiInstance',
          isSequential: false,
          cardinality: { kind: 'literal', value: 2 },
          inputCollection: null,
          inputElement: null,
          outputCollection: null,
          outputElement: null,
          completionCondition: null,
        },
      },
    );
    const instance = run(define([start('S'), scope, end('E')], ['S > Sub', 'Sub > E']))
      .complete('A', {}, 0)
      .complete('B', {}, 0);
    expect(instance.visits('J')).to.equal(1);
    expect(instance.complete('A').complete('B').status).to.equal('completed');
  });
});
