import { expect } from 'chai';
import type { RecordField, RecordType } from '../../../designer/kit/api/types.ts';
import {
  businessKeyOf,
  choicesOf,
  kindOf,
  labelOf,
  referenceLabel,
  sectionOf,
  typeNamed,
  typeOfVariable,
} from '../../../designer/kit/records/record-meta.ts';

function typeOf(name: string, labelField = 'name'): RecordType {
  return {
    name,
    title: name,
    titlePlural: name,
    labelField,
    fields: [],
    searchFields: [],
    defaultSort: null,
    related: [],
    processes: [],
    can: { create: false, edit: false },
  };
}
const field = (part: Partial<RecordField>): RecordField => ({ name: 'f', title: 'F', type: 'text', ...part });
const types = ['crm.customer', 'crm.deal', 'erp.sales_order', 'erp.sales_order_line', 'erp.write_off', 'erp.invoice'].map((name) =>
  typeOf(name),
);

describe('what a field holds', () => {
  it('follows from its type, whatever its spelling', () => {
    expect(kindOf(field({ type: 'longText' }))).to.equal('long-text');
    expect(kindOf(field({ type: 'dateTime' }))).to.equal('datetime');
    expect(kindOf(field({ type: 'quantity' }))).to.equal('number');
    expect(kindOf(field({ type: 'money' }))).to.equal('money');
  });

  it('is a reference or a choice when it says which', () => {
    expect(kindOf(field({ type: 'text', reference: 'crm.customer' }))).to.equal('reference');
    expect(kindOf(field({ type: 'text', choices: ['a'] }))).to.equal('choice');
    expect(kindOf(field({ type: 'text', choices: [] }))).to.equal('text');
  });

  it('is text when the type is not known', () => {
    expect(kindOf(field({ type: 'geometry' }))).to.equal('text');
  });

  it('offers choices by their title in the language, or by their value', () => {
    const choices = [{ value: 'won', title: { en: 'Won', cs: 'Vyhráno' } }, 'lost'];
    expect(choicesOf(field({ choices }), 'cs')).to.deep.equal([
      { value: 'won', label: 'Vyhráno' },
      { value: 'lost', label: 'lost' },
    ]);
    expect(choicesOf(field({ choices }), 'ka')[0]?.label).to.equal('Won');
  });
});

describe('the record that a process variable points to', () => {
  it('is found by name, by a longer name, and by words joined differently', () => {
    expect(typeOfVariable('customerId', types)?.name).to.equal('crm.customer');
    expect(typeOfVariable('orderId', types)?.name).to.equal('erp.sales_order');
    expect(typeOfVariable('writeOffId', types)?.name).to.equal('erp.write_off');
    expect(typeNamed('erp.salesOrder', types)?.name).to.equal('erp.sales_order');
  });

  it('is none for other variables and for types the person may not read', () => {
    expect(typeOfVariable('orderNo', types)).to.equal(undefined);
    expect(typeOfVariable('Id', types)).to.equal(undefined);
    expect(typeOfVariable('paymentId', types)).to.equal(undefined);
  });
});

describe('what a record is called', () => {
  it('is its label field, or the label of what that field refers to', () => {
    expect(labelOf(typeOf('crm.customer'), { id: '1', name: 'Birch' })).to.equal('Birch');
    expect(labelOf(typeOf('erp.line', 'itemId'), { id: '1', itemId: '9', itemId__label: 'Shelf' })).to.equal('Shelf');
    expect(labelOf(typeOf('erp.line', 'position'), { id: '1', position: 3 })).to.equal('3');
  });

  it('is what the server calls it when it has no number yet, at worst the end of its id', () => {
    const draft = { id: '0199aaaa-0000-7000-8000-00000012abcd', invoiceNo: null, customerId__label: 'Birch' };
    expect(labelOf(typeOf('erp.invoice', 'invoiceNo'), { ...draft, __label: 'Draft · Birch · 21 Nov 2026' })).to.equal(
      'Draft · Birch · 21 Nov 2026',
    );
    expect(labelOf(typeOf('erp.invoice', 'invoiceNo'), draft)).to.equal('…12abcd');
    expect(labelOf(undefined, { id: '0199aaaa-0000' })).to.equal('0199aaaa-0000');
  });

  it('gives the business key: its number, else the reference or the name of the customer', () => {
    const order = typeOf('erp.sales_order', 'orderNo');
    expect(businessKeyOf(order, { id: '1', orderNo: 'SO-1', customerReference: 'PO-7' })).to.equal('SO-1');
    expect(businessKeyOf(order, { id: '1', orderNo: null, customerReference: 'PO-7' })).to.equal('PO-7');
    expect(businessKeyOf(order, { id: '1', orderNo: null, customerId__label: 'Birch' })).to.equal('Birch');
    expect(businessKeyOf(order, { id: '1', orderNo: null })).to.equal(undefined);
  });

  it('of a reference falls back to the id', () => {
    expect(referenceLabel({ id: '1', customerId: 'c1' }, 'customerId')).to.equal('c1');
    expect(referenceLabel({ id: '1', customerId: null }, 'customerId')).to.equal('');
  });
});

describe('the section of the navigation', () => {
  it('is that of the module', () => {
    expect(sectionOf({ name: 'crm.message' })).to.equal('crm');
    expect(sectionOf({ name: 'erp.item' })).to.equal('erp');
    expect(sectionOf({ name: 'deal' })).to.equal('crm');
  });
});
