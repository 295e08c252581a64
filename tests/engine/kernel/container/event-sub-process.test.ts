import { expect } from 'chai';
import type { Draft } from '../support/define.ts';
import {
  after,
  boundary,
  condition,
  define,
  end,
  error,
  escalation,
  eventSubProcess,
  every,
  message,
  signal,
  start,
  subProcess,
  userTask,
} from '../support/define.ts';
import { run } from '../support/run.ts';

const withHandler = (on: Draft, more: readonly Draft[] = []) =>
  define(
    [start('S'), userTask('A'), end('E'), eventSubProcess('Esp', [on, userTask('X'), end('E2')], ['On > X', 'X > E2']), ...more],
    ['S > A', 'A > E'],
  );
const inSub = (on: Draft, inner: readonly Draft[] = [userTask('A')]) =>
  define(
    [
      start('S'),
      subProcess('Sub', [start('S2'), ...inner, eventSubProcess('Esp', [on, userTask('X'), end('E2')], ['On > X', 'X > E2'])], ['S2 > A']),
      userTask('After'),
    ],
    ['S > Sub', 'Sub > After'],
  );

describe('an interrupting event sub-process', () => {
  it('cancels everything else in its scope and takes its place', () => {
    const instance = run(withHandler(start('On', message('stop')))).complete('On', { why: 1 });
    expect(instance.waiting()).to.deep.equal(['X']);
    expect(instance.cancelled()).to.deep.equal(['A']);
    expect(instance.variables).to.deep.equal({ why: 1 });
    expect(instance.complete('X').status).to.equal('completed');
  });

  it('lets its sub-process complete normally afterwards', () => {
    expect(
      run(inSub(start('On', after('PT1H'))))
        .advance('PT1H')
        .complete('X')
        .waiting(),
    ).to.deep.equal(['After']);
  });

  it('catches an error of its scope by code', () => {
    expect(
      run(inSub(start('On', error('BAD'))))
        .error('A', 'BAD')
        .waiting(),
    ).to.deep.equal(['X']);
    expect(
      run(inSub(start('On', error('BAD'))))
        .error('A', 'OTHER')
        .incidents(),
    ).to.deep.equal(['UNHANDLED_ERROR A']);
  });

  it('catches an error before the boundary event of its sub-process does', () => {
    const both = define(
      [
        start('S'),
        subProcess(
          'Sub',
          [start('S2'), userTask('A'), eventSubProcess('Esp', [start('On', error(null)), userTask('X')], ['On > X'])],
          ['S2 > A'],
        ),
        boundary('B', 'Sub', error('BAD')),
        userTask('Y'),
      ],
      ['S > Sub', 'B > Y'],
    );
    expect(run(both).error('A', 'BAD').waiting()).to.deep.equal(['X']);
  });

  it('does not catch an error that comes out of itself; that goes further out', () => {
    const own = define(
      [
        start('S'),
        subProcess(
          'Sub',
          [start('S2'), userTask('A'), eventSubProcess('Esp', [start('On', error(null)), userTask('X')], ['On > X'])],
          ['S2 > A'],
        ),
        boundary('B', 'Sub', error(null)),
        userTask('Y'),
      ],
      ['S > Sub', 'B > Y'],
    );
    expect(run(own).error('A', 'BAD').error('X', 'WORSE').waiting()).to.deep.equal(['Y']);
  });

  it('is not triggered again, nor is another one, once the scope is interrupted', () => {
    const two = withHandler(start('On', message('stop')), [
      eventSubProcess('Other', [start('On2', signal('x')), userTask('Y')], ['On2 > Y']),
    ]);
    const instance = run(two);
    expect(instance.waiting()).to.deep.equal(['On', 'On2', 'A']);
    expect(instance.complete('On').waiting()).to.deep.equal(['X']);
  });

  it('fires by its condition', () => {
    expect(
      run(withHandler(start('On', condition('=stop = true'))), { stop: false })
        .set({ stop: true })
        .waiting(),
    ).to.deep.equal(['X']);
  });
});

describe('a non-interrupting event sub-process', () => {
  it('runs beside its scope, as often as it is triggered', () => {
    const instance = run(withHandler(start('On', message('hint'), { interrupting: false })))
      .complete('On')
      .complete('On');
    expect(instance.waiting()).to.deep.equal(['On', 'A', 'X', 'X']);
    instance.complete('A').complete('X');
    expect(instance.status).to.equal('active');
    expect(instance.complete('X').status).to.equal('completed');
  });

  it('follows the cycle of its timer', () => {
    expect(
      run(withHandler(start('On', every('R3/PT1H'), { interrupting: false })))
        .advance('PT9H')
        .visits('Esp'),
    ).to.equal(3);
  });

  it('catches an escalation of its scope while the scope goes on', () => {
    expect(
      run(inSub(start('On', escalation('LATE'), { interrupting: false })))
        .escalate('A', 'LATE')
        .waiting(),
    ).to.deep.equal(['A', 'X']);
  });

  it('is not waited for any more when its scope has completed', () => {
    const instance = run(withHandler(start('On', message('hint'), { interrupting: false }))).complete('A');
    expect(instance.status).to.equal('completed');
    expect(instance.state.waits).to.deep.equal({});
  });

  it('begins no more once nothing but event sub-processes is left in its scope', () => {
    const handler = eventSubProcess('Esp', [start('On', signal('go'), { interrupting: false }), userTask('Handle')], ['On > Handle']);
    const inside = define(
      [start('S'), subProcess('Sub', [start('S2'), userTask('A'), end('E2'), handler], ['S2 > A', 'A > E2']), end('E')],
      ['S > Sub', 'Sub > E'],
    );
    const instance = run(inside).complete('On');
    expect(instance.waiting()).to.have.members(['A', 'On', 'Handle']);
    expect(instance.complete('A').waiting()).to.deep.equal(['Handle']);
    expect(instance.complete('Handle').status).to.equal('completed');
  });
});
