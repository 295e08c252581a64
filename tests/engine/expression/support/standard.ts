import { expect } from 'chai';
import { evaluateDecision } from '../../../../engine/expression/index.ts';
import type { DecisionModel, DecisionProblem } from '../../../../engine/expression/index.ts';
import type { JsonObject, JsonValue } from '../../../../engine/model/index.ts';

/** The time of `now()` in these tests. */
export const NOW = '2026-11-26T10:00:00Z';

/** Expression, its value by the standard, and the variables that it reads. */
export type Case = readonly [source: string, value: JsonValue, input?: JsonObject];

function modelOf(text: string): DecisionModel {
  const decision = {
    kind: 'decision',
    id: 'd',
    name: 'd',
    line: 1,
    type: null,
    requires: [],
    logic: { kind: 'literal', type: null, text },
  } as const;
  return { name: 'test', namespace: 'test', imports: [], itemTypes: {}, elements: { d: decision } };
}

/** The value of FEEL as a decision has it, where errors are null, and what was told of them. */
export function standard(
  source: string,
  input: JsonObject = {},
): { readonly value: JsonValue; readonly problems: readonly DecisionProblem[] } {
  const problems: DecisionProblem[] = [];
  const result = evaluateDecision(modelOf(source), 'd', input, NOW, { onProblem: (problem) => problems.push(problem) });
  if (result.kind === 'failure') throw new Error(result.message);
  return { value: result.value, problems };
}

/** One test for each case of a section of the standard. */
export function section(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    for (const [source, value, input] of cases) {
      const given = input === undefined ? '' : ` with ${JSON.stringify(input)}`;
      it(`${source}${given} is ${JSON.stringify(value)}`, () => {
        expect(standard(source, input).value).to.deep.equal(value);
      });
    }
  });
}
