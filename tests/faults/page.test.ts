import { expect } from 'chai';
import type { RecordedFigure } from './figure.ts';
import { readFigures, reliabilityPage } from './page.ts';
import { FAULT_ROWS } from './rows.ts';
import { scaled, seededRandom } from './scale.ts';

const recorded = (change: Partial<RecordedFigure>): string =>
  JSON.stringify({
    row: 'kill',
    figure: '50 kills',
    command: 'mocha tests/faults/kill.test.ts',
    seed: 7,
    isMet: true,
    isLong: false,
    date: '2026-11-26',
    commit: 'abc1234',
    ...change,
  } satisfies RecordedFigure);

describe('The reliability page', () => {
  it('has a row per fault and says which were not measured', () => {
    const page = reliabilityPage(readFigures(recorded({})));
    const rows = page.split('\n').filter((line) => line.startsWith('| '));
    expect(rows).to.have.length(Object.keys(FAULT_ROWS).length + 2);
    expect(rows.filter((row) => row.includes('not measured'))).to.have.length(Object.keys(FAULT_ROWS).length - 1);
    expect(page).to.include('| 50 kills (short numbers) | `mocha tests/faults/kill.test.ts` | 7 | 2026-11-26, abc1234 |');
  });

  it('keeps the last figure, a long one before any short one, and shows a goal that was missed', () => {
    const report = [recorded({ isLong: true, figure: '999 kills', isMet: false }), recorded({ figure: '40 kills' })].join('\n');
    expect(reliabilityPage(readFigures(report)))
      .to.include('**missed:** 999 kills |')
      .and.not.include('40 kills');
  });

  it('refuses a figure of a row that it does not have', () => {
    expect(() => readFigures(recorded({}).replace('"kill"', '"nothing"'))).to.throw('Expected a row of the reliability page');
  });
});

describe('The numbers of the fault tests', () => {
  it('come again with the same seed', () => {
    const [left, right] = [seededRandom(42), seededRandom(42)];
    const drawn = Array.from({ length: 1_000 }, () => left.next());
    expect(Array.from({ length: 1_000 }, () => right.next())).to.deep.equal(drawn);
    expect(new Set(drawn).size).to.equal(1_000);
    expect(drawn.reduce((sum, each) => sum + each, 0) / 1_000).to.be.closeTo(0.5, 0.05);
    expect(drawn.every((each) => each >= 0 && each < 1)).to.equal(true);
  });

  it('refuse a variable that is no number', () => {
    process.env['FAULT_PAGE_TEST'] = 'many';
    try {
      expect(() => scaled('FAULT_PAGE_TEST', 1, 2)).to.throw('Expected a whole number above zero in FAULT_PAGE_TEST');
    } finally {
      delete process.env['FAULT_PAGE_TEST'];
    }
  });
});
