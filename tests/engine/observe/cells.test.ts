import { expect } from 'chai';
import { BoundedNames, Distribution, Tally } from '../../../engine/observe/cells.ts';

describe('What is counted', () => {
  it('is added up by its labels', () => {
    const tally = new Tally();
    tally.add(1, 'start', 'order');
    tally.add(2, 'start', 'order');
    tally.add(4, 'start', 'leave');
    expect([...tally.values()]).to.deep.equal([
      { labels: ['start', 'order', ''], value: 3 },
      { labels: ['start', 'leave', ''], value: 4 },
    ]);
    expect(tally.total).to.equal(7);
  });

  it('falls into the first bucket whose bound it does not pass, or above all of them', () => {
    const distribution = new Distribution([1, 2]);
    for (const value of [0.5, 1, 1.5, 2, 2.1, 100]) distribution.add(value);
    expect([...distribution.values()].map(({ buckets }) => buckets)).to.deep.equal([{ counts: [2, 2, 2], sum: 107.1 }]);
  });

  it('has a name of its own up to the limit and is called other beyond it, then as before', () => {
    const names = new BoundedNames(2);
    expect(['a', 'b', 'c', 'a', 'd', 'b'].map((name) => names.of(name))).to.deep.equal(['a', 'b', 'other', 'a', 'other', 'b']);
  });
});
