import { expect } from 'chai';
import type { RecordType } from '../../../../designer/kit/api/types.ts';
import { filterCount, formatRange, listQuery, parseRange, visibleColumns } from '../../../../modules/records/ui/list-address.ts';

const invoice: RecordType = {
  name: 'erp.invoice',
  title: 'Invoice',
  titlePlural: 'Invoices',
  labelField: 'no',
  searchFields: ['no'],
  defaultSort: '-no',
  related: [],
  processes: [],
  can: { create: false, edit: false },
  fields: [
    { name: 'no', title: 'No', type: 'text', inList: true },
    { name: 'status', title: 'Status', type: 'choice', choices: ['open', 'paid'], inList: true },
    { name: 'disputed', title: 'Disputed', type: 'boolean' },
    { name: 'dueOn', title: 'Due', type: 'date' },
    { name: 'createdAt', title: 'Created', type: 'dateTime' },
  ],
};

describe('the address of a list of records', () => {
  it('asks for what it names and for the usual order', () => {
    expect(listQuery({ search: 'x', 'f.status': 'open', 'f.disputed': 'true' }, invoice)).to.deep.equal({
      search: 'x',
      filter: { status: 'open', disputed: true },
      sort: '-no',
    });
    expect(listQuery({ sort: 'dueOn' }, invoice)).to.deep.equal({ search: undefined, filter: {}, sort: 'dueOn' });
  });

  it('asks for a range of days with both ends, the last day to its end', () => {
    expect(listQuery({ 'f.dueOn': '2026-01-01..2026-01-31' }, invoice).filter).to.deep.equal({
      dueOn: { gte: '2026-01-01', lte: '2026-01-31' },
    });
    expect(listQuery({ 'f.createdAt': '..2026-01-31' }, invoice).filter).to.deep.equal({ createdAt: { lte: '2026-01-31T23:59:59.999Z' } });
  });

  it('passes over what the type does not have', () => {
    expect(listQuery({ 'f.colour': 'red' }, invoice).filter).to.deep.equal({});
    expect(visibleColumns({ columns: 'colour,dueOn' }, invoice)).to.deep.equal(['dueOn']);
  });

  it('shows the columns of the list when it names none', () => {
    expect(visibleColumns({}, invoice)).to.deep.equal(['no', 'status']);
    expect(visibleColumns({ columns: 'colour' }, invoice)).to.deep.equal(['no', 'status']);
  });

  it('counts the filters that are set', () => {
    expect(filterCount({ 'f.status': 'open', 'f.dueOn': '', search: 'x' })).to.equal(1);
  });

  it('writes a range as it reads it', () => {
    expect(parseRange(formatRange('', '2026-01-31') ?? '')).to.deep.equal(['', '2026-01-31']);
    expect(formatRange('', '')).to.equal(null);
  });
});
