import { expect } from 'chai';
import { after, at, catchEvent, condition, define, end, every, link, message, signal, start, throwEvent } from '../support/define.ts';
import type { EventDefinition } from '../../../../engine/model/index.ts';
import { run } from '../support/run.ts';

const one = (definitions: EventDefinition | readonly EventDefinition[], options: Parameters<typeof catchEvent>[2] = {}) =>
  define([start('S'), catchEvent('C', definitions, options), end('E')], ['S > C', 'C > E']);

describe('an intermediate catch event', () => {
  it('waits for a duration from now', () => {
    const instance = run(one(after('P1DT2H')));
    expect(instance.wait('C')).to.include({ kind: 'timer', dueAt: '2026-03-02T10:00:00.000Z', repetitionsLeft: 0 });
    expect(instance.advance('P1D').status).to.equal('active');
    expect(instance.advance('PT2H').status).to.equal('completed');
  });

  it('counts months by the calendar', () => {
    expect(run(one(after('P1M'))).wait('C')).to.include({ dueAt: '2026-04-01T08:00:00.000Z' });
  });

  it('waits for a date, which may be computed', () => {
    expect(run(one(at('=when')), { when: '2026-03-29T03:00:00+02:00' }).wait('C')).to.include({ dueAt: '2026-03-29T01:00:00.000Z' });
  });

  it('fires once for a cycle', () => {
    expect(
      run(one(every('R/PT1H')))
        .advance('PT3H')
        .visits('C'),
    ).to.equal(1);
  });

  it('takes the next firing of a cycle whose start lies in the past', () => {
    expect(run(one(every('R/2026-01-31T09:00:00Z/P1M'))).wait('C')).to.include({ dueAt: '2026-03-31T09:00:00.000Z' });
  });

  it('raises an incident for a timer that is none', () => {
    expect(run(one(after('tomorrow'))).incidents()).to.deep.equal(['EXPRESSION_FAILED C']);
    expect(run(one(every('0 9 30 2 *'))).incidents()).to.deep.equal(['EXPRESSION_FAILED C']);
    expect(run(one(every('every day'))).incidents()).to.deep.equal(['EXPRESSION_FAILED C']);
    expect(run(one(after('=null'))).incidents()).to.deep.equal(['EXPRESSION_FAILED C']);
  });

  it('waits for its message or signal and takes its variables', () => {
    expect(run(one(message('paid', '=id')), { id: 3 }).complete('C', { amount: 5 }).variables).to.deep.equal({ id: 3, amount: 5 });
    expect(run(one(signal('go'), { out: { a: '=b' } })).complete('C', { b: 2, c: 3 }).variables).to.deep.equal({ a: 2 });
  });

  it('waits for its condition', () => {
    const instance = run(one(condition('=stock >= 5')), { stock: 1 });
    expect(instance.waiting()).to.deep.equal(['C']);
    expect(instance.set({ stock: 3 }).status).to.equal('active');
    expect(instance.set({ stock: 5 }).status).to.equal('completed');
  });

  it('passes at once when its condition holds already', () => {
    expect(run(one(condition('=stock >= 5')), { stock: 6 }).status).to.equal('completed');
  });

  it('waits while its condition asks for a variable that does not exist yet', () => {
    const instance = run(one(condition('=missing > 1')));
    expect([instance.incidents(), instance.waiting()]).to.deep.equal([[], ['C']]);
    expect(instance.set({ missing: 2 }).status).to.equal('completed');
  });

  it('raises one incident when its condition fails, and looks again when it is resolved', () => {
    const instance = run(one(condition('=stock > 1')), { stock: 'many' });
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED C']);
    instance.set({ other: 1 });
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED C']);
    expect(instance.set({ stock: 2 }).resolve().status).to.equal('completed');
  });

  it('with several definitions takes the first that happens', () => {
    const instance = run(one([message('a'), signal('b'), after('PT1H')]));
    expect(instance.waiting()).to.deep.equal(['C', 'C', 'C']);
    expect(instance.complete('C', {}, 1).status).to.equal('completed');
  });

  it('is where its link continues', () => {
    const linked = define([start('S'), throwEvent('To', link('here')), catchEvent('From', link('here')), end('E')], ['S > To', 'From > E']);
    const instance = run(linked);
    expect(instance.left()).to.deep.equal(['S', 'To', 'From', 'E', 'process']);
    expect(instance.taken()).to.deep.equal(['S_To', 'From_E']);
  });
});
