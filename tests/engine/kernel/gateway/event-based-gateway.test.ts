import { expect } from 'chai';
import { after, catchEvent, define, end, eventBased, message, receiveTask, signal, start, task } from '../support/define.ts';
import { run } from '../support/run.ts';

const wait = define(
  [start('S'), eventBased('G'), catchEvent('Paid', message('paid', '=orderId')), catchEvent('Late', after('P2D')), catchEvent('Stop', signal('stop')),
    receiveTask('Letter', message('letter')), task('A'), task('B'), end('E')],
  ['S > G', 'G > Paid', 'G > Late', 'G > Stop', 'G > Letter', 'Paid > A', 'Late > B', 'Stop > E', 'Letter > E', 'A > E', 'B > E'],
);

describe('an event-based gateway', () => {
  it('waits for all the events that follow it', () => {
    const instance = run(wait, { orderId: 7 });
    expect(instance.waiting()).to.deep.equal(['Paid', 'Late', 'Stop', 'Letter']);
    expect(instance.wait('Paid')).to.include({ messageName: 'paid', correlationKey: '7' });
  });

  it('goes on with the event that comes first and drops the others', () => {
    const instance = run(wait, { orderId: 7 }).complete('Paid', { amount: 3 });
    expect(instance.status).to.equal('completed');
    expect(instance.taken()).to.deep.equal(['S_G', 'G_Paid', 'Paid_A', 'A_E']);
    expect(instance.variables).to.deep.equal({ orderId: 7, amount: 3 });
    expect(instance.state.waits).to.deep.equal({});
  });

  it('takes the timer when nothing else has come', () => {
    expect(run(wait, { orderId: 7 }).advance('P2D').entered()).to.include('B');
  });

  it('may be followed by a receive task', () => {
    expect(run(wait, { orderId: 7 }).complete('Letter', { text: 'hi' }).variables).to.include({ text: 'hi' });
  });

  it('rejects the event that lost', () => {
    const instance = run(wait, { orderId: 7 });
    const { id } = instance.wait('Stop');
    instance.complete('Paid');
    expect(instance.send({ kind: 'deliverSignal', subscriptionId: id, variables: {} })).to.equal('WRONG_STATUS');
  });
});
