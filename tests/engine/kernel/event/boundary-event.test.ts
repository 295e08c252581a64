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
  every,
  forEach,
  message,
  serviceTask,
  signal,
  start,
  subProcess,
  userTask,
} from '../support/define.ts';
import { run } from '../support/run.ts';

const withBoundary = (event: Draft, host: Draft = userTask('A')) =>
  define([start('S'), host, event, end('E'), userTask('B')], ['S > A', 'A > E', `${event.id} > B`]);

describe('an interrupting boundary event', () => {
  it('cancels its activity and takes its own flow', () => {
    const instance = run(withBoundary(boundary('T', 'A', after('PT1H')))).advance('PT1H');
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(instance.cancelled()).to.deep.equal(['A']);
  });

  it('is not waited for any more once the activity has completed', () => {
    const instance = run(withBoundary(boundary('T', 'A', after('PT1H'))));
    const timerId = instance.wait('T').id;
    instance.complete('A');
    expect(instance.state.waits).to.deep.equal({});
    expect(instance.send({ kind: 'fireTimer', timerId })).to.equal('WRONG_STATUS');
  });

  it('takes the variables of its message or signal', () => {
    expect(run(withBoundary(boundary('M', 'A', message('stop')))).complete('M', { why: 'x' }).variables).to.deep.equal({ why: 'x' });
    expect(run(withBoundary(boundary('M', 'A', signal('stop')))).complete('M', { why: 'x' }).variables).to.deep.equal({ why: 'x' });
  });

  it('maps what it caught', () => {
    const mapped = withBoundary(boundary('M', 'A', message('stop'), { out: { reason: '=why' } }));
    expect(run(mapped).complete('M', { why: 'x' }).variables).to.deep.equal({ reason: 'x' });
  });

  it('fires at once when its condition holds already', () => {
    expect(run(withBoundary(boundary('C', 'A', condition('=stop = true'))), { stop: true }).waiting()).to.deep.equal(['B']);
  });

  it('cancels everything inside a sub-process', () => {
    const host = subProcess('A', [start('S2'), userTask('X'), userTask('Y')], ['S2 > X', 'S2 > Y']);
    const instance = run(withBoundary(boundary('T', 'A', after('PT1H')), host)).advance('PT1H');
    expect(instance.cancelled()).to.deep.equal(['X', 'Y', 'A']);
    expect(instance.waiting()).to.deep.equal(['B']);
  });

  it('keeps waiting while its activity has an incident from entering', () => {
    const host = serviceTask('A', '=topic');
    const instance = run(withBoundary(boundary('T', 'A', after('PT1H')), host));
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED A']);
    instance.resolve();
    expect(instance.waiting()).to.deep.equal(['T']);
    instance.advance('PT1H');
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(instance.incidents()).to.deep.equal([]);
  });
});

describe('a non-interrupting boundary event', () => {
  it('begins its flow beside the activity', () => {
    const instance = run(withBoundary(boundary('M', 'A', message('hint'), { interrupting: false })))
      .complete('M')
      .complete('M');
    expect(instance.waiting()).to.deep.equal(['M', 'A', 'B', 'B']);
    instance.complete('B').complete('B').complete('A');
    expect(instance.status).to.equal('completed');
  });

  it('keeps the process alive after its activity has completed', () => {
    const instance = run(withBoundary(boundary('M', 'A', message('hint'), { interrupting: false })))
      .complete('M')
      .complete('A');
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(instance.complete('B').status).to.equal('completed');
  });

  it('fires once for a duration and again and again for a cycle', () => {
    expect(
      run(withBoundary(boundary('T', 'A', after('PT1H'), { interrupting: false })))
        .advance('PT5H')
        .visits('T'),
    ).to.equal(1);
    expect(
      run(withBoundary(boundary('T', 'A', every('R3/PT1H'), { interrupting: false })))
        .advance('PT9H')
        .visits('T'),
    ).to.equal(3);
    expect(
      run(withBoundary(boundary('T', 'A', every('R/PT1H'), { interrupting: false })))
        .advance('PT9H')
        .visits('T'),
    ).to.equal(9);
    expect(
      run(withBoundary(boundary('T', 'A', every('0 9 * * *'), { interrupting: false })))
        .advance('P3D')
        .visits('T'),
    ).to.equal(3);
  });

  it('fires again when its condition has been false in between', () => {
    const instance = run(withBoundary(boundary('C', 'A', condition('=level > 5'), { interrupting: false })), { level: 1 });
    instance.set({ level: 6 }).set({ level: 7 });
    expect(instance.visits('C')).to.equal(1);
    instance.set({ level: 2 }).set({ level: 9 });
    expect(instance.visits('C')).to.equal(2);
  });

  it('stands on the body of a multi-instance activity and leaves its instances alone', () => {
    const instance = run(withBoundary(boundary('T', 'A', every('R2/PT1H'), { interrupting: false }), userTask('A', { loop: forEach(3) })));
    instance.advance('PT3H');
    expect(instance.visits('T')).to.equal(2);
    expect(instance.waiting().filter((id) => id === 'A')).to.have.length(3);
    instance.complete('A').complete('A').complete('A').complete('B').complete('B');
    expect(instance.status).to.equal('completed');
  });

  it('interrupting, ends a multi-instance activity as a whole', () => {
    const instance = run(withBoundary(boundary('T', 'A', after('PT1H')), userTask('A', { loop: forEach(3) })))
      .complete('A')
      .advance('PT1H');
    expect(instance.waiting()).to.deep.equal(['B']);
  });
});

describe('an error boundary event', () => {
  const nested = (inner: readonly Draft[], outer: readonly Draft[], flows: readonly string[]) =>
    define(
      [
        start('S'),
        subProcess('Sub', [start('S2'), userTask('A'), ...inner], ['S2 > A', ...flows.filter((flow) => flow.startsWith('In'))]),
        ...outer,
        end('E'),
        end('F'),
      ],
      ['S > Sub', 'Sub > E', ...flows.filter((flow) => flow.startsWith('Out'))],
    );

  it('catches the error of its code, and one without a code catches every error', () => {
    const two = define(
      [start('S'), userTask('A'), boundary('Any', 'A', error(null)), boundary('X', 'A', error('X')), end('E'), end('F'), end('G')],
      ['S > A', 'A > E', 'Any > F', 'X > G'],
    );
    expect(run(two).error('A', 'X').left()).to.include('G').and.not.include('F');
    expect(run(two).error('A', 'Y').left()).to.include('F').and.not.include('G');
  });

  it('is found at the nearest place, from the inside out', () => {
    const both = nested([boundary('In', 'A', error('X')), end('InEnd')], [boundary('Out', 'Sub', error('X'))], ['In > InEnd', 'Out > F']);
    expect(run(both).error('A', 'X').left()).to.include('InEnd').and.not.include('F');
    const outer = nested([boundary('In', 'A', error('Y')), end('InEnd')], [boundary('Out', 'Sub', error('X'))], ['In > InEnd', 'Out > F']);
    const instance = run(outer).error('A', 'X', { why: 1 });
    expect(instance.left()).to.include('F');
    expect(instance.cancelled()).to.include.members(['A', 'Sub']);
    expect(instance.variables).to.deep.equal({ why: 1 });
  });

  it('catches what an end event throws', () => {
    const thrown = define(
      [
        start('S'),
        subProcess('Sub', [start('S2'), end('Throw', error('X'))], ['S2 > Throw']),
        boundary('Catch', 'Sub', error('X')),
        end('E'),
        end('F'),
      ],
      ['S > Sub', 'Sub > E', 'Catch > F'],
    );
    const instance = run(thrown);
    expect(instance.left()).to.deep.equal(['S', 'S2', 'Throw', 'Catch', 'F', 'process']);
    expect(instance.cancelled()).to.deep.equal(['Sub']);
  });

  it('matches by code: a second error definition with the same code is the same error', () => {
    const same = withBoundary(boundary('Catch', 'A', error('X')));
    expect(run(same).error('A', 'X').waiting()).to.deep.equal(['B']);
  });

  it('catches the error of one instance for the whole multi-instance activity', () => {
    const instance = run(withBoundary(boundary('Catch', 'A', error('X')), userTask('A', { loop: forEach(3) }))).error('A', 'X');
    expect(instance.waiting()).to.deep.equal(['B']);
  });
});

describe('an escalation boundary event', () => {
  it('lets the activity go on when it does not interrupt', () => {
    const instance = run(withBoundary(boundary('Esc', 'A', escalation('LATE'), { interrupting: false }))).escalate('A', 'LATE', {
      days: 2,
    });
    expect(instance.waiting()).to.deep.equal(['A', 'B']);
    expect(instance.variables).to.deep.equal({ days: 2 });
  });

  it('cancels the activity when it interrupts', () => {
    expect(
      run(withBoundary(boundary('Esc', 'A', escalation(null))))
        .escalate('A', 'LATE')
        .waiting(),
    ).to.deep.equal(['B']);
  });

  it('does not mind an escalation that nobody catches', () => {
    const instance = run(withBoundary(boundary('Esc', 'A', escalation('LATE')))).escalate('A', 'OTHER');
    expect(instance.waiting()).to.deep.equal(['A']);
    expect(instance.incidents()).to.deep.equal([]);
  });
});
