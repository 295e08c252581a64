import { expect } from 'chai';
import {
  adHoc,
  boundary,
  catchEvent,
  compensation,
  complex,
  condition,
  define,
  end,
  error,
  escalation,
  eventStart,
  eventSubProcess,
  exclusive,
  inclusive,
  message,
  parallel,
  signal,
  start,
  subProcess,
  task,
  throwEvent,
  userTask,
} from './support/define.ts';
import { Run, run } from './support/run.ts';

describe('a complex gateway, by table 13.5', () => {
  const discriminator = define(
    [
      start('S'),
      parallel('F'),
      userTask('A'),
      userTask('A2'),
      exclusive('M'),
      userTask('B'),
      complex('G', 'activationCount >= 1'),
      userTask('U'),
    ],
    ['S > F', 'F > A', 'F > A2', 'F > B', 'A > M', 'A2 > M', 'M > G', 'B > G', 'G > U'],
  );

  it('leaves a second token on a flow that activated it for its next activation', () => {
    const instance = run(discriminator).complete('A').complete('A2');
    expect(Object.keys(instance.state.tokens)).to.have.length(1);
    instance.complete('B');
    expect(instance.visits('U'), 'reset, then activated by the second token of A').to.equal(2);
    instance.complete('U').complete('U');
    expect(instance.status).to.equal('completed');
  });

  it('puts a token on the default flow when it is reset by a late token and no condition is true', () => {
    const late = define(
      [
        start('S'),
        parallel('F'),
        userTask('A'),
        userTask('B'),
        complex('G', 'activationCount >= 1', { default: 'G_Late' }),
        userTask('First'),
        userTask('Late'),
      ],
      ['S > F', 'F > A', 'F > B', 'A > G', 'B > G', 'G > First if waitingForStart', 'G > Late'],
    );
    const instance = run(late).complete('A').complete('First');
    expect(instance.complete('B').waiting()).to.deep.equal(['Late']);
  });

  it('ends the path when it has no outgoing flow', () => {
    const last = define(
      [start('S'), parallel('F'), task('A'), userTask('B'), complex('G', 'activationCount >= 1')],
      ['S > F', 'F > A', 'F > B', 'A > G', 'B > G'],
    );
    const instance = run(last);
    expect(instance.incidents()).to.deep.equal([]);
    expect(instance.complete('B').status).to.equal('completed');
  });

  it('does not wait for another one that waits for its reset too', () => {
    // Each could still send a token to the other, but neither holds one.
    const two = define(
      [
        start('S'),
        parallel('F'),
        userTask('A'),
        userTask('B'),
        complex('G', 'activationCount >= 1'),
        complex('H', 'activationCount >= 1'),
        exclusive('X', { default: 'X_E' }),
        exclusive('Y', { default: 'Y_D' }),
        end('E'),
        end('D'),
      ],
      ['S > F', 'F > A', 'F > B', 'A > G', 'B > H', 'G > X', 'X > E', 'X > H if false', 'H > Y', 'Y > D', 'Y > G if false'],
    );
    const instance = run(two).complete('A').complete('B');
    expect(instance.status).to.equal('completed');
  });
});

describe('an inclusive join, by table 13.3', () => {
  it('does not count a complex gateway that waits for its reset: no token rests there', () => {
    const both = define(
      [
        start('S'),
        parallel('F'),
        userTask('A'),
        userTask('B'),
        complex('G', 'activationCount >= 1'),
        exclusive('X', { default: 'X_J' }),
        inclusive('J'),
        exclusive('Y', { default: 'Y_U' }),
        userTask('U'),
        end('E'),
      ],
      ['S > F', 'F > A', 'F > B', 'A > G', 'B > J', 'G > X', 'X > J', 'X > E if ended', 'J > Y', 'Y > U', 'Y > G if false'],
    );
    const instance = run(both, { ended: true }).complete('B').complete('A');
    expect(instance.waiting()).to.deep.equal(['U']);
  });

  it('does not wait for a compensation handler, which stands outside the normal flow', () => {
    const inner = subProcess(
      'P',
      [start('PS'), userTask('W', { compensatedBy: 'H' }), userTask('H', { isForCompensation: true })],
      ['PS > W'],
    );
    const definition = define(
      [
        start('S'),
        parallel('F'),
        inner,
        exclusive('X', { default: 'X_T' }),
        throwEvent('T', compensation(null, false)),
        end('E'),
        userTask('B'),
        inclusive('J'),
        userTask('U'),
      ],
      ['S > F', 'F > P', 'F > B', 'P > X', 'X > J if false', 'X > T', 'T > E', 'B > J', 'J > U'],
    );
    const instance = run(definition).complete('W');
    expect(instance.waiting()).to.deep.equal(['B', 'H']);
    expect(instance.complete('B').waiting()).to.deep.equal(['H', 'U']);
  });
});

describe('an ad-hoc sub-process', () => {
  it('whose remaining activities run on goes on with a compensation that is under way', () => {
    const definition = define(
      [
        start('S'),
        adHoc(
          'A',
          [
            userTask('W', { compensatedBy: 'H' }),
            userTask('W2', { compensatedBy: 'H2' }),
            userTask('H', { isForCompensation: true }),
            userTask('H2', { isForCompensation: true }),
            userTask('R'),
            throwEvent('T', compensation()),
            userTask('O'),
          ],
          ['R > T'],
          { until: 'done', letRun: true },
        ),
        end('E'),
      ],
      ['S > A', 'A > E'],
    );
    const instance = run(definition, { done: false }).complete('W').complete('W2').complete('R');
    expect(instance.waiting()).to.deep.equal(['O', 'H2']);
    instance.set({ done: true }).complete('O');
    expect(instance.waiting()).to.deep.equal(['H2']);
    expect(instance.complete('H2').waiting()).to.deep.equal(['H']);
    expect(instance.complete('H').status).to.equal('completed');
  });

  it('leaves no token before a join when it ends', () => {
    const definition = define(
      [
        start('S'),
        adHoc('A', [userTask('W'), userTask('V'), parallel('J'), task('T')], ['W > J', 'V > J', 'J > T'], { until: 'done', letRun: true }),
        end('E'),
      ],
      ['S > A', 'A > E'],
    );
    const instance = run(definition, { done: false }).complete('W').set({ done: true }).complete('V');
    expect(instance.status).to.equal('completed');
    expect(instance.state.tokens).to.deep.equal({});
  });
});

describe('conditional events', () => {
  it('are looked at again after another one has written variables', () => {
    const definition = define(
      [
        start('S'),
        parallel('F'),
        catchEvent('Second', condition('=x = 2')),
        catchEvent('First', condition('=x = 1'), { out: { x: '=2' } }),
      ],
      ['S > F', 'F > Second', 'F > First'],
    );
    expect(run(definition, { x: 0 }).set({ x: 1 }).status).to.equal('completed');
  });

  it('still happen at an activity whose job has failed', () => {
    const definition = define([start('S'), userTask('A'), boundary('C', 'A', condition('=stop')), userTask('U')], ['S > A', 'C > U']);
    const instance = run(definition, { stop: false }).error('A', 'NOBODY');
    expect(instance.incidents()).to.deep.equal(['UNHANDLED_ERROR A']);
    expect(instance.set({ stop: true }).waiting()).to.deep.equal(['U']);
  });
});

describe('a multiple event', () => {
  it('throws what comes after a compensation when that is done', () => {
    const multiple = { ...end('T'), own: { ...end('T').own, definitions: [compensation(), escalation('LATE'), error('BROKEN')] } };
    const definition = define(
      [
        start('S'),
        subProcess(
          'P',
          [start('PS'), userTask('W', { compensatedBy: 'H' }), userTask('H', { isForCompensation: true }), multiple],
          ['PS > W', 'W > T'],
        ),
        eventSubProcess('X', [start('XS', error('BROKEN')), userTask('U')], ['XS > U']),
      ],
      ['S > P'],
    );
    const instance = run(definition).complete('W');
    expect(instance.waiting()).to.deep.equal(['H']);
    expect(instance.complete('H').waiting()).to.deep.equal(['U']);
    const thrown = instance.records.flatMap((record) => (record.kind === 'eventThrown' ? [record.event] : []));
    expect(thrown).to.deep.equal(['escalation', 'compensation', 'error']);
  });

  it('after a parallel event gateway that starts the process needs one of its definitions', () => {
    const definition = define(
      [eventStart('G', true), catchEvent('A', message('a')), catchEvent('B', [message('b'), signal('c')]), end('E')],
      ['G > A', 'G > B', 'A > E', 'B > E'],
    );
    const instance = new Run(definition).start({}, { at: 'A' }).complete('B');
    expect(instance.status).to.equal('completed');
    expect(instance.visits('B')).to.equal(1);
  });
});
