import { expect } from 'chai';
import {
  createBoundedDecisionRunner,
  createBoundedEvaluator,
  createBoundedScriptRunner,
} from '../../../../engine/runtime/evaluation/index.ts';
import type { BoundedEvaluator, DecisionRunner, ScriptRunner } from '../../../../engine/runtime/evaluation/index.ts';
import type { JsonObject } from '../../../../engine/model/index.ts';

const NOW = '2026-11-21T10:00:00Z';
describe('scripts in a bounded thread', () => {
  let runner: ScriptRunner;
  const run = (source: string, variables: JsonObject = {}, resultVariable: string | null = null) =>
    runner.run({ source, variables, now: NOW, resultVariable });

  before(async () => {
    runner = createBoundedScriptRunner();
    // The first task waits for the thread to start, which is no part of what is measured.
    await run('return {}');
  });
  after(() => runner.close());

  it('see variables as globals and merge the object that they return', async () => {
    expect(
      await run('return { total: price * lines.length, seen: who.name };', { price: 3, lines: [1, 2], who: { name: 'Anna' } }),
    ).to.deep.equal({ kind: 'completed', variables: { total: 6, seen: 'Anna' } });
  });

  it('put any value into the result variable when there is one', async () => {
    expect(await run('return [1, 2]', {}, 'list')).to.deep.equal({ kind: 'completed', variables: { list: [1, 2] } });
  });

  it('change nothing when they return nothing', async () => {
    expect(await run('const a = 1;')).to.deep.equal({ kind: 'completed', variables: {} });
  });

  it('raise a BPMN error by throwing one', async () => {
    expect(await run('throw new BpmnError("NO_STOCK", "nothing left")')).to.deep.equal({
      kind: 'bpmnError',
      code: 'NO_STOCK',
      message: 'nothing left',
    });
  });

  const failures: readonly (readonly [name: string, source: string, message: string])[] = [
    ['another error', 'throw new Error("boom")', 'boom'],
    ['a syntax error', 'return (', 'SyntaxError'],
    ['a value that cannot be merged', 'return 5', 'object or nothing'],
    ['a promise', 'return Promise.resolve({})', 'promise'],
    ['a value that is no JSON', 'return { a: 1n }', 'BigInt'],
    ['endless recursion', 'function f() { return f() + 1; } return { a: f() };', 'stack'],
    ['more than a megabyte of result', 'return { a: "x".repeat(1100000) }', 'Expected'],
  ];
  for (const [name, source, message] of failures) {
    it(`fail for ${name}`, async () => {
      const outcome = await run(source);
      expect(outcome.kind).to.equal('failed');
      expect(outcome.kind === 'failed' && outcome.message).to.include(message);
    });
  }

  it('reach nothing of the machine and nothing of an earlier script', async () => {
    await run('globalThis.left = 1; Array.prototype.evil = 1; return {}');
    const outcome = await run(
      'return { seen: [typeof process, typeof require, typeof fetch, typeof setTimeout, typeof left, typeof [].evil].join() }',
    );
    expect(outcome).to.deep.equal({
      kind: 'completed',
      variables: { seen: 'undefined,undefined,undefined,undefined,undefined,undefined' },
    });
  });

  it('see the time of the command on every clock, and the same random numbers every time', async () => {
    const source =
      'return { at: [new Date().toISOString(), Date.now(), Date().slice(0, 15), new Date(0).getTime()], random: [Math.random(), Math.random()] }';
    const [first, second] = [await run(source), await run(source)];
    expect(first).to.deep.equal(second);
    expect(first).to.deep.nested.include({ 'variables.at': ['2026-11-21T10:00:00.000Z', Date.parse(NOW), 'Sat Nov 21 2026', 0] });
    expect(await run(source, { other: 1 })).to.not.deep.equal(first);
  });

  it('wait their turn and each get their own time', async () => {
    const outcomes = await Promise.all([run('for (;;) {}'), run('return { a: 1 }'), run('for (;;) {}'), run('return { a: 2 }')]);
    expect(outcomes.map((outcome) => outcome.kind)).to.deep.equal(['failed', 'completed', 'failed', 'completed']);
  });
});

describe('risky FEEL in a bounded thread', () => {
  let evaluator: BoundedEvaluator;
  const evaluate = (source: string) => evaluator.evaluate({ kind: 'feel', source }, { text: `${'a'.repeat(40)}b` }, NOW);

  before(async () => {
    evaluator = createBoundedEvaluator();
    await evaluate('1');
  });
  after(() => evaluator.close());

  it('has the same values as elsewhere', async () => {
    expect(await evaluate('matches("abc", "b")')).to.deep.equal({ kind: 'completed', value: true });
    expect((await evaluate('missing + 1')).kind).to.equal('failed');
  });
});

describe('decisions in a bounded thread', () => {
  let runner: DecisionRunner;
  const xml = (text: string): string =>
    `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="defs" name="T" namespace="n"><decision id="d" name="D"><literalExpression><text>${text}</text></literalExpression></decision></definitions>`;
  const run = (text: string, input: JsonObject = {}) =>
    runner.run({ resource: 'test.dmn', xml: xml(text), decision: 'd', input, now: NOW });

  before(async () => {
    runner = createBoundedDecisionRunner();
    await run('1');
  });
  after(() => runner.close());

  it('give their result', async () => expect(await run('x * 2', { x: 4 })).to.include({ kind: 'completed', value: 8 }));

  it('fail for a file that is refused, with the finding', async () => {
    const outcome = await run('x +');
    expect(outcome.kind === 'failed' && outcome.message).to.include('FEEL expression');
  });
});

describe('a bounded thread that is closed', () => {
  it('fails what waits and what comes after', async () => {
    const runner = createBoundedScriptRunner();
    const waiting = runner.run({ source: 'for (;;) {}', variables: {}, now: NOW, resultVariable: null });
    await runner.close();
    expect((await waiting).kind).to.equal('failed');
    expect((await runner.run({ source: 'return {}', variables: {}, now: NOW, resultVariable: null })).kind).to.equal('failed');
  });
});
