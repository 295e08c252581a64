import { expect } from 'chai';
import { collectStart } from '../../../engine/model/index.ts';
import type { CaughtTrigger, StartCollection } from '../../../engine/model/index.ts';

const trigger = (index: number, correlationKey: string | null, more: Partial<CaughtTrigger> = {}): CaughtTrigger => ({
  index,
  needs: 2,
  correlationKey,
  isBroadcast: false,
  variables: { [`v${index}`]: correlationKey ?? 'none' },
  ...more,
});
const gather = (...triggers: readonly CaughtTrigger[]) => {
  let open: readonly StartCollection[] = [];
  const complete = triggers.flatMap((each) => {
    const collected = collectStart(open, each);
    open = collected.open;
    return collected.complete;
  });
  return { open, complete };
};

describe('a parallel multiple start event', () => {
  it('is complete when each of its triggers has come, in any order, later definitions winning over earlier ones', () => {
    const { open, complete } = gather(
      trigger(1, null, { variables: { a: 'second' } }),
      trigger(0, null, { variables: { a: 'first', b: 1 } }),
    );
    expect(open).to.deep.equal([]);
    expect(complete).to.deep.equal([{ correlationKey: null, variables: { a: 'second', b: 1 } }]);
  });

  it('collects messages of different keys apart, and a second one of a kind for the next instance', () => {
    const { open, complete } = gather(trigger(0, 'A'), trigger(0, 'B'), trigger(0, 'A'), trigger(1, 'A'));
    expect(complete.map(({ correlationKey }) => correlationKey)).to.deep.equal(['A']);
    expect(open.map(({ correlationKey }) => correlationKey)).to.deep.equal(['B', 'A']);
  });

  it('lets a message without key join any collection, and gives the collection the key that comes first', () => {
    expect(gather(trigger(0, 'A'), trigger(1, null)).complete).to.have.length(1);
    expect(gather(trigger(0, null), trigger(1, 'A')).complete).to.deep.equal([{ correlationKey: 'A', variables: { v0: 'none', v1: 'A' } }]);
  });

  it('gives a signal to every collection that lacks it', () => {
    expect(gather(trigger(0, 'A'), trigger(0, 'B'), trigger(1, null, { isBroadcast: true })).complete).to.have.length(2);
  });
});
