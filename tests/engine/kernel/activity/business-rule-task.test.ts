import { expect } from 'chai';
import { businessRuleTask, define, end, start } from '../support/define.ts';
import { run } from '../support/run.ts';

const one = (decisionId: string | null) =>
  define([start('S'), businessRuleTask('A', decisionId, { result: 'discount' }), end('E')], ['S > A', 'A > E']);

describe('a business rule task', () => {
  it('asks for the evaluation of its decision', () => {
    const instance = run(one('=table'), { table: 'discount' });
    expect(instance.wait('A')).to.include({ kind: 'job', work: 'decision', jobType: 'discount' });
    expect(instance.effectKinds()).to.deep.equal(['performJob']);
    expect(instance.complete('A', { discount: 10 }).variables).to.include({ discount: 10 });
  });

  it('waits without a decision until somebody completes it', () => {
    const instance = run(one(null));
    expect(instance.wait('A')).to.include({ kind: 'job', jobType: '' });
  });
});
