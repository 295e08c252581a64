import { expect } from 'chai';
import { newDiagram, processIdFrom } from '../../../designer/bpmn/editor/new-diagram.ts';
import { processIn } from '../../../designer/bpmn/editor/resources.ts';
import { parseBpmn } from '../../../engine/parse/index.ts';

const texts = { start: 'Start', lanes: ['Sales', 'Warehouse'] as const };

describe('a new diagram', () => {
  for (const template of ['plain', 'lanes'] as const) {
    it(`of kind ${template} is one that the engine accepts`, async () => {
      const xml = newDiagram(template, 'A & B "quick" <dispatch>', 'a-b', texts);
      const result = await parseBpmn(xml, 'a-b.bpmn');
      expect(result.findings.filter((each) => each.severity === 'error')).to.deep.equal([]);
      expect(result.kind).to.equal('parsed');
      expect(processIn(xml)).to.deep.equal({ id: 'a-b', name: 'A & B "quick" <dispatch>' });
    });
  }

  it('gets an id of plain letters from any name', () => {
    expect(processIdFrom('Deal to cash', 'x')).to.equal('deal-to-cash');
    expect(processIdFrom('Žádost o dovolenou', 'x')).to.equal('zadost-o-dovolenou');
    expect(processIdFrom('შვებულება', 'ab12')).to.equal('process-ab12');
    expect(processIdFrom('3 steps', 'ab12')).to.equal('process-ab12');
  });
});
