import { expect } from 'chai';
import { RecentKeys } from '../../../../engine/store/step/recent-keys.ts';
import { eventually } from '../../../support/engine.ts';

describe('Recent keys', () => {
  it('are as many as the bound says: the one that was added longest ago gives way', () => {
    const keys = new RecentKeys(2);
    for (const key of ['a', 'b', 'a', 'c']) keys.add(key);
    expect(['a', 'b', 'c'].filter((key) => keys.has(key))).to.deep.equal(['a', 'c']);
    keys.delete('a');
    expect(keys.has('a')).to.equal(false);
  });

  it('go after their time, which begins anew when they are added again', async () => {
    const keys = new RecentKeys(10, 300);
    keys.add('short');
    expect(keys.has('short')).to.equal(true);
    await eventually(() => Promise.resolve(keys.has('short') ? null : true), 'the key to go');
    keys.add('short');
    expect(keys.has('short')).to.equal(true);
  });
});
