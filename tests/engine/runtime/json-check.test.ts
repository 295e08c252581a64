import { expect } from 'chai';
import { MAX_JSON_DEPTH, findJsonProblem, toJsonObject } from '../../../engine/runtime/json-check.ts';

/** An object that contains an object that contains ... so many times. */
function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = { a: value };
  return value;
}

describe('a value that is to be stored', () => {
  const bad: readonly (readonly [name: string, value: unknown, message: string])[] = [
    ['NUL in a text', { a: [{ b: 'x\u0000' }] }, 'Expected text without NUL, but variables.a[0].b has one.'],
    ['NUL in a name', { a: { 'b\u0000': 1 } }, 'Expected text without NUL, but a member name of variables.a has one.'],
    ['half of a surrogate pair', { a: '\ud800' }, 'Expected well-formed Unicode text, but variables.a has half of a surrogate pair.'],
    ['a number that is not finite', { a: [0, Number.NaN] }, 'Expected a finite number at variables.a[1], but found NaN.'],
    ['a function', { a: () => 1 }, 'Expected a JSON value at variables.a, but found function.'],
    ['a prototype', { a: JSON.parse('{"__proto__": {"x": 1}}') }, 'Expected no member named __proto__, but variables.a has one.'],
  ];
  for (const [name, value, message] of bad)
    it(`is refused for ${name}, with the way to it`, () => expect(findJsonProblem(value)).to.equal(message));

  it('is refused when it is nested too deep', () => {
    expect(findJsonProblem(nested(MAX_JSON_DEPTH))).to.equal(null);
    expect(findJsonProblem(nested(MAX_JSON_DEPTH + 1))).to.match(/nested at most 64 levels, but variables(\.a){65} is deeper/);
    expect(findJsonProblem(nested(4_000))).to.match(/is deeper/);
  });

  it('is accepted as it is, members without value left out', () => {
    expect(findJsonProblem({ a: [1, 'x', null, true, { b: undefined }], ä: '😀' })).to.equal(null);
    expect(toJsonObject({ a: undefined, b: new Date(0) })).to.deep.equal({ b: '1970-01-01T00:00:00.000Z' });
    expect(toJsonObject([1])).to.equal(null);
  });

  it('is checked with little work when it is as large as a request may be', () => {
    const value = { list: Array.from({ length: 500_000 }, () => 0) };
    findJsonProblem(value);
    const before = process.threadCpuUsage();
    expect(findJsonProblem(value)).to.equal(null);
    const { user, system } = process.threadCpuUsage(before);
    expect((user + system) / 1_000).to.be.below(500);
  });
});
