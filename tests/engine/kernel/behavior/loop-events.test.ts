import { expect } from 'chai';
import type { EventDefinition, LoopBehavior } from '../../../../engine/model/index.ts';
import {
  after,
  boundary,
  compensation,
  define,
  end,
  error,
  escalation,
  forEach,
  message,
  signal,
  start,
  task,
  userTask,
} from '../support/define.ts';
import type { Draft } from '../support/define.ts';
import { run } from '../support/run.ts';

const each = (event: EventDefinition): LoopBehavior => ({ kind: 'none', event });
const first = (event: EventDefinition): LoopBehavior => ({ kind: 'one', event });
const when = (source: string, ...events: readonly EventDefinition[]): LoopBehavior => ({
  kind: 'complex',
  definitions: [{ condition: { kind: 'feel', source }, events }],
});

/** `A` three times with the behavior, and the events at its boundary, each followed by the task `After...`. */
const watched = (behavior: LoopBehavior, events: readonly Draft[], isSequential = false) =>
  define(
    [
      start('S'),
      userTask('A', { loop: forEach(3, { behavior, isSequential }) }),
      ...events,
      ...events.map(({ id }) => task(`After${id}`)),
      userTask('Next'),
      end('E'),
    ],
    ['S > A', 'A > Next', 'Next > E', ...events.map(({ id }) => `${id} > After${id}`)],
  );
const keeping = { interrupting: false } as const;

describe('the events of a multi-instance behavior', () => {
  it('are thrown with every instance for "None", also with the last one', () => {
    const instance = run(watched(each(signal('done')), [boundary('B', 'A', signal('done'), keeping)]));
    instance.complete('A').complete('A');
    expect(instance.visits('B')).to.equal(2);
    expect(instance.complete('A').visits('B')).to.equal(3);
    expect(instance.waiting()).to.deep.equal(['Next']);
  });

  it('are thrown with the first instance alone for "One"', () => {
    const instance = run(watched(first(signal('done')), [boundary('B', 'A', signal('done'), keeping)]));
    expect(instance.complete('A').complete('A').complete('A').visits('B')).to.equal(1);
    expect(instance.waiting()).to.deep.equal(['Next']);
  });

  it('are thrown for "Complex" where the condition holds, which sees the counters as they are then', () => {
    const half = when('numberOfCompletedInstances = 2 and numberOfActiveInstances = 1 and numberOfInstances = 3', signal('half'));
    const instance = run(watched(half, [boundary('B', 'A', signal('half'), keeping)])).complete('A');
    expect(instance.visits('B')).to.equal(0);
    expect(instance.complete('A').visits('B')).to.equal(1);
    expect(instance.complete('A').visits('B')).to.equal(1);
  });

  it('see the counter and the variables of the instance that completes', () => {
    const good = when('loopCounter = 2 and good', escalation('GOOD'));
    const instance = run(watched(good, [boundary('B', 'A', escalation('GOOD'), keeping)], true), { good: false });
    expect(instance.complete('A').complete('A', { good: true }).visits('B')).to.equal(1);
  });

  it('carry the counters to the event that catches', () => {
    const instance = run(watched(first(signal('done')), [boundary('B', 'A', signal('done'), keeping)])).complete('A');
    expect(instance.variables).to.deep.equal({
      numberOfInstances: 3,
      numberOfActiveInstances: 2,
      numberOfCompletedInstances: 1,
      numberOfTerminatedInstances: 0,
    });
  });

  it('end the whole activity when the event that catches is interrupting', () => {
    const instance = run(watched(each(signal('done')), [boundary('B', 'A', signal('done'))])).complete('A');
    expect(instance.waiting()).to.deep.equal([]);
    expect(instance.cancelled()).to.deep.equal(['A', 'A', 'A']); // Two instances and the body.
    expect(instance.status).to.equal('completed');
  });

  it('reach everybody else who waits for the signal, and the boundary event once', () => {
    const instance = run(watched(first(signal('done')), [boundary('B', 'A', signal('done'), keeping)])).complete('A');
    const wait = instance.wait('B');
    const [effect] = instance.latest;
    expect(effect).to.deep.include({ kind: 'broadcastSignal', signalName: 'done', reached: [wait.id] });
  });

  it('may be messages: a boundary event of the activity gets it, else whoever waits', () => {
    const caught = run(watched(first(message('news')), [boundary('B', 'A', message('news'), keeping)])).complete('A');
    expect([caught.visits('B'), caught.effectKinds()]).to.deep.equal([1, []]);
    const sent = run(watched(first(message('news')), [])).complete('A');
    expect(sent.effectKinds()).to.deep.equal(['publishMessage']);
  });

  it('may be errors: the activity ends by its error event', () => {
    const instance = run(watched(when('numberOfCompletedInstances = 2', error('BAD')), [boundary('B', 'A', error('BAD'))]));
    expect(instance.complete('A').complete('A').visits('AfterB')).to.equal(1);
    expect(instance.status).to.equal('completed');
  });

  it('are an incident of the instance when nobody catches the error, and nothing is counted twice', () => {
    const instance = run(watched(when('bad', error('BAD')), []), { bad: true }).complete('A');
    expect(instance.incidents()).to.deep.equal(['UNHANDLED_ERROR A']);
    instance.set({ bad: false }).resolve().complete('A').complete('A');
    expect(instance.waiting()).to.deep.equal(['Next']);
  });

  it('may be compensation of what has completed before', () => {
    const undone = define(
      [
        start('S'),
        task('Book', { compensatedBy: 'Unbook' }),
        userTask('Unbook', { isForCompensation: true }),
        userTask('A', { loop: forEach(2, { behavior: first(compensation('Book')) }) }),
        end('E'),
      ],
      ['S > Book', 'Book > A', 'A > E'],
    );
    expect(run(undone).complete('A').waiting()).to.deep.equal(['A', 'Unbook']);
  });

  it('come before the end by the completion condition', () => {
    const loop = forEach(3, { behavior: each(signal('done')), completionCondition: { kind: 'feel', source: 'true' } });
    const definition = define(
      [start('S'), userTask('A', { loop }), boundary('B', 'A', signal('done'), keeping), boundary('T', 'A', after('PT1H')), end('E')],
      ['S > A', 'A > E', 'B > E', 'T > E'],
    );
    const instance = run(definition).complete('A');
    expect([instance.visits('B'), instance.status]).to.deep.equal([1, 'completed']);
  });

  it('fail with the condition, as an incident of the instance', () => {
    const instance = run(watched(when('unknown', signal('done')), [])).complete('A');
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED A']);
    expect(instance.set({ unknown: false }).resolve().waiting()).to.deep.equal(['A', 'A']);
  });
});
