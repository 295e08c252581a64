import { expect } from 'chai';
import { LongLists } from '../../../../engine/store/query/long-lists.ts';

describe('lists that are too long to be counted', () => {
  it('are not counted again for five seconds, and then they are', () => {
    let now = 0;
    const lists = new LongLists(() => now);
    expect(lists.isKnown('inbox')).to.equal(false);
    lists.counted('inbox', true);
    expect(lists.isKnown('inbox')).to.equal(true);
    expect(lists.isKnown('another')).to.equal(false);
    now = 4_999;
    expect(lists.isKnown('inbox')).to.equal(true);
    now = 5_000;
    expect(lists.isKnown('inbox')).to.equal(false);
  });

  it('are counted each time once they are short', () => {
    const lists = new LongLists(() => 0);
    lists.counted('inbox', true);
    lists.counted('inbox', false);
    expect(lists.isKnown('inbox')).to.equal(false);
  });

  it('are remembered up to a thousand, the latest ones', () => {
    const lists = new LongLists(() => 0);
    for (let list = 0; list < 1_001; list += 1) lists.counted(String(list), true);
    expect(lists.isKnown('0')).to.equal(false);
    expect(lists.isKnown('1')).to.equal(true);
    lists.counted('1', true);
    lists.counted('next', true);
    expect(lists.isKnown('1')).to.equal(true);
    expect(lists.isKnown('2')).to.equal(false);
  });
});
