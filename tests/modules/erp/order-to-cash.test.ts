import { expect } from 'chai';
import { createWorld, refusalOf, type World } from './world.ts';

describe('from order to cash', () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  after(() => world.close());

  it('ships, invoices and settles an order, and every figure agrees', async () => {
    const [item, place, customer] = [await world.item({ price: '12.50', sku: 'CHAIR' }), await world.location(), await world.customer()];
    await world.receive(item, place, '10', '7');
    const orderId = await world.order({ customerId: customer, lines: [{ itemId: item, quantity: '4', discountPercent: '10' }] });
    const confirmed = await world.run('erp.order.confirm', { orderId });
    expect(confirmed).to.include({ orderId, customerId: customer, total: '54.45', currency: 'EUR' });
    const reserved = await world.run('erp.stock.reserve', { orderId });
    expect(reserved['short']).to.deep.equal([]);
    const shipment = await world.run('erp.shipment.create', { orderId });
    const posted = await world.run('erp.shipment.post', { shipmentId: shipment['shipmentId'] });
    expect(posted).to.deep.include({ cost: '28.00', lines: [{ sku: 'CHAIR', quantity: '4' }] });
    const invoice = await world.run('erp.invoice.post', { orderId, shipmentId: shipment['shipmentId'] });
    expect(invoice).to.include({ net: '45.00', tax: '9.45', total: '54.45', currency: 'EUR' });
    const paid = await world.run('erp.payment.allocate', {
      invoiceId: invoice['invoiceId'],
      payment: { amount: '54.45', currency: 'EUR', reference: 'bank 1' },
    });
    expect(paid).to.include({ allocated: '54.45', residual: '0.00', invoiceStatus: 'paid' });
    const [order] = await world.query('SELECT status, total::text FROM erp.sales_order WHERE id = $1', [orderId]);
    expect(order).to.deep.equal({ status: 'done', total: '54.4500' });
    const [balance] = await world.query('SELECT on_hand::text, reserved::text FROM erp.stock_balance WHERE item_id = $1', [item]);
    expect(balance).to.deep.equal({ on_hand: '6.000000', reserved: '0.000000' });
  });

  it('refuses an order above the credit limit unless it is approved', async () => {
    const [item, customer] = [await world.item({ price: '100' }), await world.customer({ creditLimit: '120' })];
    const orderId = await world.order({ customerId: customer, lines: [{ itemId: item, quantity: '1' }] });
    const refusal = await refusalOf(world.run('erp.order.confirm', { orderId }));
    expect(refusal.code).to.equal('CREDIT_LIMIT');
    expect(refusal.details).to.include({ creditLimit: '120.00', exposure: '121.00', total: '121.00' });
    expect(await world.run('erp.order.confirm', { orderId, approvedOverLimit: true })).to.include({ total: '121.00' });
  });

  it('prints a legal entity that became known between order and invoice', async () => {
    const [item, place, customer] = [await world.item(), await world.location(), await world.customer({ name: 'Shop' })];
    await world.receive(item, place, '1');
    const orderId = await world.order({ customerId: customer, lines: [{ itemId: item, quantity: '1' }] });
    await world.run('erp.order.confirm', { orderId });
    await world.run('erp.stock.reserve', { orderId });
    await world.run('erp.shipment.post', { shipmentId: (await world.run('erp.shipment.create', { orderId }))['shipmentId'] });
    await world.query(
      `WITH party AS (INSERT INTO crm.counterparty (id, legal_name, tax_id, country) VALUES (gen_random_uuid(), 'Shop Ltd', 'CZ77', 'CZ') RETURNING id)
      INSERT INTO crm.customer_counterparty (id, customer_id, counterparty_id) SELECT gen_random_uuid(), $1, id FROM party`,
      [customer],
    );
    const { invoiceId } = await world.run('erp.invoice.post', { orderId });
    const [invoice] = await world.query(
      "SELECT party ->> 'name' AS name, counterparty_id IS NOT NULL AS linked FROM erp.invoice WHERE id = $1",
      [invoiceId],
    );
    expect(invoice).to.deep.equal({ name: 'Shop Ltd', linked: true });
  });
});
