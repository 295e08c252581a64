import { expect } from 'chai';
import { RecentlyUsed } from '../../../engine/store/recently-used.ts';

describe('What was used recently', () => {
  it('stays within its number of entries', () => {
    const cache = new RecentlyUsed<string>({ maxEntries: 2, maxBytes: 1_000 });
    cache.set('a', 'A', 1);
    cache.set('b', 'B', 1);
    cache.get('a');
    cache.set('c', 'C', 1);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).to.deep.equal(['A', undefined, 'C']);
  });

  it('stays within its room, whatever the number of entries', () => {
    const cache = new RecentlyUsed<string>({ maxEntries: 1_000, maxBytes: 100 });
    for (let index = 0; index < 500; index += 1) cache.set(`id${index}`, 'x', 30);
    expect(cache.size).to.equal(3);
    cache.set('large', 'x', 90);
    expect(cache.size).to.equal(1);
  });

  it('counts a value that is set again once', () => {
    const cache = new RecentlyUsed<string>({ maxEntries: 10, maxBytes: 100 });
    cache.set('other', 'x', 40);
    for (let index = 0; index < 10; index += 1) cache.set('same', 'x', 50);
    expect(cache.size).to.equal(2);
  });

  it('does not keep what is larger than the whole', () => {
    const cache = new RecentlyUsed<string>({ maxEntries: 10, maxBytes: 100 });
    cache.set('huge', 'x', 101);
    expect(cache.get('huge')).to.equal(undefined);
    cache.set('small', 'x', 100);
    expect(cache.get('small')).to.equal('x');
  });
});
