import { expect } from 'chai';
import { after, boundary, define, end, message, receiveTask, start } from '../support/define.ts';
import { Run, run } from '../support/run.ts';

const one = define(
  [start('S'), receiveTask('A', message('=name', '=key')), boundary('T', 'A', after('PT1H')), end('E'), end('Late')],
  ['S > A', 'A > E', 'T > Late'],
);

describe('a receive task', () => {
  it('waits for its message, with the correlation key of the moment when the wait opens', () => {
    const instance = run(one, { name: 'reply', key: 12 });
    expect(instance.wait('A')).to.include({ kind: 'message', messageName: 'reply', correlationKey: '12' });
    instance.set({ key: 13 });
    expect(instance.wait('A')).to.include({ correlationKey: '12' });
    expect(instance.complete('A', { text: 'yes' }).variables).to.include({ text: 'yes' });
    expect(instance.left()).to.include('E');
  });

  it('can be cut short by a boundary event', () => {
    expect(run(one, { name: 'reply', key: 12 }).advance('PT1H').left()).to.include('Late');
  });

  it('raises an incident when the correlation key is no text', () => {
    expect(run(one, { name: 'reply', key: null }).incidents()).to.deep.equal(['EXPRESSION_FAILED A']);
  });

  it('can start the process with the message that came', () => {
    const first = define([receiveTask('A', message('order')), end('E')], ['A > E']);
    const instance = new Run(first).start({ orderId: 1 }, { at: 'A' });
    expect(instance.left()).to.deep.equal(['A', 'E', 'process']);
    expect(instance.variables).to.deep.equal({ orderId: 1 });
  });
});
