import { expect } from 'chai';
import { define, end, serviceTask, start, subProcess, task } from '../support/define.ts';
import { run } from '../support/run.ts';

const one = (options: Parameters<typeof task>[1]) => define([start('S'), task('A', options), end('E')], ['S > A', 'A > E']);

describe('input and output mappings', () => {
  it('are evaluated in their order, each seeing the ones before it', () => {
    expect(run(one({ out: { a: '=1', b: '=a + 1', c: '=b + 1' } })).variables).to.deep.equal({ a: 1, b: 2, c: 3 });
  });

  it('build objects from paths, beside what is there already', () => {
    const instance = run(one({ out: { 'order.total': '=5', 'order.customer.name': '="Ann"', 'fresh.deep.value': '=true' } }), {
      order: { id: 1, customer: 'old' },
    });
    expect(instance.variables).to.deep.equal({ order: { id: 1, total: 5, customer: { name: 'Ann' } }, fresh: { deep: { value: true } } });
  });

  it('take fixed text as it stands', () => {
    expect(run(one({ out: { a: 'plain', toString: '=1' } })).variables).to.deep.equal({ a: 'plain', toString: 1 });
  });

  it('change nothing when one of them fails', () => {
    const instance = run(one({ out: { a: '=1', b: '=missing' } }));
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED A']);
    expect(Object.values(instance.state.incidents)[0]?.message).to.contain('the output mapping to "b"').and.contain('=missing');
    expect(instance.variables).to.deep.equal({});
  });

  it('keep the variables of the inputs inside', () => {
    expect(run(one({ in: { secret: '=1' } })).variables).to.deep.equal({});
  });

  it('write outputs to the nearest enclosing scope that has the variable', () => {
    const inner = subProcess(
      'Sub',
      [start('S2'), task('A', { out: { known: '=7', fresh: '=8' } }), serviceTask('B', 'x'), end('E2')],
      ['S2 > A', 'A > B', 'B > E2'],
      { in: { known: '=0' } },
    );
    const instance = run(define([start('S'), inner, end('E')], ['S > Sub', 'Sub > E']));
    expect(instance.latest).to.deep.include({ kind: 'performJob', jobId: instance.wait('B').id, input: { known: 7, fresh: 8 } });
    expect(instance.variables).to.deep.equal({ fresh: 8 });
  });
});
