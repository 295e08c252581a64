import { expect } from 'chai';
import type { Draft } from '../support/define.ts';
import {
  boundary,
  compensation,
  define,
  end,
  error,
  escalation,
  eventSubProcess,
  forEach,
  parallel,
  scriptTask,
  serviceTask,
  start,
  subProcess,
  task,
  throwEvent,
  userTask,
} from '../support/define.ts';
import { run } from '../support/run.ts';

const undo = (id: string): Draft => userTask(id, { isForCompensation: true });

const trip = (thrown: ReturnType<typeof compensation>) =>
  define(
    [
      start('S'),
      userTask('Hotel', { compensatedBy: 'NoHotel' }),
      userTask('Flight', { compensatedBy: 'NoFlight' }),
      undo('NoHotel'),
      undo('NoFlight'),
      throwEvent('Undo', thrown),
      userTask('After'),
    ],
    ['S > Hotel', 'Hotel > Flight', 'Flight > Undo', 'Undo > After'],
  );

describe('compensation', () => {
  it('runs the handlers in reverse order of completion, one after another, and then goes on', () => {
    const instance = run(trip(compensation())).complete('Hotel').complete('Flight');
    expect(instance.waiting()).to.deep.equal(['NoFlight']);
    instance.complete('NoFlight');
    expect(instance.waiting()).to.deep.equal(['NoHotel']);
    instance.complete('NoHotel');
    expect(instance.waiting()).to.deep.equal(['After']);
    expect(instance.state.compensations).to.deep.equal([]);
    expect(instance.complete('After').status).to.equal('completed');
  });

  it('goes on at once when it does not wait, while the handlers still run one after another', () => {
    const instance = run(trip(compensation(null, false)))
      .complete('Hotel')
      .complete('Flight');
    expect(instance.waiting()).to.have.members(['NoFlight', 'After']);
    instance.complete('After');
    expect(instance.status).to.equal('active');
    expect(instance.complete('NoFlight').waiting()).to.deep.equal(['NoHotel']);
    expect(instance.complete('NoHotel').status).to.equal('completed');
  });

  it('of one activity leaves the others alone', () => {
    const instance = run(trip(compensation('Hotel')))
      .complete('Hotel')
      .complete('Flight');
    expect(instance.waiting()).to.deep.equal(['NoHotel']);
    expect(instance.complete('NoHotel').waiting()).to.deep.equal(['After']);
    expect(instance.state.compensations.map((entry) => entry.elementId)).to.deep.equal(['Flight']);
  });

  it('passes when there is nothing to compensate', () => {
    expect(run(define([start('S'), throwEvent('Undo', compensation()), userTask('A')], ['S > Undo', 'Undo > A'])).waiting()).to.deep.equal([
      'A',
    ]);
  });

  it('does not compensate what has not completed', () => {
    const half = define(
      [
        start('S'),
        parallel('F'),
        userTask('A', { compensatedBy: 'NoA' }),
        userTask('B', { compensatedBy: 'NoB' }),
        undo('NoA'),
        undo('NoB'),
        throwEvent('Undo', compensation()),
        end('E'),
      ],
      ['S > F', 'F > A', 'F > B', 'A > Undo', 'Undo > E'],
    );
    expect(run(half).complete('A').waiting()).to.deep.equal(['B', 'NoA']);
  });

  it('shows a handler the variables as they were when its activity completed', () => {
    const handler = serviceTask('NoA', 'undo', { isForCompensation: true });
    const changed = define(
      [
        start('S'),
        userTask('A', { compensatedBy: 'NoA' }),
        task('Change', { out: { id: '="second"' } }),
        handler,
        throwEvent('Undo', compensation()),
        end('E'),
      ],
      ['S > A', 'A > Change', 'Change > Undo', 'Undo > E'],
    );
    const instance = run(changed).complete('A', { id: 'first' });
    expect(instance.latest).to.deep.equal([{ kind: 'performJob', jobId: instance.wait('NoA').id, input: { id: 'first' } }]);
    instance.complete('NoA', { id: 'third', undone: true });
    expect(instance.variables).to.deep.equal({ id: 'third', undone: true });
  });

  it('keeps what a handler that is a sub-process writes, for the next handler as well', () => {
    const append = (id: string): Draft => scriptTask(id, `append(ran, "${id}")`, { result: 'ran' });
    const two = define(
      [
        start('S'),
        task('A', { compensatedBy: 'NoA' }),
        task('B', { compensatedBy: 'NoB' }),
        subProcess('NoA', [start('AS'), append('Ask')], ['AS > Ask'], { isForCompensation: true }),
        subProcess('NoB', [start('BS'), append('Tell'), append('Book')], ['BS > Tell', 'Tell > Book'], { isForCompensation: true }),
        end('E', compensation()),
      ],
      ['S > A', 'A > B', 'B > E'],
    );
    expect(run(two, { ran: [] }).variables).to.deep.equal({ ran: ['Tell', 'Book', 'Ask'] });
  });

  it('keeps what the compensation event sub-process of a completed sub-process writes', () => {
    const own = define(
      [
        start('S'),
        subProcess(
          'P',
          [
            start('I'),
            task('A'),
            eventSubProcess('X', [start('XS', compensation()), scriptTask('Note', 'append(ran, "own")', { result: 'ran' })], ['XS > Note']),
          ],
          ['I > A'],
        ),
        end('E', compensation()),
      ],
      ['S > P', 'P > E'],
    );
    expect(run(own, { ran: [] }).variables).to.deep.equal({ ran: ['own'] });
  });

  it('keeps what one handler has changed for the next one', () => {
    const append = (id: string): Draft => scriptTask(id, `append(ran, "${id}")`, { result: 'ran', isForCompensation: true });
    const two = define(
      [
        start('S'),
        task('A', { compensatedBy: 'NoA' }),
        task('B', { compensatedBy: 'NoB' }),
        append('NoA'),
        append('NoB'),
        end('E', compensation()),
      ],
      ['S > A', 'A > B', 'B > E'],
    );
    expect(run(two, { ran: [] }).variables).to.deep.equal({ ran: ['NoB', 'NoA'] });
  });

  it('runs the handler once for each instance of a multi-instance activity, with its own item', () => {
    const many = define(
      [
        start('S'),
        userTask('A', { compensatedBy: 'NoA', loop: forEach('=["a", "b"]') }),
        serviceTask('NoA', 'undo', { isForCompensation: true, in: { what: '=item' } }),
        end('Undo', compensation()),
      ],
      ['S > A', 'A > Undo'],
    );
    const instance = run(many).complete('A').complete('A');
    const items = (): readonly unknown[] =>
      instance.effects.flatMap((effect) => (effect.kind === 'performJob' ? [effect.input['what']] : []));
    expect(items()).to.deep.equal(['b']);
    instance.complete('NoA');
    expect(items()).to.deep.equal(['b', 'a']);
    expect(instance.complete('NoA').status).to.equal('completed');
  });

  it('of a completed sub-process compensates what it contained, in reverse order', () => {
    const nested = define(
      [
        start('S'),
        subProcess(
          'Sub',
          [
            start('S2'),
            userTask('A', { compensatedBy: 'NoA' }),
            userTask('B', { compensatedBy: 'NoB' }),
            undo('NoA'),
            undo('NoB'),
            end('E2'),
          ],
          ['S2 > A', 'A > B', 'B > E2'],
          { in: { local: '=1' } },
        ),
        userTask('C', { compensatedBy: 'NoC' }),
        undo('NoC'),
        end('Undo', compensation()),
      ],
      ['S > Sub', 'Sub > C', 'C > Undo'],
    );
    const instance = run(nested).complete('A').complete('B').complete('C');
    expect(instance.complete('NoC').waiting()).to.deep.equal(['NoB']);
    expect(instance.complete('NoB').waiting()).to.deep.equal(['NoA']);
    expect(instance.complete('NoA').status).to.equal('completed');
  });

  it('of a completed sub-process runs its compensation event sub-process instead when it has one', () => {
    const handled = define(
      [
        start('S'),
        subProcess(
          'Sub',
          [
            start('S2'),
            userTask('A', { compensatedBy: 'NoA' }),
            undo('NoA'),
            end('E2'),
            eventSubProcess('Handler', [start('On', compensation()), userTask('X'), end('E3')], ['On > X', 'X > E3']),
          ],
          ['S2 > A', 'A > E2'],
        ),
        end('Undo', compensation()),
      ],
      ['S > Sub', 'Sub > Undo'],
    );
    const instance = run(handled).complete('A');
    expect(instance.waiting()).to.deep.equal(['X']);
    expect(instance.complete('X').status).to.equal('completed');
  });

  it('thrown from the error handler of a scope compensates what the scope had done', () => {
    const failing = define(
      [
        start('S'),
        subProcess(
          'Sub',
          [
            start('S2'),
            userTask('A', { compensatedBy: 'NoA' }),
            undo('NoA'),
            userTask('B'),
            eventSubProcess('Handler', [start('On', error(null)), end('Undo', compensation())], ['On > Undo']),
          ],
          ['S2 > A', 'A > B'],
        ),
        userTask('After'),
      ],
      ['S > Sub', 'Sub > After'],
    );
    const instance = run(failing).complete('A').error('B', 'X');
    expect(instance.waiting()).to.deep.equal(['NoA']);
    expect(instance.complete('NoA').waiting()).to.deep.equal(['After']);
  });

  it('is lost with a sub-process that is cancelled', () => {
    const cancelled = define(
      [
        start('S'),
        subProcess('Sub', [start('S2'), userTask('A', { compensatedBy: 'NoA' }), undo('NoA'), userTask('B')], ['S2 > A', 'A > B']),
        boundary('Catch', 'Sub', error(null)),
        end('Undo', compensation()),
      ],
      ['S > Sub', 'Catch > Undo'],
    );
    const instance = run(cancelled).complete('A').error('B', 'X');
    expect(instance.status).to.equal('completed');
    expect(instance.visits('NoA')).to.equal(0);
  });

  it('of a multi-instance activity waits for the whole of it, and is lost with it', () => {
    const many = define(
      [
        start('S'),
        userTask('A', { compensatedBy: 'NoA', loop: forEach(2) }),
        boundary('Late', 'A', error(null)),
        undo('NoA'),
        userTask('Beside'),
        throwEvent('Undo', compensation()),
        end('E'),
      ],
      ['S > A', 'S > Beside', 'Beside > Undo', 'Undo > E', 'Late > E'],
    );
    const running = run(many).complete('A').complete('Beside');
    expect(running.waiting()).to.deep.equal(['A']);
    const broken = run(many).complete('A').error('A', 'X').complete('Beside');
    expect([broken.status, broken.visits('NoA')]).to.deep.equal(['completed', 0]);
    const whole = run(many).complete('A').complete('A').complete('Beside');
    expect(whole.complete('NoA').complete('NoA').status).to.equal('completed');
  });

  it('runs the handler once for each round of a standard loop, the last round first', () => {
    const rounds = define(
      [
        start('S'),
        userTask('A', {
          compensatedBy: 'NoA',
          loop: { kind: 'standardLoop', testBefore: false, loopMaximum: { kind: 'literal', value: 3 }, loopCondition: null },
        }),
        serviceTask('NoA', 'undo', { isForCompensation: true, in: { round: '=loopCounter' } }),
        end('Undo', compensation()),
      ],
      ['S > A', 'A > Undo'],
    );
    const instance = run(rounds).complete('A').complete('A').complete('A').complete('NoA').complete('NoA').complete('NoA');
    expect(instance.status).to.equal('completed');
    expect(instance.effects.flatMap((effect) => (effect.kind === 'performJob' ? [effect.input['round']] : []))).to.deep.equal([3, 2, 1]);
  });

  it('of an activity that completed twice runs its handler twice', () => {
    const twice = define(
      [start('S'), userTask('A', { compensatedBy: 'NoA' }), undo('NoA'), end('Undo', compensation('A'))],
      ['S > A', 'A > A if again', 'A > Undo if not(again)'],
    );
    const instance = run(twice).complete('A', { again: true }).complete('A', { again: false });
    expect(instance.complete('NoA').waiting()).to.deep.equal(['NoA']);
    expect(instance.complete('NoA').status).to.equal('completed');
  });

  it('reaches what a completed event sub-process had done', () => {
    const beside = define(
      [
        start('S'),
        subProcess(
          'Sub',
          [
            start('S2'),
            userTask('A'),
            eventSubProcess(
              'Esc',
              [start('On', escalation(null), { interrupting: false }), userTask('B', { compensatedBy: 'NoB' }), undo('NoB')],
              ['On > B'],
            ),
          ],
          ['S2 > A'],
        ),
        end('Undo', compensation()),
      ],
      ['S > Sub', 'Sub > Undo'],
    );
    const instance = run(beside).escalate('A', 'X').complete('B').complete('A');
    expect(instance.waiting()).to.deep.equal(['NoB']);
    expect(instance.complete('NoB').status).to.equal('completed');
    expect(instance.visits('On')).to.equal(1);
  });

  it('by a handler that is a multi-instance activity ends when all its instances have', () => {
    const each = define(
      [
        start('S'),
        task('A', { compensatedBy: 'NoA' }),
        userTask('NoA', { isForCompensation: true, loop: forEach(2) }),
        throwEvent('Undo', compensation()),
        userTask('After'),
      ],
      ['S > A', 'A > Undo', 'Undo > After'],
    );
    const instance = run(each).complete('NoA');
    expect(instance.waiting()).to.deep.equal(['NoA']);
    expect(instance.complete('NoA').waiting()).to.deep.equal(['After']);
    expect(instance.state.compensations).to.deep.equal([]);
  });
});
