import { expect } from 'chai';
import {
  adHoc,
  after,
  boundary,
  define,
  end,
  eventSubProcess,
  forEach,
  message,
  start,
  subProcess,
  transaction,
  userTask,
} from '../support/define.ts';
import { add, bodiesOf, cancelAt, codesOf, instancesOf, modify, move } from '../support/modification.ts';
import { run } from '../support/run.ts';

const nested = define(
  [
    start('S'),
    userTask('A'),
    subProcess(
      'Outer',
      [
        start('OS'),
        userTask('O'),
        subProcess('Inner', [start('IS'), userTask('I1'), userTask('I2')], ['IS > I1', 'I1 > I2'], { in: { y: '=x' } }),
      ],
      ['OS > O', 'O > Inner'],
    ),
    boundary('Late', 'Outer', after('P1D')),
    userTask('B'),
  ],
  ['S > A', 'A > Outer', 'Outer > B', 'Late > B'],
);

const items = (more: Parameters<typeof forEach>[1] = {}, body = userTask('T')) =>
  define(
    [
      start('S'),
      subProcess('Each', [start('ES'), body, userTask('U')], [`ES > ${body.id}`, `${body.id} > U`], { loop: forEach('=list', more) }),
      userTask('B'),
    ],
    ['S > Each', 'Each > B'],
  );

describe('a modification inside sub-processes', () => {
  it('enters the scopes that are missing, without their start, with inputs and boundary events', () => {
    const instance = modify(run(nested, { x: 7 }), add('I2'));
    expect(instance.waiting()).to.deep.equal(['A', 'Late', 'I2']);
    const [inner] = instancesOf(instance, 'Inner');
    expect(instance.state.variables[inner?.id ?? '']).to.deep.equal({ y: 7 });
    instance.complete('I2');
    expect(instance.waiting()).to.deep.equal(['A', 'B']);
  });

  it('uses the scope that exists', () => {
    const instance = run(nested, { x: 1 }).complete('A');
    modify(instance, move('O', 'I2'));
    expect(instancesOf(instance, 'Outer')).to.have.lengthOf(1);
    expect(instance.waiting()).to.deep.equal(['Late', 'I2']);
  });

  it('gives a new scope its variables', () => {
    const instance = modify(run(nested, { x: 1 }), add('I1', { variables: { Outer: { who: 'me' } } }));
    const [outer] = instancesOf(instance, 'Outer');
    expect(instance.state.variables[outer?.id ?? '']).to.deep.equal({ who: 'me' });
  });

  it('asks which scope is meant when there are several, and makes new ones from the chosen one on', () => {
    const instance = modify(run(nested, { x: 1 }), add('O', { within: '1' }), add('O', { within: '1' }));
    expect(codesOf(instance, add('I1'))).to.deep.equal(['AMBIGUOUS_SCOPE I1']);
    const [, second] = instancesOf(instance, 'Outer');
    modify(instance, add('I1', { within: second?.id ?? '' }));
    expect(instancesOf(instance, 'Inner').map(({ scopeId }) => scopeId)).to.deep.equal([second?.id]);
    expect(codesOf(instance, add('B', { within: second?.id ?? '' }), add('B', { within: '999' }))).to.deep.equal([
      'NOT_AN_ANCESTOR B',
      'UNKNOWN_SCOPE B',
    ]);
  });

  it('cancels the scopes that it leaves empty, and what they wait for', () => {
    const instance = run(nested, { x: 1 }).complete('A').complete('O');
    expect(instance.waiting()).to.deep.equal(['Late', 'I1']);
    modify(instance, move('I1', 'B'));
    expect(instance.waiting()).to.deep.equal(['B']);
    expect(instance.cancelled()).to.deep.equal(['I1', 'Inner', 'Outer']);
  });

  it('refuses when the inputs of a missing scope fail', () => {
    expect(codesOf(run(nested), add('I1')).map((code) => code.split(' ')[0])).to.deep.equal(['EXPRESSION_FAILED']);
  });

  it('enters a transaction and its content alike', () => {
    const bank = define([start('S'), userTask('A'), transaction('T', [start('TS'), userTask('X')], ['TS > X'])], ['S > A', 'A > T']);
    expect(modify(run(bank), move('A', 'X')).waiting()).to.deep.equal(['X']);
  });

  it('goes on after the activity that it has begun in a sequential ad-hoc sub-process', () => {
    const free = define(
      [start('S'), userTask('A'), adHoc('Free', [userTask('X'), userTask('Y'), userTask('Z')], [], { sequential: true }), end('E')],
      ['S > A', 'A > Free', 'Free > E'],
    );
    const instance = modify(run(free), move('A', 'Y'));
    expect(instance.waiting()).to.deep.equal(['Y']);
    expect(instance.complete('Y').waiting()).to.deep.equal(['Z']);
    expect(instance.complete('Z').status).to.equal('completed');
  });
});

describe('a modification and event sub-processes', () => {
  const withEvent = define(
    [
      start('S'),
      userTask('A'),
      eventSubProcess('Help', [start('HS', message('help')), userTask('H1'), userTask('H2')], ['HS > H1', 'H1 > H2']),
    ],
    ['S > A'],
  );

  it('begins one at its start event, beside what is running', () => {
    expect(modify(run(withEvent), add('Help')).waiting()).to.have.members(['A', 'HS', 'H1']);
  });

  it('enters one in the middle', () => {
    const instance = modify(run(withEvent), move('A', 'H2'));
    expect(instance.waiting()).to.deep.equal(['HS', 'H2']);
    expect(instance.complete('H2').status).to.equal('completed');
  });

  it('refuses its start event', () => {
    expect(codesOf(run(withEvent), add('HS'))).to.deep.equal(['EVENT_SUB_PROCESS_START HS']);
  });
});

describe('a modification and loops', () => {
  const parallelTasks = define([start('S'), userTask('T', { loop: forEach('=list') }), userTask('B')], ['S > T', 'T > B']);

  it('adds a new body by itself, and one more instance to a body when asked', () => {
    const instance = run(parallelTasks, { list: [1, 2] });
    modify(instance, add('T', { loopInstance: true, variables: { T: { item: 9 } } }));
    expect(bodiesOf(instance, 'T')).to.have.lengthOf(1);
    const [body] = bodiesOf(instance, 'T');
    expect(instance.state.variables[body?.id ?? '']).to.include({ numberOfInstances: 3, numberOfActiveInstances: 3 });
    const third = instancesOf(instance, 'T')[2];
    expect(instance.state.variables[third?.id ?? '']).to.include({ item: 9, loopCounter: 3 });
    modify(instance, add('T'));
    expect(bodiesOf(instance, 'T')).to.have.lengthOf(2);
    expect(codesOf(instance, add('T', { loopInstance: true }))).to.deep.equal(['AMBIGUOUS_SCOPE T']);
  });

  it('completes a body when its added instance has completed too', () => {
    const instance = modify(run(parallelTasks, { list: [1] }), add('T', { loopInstance: true }));
    instance.complete('T');
    expect(instance.waiting()).to.deep.equal(['T']);
    expect(instance.complete('T').waiting()).to.deep.equal(['B']);
  });

  it('makes a body with one instance when an instance is added and no body exists', () => {
    const instance = modify(run(parallelTasks, { list: [1] }).complete('T'), add('T', { loopInstance: true }));
    expect(bodiesOf(instance, 'T')).to.have.lengthOf(1);
    expect(instance.complete('T').waiting()).to.deep.equal(['B', 'B']);
  });

  it('counts an instance that is cancelled as terminated, and cancels a body that is left empty', () => {
    const instance = run(parallelTasks, { list: [1, 2] });
    const [first, second] = instancesOf(instance, 'T');
    modify(instance, cancelAt(`#${first?.id}`));
    const [body] = bodiesOf(instance, 'T');
    expect(instance.state.variables[body?.id ?? '']).to.include({ numberOfActiveInstances: 1, numberOfTerminatedInstances: 1 });
    expect(modify(instance, cancelAt(`#${second?.id}`)).status).to.equal('cancelled');
  });

  it('cancels all instances with the body when the element is named', () => {
    expect(modify(run(parallelTasks, { list: [1, 2, 3] }), move('T', 'B')).waiting()).to.deep.equal(['B']);
  });

  it('puts a token inside the one instance of a multi-instance sub-process, and asks when there are several', () => {
    const one = run(items(), { list: [1] });
    expect(modify(one, add('U')).waiting()).to.deep.equal(['T', 'U']);
    const two = run(items(), { list: [1, 2] });
    expect(codesOf(two, add('U'))).to.deep.equal(['AMBIGUOUS_SCOPE U']);
    const [, second] = instancesOf(two, 'Each');
    modify(two, add('U', { within: second?.id ?? '' }));
    expect(instancesOf(two, 'U').map(({ scopeId }) => scopeId)).to.deep.equal([second?.id]);
  });

  it('keeps a token that is moved within its own instance', () => {
    const instance = run(items(), { list: [1, 2] });
    modify(instance, move('T', 'U'));
    const scopes = instancesOf(instance, 'U').map(({ scopeId }) => scopeId);
    expect(scopes).to.deep.equal(instancesOf(instance, 'Each').map(({ id }) => id));
    expect(instance.complete('U').complete('U').waiting()).to.deep.equal(['B']);
  });

  it('adds an instance to the body that is chosen and goes to the element inside it', () => {
    const instance = run(items(), { list: [1, 2] });
    const [body] = bodiesOf(instance, 'Each');
    modify(instance, add('U', { within: body?.id ?? '', variables: { Each: { item: 'new' } } }));
    expect(instancesOf(instance, 'Each')).to.have.lengthOf(3);
    expect(instance.waiting()).to.deep.equal(['T', 'T', 'U']);
    instance.complete('U').complete('T').complete('U').complete('T').complete('U');
    expect(instance.waiting()).to.deep.equal(['B']);
  });

  it('refuses to add an instance where they run one after another, and where there is no loop', () => {
    const sequential = define(
      [start('S'), userTask('T', { loop: forEach('=list', { isSequential: true }) }), userTask('B')],
      ['S > T', 'T > B'],
    );
    const instance = run(sequential, { list: [1, 2] });
    expect(
      codesOf(instance, add('T', { loopInstance: true }), add('B', { loopInstance: true }), add('~S_T', { loopInstance: true })),
    ).to.deep.equal(['LOOP_SEQUENTIAL T', 'NOT_MULTI_INSTANCE B', 'NOT_MULTI_INSTANCE S_T']);
  });

  it('makes one round of a standard loop around an element inside it', () => {
    const loop = { kind: 'standardLoop', testBefore: false, loopMaximum: { kind: 'literal', value: 2 }, loopCondition: null } as const;
    const again = define(
      [start('S'), userTask('A'), subProcess('Again', [start('XS'), userTask('X')], ['XS > X'], { loop }), end('E')],
      ['S > A', 'A > Again', 'Again > E'],
    );
    const instance = modify(run(again), move('A', 'X'));
    expect(instance.waiting()).to.deep.equal(['X']);
    expect(instance.complete('X').complete('X').status).to.equal('completed');
  });
});
