import { expect } from 'chai';
import { parseBpmn } from '../../../../engine/parse/index.ts';
import { bpmn, path } from '../../../support/bpmn.ts';

const task = (extensions: string): string =>
  bpmn(
    'p',
    `<bpmn:startEvent id="s" /><bpmn:serviceTask id="t"><bpmn:extensionElements>${extensions}</bpmn:extensionElements></bpmn:serviceTask>${path('s', 't')}`,
  );
const SCRIPT = '<zeebe:script expression="=1 + 1" resultVariable="two" />';

describe('a service task whose work is an expression', () => {
  it('is executed as a script task', async () => {
    const result = await parseBpmn(task(SCRIPT), 'x.bpmn');
    expect(result.kind === 'parsed' && result.definitions[0]?.nodes['t']).to.include({ kind: 'scriptTask', resultVariable: 'two' });
  });

  it('is executed as a business rule task when it names a decision', async () => {
    const result = await parseBpmn(task('<zeebe:calledDecision decisionId="d" resultVariable="r" />'), 'x.bpmn');
    expect(result.kind === 'parsed' && result.definitions[0]?.nodes['t']).to.include({ kind: 'businessRuleTask', resultVariable: 'r' });
  });

  it('is refused when it also is a job, because only one of the two would be done', async () => {
    const result = await parseBpmn(task(`<zeebe:taskDefinition type="a" />${SCRIPT}`), 'x.bpmn');
    expect(result.findings.map(({ rule }) => rule)).to.include('misplaced-extension');
  });
});
