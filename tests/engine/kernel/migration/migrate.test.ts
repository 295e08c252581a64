import { expect } from 'chai';
import {
  after,
  boundary,
  callActivity,
  catchEvent,
  compensation,
  condition,
  define,
  end,
  eventBased,
  eventSubProcess,
  exclusive,
  expression,
  forEach,
  inclusive,
  message,
  needingAll,
  parallel,
  serviceTask,
  signal,
  start,
  subProcess,
  task,
  throwEvent,
  userTask,
} from '../support/define.ts';
import { changesOf, migrate, preview } from '../support/migration.ts';
import { run } from '../support/run.ts';

const one = define([start('S'), userTask('A'), end('E')], ['S > A', 'A > E']);
const two = define([start('S'), userTask('A'), userTask('B'), end('E')], ['S > A', 'A > B', 'B > E']);

describe('migrating a process instance', () => {
  it('goes on with the other definition from where it is', () => {
    const instance = migrate(run(one), two).complete('A');
    expect(instance.state.definitionId).to.equal('target');
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(instance.complete('B').status).to.equal('completed');
  });

  it('puts an element instance on the element that the mapping names, under the same id', () => {
    const renamed = define([start('S'), userTask('Check'), end('E')], ['S > Check', 'Check > E']);
    const instance = run(one);
    const before = instance.wait('A');
    migrate(instance, renamed, { mapping: { A: 'Check' } });
    const after_ = instance.wait('Check');
    expect([after_.id, after_.elementInstanceId]).to.deep.equal([before.id, before.elementInstanceId]);
    expect(instance.complete('Check').status).to.equal('completed');
  });

  it('goes on with a process of another id', () => {
    const other = define([start('S'), userTask('A'), userTask('Z')], ['S > A', 'A > Z'], 'other');
    const instance = migrate(run(one), other).complete('A');
    expect([instance.state.processId, instance.waiting()]).to.deep.equal(['other', ['Z']]);
  });

  it('keeps the assignee of a task and takes its name, form and changed candidates', () => {
    const target = define([start('S'), userTask('A', { groups: 'sales', assignee: '=unknown.name' })], ['S > A']);
    const instance = run(one);
    instance.send({ kind: 'assignTask', taskId: instance.wait('A').id, assignee: 'ann' });
    const node = target.nodes['A'];
    const named = { ...target, nodes: { ...target.nodes, A: { ...node, name: 'Check', formId: 'check' } } } as typeof target; // A user task has both.
    migrate(instance, named);
    expect(instance.wait('A')).to.include({ assignee: 'ann', name: 'Check', formId: 'check' });
    expect(instance.wait('A')).to.have.property('candidateGroups').that.deep.equals(['sales']);
  });

  it('migrates a suspended instance, which goes on when it is resumed', () => {
    const instance = migrate(run(one).do('suspend'), two);
    expect(instance.status).to.equal('suspended');
    expect(instance.do('resume').complete('A').waiting()).to.deep.equal(['B']);
  });

  it('lets an incident be resolved by the definition that mends its cause', () => {
    const broken = define([start('S'), task('T'), exclusive('X'), userTask('A')], ['S > T', 'T > X', 'X > A if x > 1']);
    const mended = define([start('S'), task('T'), exclusive('X'), userTask('A')], ['S > T', 'T > X', 'X > A']);
    const instance = migrate(run(broken, { x: 0 }), mended);
    expect(instance.incidents()).to.deep.equal(['NO_FLOW_TAKEN X']);
    expect(instance.resolve().waiting()).to.deep.equal(['A']);
  });

  it('refuses its own definition and one that is not there', () => {
    const instance = run(one);
    const command = { kind: 'migrate', mapping: {}, rebuildEvents: false } as const;
    expect(instance.send({ ...command, definitionId: instance.state.definitionId })).to.equal('SAME_DEFINITION');
    expect(instance.send({ ...command, definitionId: 'nowhere' as typeof instance.state.definitionId })).to.equal('DEFINITION_NOT_FOUND');
  });
});

describe('events and work of a migrated instance', () => {
  const waiting = (timer: string, more: readonly ReturnType<typeof boundary>[] = []) =>
    define([start('S'), userTask('A'), boundary('Late', 'A', after(timer)), ...more, userTask('B')], ['S > A', 'Late > B']);

  it('keeps a timer whose event says the same, with its time', () => {
    const instance = run(waiting('P1D'));
    const before = instance.wait('Late');
    instance.now = '2026-03-01T20:00:00.000Z';
    expect(changesOf(instance, waiting('P1D'))).to.deep.equal(['task A -> A: kept', 'timer Late -> Late: kept']);
    expect(migrate(instance, waiting('P1D')).wait('Late')).to.deep.equal(before);
  });

  it('rebuilds a timer whose event says something else, and every one when asked', () => {
    const instance = run(waiting('P1D'));
    expect(changesOf(instance, waiting('P2D'))).to.include('timer Late -> Late: rebuilt');
    expect(changesOf(instance, waiting('P1D'), { rebuildEvents: true })).to.include('timer Late -> Late: rebuilt');
    expect(migrate(instance, waiting('P2D')).wait('Late')).to.include({ dueAt: '2026-03-03T08:00:00.000Z' });
  });

  it('opens a boundary event that is new and closes one that is gone', () => {
    const more = waiting('P1D', [boundary('Stop', 'A', message('stop'))]);
    const instance = run(waiting('P1D'));
    expect(changesOf(instance, more)).to.include('message  -> Stop: opened');
    migrate(instance, more);
    expect(instance.waiting()).to.have.members(['A', 'Late', 'Stop']);
    const back = run(more);
    expect(changesOf(back, waiting('P1D'))).to.include('message Stop -> : closed');
    expect(migrate(back, waiting('P1D')).waiting()).to.have.members(['A', 'Late']);
  });

  it('does not bring back a timer that has fired', () => {
    const late = (duration: string) =>
      define(
        [start('S'), userTask('A'), boundary('Late', 'A', after(duration), { interrupting: false }), userTask('B')],
        ['S > A', 'Late > B'],
      );
    const instance = run(late('PT1H')).advance('PT2H');
    migrate(instance, late('PT3H'), { rebuildEvents: true });
    expect(instance.waiting()).to.deep.equal(['A', 'B']);
  });

  it('fires a condition that is new and true', () => {
    const target = define(
      [start('S'), userTask('A'), boundary('Rich', 'A', condition('=money > 10')), userTask('B')],
      ['S > A', 'Rich > B'],
    );
    expect(migrate(run(one, { money: 20 }), target).waiting()).to.deep.equal(['B']);
  });

  it('does not let a condition that holds fire again because events are set anew', () => {
    const rich = define(
      [start('S'), userTask('A'), boundary('Rich', 'A', condition('=money > 10'), { interrupting: false }), userTask('B')],
      ['S > A', 'Rich > B'],
    );
    const instance = run(rich, { money: 20 });
    expect(instance.visits('B')).to.equal(1);
    expect(changesOf(instance, rich, { rebuildEvents: true })).to.include('condition Rich -> Rich: kept');
    expect(migrate(instance, rich, { rebuildEvents: true }).visits('B')).to.equal(1);
  });

  it('opens and closes event sub-processes of the process, but not after one has interrupted it', () => {
    const withHelp = define(
      [start('S'), userTask('A'), eventSubProcess('Help', [start('HS', message('help')), userTask('H')], ['HS > H'])],
      ['S > A'],
    );
    const withMore = define(
      [
        start('S'),
        userTask('A'),
        eventSubProcess('Help', [start('HS', message('help')), userTask('H')], ['HS > H']),
        eventSubProcess('Stop', [start('TS', signal('stop')), userTask('T')], ['TS > T']),
      ],
      ['S > A'],
    );
    expect(migrate(run(withHelp), withMore).waiting()).to.have.members(['HS', 'A', 'TS']);
    expect(migrate(run(withHelp), one).waiting()).to.deep.equal(['A']);
    expect(migrate(run(withHelp).complete('HS'), withMore).waiting()).to.deep.equal(['H']);
  });

  it('keeps, opens and closes the events of an event-based gateway', () => {
    const race = (...events: readonly ReturnType<typeof catchEvent>[]) =>
      define(
        [start('S'), eventBased('G'), ...events, userTask('A')],
        ['S > G', ...events.map(({ id }) => `G > ${id}`), ...events.map(({ id }) => `${id} > A`)],
      );
    const [m, t, s] = [catchEvent('M', message('m')), catchEvent('T', after('PT1H')), catchEvent('Z', signal('z'))];
    const instance = run(race(m, t));
    expect(changesOf(instance, race(m, s))).to.deep.equal(['message M -> M: kept', 'timer T -> : closed', 'signal  -> Z: opened']);
    expect(migrate(instance, race(m, s)).complete('Z').waiting()).to.deep.equal(['A']);
  });

  it('keeps what has come of a parallel multiple event, also when the rest is opened anew', () => {
    const both = (name: string) =>
      define([start('S'), needingAll(catchEvent('Both', [message(name), signal('s')])), userTask('A')], ['S > Both', 'Both > A']);
    const instance = run(both('m'));
    const wait = Object.values(instance.state.waits).find(({ kind }) => kind === 'message');
    instance.send({ kind: 'deliverMessage', subscriptionId: wait?.id ?? '', variables: { x: 1 } });
    expect(changesOf(instance, both('n'))).to.deep.equal(['signal Both -> Both: rebuilt']);
    migrate(instance, both('n'));
    expect(instance.complete('Both').waiting()).to.deep.equal(['A']);
    expect(instance.variables).to.deep.equal({ x: 1 });
  });

  it('keeps a job of the same work and opens one of other work anew, with its incident resolved', () => {
    const work = (type: string) => define([start('S'), serviceTask('T', type), userTask('A')], ['S > T', 'T > A']);
    const instance = run(work('a'));
    expect(changesOf(instance, work('a'))).to.deep.equal(['job T -> T: kept']);
    instance.send({ kind: 'failJob', jobId: instance.wait('T').id, retriesLeft: 0, message: 'no' });
    expect(instance.incidents()).to.deep.equal(['JOB_FAILED T']);
    migrate(instance, work('b'));
    expect(instance.incidents()).to.deep.equal([]);
    expect(instance.wait('T')).to.include({ jobType: 'b', retriesLeft: 3 });
    expect(instance.latest.map(({ kind }) => kind)).to.deep.equal(['performJob']);
  });

  it('gives a job that is kept the priority that is said now, evaluated anew only where something else is said', () => {
    const work = (id: string, jobPriority?: string) =>
      define([start('S'), serviceTask(id, 'a', jobPriority === undefined ? {} : { jobPriority })], [`S > ${id}`]);
    const began = () => run(work('T', '=p'), { p: 1 }).set({ p: 2 });
    const job = began().wait('T');
    expect(job).to.include({ priority: 1 });
    const moved = migrate(began(), work('U', '=p'), { mapping: { T: 'U' } });
    expect(moved.wait('U')).to.deep.equal({ ...job, elementId: 'U' });
    expect(migrate(began(), work('T', '=p + 1')).wait('T')).to.deep.equal({ ...job, priority: 3 });
    expect(migrate(began(), { ...work('T'), jobPriority: expression('=p + 2') }).wait('T')).to.deep.equal({ ...job, priority: 4 });
    expect(migrate(began(), work('T')).wait('T')).to.deep.equal(run(work('T')).wait('T'));
    expect(preview(began(), work('T', '=unknown.thing')).problems).to.have.lengthOf(1);
  });

  it('lets a called instance go on', () => {
    const calls = define([start('S'), callActivity('Call', 'other'), userTask('A')], ['S > Call', 'Call > A']);
    const moved = define([start('S'), callActivity('Ask', 'other'), userTask('B')], ['S > Ask', 'Ask > B']);
    const instance = run(calls);
    instance.send({ kind: 'calledInstanceStarted', waitId: instance.wait('Call').id, calledInstanceId: instance.state.instanceId });
    migrate(instance, moved, { mapping: { Call: 'Ask' } });
    expect(instance.latest).to.deep.equal([]);
    expect(instance.complete('Ask').waiting()).to.deep.equal(['B']);
  });
});

describe('joins, loops and compensation of a migrated instance', () => {
  const split = (kind: typeof parallel | typeof inclusive, third: boolean) =>
    define(
      [start('S'), parallel('Fork'), userTask('A'), userTask('B'), ...(third ? [userTask('C')] : []), kind('Join'), userTask('D')],
      ['S > Fork', 'Fork > A', 'Fork > B', 'A > Join', 'B > Join', 'Join > D', ...(third ? ['Fork > C', 'C > Join'] : [])],
    );

  it('keeps tokens that rest before a join, under the flow that takes their place', () => {
    const renamed = define(
      [start('S'), parallel('Fork'), userTask('A'), userTask('B'), parallel('Join'), userTask('D')],
      ['S > Fork', 'Fork > A', 'Fork > B', 'left: A > Join', 'right: B > Join', 'Join > D'],
    );
    const instance = run(split(parallel, false)).complete('A');
    expect(changesOf(instance, renamed)).to.include('token A_Join -> left: kept');
    expect(migrate(instance, renamed).complete('B').waiting()).to.deep.equal(['D']);
  });

  it('lets a join fire whose missing flow is gone', () => {
    const instance = run(split(parallel, true)).complete('A').complete('B');
    instance.send({ kind: 'modify', instructions: [{ kind: 'cancel', from: { kind: 'element', elementId: 'C' as never } }] });
    expect(instance.waiting()).to.deep.equal([]);
    expect(migrate(instance, split(parallel, false)).waiting()).to.deep.equal(['D']);
  });

  it('goes on inside multi-instance sub-processes', () => {
    const each = (second: string) =>
      define(
        [
          start('S'),
          subProcess('Each', [start('ES'), userTask('T'), userTask(second)], ['ES > T', `T > ${second}`], { loop: forEach('=list') }),
          userTask('B'),
        ],
        ['S > Each', 'Each > B'],
      );
    const instance = run(each('U'), { list: [1, 2] }).complete('T');
    migrate(instance, each('V'), { mapping: { U: 'V' } });
    expect(instance.waiting()).to.have.members(['T', 'V']);
    expect(instance.complete('T').complete('V').complete('V').waiting()).to.deep.equal(['B']);
  });

  it('compensates what completed before, by the handler that takes the place of the old one', () => {
    const book = (handler: string) =>
      define(
        [
          start('S'),
          userTask('Hotel', { compensatedBy: handler }),
          userTask(handler, { isForCompensation: true }),
          userTask('Wait'),
          throwEvent('Undo', compensation()),
          end('E'),
        ],
        ['S > Hotel', 'Hotel > Wait', 'Wait > Undo', 'Undo > E'],
      );
    const instance = run(book('NoHotel')).complete('Hotel');
    migrate(instance, book('FreeRoom'), { mapping: { NoHotel: 'FreeRoom' } });
    expect(instance.complete('Wait').waiting()).to.deep.equal(['FreeRoom']);
    expect(instance.complete('FreeRoom').status).to.equal('completed');
  });

  it('proposes elements by id and kind, and flows by id or by their ends', () => {
    const { mapping } = preview(run(one), two);
    expect(mapping).to.deep.equal({ process: 'process', S: 'S', A: 'A', E: 'E', S_A: 'S_A' });
  });
});
