import { expect } from 'chai';
import { createEvaluator, FEEL_LIMITS, syntaxError } from '../../../engine/expression/index.ts';
import type { JsonObject, JsonValue } from '../../../engine/model/index.ts';

const NOW = '2026-11-21T10:00:00Z';
const evaluate = createEvaluator();
const feel = (source: string, variables: JsonObject = {}) => evaluate({ kind: 'feel', source }, variables, NOW);

const VALUES: readonly (readonly [source: string, variables: JsonObject, value: JsonValue])[] = [
  ['total > 1000', { total: 1500 }, true],
  ['total > 1000 and country = "CZ"', { total: 1500, country: 'CZ' }, true],
  ['a.b.c', { a: { b: { c: [1, 2] } } }, [1, 2]],
  ['lines.price', { lines: [{ price: 1 }, { price: 2 }] }, [1, 2]],
  ['lines[price > 1]', { lines: [{ price: 1 }, { price: 2 }] }, [{ price: 2 }]],
  ['lines[1].price', { lines: [{ price: 1 }, { price: 2 }] }, 1],
  ['if paid then "ship" else "wait"', { paid: false }, 'wait'],
  ['for line in lines return line.price * 2', { lines: [{ price: 1 }, { price: 2 }] }, [2, 4]],
  ['some line in lines satisfies line.price > 1', { lines: [{ price: 1 }, { price: 2 }] }, true],
  ['{ id: orderId, double: id + id }', { orderId: 'A' }, { id: 'A', double: 'AA' }],
  ['[1, a, "x"]', { a: null }, [1, null, 'x']],
  ['-amount', { amount: 3 }, -3],
  ['not(paid)', { paid: false }, true],
  ['amount between 1 and 5', { amount: 3 }, true],
  ['amount in [1..5]', { amount: 6 }, false],
  ['order total + 1', { 'order total': 2 }, 3],
  ['or([a > 1, true])', { a: 1 }, true],
  ['in + or', { in: 1, or: 2 }, 3],
  ['a = true', { a: true, true: 1 }, true],
  ['string(5) + "x"', {}, '5x'],
  ['"a\\"b"', {}, 'a"b'],
  ['duration("PT48H")', {}, 'P2D'],
  ['date and time("2026-03-29T01:30:00@Europe/Prague") + duration("PT1H")', {}, '2026-03-29T03:30:00@Europe/Prague'],
  ['date("2026-01-31") + duration("P1M")', {}, '2026-02-28'],
  ['now()', {}, NOW],
  ['today()', {}, '2026-11-21'],
  ['date("2026-11-20") < today()', {}, true],
  ['for i in 3..1 return i', {}, [3, 2, 1]],
  ['for a in xs, b in xs return a * b', { xs: [1, 2] }, [1, 2, 2, 4]],
  ['for i in 1..4 return if i <= 2 then 1 else partial[-1] + partial[-2]', {}, [1, 1, 2, 3]],
  ['for x in 5 return x', {}, [5]],
  ['every x in xs satisfies x > limit', { xs: [2, 3], limit: 1 }, true],
  ['some x in xs satisfies some y in x.ys satisfies y = x.want', { xs: [{ ys: [1, 2], want: 2 }] }, true],
  ['xs[item > 1 and item < 4]', { xs: [1, 2, 3, 4] }, [2, 3]],
  [
    'orders[total > limit and customer.name = "A"].id',
    {
      orders: [
        { id: 1, total: 5, customer: { name: 'A' } },
        { id: 2, total: 9, customer: { name: 'B' } },
      ],
      limit: 3,
    },
    [1],
  ],
  ['count(orders[paid = false])', { orders: [{ paid: true }, { paid: false }] }, 1],
  ['xs[-1]', { xs: [1, 2] }, 2],
  ['sum(for x in xs return x.a * 2)', { xs: [{ a: 1 }, { a: 2 }] }, 6],
  ['sort(xs, function(a, b) a > b)', { xs: [1, 3, 2] }, [3, 2, 1]],
  ['string join(["a", "b"], "-")', {}, 'a-b'],
  ['substring(string: "abc", start position: 2)', {}, 'bc'],
  ['min(3, 1, 2)', {}, 1],
  ['contains("abc", "b")', {}, true],
  ['date("2026-02-01").month', {}, 2],
  ['get entries({ a: 1 })', {}, [{ key: 'a', value: 1 }]],
  ['null[item > 1]', {}, null],
  ['{ a: b // why\n}', { b: 1 }, { a: 1 }],
  ['b instance of number', { b: 1 }, true],
  ['duration(wait) + duration("PT1H")', { wait: 'PT1H' }, 'PT2H'],
  ['price * quantity = 0.3', { price: 0.1, quantity: 3 }, true],
  ['count(items) + count', { items: [1, 2], count: 5 }, 7],
  ['address line 2', { 'address line 2': 'x' }, 'x'],
  ['order.ship-to city', { order: { 'ship-to city': 'Brno' } }, 'Brno'],
  ['date(due) in [@"2026-01-01"..@"2026-12-31"]', { due: '2026-06-01' }, true],
];

describe('FEEL evaluation', () => {
  for (const [source, variables, value] of VALUES) {
    it(`gives ${JSON.stringify(value)} for ${source}`, () => {
      expect(feel(source, variables)).to.deep.equal({ kind: 'value', value });
    });
  }

  it('gives a literal as it is', () => {
    expect(evaluate({ kind: 'literal', value: '= no FEEL' }, {}, NOW)).to.deep.equal({ kind: 'value', value: '= no FEEL' });
  });

  it('answers now() by the time of each command, never by the clock', () => {
    expect(evaluate({ kind: 'feel', source: 'now()' }, {}, '2030-01-01T00:00:00Z')).to.deep.equal({
      kind: 'value',
      value: '2030-01-01T00:00:00Z',
    });
    expect(feel('now()')).to.deep.equal({ kind: 'value', value: NOW });
  });

  it('evaluates the same text again for other variables, missing ones included', () => {
    expect(feel('{ sum: a + b }', { a: 1, b: 2 })).to.deep.equal({ kind: 'value', value: { sum: 3 } });
    expect(feel('{ sum: a + b }', { a: 1 }).kind).to.equal('failure');
    expect(feel('{ sum: a + b }', { a: 'x', b: 'y' })).to.deep.equal({ kind: 'value', value: { sum: 'xy' } });
  });

  it('reads names of several words anew when the variables change', () => {
    expect(feel('order total', { 'order total': 1 })).to.deep.equal({ kind: 'value', value: 1 });
    expect(feel('order total', { order: 1 }).kind).to.equal('failure');
  });
});

/** Expressions that have no value, with a part of the message, which names them. */
const FAILURES: readonly (readonly [source: string, variables: JsonObject, message: string])[] = [
  ['total > 1000', {}, "'total'"],
  ['order.total > 1000', { order: {} }, 'total'],
  ['order.total', { order: null }, '"total"'],
  ['total > 1000', { total: '1500' }, 'string and number'],
  ['total = 5', { total: '5' }, 'string and number'],
  ['total > 1000', { total: null }, 'null and number'],
  ['total > 1000 and paid', { total: '1500', paid: false }, 'string and number'],
  ['if total > 1000 then "a" else "b"', { total: '1500' }, 'string and number'],
  ['if paid then 1 else 2', { paid: null }, 'true or false'],
  ['paid and true', { paid: 'yes' }, 'true or false'],
  ['not(paid)', { paid: 1 }, 'true or false'],
  ['a + b', { a: 1, b: 'x' }, 'a + b'],
  ['a / b', { a: 1, b: 0 }, 'zero'],
  ['10 ** 400', {}, 'finite'],
  ['unknown(1)', {}, 'unknown'],
  ['substring(', {}, 'syntax error'],
  ['', {}, 'nothing'],
  ['function(a) a', {}, 'function'],
  ['lines[price > limit]', { lines: [{ price: 1 }] }, "'limit'"],
  ['lines[price > 1]', { lines: [{ price: '3.50' }] }, 'string and number'],
  ['some x in lines satisfies x > 1', { lines: ['3'] }, 'string and number'],
  ['count(lines[price > 1]) > 0', { lines: [{ price: '3.50' }] }, 'string and number'],
  ['string length("a", 2)', {}, 'arguments'],
  ['number("many")', {}, 'many'],
  ['for i in 1..1000000000 return i', {}, 'rounds'],
  ['count(for i in 1..100000, j in 1..100000 return i)', {}, 'rounds'],
  ['sort(xs, function(a, b) a.price > limit)', { xs: [{ price: 1 }, { price: 2 }] }, "'limit'"],
  ['constructor', {}, "'constructor'"],
  ['order.constructor', { order: {} }, 'constructor'],
  ['{ a: due }', {}, "'due'"],
  ['1 + 2 * total', {}, 'character 9'],
  ['[1, 2, total > "x"]', { total: 1 }, 'character 8'],
];

describe('FEEL that cannot be evaluated fails and names the expression', () => {
  for (const [source, variables, message] of FAILURES) {
    it(`${source === '' ? 'nothing' : source} with ${JSON.stringify(variables)}`, () => {
      const result = feel(source, variables);
      expect(result.kind).to.equal('failure');
      if (result.kind !== 'failure') return;
      expect(result.message)
        .to.include(message)
        .and.to.include(source.slice(0, 10))
        .and.to.match(/^Expected /);
    });
  }

  it('a loop without end, before it holds up everybody else', () => {
    const before = process.threadCpuUsage();
    expect(feel('for i in 1..1000000000 return for j in 1..1000000000 return i + j').kind).to.equal('failure');
    expect(process.threadCpuUsage(before).user / 1_000).to.be.below(5_000);
  });

  it('an expression nested 1,000 deep', () => {
    expect(feel(`${'('.repeat(1_000)}1${')'.repeat(1_000)}`).kind).to.equal('failure');
  });

  it('a text longer than the limit', () => {
    expect(feel(`"${'x'.repeat(FEEL_LIMITS.sourceLength)}"`).kind).to.equal('failure');
  });
});

/** Where null is asked for, something missing is null. */
const LENIENT: readonly (readonly [source: string, variables: JsonObject, value: JsonValue])[] = [
  ['total = null', {}, true],
  ['order.total != null', { order: {} }, false],
  ['order.total = null', {}, true],
  ['is defined(total)', {}, false],
  ['is defined(order.total)', { order: { total: 0 } }, true],
  ['is defined(total) and total > 5', {}, false],
  ['total = null or total > 5', {}, true],
  ['if total = null then 0 else total * 2', {}, 0],
  ['get or else(order.total, 7)', { order: {} }, 7],
  ['get or else(total, 7) > 5', {}, true],
  ['for i in [1] return get or else(missing, i)', {}, [1]],
  ['get value(order, "total")', { order: {} }, null],
];

describe('FEEL lets something be missing where null is asked for', () => {
  for (const [source, variables, value] of LENIENT) {
    it(source, () => expect(feel(source, variables)).to.deep.equal({ kind: 'value', value }));
  }
});

describe('exact money in FEEL', () => {
  const MONEY: readonly (readonly [source: string, value: JsonValue])[] = [
    ['money add("0.10", "0.20")', '0.30'],
    ['money add("1.5", 2)', '3.5'],
    ['money subtract("10.00", "0.01")', '9.99'],
    ['money multiply("19.99", "3")', '59.97'],
    ['money multiply("0.1", "0.1")', '0.01'],
    ['money divide("10", "3", 2)', '3.33'],
    ['money round("2.345", 2)', '2.35'],
    ['money sum(["0.10", "0.20", "0.30"])', '0.60'],
    ['money sum([])', '0'],
    ['money compare("10.0", "9.99")', 1],
    ['money greater("1000.00", "999.99")', true],
    ['money at least("5", "5.00")', true],
    ['money equal("5", "5.00")', true],
    ['money add("99999999999999999999.99", "0.01")', '100000000000000000000.00'],
  ];
  for (const [source, value] of MONEY)
    it(`${source} is ${JSON.stringify(value)}`, () => expect(feel(source)).to.deep.equal({ kind: 'value', value }));

  for (const source of [
    'money add(0.1, "1")',
    'money add("1e3", "1")',
    'money add("", "1")',
    'money divide("1", "0", 2)',
    'money round("1", -1)',
    'money sum("1")',
  ]) {
    it(`${source} fails, because it would be inexact or has no value`, () => expect(feel(source).kind).to.equal('failure'));
  }
});

describe('the syntax of FEEL', () => {
  it('has no function for a value that is named like an operator and not called', () => {
    for (const source of ['a > or', 'or', 'x > and', 'and > 1', 'null > or'])
      expect(syntaxError(source), source).to.contain('where a value was expected');
    expect(syntaxError('or([a, b]) and and (c)')).to.equal(null);
  });
});
