import { expect } from 'chai';
import { define, end, scriptTask, start } from '../support/define.ts';
import { run } from '../support/run.ts';

const one = (...args: Parameters<typeof scriptTask>) => define([start('S'), scriptTask(...args), end('E')], ['S > A', 'A > E']);

describe('a script task', () => {
  it('puts the value of a FEEL script into its result variable', () => {
    expect(run(one('A', 'price * 2', { result: 'total' }), { price: 4 }).variables).to.deep.equal({ price: 4, total: 8 });
  });

  it('merges the members of an object when it has no result variable', () => {
    expect(run(one('A', '{ a: 1, b: 2 }')).variables).to.deep.equal({ a: 1, b: 2 });
  });

  it('raises an incident when the script fails', () => {
    expect(run(one('A', 'missing + 1', { result: 'x' })).incidents()).to.deep.equal(['EXPRESSION_FAILED A']);
  });

  it('leaves JavaScript to the runtime', () => {
    const instance = run(one('A', 'return { a: 1 }', { language: 'javascript' }), { x: 1 });
    expect(instance.wait('A')).to.include({ kind: 'job', work: 'script', jobType: 'javascript' });
    expect(instance.latest).to.deep.equal([{ kind: 'performJob', jobId: instance.wait('A').id, input: { x: 1 } }]);
    expect(instance.complete('A', { a: 1 }).variables).to.deep.equal({ x: 1, a: 1 });
  });
});
