import { expect } from 'chai';
import { FEEL_LIMITS, workOf } from '../../../engine/expression/index.ts';
import { decide, type Evaluation, type KernelEnvironment } from '../../../engine/kernel/index.ts';
import type { Expression, JsonObject } from '../../../engine/model/index.ts';
import { askBounded, type BoundedParts } from '../../../engine/runtime/decide-bounded.ts';

const NOW = '2026-11-26T10:00:00.000Z';
const RISKY: Expression = { kind: 'feel', source: 'matches(text, "^(a+)+$")' };
const SUM: Expression = { kind: 'feel', source: 'sum(list)' };
/** More than half of what may be evaluated on the main thread at once. */
const VARIABLES: JsonObject = { text: 'aaa', list: Array.from({ length: 20_000 }, () => 1) };
const HERE: Evaluation = { kind: 'value', value: 'here' };
const IN_A_THREAD: Evaluation = { kind: 'value', value: 'in a thread' };

describe('Commands with expressions that may run long', () => {
  let asked = 0;
  let parts: BoundedParts;
  beforeEach(() => {
    asked = 0;
    parts = {
      decide,
      environment: { evaluate: () => HERE, stepBudget: 1_000, instanceBudget: 1_000 },
      riskyFeel: {
        evaluate() {
          asked += 1;
          return Promise.resolve({ kind: 'completed', value: 'in a thread' });
        },
        warmUp: () => Promise.resolve(),
        close: () => Promise.resolve(),
      },
    };
  });
  const evaluate = (environment: KernelEnvironment, expression: Expression): Evaluation => environment.evaluate(expression, VARIABLES, NOW);
  const once = (expression: Expression) => askBounded(parts, NOW, (environment) => evaluate(environment, expression));

  it('are decided at once without any, each with the whole of the work that the main thread may do', () => {
    expect(workOf(SUM, VARIABLES)).to.be.within(FEEL_LIMITS.mainThreadWork / 5, FEEL_LIMITS.mainThreadWork);
    for (let command = 0; command < 50; command += 1) expect(once(SUM)).to.deep.equal(HERE);
    expect(asked).to.equal(0);
  });

  it('ask the threads for what is risky, and for what is too much together', async () => {
    expect(await once(RISKY)).to.deep.equal(IN_A_THREAD);
    const many = await askBounded(parts, NOW, (environment) => Array.from({ length: 50 }, () => evaluate(environment, SUM)));
    expect(many[0]).to.deep.equal(HERE);
    expect(many.at(-1)).to.deep.equal(IN_A_THREAD);
    expect(asked, 'one question for equal values').to.equal(2);
  });

  it('know nothing of each other, also while one waits for its answers and after one that failed', async () => {
    expect(once(SUM)).to.deep.equal(HERE);
    const waiting = once(RISKY);
    expect(once(SUM)).to.deep.equal(HERE);
    const other = once(RISKY);
    expect(await waiting).to.deep.equal(IN_A_THREAD);
    expect(await other).to.deep.equal(IN_A_THREAD);
    expect(asked).to.equal(2);
    expect(() =>
      askBounded(parts, NOW, (environment): Evaluation => {
        evaluate(environment, RISKY);
        throw new Error('the kernel is broken');
      }),
    ).to.throw('the kernel is broken');
    expect(once(SUM)).to.deep.equal(HERE);
    expect(asked).to.equal(2);
  });

  it('belong to the parts that they were asked with', () => {
    expect(once(SUM)).to.deep.equal(HERE);
    const there: Evaluation = { kind: 'value', value: 'there' };
    const others: BoundedParts = { ...parts, environment: { ...parts.environment, evaluate: () => there } };
    expect(askBounded(others, NOW, (environment) => evaluate(environment, SUM))).to.deep.equal(there);
    expect(once(SUM)).to.deep.equal(HERE);
  });
});
