import { expect } from 'chai';
import { define, end, message, sendTask, start } from '../support/define.ts';
import { run } from '../support/run.ts';

const one = (...args: Parameters<typeof sendTask>) => define([start('S'), sendTask(...args), end('E')], ['S > A', 'A > E']);

describe('a send task', () => {
  it('sends its message with the variables of its input mappings and goes on', () => {
    const instance = run(one('A', message('paid', '=orderId'), { in: { amount: '=total' } }), { orderId: 'SO-1', total: 5 });
    expect(instance.effects).to.deep.equal([
      {
        kind: 'publishMessage',
        elementId: 'A',
        messageName: 'paid',
        correlationKey: 'SO-1',
        timeToLiveMs: 3_600_000,
        variables: { amount: 5 },
      },
    ]);
    expect(instance.status).to.equal('completed');
  });

  it('carries nothing without input mappings', () => {
    expect(run(one('A', message('paid')), { total: 5 }).effects).to.deep.include({
      kind: 'publishMessage',
      elementId: 'A',
      messageName: 'paid',
      correlationKey: null,
      timeToLiveMs: 3_600_000,
      variables: {},
    });
  });

  it('is a job when it has a task definition', () => {
    expect(run(one('A', message('paid'), { job: 'mail' })).effectKinds()).to.deep.equal(['performJob']);
  });

  it('waits with neither until somebody completes it', () => {
    const instance = run(one('A', null));
    expect(instance.waiting()).to.deep.equal(['A']);
    expect(instance.complete('A').status).to.equal('completed');
  });
});
