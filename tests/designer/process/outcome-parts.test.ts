import { expect } from 'chai';
import type { Performed, RecordType } from '../../../designer/kit/api/types.ts';
import { documentNumbers, factsOf, worthTelling } from '../../../designer/kit/process/outcome-parts.ts';

const invoice: RecordType = {
  name: 'erp.invoice',
  title: 'Invoice',
  titlePlural: 'Invoices',
  labelField: 'invoiceNo',
  fields: [],
  searchFields: [],
  defaultSort: null,
  related: [],
  processes: [],
  can: { create: false, edit: false },
};
const work = (part: Partial<Performed>): Performed => ({
  instanceId: '1',
  elementId: 'e',
  elementName: null,
  work: 'erp.invoice.post',
  title: null,
  outcome: 'completed',
  output: {},
  errorCode: null,
  message: null,
  ...part,
});

describe('what is shown of the work a diagram did', () => {
  it('are the numbers of documents, linked where the person may read them', () => {
    expect(
      documentNumbers({ invoiceId: 'i1', invoiceNo: 'INV-1', shipmentId: 's1', shipmentNo: 'SH-1', orderNo: null }, [invoice]),
    ).to.deep.equal([
      { number: 'INV-1', href: '/records/erp.invoice/i1' },
      { number: 'SH-1', href: null },
    ]);
    expect(documentNumbers(null, [])).to.deep.equal([]);
  });

  it('are amounts that are amounts, and the due date', () => {
    expect(factsOf({ total: '424.99', tax: '76.64', cost: 'unknown', dueDate: '2026-12-05', lines: [] })).to.deep.equal([
      { name: 'total', value: '424.99', kind: 'money' },
      { name: 'dueDate', value: '2026-12-05', kind: 'date' },
    ]);
  });

  it('is not the mere reading of data, unless it failed', () => {
    const read = work({ work: 'crm.customer.get' });
    const failed = work({ work: 'crm.customer.get', outcome: 'error' });
    expect(worthTelling([read, work({}), failed])).to.deep.equal([work({}), failed]);
  });
});
