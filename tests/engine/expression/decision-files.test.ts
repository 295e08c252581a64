import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { evaluateDecision } from '../../../engine/expression/index.ts';
import type { DecisionModel, DecisionProblem } from '../../../engine/expression/index.ts';
import type { JsonObject, JsonValue } from '../../../engine/model/index.ts';
import { importedModels, parseDmn } from '../../../engine/parse/index.ts';
import type { ModelFile } from '../../../engine/parse/index.ts';
import { NOW } from './support/standard.ts';

async function fileOf(name: string): Promise<ModelFile> {
  const xml = await readFile(new URL(`./decision-fixture/${name}`, import.meta.url), 'utf8');
  const result = await parseDmn(xml, name);
  if (result.kind === 'refused') throw new Error(JSON.stringify(result.findings));
  return { resource: name, xml, model: result.model };
}

const lending = await fileOf('lending.dmn');
const boxed = await fileOf('boxed.dmn');
const shop = await fileOf('shop.dmn');
const prices = await fileOf('prices.dmn');
const foreign = await fileOf('foreign.dmn');

function decide(file: ModelFile, decision: string, input: JsonObject, imported: readonly DecisionModel[] = []) {
  const problems: DecisionProblem[] = [];
  const result = evaluateDecision(file.model, decision, input, NOW, { imported, onProblem: (problem) => problems.push(problem) });
  return { result, problems };
}

const applicant: JsonObject = {
  Name: 'Ana',
  'Birth date': '1990-05-06',
  Monthly: { Income: 6000, Expenses: 2500.5 },
  'Earlier defaults': 0,
};
const request: JsonObject = {
  Applicant: applicant,
  'Requested product': { Kind: 'van', Rate: 0.06, Term: 60, Amount: 50_000 },
  'Day of request': '2026-05-05',
};

describe('a requirement graph for loans', () => {
  const CASES: readonly (readonly [decision: string, value: JsonValue, changes?: JsonObject])[] = [
    ['Age at request', 35],
    ['Age at request', 36, { 'Day of request': '2026-05-06' }],
    ['Grade', 'A'],
    ['Grade', 'B', { Applicant: { ...applicant, 'Birth date': '2000-01-01' } }],
    ['Grade', 'D', { Applicant: { ...applicant, 'Earlier defaults': 3 } }],
    ['Monthly payment', 966.64],
    ['Monthly payment', 833.33, { 'Requested product': { Kind: 'van', Rate: 0, Term: 60, Amount: 50_000 } }],
    ['Affordable', true],
    ['Routing', { Result: 'accept', Reason: 'affordable' }],
    ['Routing', { Result: 'decline', Reason: 'too dear' }, { Applicant: { ...applicant, Monthly: { Income: 3000, Expenses: 2500 } } }],
    [
      'Routing',
      { Result: 'decline', Reason: 'too dear' },
      { Applicant: { ...applicant, 'Earlier defaults': 3, Monthly: { Income: 1, Expenses: 0 } } },
    ],
    ['Routing', { Result: 'refer', Reason: 'grade D' }, { Applicant: { ...applicant, 'Earlier defaults': 3 } }],
    ['If the grade were A', 'accept', { Applicant: { ...applicant, 'Earlier defaults': 3 } }],
  ];
  for (const [decision, value, changes] of CASES)
    it(`gives ${JSON.stringify(value)} for ${decision}${changes === undefined ? '' : ` when ${JSON.stringify(changes)}`}`, () =>
      expect(decide(lending, decision, { ...request, ...changes }).result).to.deep.equal({ kind: 'value', value }));

  it('evaluates a decision service by itself, with its input decisions given', () => {
    const input = { Applicant: applicant, Grade: 'C', 'Monthly payment': 1 };
    expect(decide(lending, 'Routing service', input).result).to.deep.equal({
      kind: 'value',
      value: { Result: 'refer', Reason: 'grade C' },
    });
  });

  it('evaluates a knowledge model by itself, with its arguments given', () => {
    expect(decide(lending, 'Points', { Age: 20, Defaults: 0 }).result).to.deep.equal({ kind: 'value', value: 60 });
  });

  it('tells of an input that is not given, and goes on with null', () => {
    const { result, problems } = decide(lending, 'd_age', { Applicant: applicant });
    expect(result).to.deep.equal({ kind: 'value', value: null });
    expect(problems.map((problem) => [problem.rule, problem.element, problem.line])).to.deep.include(['dmn-missing-input', 'i_day', 18]);
  });

  it('tells of an input whose member has the wrong type, with its place', () => {
    const wrong = { ...request, 'Requested product': { Kind: 'spaceship', Rate: 0.06, Term: 60, Amount: 1 } };
    const { result, problems } = decide(lending, 'Monthly payment', wrong);
    expect(result).to.deep.equal({ kind: 'value', value: null });
    expect(problems[0]).to.deep.include({ rule: 'dmn-input-type', element: 'i_product', line: 17 });
  });

  it('fails instead where nobody is told', () => {
    expect(evaluateDecision(lending.model, 'Routing', {}, NOW).kind).to.equal('failure');
    expect(evaluateDecision(lending.model, 'Routing', request, NOW).kind).to.equal('value');
  });
});

describe('boxed expressions of DMN 1.5', () => {
  const input = { level: 7, scores: [1, 5, 9] };
  const CASES: readonly (readonly [decision: string, value: JsonValue, input?: JsonObject])[] = [
    ['conditional', 'high'],
    ['conditional', 'low', { level: 2 }],
    ['conditional', 'low', { level: null }],
    ['filter', [5, 9]],
    ['filter a relation', [{ sku: 'B', 'unit price': 15 }]],
    ['for', [2, 11, 20]],
    ['forRange', [1, 4, 9]],
    ['some', true],
    ['some', false, { scores: [1] }],
    ['every', true],
    ['every', false, { scores: [0, 1] }],
    ['every', null, { scores: [null, 1] }],
    ['typed', [7]],
    ['mistyped', null],
    ['single', 'only'],
    ['context', { a: 1, b: null, c: 42, d: null }],
    ['recursion', 720],
    ['side', 'left'],
    ['noSide', null],
    ['colour', 'green'],
    ['noColour', null],
    ['midnight', '2026-01-02T00:00:00Z'],
    ['results', [[1], null]],
  ];
  for (const [decision, value, given] of CASES)
    it(`${decision} is ${JSON.stringify(value)}${given === undefined ? '' : ` with ${JSON.stringify(given)}`}`, () =>
      expect(decide(boxed, decision, given ?? input).result).to.deep.equal({ kind: 'value', value }));

  it('an input that its type constraint forbids is null, and told', () => {
    const { result, problems } = decide(boxed, 'conditional', { level: 11 });
    expect(result).to.deep.equal({ kind: 'value', value: 'low' });
    expect(problems[0]).to.deep.include({ rule: 'dmn-input-type', element: 'i_level' });
  });

  it('a collection is held to the constraint of its items and to that of the whole', () => {
    expect(decide(boxed, 'filter', { scores: [4, -1] }).result).to.deep.equal({ kind: 'value', value: null });
    expect(decide(boxed, 'filter', { scores: [4, 5, 6, 7] }).result).to.deep.equal({ kind: 'value', value: null });
    expect(decide(boxed, 'filter', { scores: 4 }).result).to.deep.equal({ kind: 'value', value: [4] });
  });

  it('knowledge that calls itself without end fails', () => {
    const { result } = decide(boxed, 'endless', {});
    expect(result.kind === 'failure' && result.message).to.include('nested invocations');
  });
});

describe('models that import others', () => {
  const imports = importedModels(shop, [lending, prices]);

  it('are found by their namespace', () => {
    expect(imports.findings).to.deep.equal([]);
    expect(imports.files.map((file) => file.resource)).to.deep.equal(['prices.dmn']);
  });

  it('see imported decisions, knowledge, types and inputs as members of the import', () => {
    const input = { order: { pieces: 3, 'unit price': 2.5 }, express: true };
    expect(decide(shop, 'Total', input, [prices.model]).result).to.deep.equal({ kind: 'value', value: 17.4 });
    expect(decide(shop, 'Kind', { 'Price list': { express: false } }, [prices.model]).result).to.deep.equal({
      kind: 'value',
      value: 'normal',
    });
    expect(decide(shop, 'Kind', { 'Price list.express': true }, [prices.model]).result).to.deep.equal({ kind: 'value', value: 'express' });
  });

  it('are refused without them, with the line of the import', () => {
    const [finding] = importedModels(shop, [lending]).findings;
    expect(finding).to.deep.include({ rule: 'dmn-import', line: 3, severity: 'error' });
    expect(finding?.message).to.include('https://lanework.dev/test/prices');
  });

  it('are refused when the imported model lacks what they require', () => {
    const poorer = { ...prices, model: { ...prices.model, elements: {} } };
    const rules = importedModels(shop, [poorer]).findings.map((finding) => [finding.rule, finding.element]);
    expect(rules).to.deep.include(['unresolved-reference', 'total']);
  });
});

describe('files of other modelers', () => {
  it('are read with their extensions, prefixes, annotations and drawings', () => {
    expect(decide(foreign, 'Out come', { 'In put': 'b' }).result).to.deep.equal({ kind: 'value', value: 2 });
  });

  it('give null and tell when several rules match under UNIQUE', () => {
    const { result, problems } = decide(foreign, 'Out come', { 'In put': 'a' });
    expect(result).to.deep.equal({ kind: 'value', value: null });
    expect(problems).to.deep.equal([
      {
        rule: 'dmn-unique',
        element: '_d',
        line: 6,
        message: 'Expected at most one rule to match under hit policy UNIQUE, but rules 1, 2 match',
      },
    ]);
  });
});
