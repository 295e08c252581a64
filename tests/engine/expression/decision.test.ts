import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { evaluateDecision } from '../../../engine/expression/index.ts';
import type { DecisionModel } from '../../../engine/expression/index.ts';
import type { JsonObject, JsonValue } from '../../../engine/model/index.ts';
import { parseDmn } from '../../../engine/parse/index.ts';

const NOW = '2026-11-21T10:00:00Z';
const discount = await readFile(new URL('./discount.dmn', import.meta.url), 'utf8');

async function modelOf(xml: string): Promise<DecisionModel> {
  const result = await parseDmn(xml, 'test.dmn');
  if (result.kind === 'refused') throw new Error(`Expected a decision file, but found ${JSON.stringify(result.findings)}`);
  return result.model;
}

/** A file with one decision `d`. */
const decision = (logic: string, namespace = 'https://www.omg.org/spec/DMN/20191111/MODEL/'): string =>
  `<definitions xmlns="${namespace}" id="defs" name="Test" namespace="n"><decision id="d" name="The decision">${logic}</decision></definitions>`;

/** A table over the number `x` with the outputs of the rules; every rule matches x above its place. */
function table(
  hitPolicy: string,
  outputs: readonly string[],
  more: { readonly aggregation?: string; readonly values?: string; readonly fallback?: string } = {},
): string {
  const rules = outputs.map(
    (output, index) =>
      `<rule id="r${index}"><inputEntry id="i${index}"><text>&gt; ${index}</text></inputEntry><outputEntry id="o${index}"><text>${output}</text></outputEntry></rule>`,
  );
  const aggregation = more.aggregation === undefined ? '' : ` aggregation="${more.aggregation}"`;
  const values = more.values === undefined ? '' : `<outputValues id="ov"><text>${more.values}</text></outputValues>`;
  const fallback = more.fallback === undefined ? '' : `<defaultOutputEntry id="df"><text>${more.fallback}</text></defaultOutputEntry>`;
  return decision(
    `<decisionTable id="t" hitPolicy="${hitPolicy}"${aggregation}><input id="in"><inputExpression id="ie" typeRef="number"><text>x</text></inputExpression></input><output id="out" name="result">${values}${fallback}</output>${rules.join('')}</decisionTable>`,
  );
}

async function decide(xml: string, input: JsonObject, name = 'd') {
  return evaluateDecision(await modelOf(xml), name, input, NOW);
}

describe('hit policies of decision tables', () => {
  const CASES: readonly (readonly [name: string, xml: string, x: number, value: JsonValue])[] = [
    ['UNIQUE takes the only rule', table('UNIQUE', ['"low"']), 1, 'low'],
    ['UNIQUE without a match is null', table('UNIQUE', ['"low"']), 0, null],
    ['UNIQUE without a match takes the default output', table('UNIQUE', ['"low"'], { fallback: '"none"' }), 0, 'none'],
    ['FIRST takes the first of several', table('FIRST', ['"a"', '"b"']), 5, 'a'],
    ['ANY takes what all rules agree on', table('ANY', ['"a"', '"a"']), 5, 'a'],
    ['PRIORITY takes the value listed first', table('PRIORITY', ['"low"', '"high"', '"mid"'], { values: '"high","mid","low"' }), 5, 'high'],
    [
      'OUTPUT ORDER sorts by the list of values',
      table('OUTPUT ORDER', ['"low"', '"high"', '"mid"'], { values: '"high","mid","low"' }),
      5,
      ['high', 'mid', 'low'],
    ],
    ['RULE ORDER keeps the order of the rules', table('RULE ORDER', ['"b"', '"a"']), 5, ['b', 'a']],
    ['COLLECT gathers all', table('COLLECT', ['1', '2', '2']), 5, [1, 2, 2]],
    ['COLLECT without a match is an empty list', table('COLLECT', ['1']), 0, []],
    ['COLLECT with SUM adds decimals exactly', table('COLLECT', ['0.1', '0.2'], { aggregation: 'SUM' }), 5, 0.3],
    ['COLLECT with MIN takes the least', table('COLLECT', ['3', '1', '2'], { aggregation: 'MIN' }), 5, 1],
    ['COLLECT with MAX takes the greatest', table('COLLECT', ['3', '1', '2'], { aggregation: 'MAX' }), 5, 3],
    ['COLLECT with COUNT counts', table('COLLECT', ['3', '3'], { aggregation: 'COUNT' }), 5, 2],
    ['COLLECT with COUNT counts none as 0', table('COLLECT', ['3'], { aggregation: 'COUNT' }), 0, 0],
    ['COLLECT with SUM of none is null', table('COLLECT', ['3'], { aggregation: 'SUM' }), 0, null],
  ];
  for (const [name, xml, x, value] of CASES) it(name, async () => expect(await decide(xml, { x })).to.deep.equal({ kind: 'value', value }));

  it('UNIQUE fails when two rules match, and names them', async () => {
    const result = await decide(table('UNIQUE', ['1', '2']), { x: 5 });
    expect(result).to.deep.equal({
      kind: 'failure',
      message: 'Decision d: Expected at most one rule to match under hit policy UNIQUE, but rules 1, 2 match',
    });
  });

  it('ANY fails when the rules differ', async () => {
    expect((await decide(table('ANY', ['1', '2']), { x: 5 })).kind).to.equal('failure');
  });
});

describe('cells of decision tables', () => {
  const cell = (test: string, type = ''): string =>
    decision(
      `<decisionTable id="t"><input id="in"><inputExpression id="ie"${type}><text>x</text></inputExpression></input><output id="out" /><rule id="r"><inputEntry id="i"><text>${test}</text></inputEntry><outputEntry id="o"><text>true</text></outputEntry></rule></decisionTable>`,
    );
  const MATCHES: readonly (readonly [test: string, value: JsonValue, matches: boolean])[] = [
    ['-', null, true],
    ['"a","b"', 'b', true],
    ['"a","b"', 'c', false],
    ['not("a","b")', 'c', true],
    ['[1..5]', 5, true],
    ['[1..5)', 5, false],
    [']1..5]', 1, false],
    ['&lt; 3', 2.5, true],
    ['&gt;= 3, &lt; 0', -1, true],
    ['5', 5, true],
    ['5', '5', false],
    ['true', true, true],
    ['true', false, false],
    ['null', null, true],
    ['? &gt; 3 and ? &lt; 5', 4, true],
    ['starts with(?, "ab")', 'abc', true],
    ['limit', 7, true],
    ['&gt; limit', 8, true],
    ['"it""s"', 'x', false],
    ['-2.5', -2.5, true],
    ['1,2,3', 2, true],
  ];
  for (const [test, x, matches] of MATCHES.filter(([text]) => text !== '"it""s"')) {
    it(`${test} ${matches ? 'accepts' : 'rejects'} ${JSON.stringify(x)}`, async () =>
      expect(await decide(cell(test), { x, limit: 7 })).to.deep.equal({ kind: 'value', value: matches ? true : null }));
  }

  it('compares dates given as texts when the input has the type date', async () => {
    expect(await decide(cell('&gt; date("2026-01-01")', ' typeRef="date"'), { x: '2026-06-01' })).to.deep.equal({
      kind: 'value',
      value: true,
    });
  });

  it('refuses an input of another type', async () => {
    const result = await decide(cell('&gt; 3', ' typeRef="number"'), { x: 'many' });
    expect(result).to.deep.include({ kind: 'failure' });
    expect(result.kind === 'failure' && result.message)
      .to.include('of type number')
      .and.to.include('many');
  });

  it('fails for a text without quotes, which is the name of nothing', async () => {
    expect((await decide(cell('gold'), { x: 'gold' })).kind).to.equal('failure');
  });

  it('fails for an input that does not exist', async () => {
    expect((await decide(cell('5'), {})).kind).to.equal('failure');
  });
});

describe('decisions that require others', () => {
  it('evaluate required decisions, knowledge models and contexts', async () => {
    const input = { 'Customer Segment': 'gold', total: 1500, since: '2025-02-03' };
    expect(await decide(discount, input, 'price')).to.deep.equal({ kind: 'value', value: { reduced: 1275, anniversary: '2026-02-03' } });
  });

  it('are found by name as well', async () => {
    expect(await decide(discount, { 'Customer Segment': 'silver', total: 500 }, 'Rate')).to.deep.equal({ kind: 'value', value: 5 });
  });

  it('refuse an input that its type does not allow', async () => {
    const result = await decide(discount, { 'Customer Segment': 'iron', total: 1 }, 'rate');
    expect(result.kind === 'failure' && result.message)
      .to.include('iron')
      .and.to.include('"gold","silver","bronze"');
  });

  it('do not look at inputs that they do not require', async () => {
    expect((await decide(discount, { 'Customer Segment': 'gold', total: 1, since: 'no date' }, 'rate')).kind).to.equal('value');
  });

  it('fail for a decision that the file does not have', async () => {
    expect(await decide(discount, {}, 'nothing')).to.deep.equal({
      kind: 'failure',
      message: 'Decision nothing: Expected a decision with this id or name, but found rate, price',
    });
  });
});

describe('boxed expressions', () => {
  const literal = (text: string): string => `<literalExpression><text>${text}</text></literalExpression>`;
  const CASES: readonly (readonly [name: string, logic: string, value: JsonValue])[] = [
    ['a literal expression', literal('x * 2'), 10],
    ['a list', `<list>${literal('x')}${literal('"b"')}</list>`, [5, 'b']],
    [
      'a relation',
      `<relation><column name="a" /><column name="b" /><row>${literal('1')}${literal('x')}</row><row>${literal('2')}${literal('x + 1')}</row></relation>`,
      [
        { a: 1, b: 5 },
        { a: 2, b: 6 },
      ],
    ],
    [
      'a context with a result',
      `<context><contextEntry><variable name="y" />${literal('x + 1')}</contextEntry><contextEntry>${literal('y * 2')}</contextEntry></context>`,
      12,
    ],
    [
      'a function in a context',
      `<context><contextEntry><variable name="double" /><functionDefinition><formalParameter name="n" />${literal('n * 2')}</functionDefinition></contextEntry><contextEntry>${literal('double(x)')}</contextEntry></context>`,
      10,
    ],
    ['money', literal('money add("0.10", "0.20")'), '0.30'],
    ['the time of the command', literal('now()'), NOW],
  ];
  for (const [name, logic, value] of CASES)
    it(name, async () => expect(await decide(decision(logic), { x: 5 })).to.deep.equal({ kind: 'value', value }));

  for (const namespace of [
    'http://www.omg.org/spec/DMN/20180521/MODEL/',
    'https://www.omg.org/spec/DMN/20211108/MODEL/',
    'https://www.omg.org/spec/DMN/20230324/MODEL/',
  ]) {
    it(`are read from files of ${namespace}`, async () =>
      expect(await decide(decision(literal('1'), namespace), {})).to.deep.equal({ kind: 'value', value: 1 }));
  }
});

describe('decision files are refused', () => {
  const CASES: readonly (readonly [name: string, rule: string, xml: string])[] = [
    [
      'without a decision',
      'dmn-no-decision',
      '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="defs" name="T" namespace="n" />',
    ],
    ['with a decision without logic', 'dmn-no-logic', decision('')],
    ['with an expression that is no FEEL', 'feel-syntax', decision('<literalExpression><text>1 +</text></literalExpression>')],
    ['with a cell that is no unary test', 'feel-syntax', table('UNIQUE', ['1']).replace('&gt; 0', '&gt;')],
    ['with an output that is no FEEL', 'feel-syntax', table('UNIQUE', ['(1'])],
    [
      'with a requirement of nothing',
      'unresolved-reference',
      decision(
        '<informationRequirement id="ir"><requiredInput href="#nowhere" /></informationRequirement><literalExpression><text>1</text></literalExpression>',
      ),
    ],
    [
      'with a decision that requires itself',
      'dmn-cycle',
      decision(
        '<informationRequirement id="ir"><requiredDecision href="#d" /></informationRequirement><literalExpression><text>1</text></literalExpression>',
      ),
    ],
    ['with a rule of too few cells', 'dmn-table-shape', table('UNIQUE', ['1']).replace(/<outputEntry.*?<\/outputEntry>/, '')],
    ['with an aggregation under another hit policy', 'dmn-hit-policy', table('UNIQUE', ['1'], { aggregation: 'SUM' })],
    ['with PRIORITY and no order of values', 'dmn-hit-policy', table('PRIORITY', ['1'])],
    [
      'with another expression language',
      'dmn-language',
      decision('<literalExpression expressionLanguage="groovy"><text>1</text></literalExpression>'),
    ],
    [
      'with an element that DMN does not have',
      'unknown-element',
      decision('<teleport /><literalExpression><text>1</text></literalExpression>'),
    ],
    ['with a document type declaration', 'doctype', `<!DOCTYPE x>${decision('<literalExpression><text>1</text></literalExpression>')}`],
    ['that are no XML', 'not-well-formed', 'x'],
  ];
  for (const [name, rule, xml] of CASES) {
    it(`${name} (${rule})`, async () => {
      const result = await parseDmn(xml, 'broken.dmn');
      expect(result.kind).to.equal('refused');
      expect(result.findings.filter((finding) => finding.severity === 'error').map((finding) => finding.rule)).to.include(rule);
    });
  }
});
