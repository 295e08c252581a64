import { expect } from 'chai';
import { createWorld, refusalOf, type World } from './world.ts';
import { audit } from './audit.ts';

describe('money', () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  afterEach(async () => {
    expect(await world.transaction(audit)).to.deep.equal([]);
  });
  after(() => world.close());

  interface Line {
    readonly itemId: string;
    readonly quantity: string;
    readonly discountPercent?: string;
    readonly unitPrice?: string;
  }
  const shipped = async (customerId: string, lines: readonly Line[], instalments = 1): Promise<{ orderId: string; shipmentId: string }> => {
    const place = await world.location();
    for (const line of lines) await world.receive(line.itemId, place, line.quantity);
    const orderId = await world.order({ customerId, lines, instalments });
    await world.run('erp.order.confirm', { orderId });
    await world.run('erp.stock.reserve', { orderId });
    const shipmentId = String((await world.run('erp.shipment.create', { orderId }))['shipmentId']);
    await world.run('erp.shipment.post', { shipmentId });
    return { orderId, shipmentId };
  };
  const taxed = async (percent: string): Promise<string> => {
    const code = `tax-${percent}`;
    await world.query("INSERT INTO erp.tax_rate (code, country, percent) VALUES ($1, 'CZ', $2) ON CONFLICT DO NOTHING", [code, percent]);
    return code;
  };

  const FIXTURES = [
    {
      title: '348.35 x 16 x 0.96 at 22 %',
      price: '348.35',
      quantity: '16',
      discount: '4',
      percent: '22',
      currency: 'EUR',
      net: '5350.66',
      tax: '1177.15',
      total: '6527.81',
    },
    {
      title: '10 x 3.60 at 5.5 %',
      price: '3.60',
      quantity: '10',
      discount: '0',
      percent: '5.5',
      currency: 'EUR',
      net: '36.00',
      tax: '1.98',
      total: '37.98',
    },
    {
      title: 'JPY 2 x 100.5',
      price: '100.5',
      quantity: '2',
      discount: '0',
      percent: '10',
      currency: 'JPY',
      net: '201',
      tax: '20',
      total: '221',
    },
    {
      title: '0.05 x 1 at 10 %, where half a cent is rounded up',
      price: '0.05',
      quantity: '1',
      discount: '0',
      percent: '10',
      currency: 'EUR',
      net: '0.05',
      tax: '0.01',
      total: '0.06',
    },
  ];
  for (const { title, price, quantity, discount, percent, currency, net, tax, total } of FIXTURES) {
    it(`of ${title} is ${total} on quote, order, invoice and list alike`, async () => {
      const item = await world.item({ price, taxCode: await taxed(percent), currency });
      const customer = await world.customer({ currency });
      const quote = await world.run('erp.price.quote', {
        customerId: customer,
        lines: [{ itemId: item, quantity, discountPercent: discount }],
      });
      expect(quote).to.include({ net, tax, gross: total, currency });
      const { orderId } = await shipped(customer, [{ itemId: item, quantity, discountPercent: discount }]);
      const invoice = await world.run('erp.invoice.post', { orderId });
      expect(invoice).to.include({ net, tax, total, currency });
      const [stored] = await world.query<{ ordered: string; invoiced: string }>(
        'SELECT trim_scale(sales_order.total)::text AS ordered, trim_scale(invoice.total)::text AS invoiced FROM erp.sales_order JOIN erp.invoice ON order_id = sales_order.id WHERE sales_order.id = $1',
        [orderId],
      );
      expect(stored?.ordered).to.equal(stored?.invoiced);
      expect(Number(stored?.invoiced)).to.equal(Number(total));
    });
  }

  it('of 5.47 in three instalments adds up to 5.47', async () => {
    const item = await world.item({ price: '5.47', taxCode: await taxed('0') });
    const { orderId } = await shipped(await world.customer({ paymentDays: 10 }), [{ itemId: item, quantity: '1' }], 3);
    const invoice = await world.run('erp.invoice.post', { orderId }, '2026-03-01T10:00:00.000Z');
    const parts = await world.query<{ amount: string; due_on: string }>(
      'SELECT round(amount, 2)::text AS amount, due_on::text FROM erp.instalment WHERE invoice_id = $1 ORDER BY position',
      [invoice['invoiceId']],
    );
    expect(parts).to.deep.equal([
      { amount: '1.82', due_on: '2026-03-11' },
      { amount: '1.83', due_on: '2026-04-10' },
      { amount: '1.82', due_on: '2026-05-10' },
    ]);
    expect(invoice).to.include({ total: '5.47', dueDate: '2026-05-10' });
  });

  it('invoiced in parts adds up to the order exactly, whatever the parts round to', async () => {
    const [item, place, customer] = [
      await world.item({ price: '0.333', taxCode: await taxed('21') }),
      await world.location(),
      await world.customer(),
    ];
    await world.receive(item, place, '10');
    const orderId = await world.order({ customerId: customer, lines: [{ itemId: item, quantity: '7', discountPercent: '3' }] });
    await world.run('erp.order.confirm', { orderId });
    const nets: number[] = [];
    for (const quantity of ['1', '1', '1', '4']) {
      await world.run('erp.stock.reserve', { orderId });
      const shipment = await world.run('erp.shipment.create', { orderId });
      const [line] = shipment['lines'] as { shipmentLineId: string }[];
      await world.run('erp.shipment.post', {
        shipmentId: shipment['shipmentId'],
        picked: [{ shipmentLineId: line?.shipmentLineId, quantity }],
      });
      nets.push(Number((await world.run('erp.invoice.post', { orderId, shipmentId: shipment['shipmentId'] }))['net']) * 100);
    }
    const [order] = await world.query<{ net: string }>('SELECT (net * 100)::integer AS net FROM erp.sales_order WHERE id = $1', [orderId]);
    expect(Math.round(nets.reduce((sum, net) => sum + net, 0))).to.equal(order?.net);
  });

  describe('is invoiced', () => {
    it('once: for nothing shipped, and for a shipment that has its invoice, it is refused', async () => {
      const item = await world.item();
      const customer = await world.customer();
      const empty = await world.order({ customerId: customer, lines: [{ itemId: item, quantity: '1' }] });
      await world.run('erp.order.confirm', { orderId: empty });
      expect((await refusalOf(world.run('erp.invoice.post', { orderId: empty }))).code).to.equal('NOTHING_TO_INVOICE');
      const { orderId, shipmentId } = await shipped(customer, [{ itemId: item, quantity: '1' }]);
      await world.run('erp.invoice.post', { orderId, shipmentId });
      expect((await refusalOf(world.run('erp.invoice.post', { orderId, shipmentId }))).code).to.equal('OVER_BILLING');
      expect((await refusalOf(world.run('erp.invoice.post', { orderId }))).code).to.equal('NOTHING_TO_INVOICE');
    });

    it('with services as ordered, and stays as it was when the customer changes', async () => {
      const [item, service] = [await world.item(), await world.item({ type: 'service', uom: 'hour', step: '0.25', price: '40' })];
      const customer = await world.customer({ name: 'Before Ltd' });
      const place = await world.location();
      await world.receive(item, place, '1');
      const orderId = await world.order({
        customerId: customer,
        lines: [
          { itemId: item, quantity: '1' },
          { itemId: service, quantity: '1.25' },
        ],
      });
      await world.run('erp.order.confirm', { orderId });
      await world.run('erp.stock.reserve', { orderId });
      await world.run('erp.shipment.post', { shipmentId: (await world.run('erp.shipment.create', { orderId }))['shipmentId'] });
      const invoice = await world.run('erp.invoice.post', { orderId });
      expect(invoice).to.include({ net: '60.00' });
      await world.query("UPDATE crm.customer SET name = 'After Ltd' WHERE id = $1", [customer]);
      const [printed] = await world.query("SELECT party ->> 'name' AS name FROM erp.invoice WHERE id = $1", [invoice['invoiceId']]);
      expect(printed).to.deep.equal({ name: 'Before Ltd' });
      for (const statement of [
        'UPDATE erp.invoice SET due_on = due_on + 1',
        'DELETE FROM erp.invoice',
        'UPDATE erp.invoice_line SET net = 0, gross = tax',
        'DELETE FROM erp.instalment',
      ]) {
        const error = await world.query(statement).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        expect(error, statement).to.have.property('code', 'LWIMM');
      }
    });

    it('not in a closed period, and not with a tax that has no rate that day', async () => {
      const code = await taxed('17');
      const item = await world.item({ taxCode: code });
      const { orderId } = await shipped(await world.customer(), [{ itemId: item, quantity: '1' }]);
      await world.query(
        "INSERT INTO erp.period (id, starts_on, ends_on, status, closed_at) VALUES (gen_random_uuid(), '2032-05-01', '2032-05-31', 'closed', now())",
      );
      expect((await refusalOf(world.run('erp.invoice.post', { orderId }, '2032-05-01T00:00:00.000Z'))).code).to.equal('PERIOD_CLOSED');
      await world.query("UPDATE erp.tax_rate SET valid = '(,2027-01-01)' WHERE code = $1", [code]);
      expect((await refusalOf(world.run('erp.invoice.post', { orderId }, '2032-06-01T00:00:00.000Z'))).code).to.equal('TAX_UNDEFINED');
    });
  });

  describe('is received', () => {
    const invoiced = async (): Promise<string> => {
      const { orderId } = await shipped(
        await world.customer(),
        [{ itemId: await world.item({ price: '100', taxCode: await taxed('0') }), quantity: '1' }],
        2,
      );
      return String((await world.run('erp.invoice.post', { orderId }))['invoiceId']);
    };
    const pay = (invoiceId: string, amount: string, currency = 'EUR'): Promise<Record<string, unknown>> =>
      world.run('erp.payment.allocate', { invoiceId, payment: { amount, currency, reference: 'r', receivedOn: '2026-05-05' } });

    it('in part and in full, oldest instalment first', async () => {
      const invoiceId = await invoiced();
      expect(await pay(invoiceId, '60.01')).to.include({
        allocated: '60.01',
        residual: '39.99',
        invoiceStatus: 'partial',
        unallocated: '0.00',
      });
      const open = await world.query(
        'SELECT round(residual, 2)::text AS residual FROM erp.open_item WHERE invoice_id = $1 ORDER BY position',
        [invoiceId],
      );
      expect(open).to.deep.equal([{ residual: '0.00' }, { residual: '39.99' }]);
      expect(await pay(invoiceId, '39.99')).to.include({ residual: '0.00', invoiceStatus: 'paid' });
    });

    it('above the invoice: the rest stays on the payment as an advance for the next one', async () => {
      const [first, second] = [await invoiced(), await invoiced()];
      const paid = await pay(first, '130');
      expect(paid).to.include({ allocated: '100.00', unallocated: '30.00', invoiceStatus: 'paid' });
      expect((await refusalOf(pay(first, '1'))).code).to.equal('OVER_ALLOCATION');
      expect(await world.run('erp.payment.allocate', { invoiceId: second, paymentId: paid['paymentId'] })).to.include({
        allocated: '30.00',
        residual: '70.00',
        unallocated: '0.00',
      });
      expect((await refusalOf(world.run('erp.payment.allocate', { invoiceId: second, paymentId: paid['paymentId'] }))).code).to.equal(
        'OVER_ALLOCATION',
      );
    });

    it('not more than asked for, not in another currency, not with a fraction of a cent', async () => {
      const invoiceId = await invoiced();
      expect(
        (await refusalOf(world.run('erp.payment.allocate', { invoiceId, amount: '100.01', payment: { amount: '200', currency: 'EUR' } })))
          .code,
      ).to.equal('OVER_ALLOCATION');
      expect((await refusalOf(pay(invoiceId, '10', 'USD'))).code).to.equal('CURRENCY_MISMATCH');
      expect((await refusalOf(pay(invoiceId, '10.001'))).code).to.equal('OVER_ALLOCATION');
      expect(
        await world.query('SELECT 1 FROM erp.allocation JOIN erp.open_item ON open_item.id = open_item_id WHERE invoice_id = $1', [
          invoiceId,
        ]),
      ).to.deep.equal([]);
    });

    it('and taken off again, which opens invoice and order', async () => {
      const invoiceId = await invoiced();
      const { paymentId } = await pay(invoiceId, '100');
      const status = async (): Promise<unknown> =>
        (
          await world.query(
            'SELECT sales_order.status FROM erp.sales_order JOIN erp.invoice ON order_id = sales_order.id WHERE invoice.id = $1',
            [invoiceId],
          )
        )[0];
      expect(await status()).to.deep.equal({ status: 'done' });
      expect(await world.run('erp.payment.unallocate', { paymentId, invoiceId })).to.include({ residual: '100.00', invoiceStatus: 'open' });
      expect(await status()).to.deep.equal({ status: 'confirmed' });
      expect(await world.run('erp.payment.allocate', { invoiceId, paymentId })).to.include({ residual: '0.00', invoiceStatus: 'paid' });
    });
  });

  describe('is quoted and ordered', () => {
    it('by the best price for the quantity on the day, and refused where there is none', async () => {
      const item = await world.item({ price: '10', taxCode: await taxed('0') });
      const [list] = await world.query<{ id: string }>("SELECT id FROM erp.price_list WHERE currency = 'EUR' AND is_default");
      await world.query(
        'INSERT INTO erp.price (id, price_list_id, item_id, min_quantity, unit_price) VALUES (gen_random_uuid(), $1, $2, 100, 8)',
        [list?.id, item],
      );
      const customer = await world.customer();
      const quote = async (quantity: string, itemId = item): Promise<unknown> =>
        (await world.run('erp.price.quote', { customerId: customer, lines: [{ itemId, quantity }] }))['gross'];
      expect(await quote('99')).to.equal('990.00');
      expect(await quote('100')).to.equal('800.00');
      expect((await refusalOf(quote('1', await world.item({ price: null })))).code).to.equal('PRICE_MISSING');
    });

    it('with a discount up to the limit of the list only', async () => {
      const item = await world.item();
      await world.query("UPDATE erp.price_list SET max_discount_percent = 10 WHERE currency = 'EUR' AND is_default");
      const customer = await world.customer();
      const refusal = await refusalOf(
        world.run('erp.price.quote', { customerId: customer, lines: [{ itemId: item, quantity: '1', discountPercent: '10.5' }] }),
      );
      expect(refusal.code).to.equal('DISCOUNT_OVER_LIMIT');
      await world.query("UPDATE erp.price_list SET max_discount_percent = 100 WHERE currency = 'EUR' AND is_default");
    });

    it('and an order is not confirmed at another price than today, nor with a blocked item, nor without lines', async () => {
      const [item, customer] = [await world.item({ price: '10', sku: 'DEAR' }), await world.customer()];
      const draft = (): Promise<string> => world.order({ customerId: customer, lines: [{ itemId: item, quantity: '1' }] });
      const orderId = await draft();
      await world.query('UPDATE erp.price SET unit_price = 11 WHERE item_id = $1', [item]);
      expect(await refusalOf(world.run('erp.order.confirm', { orderId }))).to.deep.include({
        code: 'PRICE_CHANGED',
        message: 'Expected the price of DEAR to be 10 as on the order, but it is 11 today',
      });
      const agreed = await world.order({ customerId: customer, lines: [{ itemId: item, quantity: '1', unitPrice: '9' }] });
      await world.run('erp.order.confirm', { orderId: agreed });
      await world.query('UPDATE erp.item SET blocked = true WHERE id = $1', [item]);
      expect((await refusalOf(world.run('erp.order.confirm', { orderId: await draft() }))).code).to.equal('ITEM_BLOCKED');
      expect(
        (await refusalOf(world.run('erp.order.confirm', { orderId: await world.order({ customerId: customer, lines: [] }) }))).code,
      ).to.equal('WRONG_STATUS');
      expect((await refusalOf(world.run('erp.order.confirm', { orderId: agreed }))).code).to.equal('WRONG_STATUS');
    });

    it('and an order can be cancelled until something has left, which frees its stock', async () => {
      const [item, place] = [await world.item(), await world.location()];
      await world.receive(item, place, '5');
      const orderId = await world.order({ customerId: await world.customer(), lines: [{ itemId: item, quantity: '5' }] });
      await world.run('erp.order.confirm', { orderId });
      await world.run('erp.stock.reserve', { orderId });
      expect(await world.run('erp.order.cancel', { orderId })).to.deep.equal({ orderId, released: 1 });
      expect(await world.run('erp.order.cancel', { orderId })).to.deep.equal({ orderId, released: 0 });
      const { orderId: gone } = await shipped(await world.customer(), [{ itemId: item, quantity: '1' }]);
      expect((await refusalOf(world.run('erp.order.cancel', { orderId: gone }))).code).to.equal('WRONG_STATUS');
    });
  });
});
