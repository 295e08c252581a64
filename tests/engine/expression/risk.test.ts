import { expect } from 'chai';
import type { JsonObject } from '../../../engine/model/index.ts';
import { isBounded, syntaxError, unaryTestsError } from '../../../engine/expression/index.ts';

describe('the risk of an expression', () => {
  const bounded = [
    'a > 1',
    'a.b.c',
    'items[price > 1].name',
    'items[1]',
    'for i in items return i.price',
    'for i in 1..12 return i',
    'some x in items satisfies x > 1',
    'x in [1..1000000]',
    'money add(a, b)',
    'substring(s, 1, 3)',
  ];
  for (const source of bounded) it(`is none in ${source}`, () => expect(isBounded({ kind: 'feel', source })).to.equal(true));

  const risky = [
    'for i in 1..1000000000 return i',
    'for i in 1..n return i',
    'for i in [1..100000] return i',
    'for i in a, j in b return i',
    'for i in a return items[x = i]',
    'matches(s, p)',
    'replace(s, p, r)',
    'split(s, p)',
    '{ f: function(n) f(n), v: f(1) }',
    'some x in (for i in a return i) satisfies matches(x, "a")',
  ];
  for (const source of risky) it(`is seen in ${source}`, () => expect(isBounded({ kind: 'feel', source })).to.equal(false));

  const LIST = Array.from({ length: 20_000 }, (_, index) => index);
  const large: JsonObject = {
    list: LIST,
    other: LIST.toReversed(),
    orders: [{ items: LIST }],
    text: 'a'.repeat(4_000_000),
    'net total': LIST,
  };
  const small: JsonObject = { list: [1, 2, 3], other: [3], orders: [{ items: [1] }], text: 'abc', 'net total': [1] };
  const bySize = [
    'union(list, other)',
    'distinct values(list)',
    'list[list contains(other, item)]',
    'sort(list)',
    'list = other',
    'orders.items[1] = 5 and count(orders.items) > 3',
    'upper case(text)',
    'for i in 1..1000 return text',
    'string join(for x in list return string(x), ",")',
    'count(concatenate(list, list)) + count(concatenate(list, list))',
    'union(net total, net total)',
  ];
  for (const source of bySize)
    it(`depends on the size of what it reads in ${source}`, () => {
      expect(isBounded({ kind: 'feel', source }, small)).to.equal(true);
      expect(isBounded({ kind: 'feel', source }, large)).to.equal(false);
    });

  for (const source of ['x > 5', 'list[1]', 'orders[1].items', 'is defined(list)', '1 + 1', 'x in [1..100]'])
    it(`does not depend on it in ${source}`, () => expect(isBounded({ kind: 'feel', source }, large)).to.equal(true));

  const hostile: readonly (readonly [string, string])[] = [
    ['a context whose entries double each other', '{ a: "x" + "x", b: a + a, c: b + b }.c'],
    ['a range as a list', 'count([1..1000000000])'],
    ['a range that is filtered', '[1..1000000000][item > 5]'],
    ['brackets without end', '('.repeat(400)],
    ['a text too long to be read quickly', `x${' + 1'.repeat(400)}`],
    ['wrong syntax', 'f(x)f(x)f(x)'],
  ];
  for (const [name, source] of hostile) it(`is seen in ${name}`, () => expect(isBounded({ kind: 'feel', source })).to.equal(false));

  it('is none in a literal', () => expect(isBounded({ kind: 'literal', value: 'matches(' })).to.equal(true));
});

describe('the syntax check', () => {
  for (const source of ['a > 1', 'if a then b else c', 'money add(a, "1")', 'is defined(x)', '@"2026-01-01"', 'a[b = 1].c'])
    it(`accepts ${source}`, () => expect(syntaxError(source)).to.equal(null));
  for (const source of [
    '',
    '  ',
    'a >',
    'a b c +',
    '${a}',
    '(a',
    'if a then b',
    'a == b',
    'a && b',
    '"open',
    'total 1000',
    'f(1',
    '{a 1}',
    '1 2',
  ])
    it(`refuses ${source === '' ? 'nothing' : source}`, () => expect(syntaxError(source)).to.be.a('string'));

  it('refuses brackets nested too deep, and a text too long, without parsing them', () => {
    for (const source of ['('.repeat(16_000), '{a:'.repeat(5_000), `"${'x'.repeat(20_000)}"`]) {
      const before = process.threadCpuUsage();
      expect(syntaxError(source)).to.match(/more than/);
      expect(unaryTestsError(source)).to.match(/more than/);
      expect(process.threadCpuUsage(before).user / 1_000).to.be.below(500);
    }
    expect(syntaxError(`"${'('.repeat(500)}"`), 'brackets in a text').to.equal(null);
  });

  it('accepts names of several words', () => {
    expect(syntaxError('order total > 1')).to.equal(null);
    expect(syntaxError('order total-to date > 1', ['order total-to date'])).to.equal(null);
  });

  for (const source of ['"a","b"', '> 3', '[1..5)', 'not("a")', '? > 3 and ? < 5', 'null', '-'])
    it(`accepts the unary tests ${source}`, () => expect(unaryTestsError(source)).to.equal(null));
  for (const source of ['> ', '[1..', '"a', 'a,,b'])
    it(`refuses the unary tests ${source}`, () => expect(unaryTestsError(source)).to.be.a('string'));
});
