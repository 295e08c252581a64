import { expect } from 'chai';
import { define, end, exclusive, serviceTask, start, subProcess } from '../support/define.ts';
import { run } from '../support/run.ts';

const one = (type: string | null, options: Parameters<typeof serviceTask>[2] = {}) =>
  define([start('S'), serviceTask('A', type, options), end('E')], ['S > A', 'A > E']);

describe('a service task', () => {
  it('opens a job of the type it names and asks for its performance with all visible variables', () => {
    const instance = run(one('=topic'), { topic: 'erp.stock.reserve', orderId: 'SO-1' });
    expect(instance.wait('A')).to.deep.include({ kind: 'job', work: 'operation', jobType: 'erp.stock.reserve', retriesLeft: 3 });
    expect(instance.latest).to.deep.equal([
      { kind: 'performJob', jobId: instance.wait('A').id, input: { topic: 'erp.stock.reserve', orderId: 'SO-1' } },
    ]);
  });

  it('works on the variables of its input mappings alone when it has any', () => {
    const instance = run(one('x', { in: { 'order.id': '=orderId', 'order.lines': '=count(lines)' } }), { orderId: 'SO-1', lines: [1, 2] });
    expect(instance.latest).to.deep.include({
      kind: 'performJob',
      jobId: instance.wait('A').id,
      input: { order: { id: 'SO-1', lines: 2 } },
    });
  });

  it('merges its result into the nearest scope that has the variable, else into the process', () => {
    const inner = subProcess('Sub', [start('S2'), serviceTask('A', 'x'), serviceTask('B', 'y'), end('E2')], ['S2 > A', 'A > B', 'B > E2'], {
      in: { known: '=0' },
    });
    const instance = run(define([start('S'), inner, end('E')], ['S > Sub', 'Sub > E'])).complete('A', { known: 1, fresh: 2 });
    expect(instance.variables).to.deep.equal({ fresh: 2 });
    expect(instance.latest).to.deep.equal([{ kind: 'performJob', jobId: instance.wait('B').id, input: { fresh: 2, known: 1 } }]);
    expect(instance.complete('B').variables).to.deep.equal({ fresh: 2 });
  });

  it('lets only the output mappings out when it has any', () => {
    const instance = run(one('x', { out: { 'delivery.number': '=number' } }), { delivery: { from: 'Prague' } }).complete('A', {
      number: 5,
      secret: 1,
    });
    expect(instance.variables).to.deep.equal({ delivery: { from: 'Prague', number: 5 } });
  });

  it('keeps its result when an output mapping fails, and goes on when that is resolved', () => {
    const instance = run(one('x', { out: { total: '=price * amount' } })).complete('A', { price: 3 });
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED A']);
    instance.set({ amount: 2 }).resolve();
    expect(instance.variables).to.deep.equal({ amount: 2, total: 6 });
    expect(instance.status).to.equal('completed');
  });

  it('does not map its outputs twice when the flow after it could not be chosen', () => {
    const counting = define(
      [start('S'), serviceTask('A', 'x', { out: { n: '=n + 1' } }), end('E'), end('F')],
      ['S > A', 'A > E if go', 'A > F if not(go)'],
    );
    const instance = run(counting, { n: 0 }).complete('A');
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED A']);
    expect(instance.set({ go: true }).resolve().variables).to.deep.equal({ n: 1, go: true });
    expect(instance.status).to.equal('completed');
  });

  it('stays open while attempts are left, and becomes an incident when none is', () => {
    const instance = run(one('x'));
    const jobId = instance.wait('A').id;
    instance.send({ kind: 'failJob', jobId, retriesLeft: 1, message: 'timeout' });
    expect(instance.wait('A')).to.include({ retriesLeft: 1 });
    expect(instance.incidents()).to.deep.equal([]);
    instance.send({ kind: 'failJob', jobId, retriesLeft: 0, message: 'timeout' });
    expect(instance.incidents()).to.deep.equal(['JOB_FAILED A']);
    instance.resolve(2);
    expect(instance.wait('A')).to.include({ retriesLeft: 2 });
    expect(instance.latest).to.deep.equal([{ kind: 'performJob', jobId, input: {} }]);
    expect(instance.complete('A').status).to.equal('completed');
  });

  it('waits without a task definition until somebody completes it', () => {
    const instance = run(one(null));
    expect(instance.wait('A')).to.include({ kind: 'job', jobType: '' });
    expect(instance.latest).to.deep.equal([]);
    instance.send({ kind: 'completeTask', taskId: instance.wait('A').id, variables: { done: true } });
    expect(instance.variables).to.deep.equal({ done: true });
  });

  it('is not completed as a user task when it has a type', () => {
    const instance = run(one('x'));
    expect(instance.send({ kind: 'completeTask', taskId: instance.wait('A').id, variables: {} })).to.equal('NOT_FOUND');
  });

  it('is not tried again when nobody catches its error: one incident, no attempts left until it is resolved', () => {
    const instance = run(one('x')).error('A', 'WRONG_STATUS').error('A', 'WRONG_STATUS');
    expect(instance.incidents()).to.deep.equal(['UNHANDLED_ERROR A']);
    expect(instance.wait('A')).to.include({ kind: 'job', retriesLeft: 0 });
    expect(instance.resolve().wait('A')).to.include({ retriesLeft: 1 });
  });

  it('leaves on every flow whose condition is true, else on its default flow', () => {
    const branching = define(
      [start('S'), serviceTask('A', 'x', { default: 'A_D' }), exclusive('B'), exclusive('C'), exclusive('D')],
      ['S > A', 'A > B if b', 'A > C if c', 'A > D'],
    );
    expect(run(branching).complete('A', { b: true, c: true }).taken()).to.deep.equal(['S_A', 'A_B', 'A_C']);
    expect(run(branching).complete('A', { b: false, c: false }).taken()).to.deep.equal(['S_A', 'A_D']);
  });

  it('takes unconditional flows in any case', () => {
    const mixed = define([start('S'), serviceTask('A', 'x'), exclusive('B'), exclusive('C')], ['S > A', 'A > B', 'A > C if c']);
    expect(run(mixed).complete('A', { c: false }).taken()).to.deep.equal(['S_A', 'A_B']);
    expect(run(mixed).complete('A', { c: true }).taken()).to.deep.equal(['S_A', 'A_B', 'A_C']);
  });
});
