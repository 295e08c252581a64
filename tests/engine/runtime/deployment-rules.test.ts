import { expect } from 'chai';
import { RULE_CATALOGUE } from '../../../engine/parse/index.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { ANNA, createTestEngine, type TestEngine } from '../../support/engine.ts';
import { element, file, path, process } from '../../support/scenario.ts';
import { findingsOf, inWords, readCorpus } from '../../corpus/corpus.ts';

const plain = (id: string): string => file(process(id, '<startEvent id="S" />', '<endEvent id="E" />', path('S', 'E')));
const started = (definition: string, ...roots: readonly string[]): string =>
  file(...roots, process('p', element('startEvent', 'S', definition), '<endEvent id="E" />', path('S', 'E')));

interface Case {
  readonly name: string;
  readonly rule: string;
  readonly element: string | null;
  readonly resources: Readonly<Record<string, string>>;
}

const CASES: readonly Case[] = [
  { name: 'a picture', rule: 'resource-kind', element: null, resources: { 'order.png': 'PNG' } },
  { name: 'a diagram under another name', rule: 'resource-kind', element: null, resources: { 'order.xml': plain('p') } },
  { name: 'a form that is no JSON', rule: 'form-json', element: null, resources: { 'ask.form': '{ id: ask }' } },
  { name: 'a form that is a list', rule: 'form-json', element: null, resources: { 'ask.form': '[]' } },
  { name: 'one process in two files', rule: 'process-id-unique', element: 'p', resources: { 'a.bpmn': plain('p'), 'b.bpmn': plain('p') } },
  {
    name: 'a start by a message whose name is a variable',
    rule: 'start-event-value',
    element: 'S',
    resources: { 'a.bpmn': started('<messageEventDefinition messageRef="M" />', '<message id="M" name="=unknown" />') },
  },
  {
    name: 'a start by a timer that a variable tells',
    rule: 'start-event-value',
    element: 'S',
    resources: { 'a.bpmn': started('<timerEventDefinition><timeDuration>=wait</timeDuration></timerEventDefinition>') },
  },
];

describe('A deployment', () => {
  let database: TestDatabase;
  let test: TestEngine;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database);
  });
  after(async () => {
    await test.close();
    await database.close();
  });
  const refusal = async (resources: Readonly<Record<string, string>>) => {
    const files = Object.entries(resources).map(([name, content]) => ({ name, content }));
    const result = await test.engine.deploy(files, null, ANNA);
    return result.kind === 'refused' ? result.findings.filter(({ severity }) => severity === 'error') : [];
  };

  for (const { name, rule, element: expected, resources } of CASES) {
    it(`refuses ${name} (${rule})`, async () => {
      const findings = await refusal(resources);
      expect(findings.map((finding) => [finding.rule, finding.element])).to.deep.equal([[rule, expected]]);
      expect(findings[0]?.message).to.match(/^Expected .*, but found .*[^.]\.$/s);
      if (expected !== null) expect(findings[0]?.line).to.be.a('number');
      expect(RULE_CATALOGUE.map(({ id }) => id)).to.include(rule);
    });
  }

  it('tells all findings of all files at once, as the checks tell them of each', async () => {
    const broken = readCorpus('invalid').filter(({ rule }) => ['flow-ends', 'timer', 'dmn-hit-policy', 'not-well-formed'].includes(rule));
    expect(broken.length).to.be.at.least(15);
    const findings = await refusal(Object.fromEntries(broken.map(({ path: name, content }) => [name, content])));
    const expected = (await Promise.all(broken.map(findingsOf))).flat().filter(({ severity }) => severity === 'error');
    expect(findings.map((finding) => `${finding.resource}: ${inWords(finding)}`)).to.deep.equal(
      expected.map((finding) => `${finding.resource}: ${inWords(finding)}`),
    );
  });
});
