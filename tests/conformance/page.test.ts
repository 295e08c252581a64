import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { executedConstructs } from './construct.ts';
import { DESIGN_ROWS, constructsOfRow } from './design-rows.ts';
import { PAGE, coveragePage, gatherEvidence, missingFrom } from './page.ts';
import type { Evidence } from './page.ts';

describe('the coverage page', () => {
  let evidence: Evidence;
  before(async () => {
    evidence = await gatherEvidence();
  });

  for (const row of DESIGN_ROWS) {
    it(`has nothing empty in "${row.title}"`, () => {
      expect(missingFrom(row, evidence)).to.deep.equal([]);
    });
  }

  it('has every executed construct in a row', () => {
    const all = executedConstructs();
    const listed = new Set(DESIGN_ROWS.flatMap((row) => constructsOfRow(row, all)));
    expect(all.filter((construct) => !listed.has(construct))).to.deep.equal([]);
  });

  it('is what `npm run coverage` writes', () => {
    expect(readFileSync(PAGE, 'utf8')).to.equal(coveragePage(evidence));
  });
});
