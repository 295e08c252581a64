import { expect } from 'chai';
import type { RecordField } from '../../../../designer/kit/api/types.ts';
import { changedMembers, fromFormValues, toFormValues } from '../../../../modules/records/ui/record-values.ts';

const fields: readonly RecordField[] = [
  { name: 'name', title: 'Name', type: 'text', required: true },
  { name: 'amount', title: 'Amount', type: 'money' },
  { name: 'instalments', title: 'Instalments', type: 'integer' },
  { name: 'dueOn', title: 'Due', type: 'date' },
  { name: 'active', title: 'Active', type: 'boolean' },
];

describe('the inputs of a record', () => {
  it('start with its values in the notation of the language', () => {
    const values = toFormValues(fields, { name: 'A', amount: '1234.5000', instalments: 3, dueOn: '2026-12-01', active: true }, 'es');
    expect(values).to.deep.equal({ name: 'A', amount: '1234,5', instalments: '3', dueOn: '2026-12-01', active: true });
  });

  it('are read exactly, with nothing for what is empty', () => {
    const read = fromFormValues(fields, { name: ' A ', amount: '1.234,50', instalments: '3', dueOn: '', active: false }, 'es');
    expect(read).to.deep.equal({ kind: 'valid', values: { name: 'A', amount: '1234.50', instalments: 3, dueOn: null, active: false } });
  });

  it('name what is missing or no number', () => {
    const read = fromFormValues(fields, { name: ' ', amount: 'ten' }, 'en');
    expect(read).to.deep.equal({ kind: 'invalid', problems: { name: 'required', amount: 'notNumber' } });
  });

  it('send only what changed; another writing of the same amount is no change', () => {
    const record = { id: '1', version: 4, name: 'A', amount: '10.0000', dueOn: null };
    expect(changedMembers({ name: 'B', amount: '10', dueOn: null }, record)).to.deep.equal({ name: 'B' });
    expect(changedMembers({ amount: '10.01' }, record)).to.deep.equal({ amount: '10.01' });
  });
});
