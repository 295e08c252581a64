import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { entriesOf, reportTable } from '../../../designer/bpmn/import/report.ts';
import { importBpmn } from '../../../engine/parse/index.ts';

const LISTENERS = readFileSync(new URL('../../engine/parse/translate/fixture/camunda/listeners.bpmn', import.meta.url), 'utf8');

describe('the report of an import', () => {
  it('tells parts of a foreign element with the whole', async () => {
    const { report } = await importBpmn(LISTENERS, 'a.bpmn');
    const shown = entriesOf({ resource: 'a.bpmn', ...report }, 'attention').map(({ original }) => original);
    expect(shown.some((original) => original.includes('inventedElement'))).to.equal(true);
    expect(shown.some((original) => original.includes('camunda:inside'))).to.equal(false);
  });

  it('becomes a table with every entry, whose texts no spreadsheet runs', () => {
    const entry = {
      element: 'a',
      name: '=1+1',
      line: 3,
      dialect: 'camunda',
      kind: 'attribute',
      original: 'camunda:x="1, 2"',
      outcome: 'attention',
      became: null,
      advice: 'unknown',
      mend: null,
      isPart: true,
      isRefused: false,
    } as const;
    const report = { resource: 'a.bpmn', entries: [entry], counts: { converted: 0, approximated: 0, attention: 1, dropped: 0 } };
    const words = { head: ['File', 'Line'], outcome: () => 'Look', advice: () => 'Do' };
    expect(reportTable([report], words)).to.equal(`File,Line\r\na.bpmn,3,a,'=1+1,"camunda:x=""1, 2""",Look,,Do`);
  });
});
