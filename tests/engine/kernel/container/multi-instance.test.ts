import { expect } from 'chai';
import { define, end, forEach, serviceTask, start, subProcess, task, terminate, userTask } from '../support/define.ts';
import type { Draft } from '../support/define.ts';
import { run } from '../support/run.ts';

const around = (activity: Draft) => define([start('S'), activity, end('E')], ['S > A', 'A > E']);
const sequential = { isSequential: true } as const;

describe('a parallel multi-instance activity', () => {
  it('runs one instance per item at the same time, each with its item and its counter', () => {
    const instance = run(around(serviceTask('A', 'x', { loop: forEach('=list', { inputElement: 'line' }) })), { list: ['a', 'b'] });
    expect(instance.latest.map((effect) => effect.kind === 'performJob' && effect.input)).to.deep.equal([
      {
        list: ['a', 'b'],
        line: 'a',
        loopCounter: 1,
        numberOfInstances: 2,
        numberOfActiveInstances: 2,
        numberOfCompletedInstances: 0,
        numberOfTerminatedInstances: 0,
      },
      {
        list: ['a', 'b'],
        line: 'b',
        loopCounter: 2,
        numberOfInstances: 2,
        numberOfActiveInstances: 2,
        numberOfCompletedInstances: 0,
        numberOfTerminatedInstances: 0,
      },
    ]);
    expect(instance.complete('A').status).to.equal('active');
    expect(instance.complete('A').status).to.equal('completed');
  });

  it('collects its outputs in the order of the items, however they complete', () => {
    const loop = forEach('=[1, 2, 3]', { outputCollection: 'results', outputElement: { kind: 'feel', source: 'result' } });
    const instance = run(around(userTask('A', { loop })));
    instance.complete('A', { result: 'third' }, 2).complete('A', { result: 'first' }, 0).complete('A', { result: 'second' });
    expect(instance.variables).to.deep.equal({ results: ['first', 'second', 'third'] });
  });

  it('collects what an output mapping makes of each result, and keeps it at the instance', () => {
    const loop = forEach(2, { outputCollection: 'results', outputElement: { kind: 'feel', source: 'result' } });
    const instance = run(around(userTask('A', { loop, out: { result: '=x * 10', last: '=x' } })));
    instance.complete('A', { x: 1 }).complete('A', { x: 2 });
    expect(instance.variables).to.deep.equal({ results: [10, 20], last: 2 });
  });

  it('runs as often as its cardinality says', () => {
    expect(run(around(userTask('A', { loop: forEach(3) }))).waiting()).to.deep.equal(['A', 'A', 'A']);
  });

  it('passes at once without items, with an empty output', () => {
    const loop = forEach('=[]', { outputCollection: 'results', outputElement: { kind: 'feel', source: 'result' } });
    const instance = run(around(userTask('A', { loop })));
    expect(instance.status).to.equal('completed');
    expect(instance.variables).to.deep.equal({ results: [] });
  });

  it('ends when its completion condition holds, and cancels the rest', () => {
    const loop = forEach(4, { completionCondition: { kind: 'feel', source: 'numberOfCompletedInstances / numberOfInstances >= 0.5' } });
    const instance = run(around(userTask('A', { loop }))).complete('A');
    expect(instance.waiting()).to.have.length(3);
    instance.complete('A');
    expect(instance.status).to.equal('completed');
    expect(instance.cancelled()).to.deep.equal(['A', 'A']);
  });

  it('raises an incident when its collection is no list', () => {
    expect(run(around(userTask('A', { loop: forEach('=x') })), { x: 5 }).incidents()).to.deep.equal(['EXPRESSION_FAILED A']);
    expect(
      run(around(userTask('A', { loop: forEach('=x') })), { x: 5 })
        .set({ x: [1] })
        .resolve()
        .waiting(),
    ).to.deep.equal(['A']);
  });

  it('raises an incident of the instance when its completion condition fails, and counts it once', () => {
    const loop = forEach(2, { completionCondition: { kind: 'feel', source: 'enough' } });
    const instance = run(around(userTask('A', { loop }))).complete('A');
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED A']);
    instance.set({ enough: false }).resolve();
    expect(instance.incidents()).to.deep.equal([]);
    expect(instance.complete('A').status).to.equal('completed');
  });

  it('refuses more instances than it can hold', () => {
    expect(run(around(userTask('A', { loop: forEach(1_000_000) }))).incidents()).to.deep.equal(['LOOP_TOO_LARGE A']);
  });

  it('may be a sub-process, in which a terminate event ends one instance alone', () => {
    const body = subProcess('A', [start('S2'), userTask('U'), userTask('V'), end('T', terminate)], ['S2 > U', 'S2 > V', 'U > T'], {
      loop: forEach(2),
    });
    const instance = run(around(body)).complete('U');
    expect(instance.waiting()).to.deep.equal(['U', 'V']);
    expect(instance.complete('U').status).to.equal('completed');
  });

  it('handles thousands of instances in one command', () => {
    const instance = run(around(task('A', { loop: forEach(3_000) })), {}, { stepBudget: 10_000 });
    expect(instance.status).to.equal('completed');
  });
});

describe('a sequential multi-instance activity', () => {
  it('runs one instance after another', () => {
    const instance = run(around(userTask('A', { loop: forEach('=["a", "b"]', sequential) })));
    expect(instance.waiting()).to.deep.equal(['A']);
    expect(instance.complete('A').waiting()).to.deep.equal(['A']);
    expect(instance.complete('A').status).to.equal('completed');
  });

  it('keeps the items that it began with', () => {
    const loop = forEach('=list', { ...sequential, outputCollection: 'seen', outputElement: { kind: 'feel', source: 'item' } });
    const instance = run(around(userTask('A', { loop })), { list: [1, 2] })
      .set({ list: [9] })
      .complete('A')
      .complete('A');
    expect(instance.variables).to.deep.equal({ list: [9], seen: [1, 2] });
  });

  it('stops when its completion condition holds', () => {
    const loop = forEach(5, { ...sequential, completionCondition: { kind: 'feel', source: 'loopCounter = 2' } });
    expect(
      run(around(userTask('A', { loop })))
        .complete('A')
        .complete('A').status,
    ).to.equal('completed');
  });

  it('applies output mappings per instance', () => {
    const loop = forEach('=[1, 2, 3]', sequential);
    expect(run(around(task('A', { loop, out: { sum: '=sum + item' } })), { sum: 0 }).variables).to.deep.equal({ sum: 6 });
  });
});
