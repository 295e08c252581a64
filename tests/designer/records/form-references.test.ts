import { expect } from 'chai';
import { referencesIn, withOptions } from '../../../designer/kit/records/form-fields.ts';

const schema = {
  type: 'default',
  components: [
    { type: 'text', text: 'Hello' },
    {
      type: 'textfield',
      key: 'orderId',
      label: 'Order',
      properties: { reference: 'erp.salesOrder' },
      validate: { required: true, pattern: '^[0-9a-f-]{36}$' },
    },
    { type: 'textfield', key: 'note', label: 'Note' },
  ],
};

describe('fields of a form that hold the id of a record', () => {
  it('are found by the type of records they name', () => {
    expect(referencesIn(schema)).to.deep.equal([{ key: 'orderId', type: 'erp.salesOrder' }]);
    expect(referencesIn({ type: 'default' })).to.deep.equal([]);
  });

  it('become lists to choose from, still required, without the pattern of an id', () => {
    const options = [{ value: 'o1', label: 'SO-1' }];
    const [text, order, note] = withOptions(schema, { orderId: options })['components'] as readonly Record<string, unknown>[];
    expect(order).to.include({ type: 'select', key: 'orderId', label: 'Order', searchable: true });
    expect(order?.['values']).to.equal(options);
    expect(order?.['validate']).to.deep.equal({ required: true });
    expect([text, note]).to.deep.equal([schema.components[0], schema.components[2]]);
  });

  it('stay as they are when their records could not be read', () => {
    expect(withOptions(schema, { orderId: undefined })['components']).to.deep.equal(schema.components);
  });
});
