import { expect } from 'chai';
import {
  after,
  boundary,
  callActivity,
  catchEvent,
  compensation,
  define,
  end,
  eventBased,
  exclusive,
  inclusive,
  link,
  message,
  parallel,
  start,
  task,
  throwEvent,
  userTask,
} from '../support/define.ts';
import { add, cancelAt, codesOf, instancesOf, modify, move, problemsOf } from '../support/modification.ts';
import { run } from '../support/run.ts';

const line = define([start('S'), userTask('A'), userTask('B'), end('E')], ['S > A', 'A > B', 'B > E']);
const fork = define(
  [start('S'), parallel('Fork'), userTask('A'), userTask('B'), parallel('Join'), userTask('C')],
  ['S > Fork', 'Fork > A', 'Fork > B', 'A > Join', 'B > Join', 'Join > C'],
);

describe('modifying a process instance', () => {
  it('adds a token before an element, beside those that are there', () => {
    expect(modify(run(line), add('B')).waiting()).to.deep.equal(['A', 'B']);
  });

  it('puts a token on a sequence flow and after an element, whatever the condition of the flow', () => {
    const choice = define([start('S'), exclusive('X'), userTask('A'), userTask('B')], ['S > X', 'yes: X > A if go', 'X > B if not(go)']);
    const instance = modify(run(choice, { go: false }), add('~yes'));
    expect(instance.taken()).to.include('yes');
    expect(instance.waiting()).to.deep.equal(['B', 'A']);
    expect(modify(run(line), add('A>')).waiting()).to.deep.equal(['A', 'B']);
  });

  it('moves every token of an element, or the one of an element instance', () => {
    const instance = modify(run(line), add('A'), add('A'));
    const [first] = instancesOf(instance, 'A');
    modify(instance, move(`#${first?.id}`, 'B'));
    expect(instance.waiting()).to.have.members(['A', 'A', 'B']);
    expect(modify(instance, move('A', 'B')).waiting()).to.deep.equal(['B', 'B', 'B']);
  });

  it('cancels a token and closes what it waited for: task, timer, subscription and called instance', () => {
    const all = define(
      [
        start('S'),
        parallel('Fork'),
        userTask('A'),
        boundary('Late', 'A', after('P1D')),
        catchEvent('Answer', message('answer')),
        callActivity('Call', 'other'),
        userTask('Stays'),
      ],
      ['S > Fork', 'Fork > A', 'Fork > Answer', 'Fork > Call', 'Fork > Stays'],
    );
    const instance = run(all);
    instance.send({ kind: 'calledInstanceStarted', waitId: instance.wait('Call').id, calledInstanceId: instance.state.instanceId });
    modify(instance, cancelAt('A'), cancelAt('Answer'), cancelAt('Call'));
    expect(instance.waiting()).to.deep.equal(['Stays']);
    expect(instance.latest.map(({ kind }) => kind)).to.deep.equal(['cancelCalledInstance']);
  });

  it('ends as cancelled when no token is left', () => {
    const instance = modify(run(line), cancelAt('A'));
    expect(instance.status).to.equal('cancelled');
    expect(instance.state.elementInstances).to.deep.equal({});
  });

  it('does not end when an instruction that comes later adds a token', () => {
    expect(modify(run(line), cancelAt('A'), add('B')).waiting()).to.deep.equal(['B']);
  });

  it('lets a join fire when the other token is put on its flow', () => {
    const instance = run(fork).complete('A');
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(modify(instance, move('B', '~B_Join')).waiting()).to.deep.equal(['C']);
  });

  it('lets an inclusive join fire when the token that it waited for is cancelled', () => {
    const either = define(
      [start('S'), inclusive('Split'), userTask('A'), userTask('B'), inclusive('Join'), userTask('C')],
      ['S > Split', 'Split > A if true', 'Split > B if true', 'A > Join', 'B > Join', 'Join > C'],
    );
    const instance = run(either).complete('A');
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(modify(instance, cancelAt('B')).waiting()).to.deep.equal(['C']);
  });

  it('moves and cancels tokens that rest before a join', () => {
    const instance = run(fork).complete('A');
    const [token] = Object.values(instance.state.tokens);
    expect(modify(instance, move(`@${token?.id}`, 'C')).waiting()).to.have.members(['B', 'C']);
    expect(instance.state.tokens).to.deep.equal({});
    const other = run(fork).complete('A');
    expect(Object.keys(modify(other, cancelAt('Join')).state.tokens)).to.deep.equal([]);
    expect(other.status).to.equal('active');
  });

  it('sets variables of the process and of the element that is entered', () => {
    const instance = modify(run(line, { x: 1 }), add('B', { variables: { '': { x: 2 }, B: { x: 3, y: 4 } } }));
    const [b] = instancesOf(instance, 'B');
    expect(instance.variables).to.deep.equal({ x: 2 });
    expect(instance.state.variables[b?.id ?? '']).to.deep.equal({ x: 3, y: 4 });
  });

  it('enters a catching link event as if its link had been thrown', () => {
    const linked = define(
      [start('S'), userTask('A'), throwEvent('Out', link('L')), catchEvent('In', link('L')), userTask('B')],
      ['S > A', 'A > Out', 'In > B'],
    );
    expect(modify(run(linked), move('A', 'In')).waiting()).to.deep.equal(['B']);
  });

  it('lets a cancelled event gateway wait for nothing any more', () => {
    const race = define(
      [start('S'), eventBased('G'), catchEvent('M', message('m')), catchEvent('T', after('PT1H')), userTask('A')],
      ['S > G', 'G > M', 'G > T', 'M > A', 'T > A'],
    );
    expect(modify(run(race), move('G', 'A')).waiting()).to.deep.equal(['A']);
  });

  it('goes on with a compensation without the handler that was cancelled', () => {
    const trip = define(
      [
        start('S'),
        userTask('Hotel', { compensatedBy: 'NoHotel' }),
        userTask('Flight', { compensatedBy: 'NoFlight' }),
        userTask('NoHotel', { isForCompensation: true }),
        userTask('NoFlight', { isForCompensation: true }),
        throwEvent('Undo', compensation()),
        userTask('After'),
      ],
      ['S > Hotel', 'Hotel > Flight', 'Flight > Undo', 'Undo > After'],
    );
    const instance = run(trip).complete('Hotel').complete('Flight');
    expect(modify(instance, cancelAt('NoFlight')).waiting()).to.deep.equal(['NoHotel']);
    expect(modify(instance, cancelAt('NoHotel')).waiting()).to.deep.equal(['After']);
  });

  it('resolves the incident of an element that is moved', () => {
    const broken = define([start('S'), task('T'), exclusive('X'), userTask('A')], ['S > T', 'T > X', 'X > A if nothing']);
    const instance = run(broken, { nothing: false });
    expect(instance.incidents()).to.deep.equal(['NO_FLOW_TAKEN X']);
    modify(instance, move('X', '~X_A'));
    expect([instance.incidents(), instance.waiting()]).to.deep.equal([[], ['A']]);
  });
});

describe('what a modification refuses', () => {
  it('tells every problem at once and changes nothing', () => {
    const instance = run(line);
    expect(codesOf(instance, add('Nowhere'), cancelAt('B'), add('B'), cancelAt('#99'), move('B', 'A'))).to.deep.equal([
      'UNKNOWN_ELEMENT Nowhere',
      'NOTHING_TO_CANCEL B',
      'UNKNOWN_ELEMENT_INSTANCE',
    ]);
    expect(instance.waiting()).to.deep.equal(['A']);
  });

  it('names the position of the instruction', () => {
    expect(problemsOf(run(line), add('B'), move('B', 'A'), move('E', 'A')).map(({ index, code }) => [index, code])).to.deep.equal([
      [2, 'NOTHING_TO_MOVE'],
    ]);
  });

  it('refuses a join, which needs to know the flow', () => {
    expect(codesOf(run(fork), add('Join'))).to.deep.equal(['JOIN_TARGET Join']);
  });

  it('refuses boundary events and compensation activities', () => {
    const definition = define(
      [
        start('S'),
        userTask('A', { compensatedBy: 'Undo' }),
        boundary('Late', 'A', after('PT1H')),
        userTask('Undo', { isForCompensation: true }),
      ],
      ['S > A'],
    );
    expect(codesOf(run(definition), add('Late'), add('Undo'))).to.deep.equal(['BOUNDARY_EVENT_TARGET Late', 'COMPENSATION_TARGET Undo']);
  });

  it('refuses to go after an element that no flow leaves, or more than one', () => {
    expect(codesOf(run(fork), add('C>'), add('Fork>'))).to.deep.equal(['NO_OUTGOING_FLOW C', 'AMBIGUOUS_FLOW Fork']);
  });

  it('refuses the process itself, unknown tokens and variables for what it does not enter', () => {
    expect(codesOf(run(line), cancelAt('process'), cancelAt('#1'), cancelAt('@7'), add('B', { variables: { A: { x: 1 } } }))).to.deep.equal(
      ['PROCESS_ITSELF process', 'PROCESS_ITSELF process', 'UNKNOWN_TOKEN', 'SCOPE_NOT_ENTERED A'],
    );
  });

  it('refuses no instructions at all', () => {
    expect(codesOf(run(line))).to.deep.equal(['NO_INSTRUCTIONS']);
  });

  it('takes no modification while the instance is suspended or after it has ended', () => {
    const command = { kind: 'modify', instructions: [add('B')] } as const;
    expect(run(line).do('suspend').send(command)).to.equal('WRONG_STATUS');
    expect(run(line).do('cancel').send(command)).to.equal('WRONG_STATUS');
  });
});
