import { expect } from 'chai';
import { module as crm } from '../../../modules/crm/index.ts';
import { module as erp } from '../../../modules/erp/index.ts';
import { createModuleWorld, type ModuleWorld } from '../records/records-world.ts';
import { audit } from './audit.ts';
import { ACTOR, refusalOf } from './world.ts';

const LONGEST_SEED_MS = 8_000;

describe('the demo company', () => {
  let world: ModuleWorld;
  let took = 0;
  before(async function () {
    this.timeout(60_000);
    world = await createModuleWorld([]);
    const start = performance.now();
    await crm.seedDemo(world.services, ACTOR);
    await erp.seedDemo(world.services, ACTOR);
    took = performance.now() - start;
  });
  after(() => world.close());

  const one = async <Value>(text: string, values: readonly unknown[] = []): Promise<Value> => {
    const [row] = await world.query<{ value: Value }>(text, values);
    if (row === undefined) throw new Error('Expected a row, but there is none');
    return row.value;
  };
  const orderOf = (customer: string): Promise<string> =>
    one(
      `SELECT sales_order.id AS value FROM erp.sales_order JOIN crm.customer ON customer.id = customer_id WHERE sales_order.status = 'draft' AND name = $1`,
      [customer],
    );

  it(`is there within ${LONGEST_SEED_MS / 1_000} seconds`, () => {
    expect(took).to.be.lessThan(LONGEST_SEED_MS);
  });

  it('passes the audit', async () => {
    expect(await world.transaction(audit)).to.deep.equal([]);
  });

  it('has a month behind it and work in front of it', async () => {
    expect(await one<number>('SELECT count(*)::int AS value FROM erp.item')).to.be.at.least(25);
    expect(await one<number>('SELECT count(*)::int AS value FROM crm.customer')).to.equal(20);
    expect(await one<number>(`SELECT count(*)::int AS value FROM erp.invoice WHERE status = 'posted'`)).to.be.at.least(20);
    expect(await one<number>(`SELECT count(*)::int AS value FROM erp.invoice WHERE payment_status = 'paid'`)).to.be.within(10, 25);
    expect(await one<number>(`SELECT count(*)::int AS value FROM erp.write_off WHERE status IN ('posted', 'reversed')`)).to.equal(4);
    expect(await one<number>(`SELECT count(*)::int AS value FROM erp.sales_order WHERE status = 'draft'`)).to.equal(14);
    expect(await one<number>(`SELECT count(DISTINCT invoiced_on)::int AS value FROM erp.invoice`)).to.be.at.least(15);
    expect(await one<number>(`SELECT count(DISTINCT stage)::int AS value FROM crm.deal`)).to.equal(6);
  });

  it('numbers its invoices in the order of their dates', async () => {
    const wrong = await world.query(
      'SELECT 1 FROM erp.invoice one JOIN erp.invoice other ON other.series = one.series AND other.number > one.number AND other.invoiced_on < one.invoiced_on',
    );
    expect(wrong).to.deep.equal([]);
  });

  it('can ship every open order but the two that are meant to stop', async () => {
    const drafts = await world.query<{ id: string; name: string }>(
      `SELECT sales_order.id, name FROM erp.sales_order JOIN crm.customer ON customer.id = customer_id WHERE sales_order.status = 'draft' AND name NOT IN ('Harbour Cafe', 'Linden Hotel Group')`,
    );
    for (const draft of drafts) {
      await world.run('erp.order.confirm', { orderId: draft.id });
      expect((await world.run('erp.stock.reserve', { orderId: draft.id }))['short'], draft.name).to.deep.equal([]);
    }
  });

  it('is short of cups for Harbour Cafe', async () => {
    const orderId = await orderOf('Harbour Cafe');
    await world.run('erp.order.confirm', { orderId });
    const refusal = await refusalOf(world.run('erp.stock.reserve', { orderId }));
    expect(refusal.code).to.equal('INSUFFICIENT_STOCK');
    expect((refusal.details['short'] as object[])[0]).to.include({ sku: 'CUP-ESPRESSO', ordered: '20', available: '6', missing: '14' });
  });

  it('asks for an approval for Linden Hotel Group', async () => {
    expect((await refusalOf(world.run('erp.order.confirm', { orderId: await orderOf('Linden Hotel Group') }))).code).to.equal(
      'CREDIT_LIMIT',
    );
  });
});
