import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { limitsPage } from './limits-page.ts';
import { limitedSources } from './sources.ts';

describe('LIMITS.md', () => {
  it('is what the sources say; node tests/limits/write-page.ts writes it anew', () => {
    expect(readFileSync('LIMITS.md', 'utf8')).to.equal(limitsPage(limitedSources()));
  });
});
