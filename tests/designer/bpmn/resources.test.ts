import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { decisionIdsIn, formIdsIn, newDecision, newForm, processIn, withResource } from '../../../designer/bpmn/editor/resources.ts';
import { parseDmn } from '../../../engine/parse/index.ts';

const diagram = readFileSync('processes/stock-write-off/stock-write-off.bpmn', 'utf8');

describe('the files of a draft', () => {
  it('name the forms and decisions that a diagram refers to', () => {
    expect(formIdsIn(diagram)).to.include.members(['write-off-start', 'approve-write-off']);
    expect(decisionIdsIn(diagram)).to.deep.equal(['WriteOffApprover']);
    expect(processIn(diagram)).to.deep.equal({ id: 'stock-write-off', name: 'Stock write-off' });
  });

  it('leave decisions out that are chosen by an expression', () => {
    expect(decisionIdsIn('<zeebe:calledDecision decisionId="=which" /><zeebe:calledDecision decisionId="Rate" />')).to.deep.equal(['Rate']);
  });

  it('keep their order when one is replaced', () => {
    const files = [
      { name: 'a.bpmn', content: '1' },
      { name: 'b.form', content: '2' },
    ];
    expect(withResource(files, { name: 'a.bpmn', content: '3' })).to.deep.equal([{ name: 'a.bpmn', content: '3' }, files[1]]);
    expect(withResource(files, { name: 'c.dmn', content: '4' })).to.have.length(3);
  });

  it('begin with a decision that the engine accepts and a form with one field', async () => {
    const decision = newDecision('discount');
    expect((await parseDmn(decision.content, decision.name)).findings).to.deep.equal([]);
    expect(JSON.parse(newForm('ask').content)).to.deep.include({ id: 'ask', type: 'default' });
  });
});
