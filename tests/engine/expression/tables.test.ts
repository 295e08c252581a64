import { expect } from 'chai';
import { evaluateDecision } from '../../../engine/expression/index.ts';
import type { DecisionModel, DecisionProblem, TableInput, TableOutput } from '../../../engine/expression/index.ts';
import type { JsonObject, JsonValue } from '../../../engine/model/index.ts';
import { NOW } from './support/standard.ts';

/** A table of one input and one output whose only rule gives "match". */
function decide(
  cell: string,
  input: JsonObject,
  more: { readonly input?: Partial<TableInput>; readonly output?: Partial<TableOutput> } = {},
) {
  const model: DecisionModel = {
    name: 'tables',
    namespace: 'tables',
    imports: [],
    itemTypes: {},
    elements: {
      d: {
        kind: 'decision',
        id: 'd',
        name: 'd',
        line: 1,
        type: null,
        requires: [],
        logic: {
          kind: 'table',
          type: null,
          hitPolicy: 'UNIQUE',
          aggregation: null,
          inputs: [{ expression: 'x', type: null, allowedValues: null, ...more.input }],
          outputs: [{ name: 'o', type: null, values: null, defaultEntry: null, ...more.output }],
          rules: [{ id: null, inputEntries: [cell], outputEntries: ['"match"'] }],
        },
      },
    },
  };
  const problems: DecisionProblem[] = [];
  const result = evaluateDecision(model, 'd', input, NOW, { onProblem: (problem) => problems.push(problem) });
  return { value: result.kind === 'value' ? result.value : result.message, rules: problems.map((problem) => problem.rule) };
}

describe('cells by DMN 1.5, 8.3.3 and 10.3.2.8', () => {
  const CELLS: readonly (readonly [cell: string, x: JsonValue, matches: boolean])[] = [
    ['? > 5', 6, true],
    ['? > 5 and ? < 8', 8, false],
    ['not(? > 5)', 4, true],
    ['starts with(?, "a")', null, false],
    ['? + 1 > 2', null, false],
    ['?.name', null, false],
    ['?', null, true],
    ['null', null, true],
    ['not(1, 2)', 3, true],
    ['not(1, 2)', 2, false],
    ['not("a")', 'b', true],
    ['(1, 3)', 3, true],
    ['[1, 2, 3]', 2, true],
    ['[1, 2, 3]', [1, 2, 3], true],
    ['[1, 2, 3]', [1, 2], false],
    ['list contains(?, 2)', [1, 2], true],
    ['some i in ? satisfies i > 5', [1, 9], true],
    ['count(?) = 2', [1, 9], true],
    ['y', 7, true],
    ['> y', 8, true],
    ['[y..10]', 8, true],
    ['y + 1', 8, true],
    ['true', true, true],
    ['true', false, false],
    ['1 = 1', 5, false],
    ['string length("?") = 1', 'foo', false],
    ['?', 'foo', true],
    ['?', false, true],
    ['? = true', false, false],
    ['null', null, true],
    ['not(null)', 1, true],
    ['> 5', null, false],
    ['> 5', 'text', false],
    ['-', null, true],
    ['"a", "b"', 'b', true],
    ['< 3, > 10, 5', 5, true],
    [']1..5[', 5, false],
    ['-5', -5, true],
    ['>= -1', 0, true],
    ['starts with(?, "ab")', 'abc', true],
    ['if y > 5 then [1..9] else [10..19]', 5, true],
  ];
  for (const [cell, x, matches] of CELLS)
    it(`${cell} ${matches ? 'accepts' : 'rejects'} ${JSON.stringify(x)}`, () =>
      expect(decide(cell, { x, y: 7 }).value).to.equal(matches ? 'match' : null));
});

describe('values of columns', () => {
  it('turn an input that is none of them into null, which may match', () => {
    const input = { allowedValues: '"a", string length(?) = 3' };
    expect(decide('null', { x: 'b' }, { input })).to.deep.equal({ value: 'match', rules: ['dmn-allowed-values'] });
    expect(decide('"abc"', { x: 'abc' }, { input })).to.deep.equal({ value: 'match', rules: [] });
  });

  it('turn an output that is none of them into null', () => {
    expect(decide('-', { x: 1 }, { output: { values: '"yes","no"' } })).to.deep.equal({ value: null, rules: ['dmn-allowed-values'] });
    expect(decide('-', { x: 1 }, { output: { values: '"match"' } })).to.deep.equal({ value: 'match', rules: [] });
  });
});
