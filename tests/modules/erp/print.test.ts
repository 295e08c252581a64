import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { module as crm } from '../../../modules/crm/index.ts';
import { module as erp } from '../../../modules/erp/index.ts';
import { invoiceDocument } from '../../../modules/erp/print/invoice-document.ts';
import { runsOf } from '../../../modules/erp/print/fonts.ts';
import { INVOICE_LABELS } from '../../../modules/erp/print/labels.ts';
import { readInvoice } from '../../../modules/erp/print/read-invoice.ts';
import { createModuleWorld, STRANGER, type ModuleWorld } from '../records/records-world.ts';

describe('the routes of the ERP', () => {
  let world: ModuleWorld;
  let invoiceId = '';
  before(async () => {
    world = await createModuleWorld([crm, erp]);
    await world.query("UPDATE erp.tax_rate SET percent = 22 WHERE code = 'standard'");
    const [item, place, customer] = [
      await world.item({ price: '348.35', sku: 'LAMP' }),
      await world.location('PRINT'),
      await world.customer({ name: 'ნინო Žižka Иван' }),
    ];
    await world.query("UPDATE crm.customer SET language = 'ka' WHERE id = $1", [customer]);
    await world.receive(item, place, '20');
    const orderId = await world.order({ customerId: customer, lines: [{ itemId: item, quantity: '16', discountPercent: '4' }] });
    await world.run('erp.order.confirm', { orderId });
    await world.run('erp.stock.reserve', { orderId });
    const { shipmentId } = await world.run('erp.shipment.create', { orderId });
    await world.run('erp.shipment.post', { shipmentId });
    invoiceId = String((await world.run('erp.invoice.post', { orderId }))['invoiceId']);
  });
  after(() => world.close());

  it('prints an invoice as a PDF with fonts for every letter of the product', async () => {
    const answer = await fetch((await world.call('GET', `/erp/invoices/${invoiceId}/pdf`)).raw.url);
    expect(answer.headers.get('content-type')).to.include('application/pdf');
    const pdf = Buffer.from(await answer.arrayBuffer());
    expect(pdf.subarray(0, 5).toString()).to.equal('%PDF-');
    expect(pdf.toString('latin1')).to.include('NotoSansGeorgian').and.to.include('NotoSans-Bold');
    if (process.env['KEEP_PDF'] !== undefined) writeFileSync(process.env['KEEP_PDF'], pdf);
  });

  it('prints the stored totals, digit for digit', async () => {
    const invoice = await world.transaction((sql) => readInvoice(sql, invoiceId));
    if (invoice === null) throw new Error('Expected the invoice, but there is none');
    const [stored] = await world.query<{ total: string }>('SELECT total::text FROM erp.invoice WHERE id = $1', [invoiceId]);
    expect(stored?.total).to.equal('6527.8100');
    const text = JSON.stringify(invoiceDocument(invoice));
    for (const figure of ['5350.66', '1177.15', '6527.81', '348.35', invoice.invoiceNo]) expect(text).to.include(figure);
    expect(text).to.include(INVOICE_LABELS['ka']?.total ?? '-');
  });

  it('splits a text into runs of one font each', () => {
    expect(runsOf('ნინო Žižka').map((run) => run.font)).to.deep.equal(['NotoSansGeorgian', 'NotoSans']);
    expect(runsOf('')).to.deep.equal([]);
  });

  it('has no PDF of a draft or of nothing', async () => {
    expect((await world.call('GET', '/erp/invoices/00000000-0000-7000-8000-0000000000ff/pdf')).status).to.equal(404);
    expect((await world.call('GET', '/erp/invoices/nothing/pdf')).status).to.equal(404);
  });

  it('shows the stock with item, place and what is free', async () => {
    const answer = await world.call('GET', '/erp/stock');
    expect((answer.body['items'] as object[])[0]).to.include({
      sku: 'LAMP',
      locationCode: 'PRINT',
      onHand: '4',
      reserved: '0',
      available: '4',
      uom: 'pcs',
    });
    expect((await world.call('GET', '/erp/stock', undefined, STRANGER)).status).to.equal(403);
  });
});
