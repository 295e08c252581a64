import { expect } from 'chai';
import { acceptForm } from '../../../../engine/http/form/accept-form.ts';
import type { EvaluateFeel } from '../../../../engine/http/index.ts';
import type { JsonObject, JsonValue } from '../../../../engine/model/index.ts';
import { HttpProblem } from '../../../../engine/port/http-problem.ts';

/** FEEL of these tests: a variable's name, or `not(name)`. */
const evaluateFeel: EvaluateFeel = async (source, variables) => {
  const negated = /^not\((\w+)\)$/u.exec(source)?.[1];
  return negated === undefined ? variables[source] : variables[negated] !== true;
};
const form = (...components: JsonObject[]): JsonObject => ({ type: 'default', components });
const field = (type: string, key: string, more: JsonObject = {}): JsonObject => ({ type, key, label: key, ...more });

async function errorsOf(schema: JsonObject, sent: JsonObject, current: JsonObject = {}): Promise<readonly string[]> {
  try {
    await acceptForm(schema, sent, evaluateFeel, { current });
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    expect({ status: error.status, code: error.code }).to.deep.equal({ status: 422, code: 'FORM_INVALID' });
    return error.errors.map((problem) => `${problem.path}: ${problem.message}`);
  }
  return [];
}

/** [what, component, value, part of the message; null when the value is fine] */
const VALUES: readonly (readonly [string, JsonObject, JsonValue, string | null])[] = [
  ['an empty required text', field('textfield', 'a', { validate: { required: true } }), '', 'Expected a value'],
  ['a null required text', field('textfield', 'a', { validate: { required: true } }), null, 'Expected a value'],
  ['an empty optional text', field('textfield', 'a', { validate: { minLength: 3 } }), '', null],
  ['a number as a text', field('textfield', 'a'), 5, 'Expected a text'],
  ['a text that is too short', field('textfield', 'a', { validate: { minLength: 3 } }), 'ab', 'at least 3'],
  ['a text that is too long', field('textarea', 'a', { validate: { maxLength: 3 } }), 'abcd', 'at most 3'],
  ['a text that does not fit', field('textfield', 'a', { validate: { pattern: '^[A-Z]+$' } }), 'abc', 'pattern'],
  ['a text that fits', field('textfield', 'a', { validate: { pattern: '^[A-Z]+$' } }), 'ABC', null],
  [
    'a text that does not fit a pattern with its own message',
    field('textfield', 'a', { validate: { pattern: '^x$', patternErrorMessage: 'Say x' } }),
    'y',
    'Say x',
  ],
  ['an e-mail address that is none', field('textfield', 'a', { validate: { validationType: 'email' } }), 'me@home', 'e-mail'],
  ['an e-mail address', field('textfield', 'a', { validate: { validationType: 'email' } }), 'me@home.example', null],
  ['a phone number that is none', field('textfield', 'a', { validate: { validationType: 'phone' } }), 'call me', 'phone'],
  ['a number that is too small', field('number', 'a', { validate: { min: 1 } }), 0, 'at least 1'],
  ['a number that is too large', field('number', 'a', { validate: { max: 10 } }), 10.01, 'at most 10'],
  ['a decimal as a text that is too large', field('number', 'a', { validate: { max: 10 } }), '10.000000000000000001', 'at most 10'],
  ['a decimal as a text', field('number', 'a', { validate: { max: 10 } }), '9.99', null],
  ['a text as a number', field('number', 'a'), 'many', 'Expected a number'],
  ['too many decimal digits', field('number', 'a', { decimalDigits: 2 }), '1.005', 'at most 2 decimal'],
  ['an unchecked required checkbox', field('checkbox', 'a', { validate: { required: true } }), false, 'Expected a value'],
  ['a text as a checkbox', field('checkbox', 'a'), 'yes', 'Expected yes or no'],
  ['a choice that is none', field('select', 'a', { values: [{ label: 'A', value: 'a' }] }), 'b', 'one of the choices'],
  ['a choice', field('radio', 'a', { values: [{ label: 'A', value: 'a' }] }), 'a', null],
  ['a choice from the data', field('select', 'a', { valuesKey: 'options' }), 'two', null],
  ['a choice that is not in the data', field('select', 'a', { valuesKey: 'options' }), 'three', 'one of the choices'],
  ['a choice from an expression', field('select', 'a', { valuesExpression: '=options' }), 'three', 'one of the choices'],
  ['choices of which one is none', field('checklist', 'a', { values: [{ label: 'A', value: 'a' }] }), ['a', 'b'], 'one of the choices'],
  ['choices that are no list', field('taglist', 'a', { values: [{ label: 'A', value: 'a' }] }), 'a', 'Expected a list'],
  ['no choices where one is required', field('checklist', 'a', { values: [], validate: { required: true } }), [], 'Expected a value'],
  ['a date', field('datetime', 'a', { subtype: 'date' }), '2026-02-28', null],
  ['a date that the calendar does not have', field('datetime', 'a', { subtype: 'date' }), '2026-02-30', 'Expected a date'],
  ['a time', field('datetime', 'a', { subtype: 'time' }), '23:59', null],
  ['a time that the clock does not have', field('datetime', 'a', { subtype: 'time' }), '24:00', 'Expected a time'],
  ['a date and time', field('datetime', 'a', { subtype: 'datetime' }), '2026-11-21T14:30', null],
  ['a date where a time belongs to it', field('datetime', 'a', { subtype: 'datetime' }), '2026-11-21', 'Expected a date and time'],
];

describe('A sent form', () => {
  for (const [what, component, value, expected] of VALUES) {
    it(`${expected === null ? 'may hold' : 'may not hold'} ${what}`, async () => {
      const errors = await errorsOf(form(component), { a: value }, { options: ['one', 'two'] });
      if (expected === null) expect(errors).to.deep.equal([]);
      else expect(errors).to.have.lengthOf(1).and.to.have.nested.property('[0]').that.matches(/^a: /u).and.includes(expected);
    });
  }

  it('lists every wrong field at once', async () => {
    const schema = form(field('textfield', 'a', { validate: { required: true } }), field('number', 'b', { validate: { min: 1 } }));
    expect((await errorsOf(schema, { a: '', b: 0 })).map((error) => error.split(':')[0])).to.deep.equal(['a', 'b']);
  });

  it('counts a field that was not sent with its current value', async () => {
    const schema = form(field('textfield', 'a', { validate: { required: true } }));
    expect(await errorsOf(schema, {})).to.have.lengthOf(1);
    expect(await errorsOf(schema, {}, { a: 'there' })).to.deep.equal([]);
  });

  it('may not set variables that no field shows', async () => {
    expect(await errorsOf(form(field('textfield', 'a')), { a: 'x', approved: true })).to.deep.equal([
      'approved: Expected only fields of the form, but the form has no such field.',
    ]);
  });

  it('may set further variables where a machine starts a process', async () => {
    expect(await acceptForm(form(field('textfield', 'a')), { a: 'x', source: 'shop' }, evaluateFeel, { keepsOthers: true })).to.deep.equal({
      a: 'x',
      source: 'shop',
    });
  });

  it('may set any variable when the task has no form', async () => {
    expect(await acceptForm(null, { approved: true }, evaluateFeel)).to.deep.equal({ approved: true });
  });

  it('leaves read-only and disabled fields as they are', async () => {
    const schema = form(
      field('number', 'total', { readonly: true }),
      field('number', 'tax', { disabled: true }),
      field('textfield', 'note'),
    );
    expect(await acceptForm(schema, { total: 1, tax: 1, note: 'x' }, evaluateFeel, { current: { total: 500, tax: 100 } })).to.deep.equal({
      note: 'x',
    });
  });

  it('does not let a value sent for a read-only field decide what is hidden', async () => {
    const schema = form(
      field('checkbox', 'trusted', { readonly: true }),
      field('textfield', 'reason', { validate: { required: true }, conditional: { hide: '=trusted' } }),
    );
    expect(await errorsOf(schema, { trusted: true }, { trusted: false })).to.deep.equal([
      'reason: Expected a value, but the field is empty.',
    ]);
    expect(await errorsOf(schema, { trusted: false }, { trusted: true })).to.deep.equal([]);
  });

  it('gives a read-only field its default where nothing is there yet', async () => {
    const schema = form(field('textfield', 'currency', { readonly: true, defaultValue: 'EUR' }));
    expect(await acceptForm(schema, { currency: 'USD' }, evaluateFeel)).to.deep.equal({ currency: 'EUR' });
    expect(await acceptForm(schema, { currency: 'USD' }, evaluateFeel, { current: { currency: 'CZK' } })).to.deep.equal({});
  });

  it('decides by expression whether a field is read-only', async () => {
    const schema = form(field('textfield', 'note', { readonly: '=locked' }));
    expect(await acceptForm(schema, { note: 'x' }, evaluateFeel, { current: { locked: true, note: 'old' } })).to.deep.equal({});
    expect(await acceptForm(schema, { note: 'x' }, evaluateFeel, { current: { locked: false, note: 'old' } })).to.deep.equal({ note: 'x' });
  });

  it('neither checks nor takes over what a condition hides', async () => {
    const schema = form(
      field('checkbox', 'approved'),
      field('textfield', 'reason', { validate: { required: true }, conditional: { hide: '=approved' } }),
    );
    expect(await acceptForm(schema, { approved: true, reason: 'smuggled' }, evaluateFeel)).to.deep.equal({ approved: true });
    expect(await errorsOf(schema, { approved: false })).to.have.lengthOf(1);
  });

  it('knows the fields of a hidden group', async () => {
    const schema = form(field('checkbox', 'more'), {
      type: 'group',
      conditional: { hide: '=not(more)' },
      components: [field('textfield', 'detail')],
    });
    expect(await acceptForm(schema, { more: false, detail: 'x' }, evaluateFeel)).to.deep.equal({ more: false });
  });

  it('finds the fields of groups, with and without a path', async () => {
    const schema = form(
      { type: 'group', components: [field('textfield', 'a', { validate: { required: true } })] },
      { type: 'group', path: 'address', components: [field('textfield', 'city', { validate: { required: true } })] },
    );
    expect(await acceptForm(schema, { a: 'x', address: { city: 'Brno', smuggled: 1 } }, evaluateFeel)).to.deep.equal({
      a: 'x',
      address: { city: 'Brno' },
    });
    expect(await errorsOf(schema, { a: 'x', address: {} })).to.deep.equal(['address.city: Expected a value, but the field is empty.']);
  });

  it('checks every row of a list and names the row', async () => {
    const schema = form({
      type: 'dynamiclist',
      path: 'lines',
      components: [field('textfield', 'sku', { readonly: true }), field('number', 'quantity', { validate: { min: 1 } })],
    });
    expect(
      await errorsOf(schema, {
        lines: [
          { sku: 'A', quantity: 1 },
          { sku: 'B', quantity: 0 },
        ],
      }),
    ).to.deep.equal(['lines.1.quantity: Expected at least 1, but found 0.']);
    expect(await acceptForm(schema, { lines: [{ sku: 'A', quantity: 2 }] }, evaluateFeel)).to.deep.equal({
      lines: [{ sku: 'A', quantity: 2 }],
    });
    expect(await errorsOf(schema, { lines: 'none' })).to.have.lengthOf(1);
    expect(await errorsOf(schema, { lines: Array.from({ length: 1_001 }, () => ({})) })).to.have.lengthOf(1);
  });

  it('computes expression fields itself', async () => {
    const schema = form(field('number', 'a'), { type: 'expression', key: 'twice', expression: '=a' });
    expect(await acceptForm(schema, { a: 2, twice: 999 }, evaluateFeel)).to.deep.equal({ a: 2, twice: 2 });
  });

  it('takes limits from expressions', async () => {
    const schema = form(field('number', 'a', { validate: { max: '=most' } }));
    expect(await errorsOf(schema, { a: 5 }, { most: 4 })).to.have.lengthOf(1);
    expect(await errorsOf(schema, { a: 4 }, { most: 4 })).to.deep.equal([]);
  });

  it('writes keys with dots where they point', async () => {
    expect(await acceptForm(form(field('textfield', 'customer.name')), { customer: { name: 'x' } }, evaluateFeel)).to.deep.equal({
      customer: { name: 'x' },
    });
  });

  it('stops a pattern that would run for ever', async function () {
    this.timeout(2_000);
    const schema = form(field('textfield', 'a', { validate: { pattern: '^(a+)+$' } }));
    expect(await errorsOf(schema, { a: `${'a'.repeat(40)}!` })).to.have.lengthOf(1);
  });
});
