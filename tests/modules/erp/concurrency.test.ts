import { expect } from 'chai';
import { audit } from './audit.ts';
import { contextOn, createWorld, inTransaction, operationOf, refusalOf, type World } from './world.ts';

const AT_ONCE = 50;
const INVOICES = 100;
/** Share of posting attempts that are broken off on purpose, in percent. */
const ABORTED_PERCENT = 40;

describe('at the same time', () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  afterEach(async () => {
    expect(await world.transaction(audit)).to.deep.equal([]);
  });
  after(() => world.close());

  const confirmed = async (itemId: string, quantity: string): Promise<string> => {
    const orderId = await world.order({ customerId: await world.customer(), lines: [{ itemId, quantity }] });
    await world.run('erp.order.confirm', { orderId });
    return orderId;
  };
  const shipped = async (itemId: string): Promise<string> => {
    const orderId = await confirmed(itemId, '1');
    await world.run('erp.stock.reserve', { orderId });
    await world.run('erp.shipment.post', { shipmentId: (await world.run('erp.shipment.create', { orderId }))['shipmentId'] });
    return orderId;
  };

  it(`${AT_ONCE} reservations of one hot item never promise a piece twice`, async function () {
    this.timeout(60_000);
    const item = await world.item();
    await world.receive(item, await world.location(), '60');
    await world.receive(item, await world.location(), '30');
    const orders: string[] = [];
    for (let number = 0; number < AT_ONCE; number += 1) orders.push(await confirmed(item, '3'));
    const outcomes = await Promise.all(
      orders.map((orderId) =>
        world.run('erp.stock.reserve', { orderId }).then(
          () => 'reserved',
          (error: unknown) => refusalOf(Promise.reject(error)).then((refusal) => refusal.code),
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'reserved')).to.have.lengthOf(30);
    expect(outcomes.filter((outcome) => outcome === 'INSUFFICIENT_STOCK')).to.have.lengthOf(20);
    const [sums] = await world.query(
      'SELECT sum(reserved)::text AS reserved, sum(available)::text AS available FROM erp.stock_balance WHERE item_id = $1',
      [item],
    );
    expect(sums).to.deep.equal({ reserved: '90.000000', available: '0.000000' });
  });

  it(`${INVOICES} invoices, of which many attempts break off, are numbered 1 to ${INVOICES} without a gap`, async function () {
    this.timeout(120_000);
    const item = await world.item();
    await world.receive(item, await world.location(), String(INVOICES));
    const orders: string[] = [];
    for (let number = 0; number < INVOICES; number += 1) orders.push(await shipped(item));
    let attempts = 0;
    const post = async (orderId: string): Promise<void> => {
      for (let done = false; !done;) {
        attempts += 1;
        const aborts = (attempts * 37) % 100 < ABORTED_PERCENT;
        done = await inTransaction(world.pool, async (sql) => {
          const operation = operationOf('erp.invoice.post');
          await operation.run(contextOn(sql, '2029-06-01T10:00:00.000Z'), operation.input.parse({ orderId }));
          if (aborts) throw new Error('broken off');
          return true;
        }).catch((error: unknown) => {
          if (error instanceof Error && error.message === 'broken off') return false;
          throw error;
        });
      }
    };
    await Promise.all(orders.map(post));
    expect(attempts).to.be.greaterThan(INVOICES);
    const numbers = await world.query<{ number: number }>("SELECT number FROM erp.invoice WHERE series = 'invoice/2029' ORDER BY number");
    expect(numbers.map((row) => row.number)).to.deep.equal(Array.from({ length: INVOICES }, (_, index) => index + 1));
  });

  it('an invoice and a payment in opposite order both get through, with a retry where the database breaks a deadlock', async function () {
    this.timeout(60_000);
    const item = await world.item({ price: '100' });
    await world.receive(item, await world.location(), '10');
    for (let round = 0; round < 3; round += 1) {
      const [orderA, orderB] = [await shipped(item), await shipped(item)];
      const [open] = [await shipped(item)];
      const { invoiceId } = await world.run('erp.invoice.post', { orderId: open });
      const inOneStep = (...steps: readonly (readonly [string, object])[]): Promise<void> =>
        inTransaction(world.pool, async (sql) => {
          for (const [topic, input] of steps) {
            const operation = operationOf(topic);
            await operation.run(contextOn(sql), operation.input.parse(input));
          }
        });
      const pay = ['erp.payment.allocate', { invoiceId, payment: { amount: '10', currency: 'EUR' } }] as const;
      await Promise.all([
        inOneStep(['erp.invoice.post', { orderId: orderA }], pay),
        inOneStep(pay, ['erp.invoice.post', { orderId: orderB }]),
      ]);
      const [row] = await world.query('SELECT sum(allocated)::text AS allocated FROM erp.open_item WHERE invoice_id = $1', [invoiceId]);
      expect(row).to.deep.equal({ allocated: '20.0000' });
    }
  });

  it('two postings of one shipment ship it once', async () => {
    const item = await world.item();
    await world.receive(item, await world.location(), '10');
    const orderId = await confirmed(item, '4');
    await world.run('erp.stock.reserve', { orderId });
    const { shipmentId } = await world.run('erp.shipment.create', { orderId });
    const outcomes = await Promise.allSettled([
      world.run('erp.shipment.post', { shipmentId }),
      world.run('erp.shipment.post', { shipmentId }),
    ]);
    expect(outcomes.map((outcome) => outcome.status).toSorted()).to.deep.equal(['fulfilled', 'rejected']);
    const [balance] = await world.query('SELECT on_hand::text FROM erp.stock_balance WHERE item_id = $1', [item]);
    expect(balance).to.deep.equal({ on_hand: '6.000000' });
  });

  it('two orders cannot use the same credit', async () => {
    const item = await world.item({ price: '100' });
    const customerId = await world.customer({ creditLimit: '150' });
    const orders = [
      await world.order({ customerId, lines: [{ itemId: item, quantity: '1' }] }),
      await world.order({ customerId, lines: [{ itemId: item, quantity: '1' }] }),
    ];
    const outcomes = await Promise.all(
      orders.map((orderId) =>
        world.run('erp.order.confirm', { orderId }).then(
          () => 'confirmed',
          (error: unknown) => refusalOf(Promise.reject(error)).then((refusal) => refusal.code),
        ),
      ),
    );
    expect(outcomes.toSorted()).to.deep.equal(['CREDIT_LIMIT', 'confirmed']);
  });

  it('a period cannot be closed under a posting that has begun', async () => {
    const item = await world.item();
    const place = await world.location();
    await world.query(
      "INSERT INTO erp.period (id, starts_on, ends_on) VALUES ('00000000-0000-7000-8000-000000000901', '2033-01-01', '2033-01-31')",
    );
    let closing: Promise<unknown> = Promise.resolve();
    await inTransaction(world.pool, async (sql) => {
      const operation = operationOf('erp.receipt.post');
      const input = { locationId: place, lines: [{ itemId: item, quantity: '1', unitCost: '1' }] };
      await operation.run(contextOn(sql, '2033-01-15T00:00:00.000Z'), operation.input.parse(input));
      closing = world.query(
        "UPDATE erp.period SET status = 'closed', closed_at = clock_timestamp() WHERE id = '00000000-0000-7000-8000-000000000901'",
      );
      const { rows } = await sql.query("SELECT status FROM erp.period WHERE id = '00000000-0000-7000-8000-000000000901'");
      expect(rows).to.deep.equal([{ status: 'open' }]);
    });
    await closing;
    const late = world.run(
      'erp.receipt.post',
      { locationId: place, lines: [{ itemId: item, quantity: '1', unitCost: '1' }] },
      '2033-01-15T00:00:00.000Z',
    );
    expect((await refusalOf(late)).code).to.equal('PERIOD_CLOSED');
  });
});
