import { expect } from 'chai';
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

  it('is none in a literal', () => expect(isBounded({ kind: 'literal', value: 'matches(' })).to.equal(true));
});

describe('the syntax check', () => {
  for (const source of ['a > 1', 'if a then b else c', 'money add(a, "1")', 'is defined(x)', '@"2026-01-01"', 'a[b = 1].c'])
    it(`accepts ${source}`, () => expect(syntaxError(source)).to.equal(null));
  for (const source of ['', '  ', 'a >', 'a b c +', '${a}', '(a', 'if a then b', 'a == b', 'a && b', '"open'])
    it(`refuses ${source === '' ? 'nothing' : source}`, () => expect(syntaxError(source)).to.be.a('string'));

  it('accepts names of several words', () => {
    expect(syntaxError('order total > 1')).to.equal(null);
    expect(syntaxError('order total-to date > 1', ['order total-to date'])).to.equal(null);
  });

  for (const source of ['"a","b"', '> 3', '[1..5)', 'not("a")', '? > 3 and ? < 5', 'null', '-'])
    it(`accepts the unary tests ${source}`, () => expect(unaryTestsError(source)).to.equal(null));
  for (const source of ['> ', '[1..', '"a', 'a,,b'])
    it(`refuses the unary tests ${source}`, () => expect(unaryTestsError(source)).to.be.a('string'));
});
