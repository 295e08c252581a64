import { expect } from 'chai';
import { toCsv } from '../../../../modules/records/ui/csv.ts';

const fields = [
  { name: 'name', title: 'Name', type: 'text' },
  { name: 'customerId', title: 'Customer', type: 'reference' },
  { name: 'total', title: 'Total', type: 'money' },
];
const csv = (record: Readonly<Record<string, unknown>>) => toCsv([{ id: '1', ...record }], fields, (field) => field.name).split('\r\n')[1];

describe('an exported list', () => {
  it('begins with the headings', () => {
    expect(toCsv([], fields, (field) => field.name)).to.equal('name,customerId,total');
  });

  it('keeps decimals exact and shows references by their label', () => {
    expect(csv({ name: 'A', customerId: 'c1', customerId__label: 'Birch', total: '-12345678901234567.8900' })).to.equal(
      'A,Birch,-12345678901234567.8900',
    );
  });

  it('quotes what would break a line, and leaves what is not there empty', () => {
    expect(csv({ name: 'A "b", c', customerId: null })).to.equal('"A ""b"", c",,');
  });

  it('disarms what a spreadsheet would run', () => {
    expect(csv({ name: '=cmd()', customerId: '@x', total: '-1' })).to.equal("'=cmd(),'@x,-1");
  });
});
