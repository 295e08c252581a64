import { expect } from 'chai';
import { after, catchEvent, define, end, eventBased, eventStart, message, receiveTask, signal, start, task } from '../support/define.ts';
import { Run, run } from '../support/run.ts';

const wait = define(
  [
    start('S'),
    eventBased('G'),
    catchEvent('Paid', message('paid', '=orderId')),
    catchEvent('Late', after('P2D')),
    catchEvent('Stop', signal('stop')),
    receiveTask('Letter', message('letter')),
    task('A'),
    task('B'),
    end('E'),
  ],
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

describe('an event-based gateway that starts the process', () => {
  const begin = (isParallel: boolean) =>
    define(
      [
        eventStart('G', isParallel),
        catchEvent('Order', message('order')),
        catchEvent('Pay', message('pay')),
        receiveTask('Sign', message('sign')),
        task('A'),
        task('B'),
        task('C'),
      ],
      ['G > Order', 'G > Pay', 'G > Sign', 'Order > A', 'Pay > B', 'Sign > C'],
    );

  it('is passed by the event that came', () => {
    const instance = new Run(begin(false)).start({ id: 1 }, { at: 'Pay' });
    expect(instance.entered()).to.deep.equal(['Pay', 'B']);
    expect(instance.status).to.equal('completed');
    expect(instance.variables).to.deep.equal({ id: 1 });
  });

  it('parallel, waits for all the other events before the process can end', () => {
    const instance = new Run(begin(true)).start({ id: 1 }, { at: 'Pay' });
    expect(instance.waiting()).to.deep.equal(['Order', 'Sign']);
    instance.complete('Sign');
    expect(instance.waiting()).to.deep.equal(['Order']);
    expect(instance.status).to.equal('active');
    instance.complete('Order', { lines: 2 });
    expect(instance.status).to.equal('completed');
    expect(instance.left()).to.include.members(['A', 'B', 'C']);
    expect(instance.variables).to.deep.equal({ id: 1, lines: 2 });
  });

  it('does not begin without an event', () => {
    const answer = new Run(begin(false)).send({
      kind: 'start',
      instanceId: 'i',
      definitionId: 'd',
      businessKey: null,
      startEventId: null,
      variables: {},
      rootInstanceId: 'i',
      caller: null,
    } as never); // Ids are plain texts at run time.
    expect(answer).to.equal('NO_START_EVENT');
  });
});
