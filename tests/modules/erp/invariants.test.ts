import { expect } from 'chai';
import { module as crm } from '../../../modules/crm/index.ts';
import { module as erp } from '../../../modules/erp/index.ts';
import { audit } from './audit.ts';
import { createWorld, executorOf, type World } from './world.ts';

/** How to break each invariant behind the back of the constraints that hold it; `$item` and the like are looked up in the world below. */
const BREAKS: readonly { readonly id: string; readonly how: string; readonly statements: readonly string[] }[] = [
  {
    id: 'I1',
    how: 'a move of a fraction of a step',
    statements: ["UPDATE erp.stock_move SET quantity = quantity + 0.5 WHERE document_type = 'write_off' AND reversal_of IS NULL"],
  },
  { id: 'I2', how: 'a balance that no move explains', statements: ['UPDATE erp.stock_balance SET on_hand = on_hand + 1'] },
  {
    id: 'I3',
    how: 'a negative balance',
    statements: [
      'ALTER TABLE erp.stock_balance DROP CONSTRAINT stock_balance_on_hand_not_negative, DROP CONSTRAINT stock_balance_reserved_within_on_hand',
      'UPDATE erp.stock_balance SET on_hand = -1',
    ],
  },
  { id: 'I4', how: 'a reservation that the balance does not know', statements: ['UPDATE erp.reservation SET released = 0, consumed = 0'] },
  {
    id: 'I5',
    how: 'a serial number in a second place',
    statements: ["INSERT INTO erp.serial_position SELECT item_id, serial || 'x', location_id FROM erp.serial_position LIMIT 1"],
  },
  {
    id: 'I6',
    how: 'a period closed before its last move was written',
    statements: [
      "INSERT INTO erp.period (id, starts_on, ends_on, status, closed_at) VALUES (gen_random_uuid(), '2000-01-01', '2100-01-01', 'closed', '2001-01-01')",
    ],
  },
  { id: 'V1', how: 'a value that no move explains', statements: ['UPDATE erp.stock_valuation SET value = value + 0.01'] },
  {
    id: 'V2',
    how: 'value without goods',
    statements: [
      'ALTER TABLE erp.stock_valuation DROP CONSTRAINT stock_valuation_empty_is_worthless',
      'UPDATE erp.stock_valuation SET quantity = 0, value = 1',
    ],
  },
  { id: 'U1', how: 'a changed conversion', statements: ['UPDATE erp.item_uom SET numerator = 9'] },
  { id: 'U2', how: 'a step that documents do not keep', statements: ["UPDATE erp.item SET quantity_step = 7 WHERE tracking = 'none'"] },
  { id: 'U3', how: 'a floating point column', statements: ['ALTER TABLE erp.item ADD COLUMN weight double precision'] },
  {
    id: 'O1',
    how: 'more shipped than ordered',
    statements: [
      'ALTER TABLE erp.sales_order_line DROP CONSTRAINT sales_order_line_shipped_within_ordered',
      'UPDATE erp.sales_order_line SET shipped = stock_quantity + 1',
    ],
  },
  { id: 'O2', how: 'an order line that forgot its shipment', statements: ['UPDATE erp.sales_order_line SET invoiced = 0, shipped = 0'] },
  {
    id: 'O3',
    how: 'an order done before it is paid',
    statements: ["UPDATE erp.sales_order SET status = 'done' WHERE status = 'confirmed'"],
  },
  {
    id: 'W1',
    how: 'a write-off without the approval it needs',
    statements: [
      'ALTER TABLE erp.write_off DROP CONSTRAINT write_off_approved',
      "UPDATE erp.write_off SET approval_above = 0, approved_by = NULL WHERE status = 'posted'",
    ],
  },
  { id: 'N1', how: 'a lost number', statements: ['UPDATE erp.number_series SET last_number = last_number + 1'] },
  { id: 'N2', how: 'a posted invoice with another due date', statements: ['UPDATE erp.invoice SET due_on = due_on + 1'] },
  {
    id: 'N3',
    how: 'a total that is not the sum of the lines',
    statements: ['UPDATE erp.invoice SET net = net + 0.01, total = total + 0.01'],
  },
  { id: 'N4', how: 'an instalment that lost a cent', statements: ['UPDATE erp.instalment SET amount = amount - 0.01 WHERE position = 1'] },
  { id: 'N5', how: 'an allocation that nobody counted', statements: ['UPDATE erp.allocation SET amount = amount + 0.01'] },
  {
    id: 'D1',
    how: 'a gap in the stage history',
    statements: ["UPDATE crm.deal_stage_history SET entered_at = entered_at - interval '1 hour' WHERE sequence = 2"],
  },
  {
    id: 'D1-outcome',
    how: 'a lost deal without reason',
    statements: ['ALTER TABLE crm.deal DROP CONSTRAINT deal_lost_has_reason', 'UPDATE crm.deal SET lost_reason = NULL'],
  },
  {
    id: 'P1',
    how: 'a legal entity with two customers at once',
    statements: [
      'ALTER TABLE crm.customer_counterparty DROP CONSTRAINT customer_counterparty_no_overlap',
      'INSERT INTO crm.customer_counterparty (id, customer_id, counterparty_id) SELECT gen_random_uuid(), customer_id, counterparty_id FROM crm.customer_counterparty',
    ],
  },
];

describe('the auditor', () => {
  let world: World;
  before(async () => {
    world = await createWorld();
    await fill(world);
  });
  after(() => world.close());

  it('finds nothing in data that operations have written', async () => {
    expect(await world.transaction(audit)).to.deep.equal([]);
  });

  it('is asked in this file about every invariant of the modules', () => {
    expect(BREAKS.map((entry) => entry.id)).to.have.members([...crm.invariants, ...erp.invariants].map((invariant) => invariant.id));
  });

  for (const { id, how, statements } of BREAKS) {
    it(`reports ${id} when somebody writes ${how} behind the constraints`, async () => {
      const client = await world.pool.connect();
      try {
        await client.query("begin; set local session_replication_role = 'replica'");
        for (const statement of statements) await client.query(statement);
        expect(await audit(executorOf(client))).to.include(id);
      } finally {
        await client.query('rollback');
        client.release();
      }
    });
  }
});

/** One of everything: an order shipped in part, invoiced in instalments and paid in part, a write-off, a serial number, a lost deal, a legal entity. */
async function fill(world: World): Promise<void> {
  const [item, place, customer] = [await world.item({ price: '5' }), await world.location(), await world.customer()];
  await world.query("INSERT INTO erp.item_uom (item_id, uom, numerator) VALUES ($1, 'pack', 8)", [item]);
  await world.receive(item, place, '50', '2');
  const phone = await world.item({ tracking: 'serial', price: '100' });
  await world.run('erp.receipt.post', { locationId: place, lines: [{ itemId: phone, quantity: '1', unitCost: '60', serial: 'A1' }] });
  const orderId = await world.order({
    customerId: customer,
    instalments: 3,
    lines: [
      { itemId: item, quantity: '2', uom: 'pack' },
      { itemId: item, quantity: '4' },
    ],
  });
  await world.run('erp.order.confirm', { orderId });
  await world.run('erp.stock.reserve', { orderId });
  const shipment = await world.run('erp.shipment.create', { orderId });
  const [line] = shipment['lines'] as { shipmentLineId: string }[];
  await world.run('erp.shipment.post', {
    shipmentId: shipment['shipmentId'],
    picked: [{ shipmentLineId: line?.shipmentLineId, quantity: '8' }],
  });
  const invoice = await world.run('erp.invoice.post', { orderId });
  await world.run('erp.payment.allocate', { invoiceId: invoice['invoiceId'], payment: { amount: '20', currency: 'EUR' } });
  const writeOff = await world.run('erp.writeoff.create', { itemId: item, locationId: place, quantity: '1', reason: 'damaged' });
  await world.run('erp.writeoff.post', { writeOffId: writeOff['writeOffId'] });
  const [deal] = await world.query<{ id: string }>(
    `INSERT INTO crm.deal (id, title, customer_id, pipeline_id, stage) SELECT gen_random_uuid(), 'Deal', $1, id, 'new' FROM crm.pipeline RETURNING id`,
    [customer],
  );
  await world.run('crm.deal.stage', { dealId: deal?.id, stage: 'lost', reason: 'price' });
  await world.query(`INSERT INTO crm.counterparty (id, legal_name, tax_id, country) VALUES (gen_random_uuid(), 'Alder', 'CZ9', 'CZ')`);
  await world.query(
    'INSERT INTO crm.customer_counterparty (id, customer_id, counterparty_id) SELECT gen_random_uuid(), $1, id FROM crm.counterparty',
    [customer],
  );
}
