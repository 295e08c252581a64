import { expect } from 'chai';
import type { EventDefinition } from '../../../../engine/model/index.ts';
import { boundary, define, escalation, link, message, NONE, signal, start, subProcess, throwEvent, userTask } from '../support/define.ts';
import { run } from '../support/run.ts';

const one = (definition: EventDefinition, options: Parameters<typeof throwEvent>[2] = {}) =>
  define([start('S'), throwEvent('T', definition, options), userTask('A')], ['S > T', 'T > A']);

describe('an intermediate throw event', () => {
  it('passes at once without a definition', () => {
    expect(run(one(NONE)).waiting()).to.deep.equal(['A']);
  });

  it('sends its message with its time to live', () => {
    const kept = { ...message('hello', '=k'), timeToLive: { kind: 'literal', value: 'PT10M' } } as const;
    const instance = run(one(kept, { in: { a: '=1' } }), { k: 'x' });
    expect(instance.effects).to.deep.equal([
      { kind: 'publishMessage', elementId: 'T', messageName: 'hello', correlationKey: 'x', timeToLiveMs: 600_000, variables: { a: 1 } },
    ]);
    expect(instance.waiting()).to.deep.equal(['A']);
  });

  it('broadcasts its signal', () => {
    expect(run(one(signal('=name')), { name: 'go' }).effects).to.deep.equal([
      { kind: 'broadcastSignal', elementId: 'T', signalName: 'go', variables: {}, openedBefore: 4 },
    ]);
  });

  it('raises an incident when the name of its message fails, and sends once it is resolved', () => {
    const instance = run(one(message('=name')));
    expect(instance.incidents()).to.deep.equal(['EXPRESSION_FAILED T']);
    expect(instance.set({ name: 'x' }).resolve().effectKinds()).to.deep.equal(['publishMessage']);
  });

  it('escalates and goes on', () => {
    const inner = subProcess('Sub', [start('S2'), throwEvent('T', escalation('LATE')), userTask('A')], ['S2 > T', 'T > A']);
    const definition = define(
      [start('S'), inner, boundary('B', 'Sub', escalation(null), { interrupting: false }), userTask('Told')],
      ['S > Sub', 'B > Told'],
    );
    expect(run(definition).waiting()).to.deep.equal(['A', 'Told']);
  });

  it('raises an incident for a link without a target', () => {
    expect(run(one(link('nowhere'))).incidents()).to.deep.equal(['LINK_NOT_FOUND T']);
  });
});
