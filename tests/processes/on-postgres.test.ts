import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../engine/model/index.ts';
import type { Resource, StepResult } from '../../engine/port/engine.ts';
import { migrations as crmMigrations } from '../../modules/crm/migration/index.ts';
import { operations as crmOperations } from '../../modules/crm/operation/index.ts';
import { migrations as erpMigrations } from '../../modules/erp/migration/index.ts';
import { operations as erpOperations } from '../../modules/erp/operation/index.ts';
import { worldOn, type World } from '../modules/erp/world.ts';
import { createTestDatabase } from '../support/database.ts';
import { ANNA, createTestEngine, eventually, type TestEngine } from '../support/engine.ts';

const ROOT = new URL('../../processes/', import.meta.url).pathname;

function resources(): readonly Resource[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(join(ROOT, name))
        .filter((file) => /\.(bpmn|dmn|form)$/.test(file))
        .map((file) => ({ name: file, content: readFileSync(join(ROOT, name, file), 'utf8') })),
    );
}

describe('the processes on PostgreSQL with the operations of CRM and ERP', () => {
  let world: World;
  let test: TestEngine;

  before(async function () {
    this.timeout(60_000);
    const database = await createTestDatabase([...crmMigrations, ...erpMigrations]);
    world = worldOn(database);
    test = createTestEngine(database, [...crmOperations, ...erpOperations]);
    const deployed = await test.engine.deploy(resources(), null, ANNA);
    if (deployed.kind === 'refused') throw new Error(JSON.stringify(deployed.findings));
  });
  after(async () => {
    await test.close();
    await world.close();
  });

  const start = (processId: string, variables: JsonObject): Promise<StepResult> => test.engine.startProcess({ processId, variables }, ANNA);

  /** Element ids of the open tasks of a call tree. */
  async function open(rootId: string): Promise<readonly string[]> {
    const rows = await world.query<{ element_id: string }>(
      "select element_id from task where root_instance_id = $1 and status = 'open' order by created_at",
      [rootId],
    );
    return rows.map((row) => row.element_id);
  }

  async function complete(rootId: string, element: string, variables: JsonObject = {}): Promise<StepResult> {
    const [task] = await world.query<{ id: string }>(
      "select id from task where root_instance_id = $1 and element_id = $2 and status = 'open'",
      [rootId, element],
    );
    if (task === undefined) throw new Error(`Expected ${element} to be open, but found ${(await open(rootId)).join(', ') || 'nothing'}.`);
    return test.engine.completeTask(task.id, variables, ANNA);
  }

  async function variable(rootId: string, name: string): Promise<unknown> {
    const rows = await world.query<{ value: unknown }>(
      'select value from variable join process_instance on process_instance.id = instance_id where root_instance_id = $1 and name = $2 order by scope_id',
      [rootId, name],
    );
    return rows.at(-1)?.value;
  }

  async function status(table: string, id: string): Promise<unknown> {
    const [row] = await world.query<{ status: string }>(
      `select status from erp.${table} where ${table === 'shipment' ? 'order_id' : 'id'} = $1 order by created_at desc limit 1`,
      [id],
    );
    return row?.status;
  }

  async function order(
    stock: string,
    ordered: string,
    values: { price?: string; creditLimit?: string } = {},
  ): Promise<{ readonly orderId: string; readonly item: string; readonly place: string }> {
    const [item, place, customer] = [
      await world.item({ price: values.price ?? '100' }),
      await world.location(),
      await world.customer({ creditLimit: values.creditLimit ?? null }),
    ];
    if (stock !== '0') await world.receive(item, place, stock, '40');
    return { orderId: await world.order({ customerId: customer, lines: [{ itemId: item, quantity: ordered }] }), item, place };
  }

  async function stockOf(item: string): Promise<unknown> {
    const [row] = await world.query(
      "select trim_scale(on_hand)::text as on_hand, trim_scale(reserved)::text as reserved from erp.stock_balance join erp.location on location.id = location_id where item_id = $1 and kind = 'internal'",
      [item],
    );
    return row;
  }

  it('takes an order from confirmation to the money', async () => {
    const { orderId, item } = await order('10', '5');
    const started = await start('order-to-cash', { orderId });
    expect(started.performed.map((work) => `${work.work} ${work.outcome}`)).to.deep.equal([
      'erp.order.confirm completed',
      'crm.customer.get completed',
      'erp.stock.reserve completed',
      'erp.shipment.create completed',
    ]);
    expect(await open(started.instanceId)).to.deep.equal(['PickGoods']);
    const picked = await complete(started.instanceId, 'PickGoods');
    expect(picked.performed.map((work) => `${work.work} ${work.outcome}`)).to.deep.equal([
      'erp.shipment.post completed',
      'erp.invoice.post completed',
      'crm.message.send completed',
    ]);
    expect(await stockOf(item)).to.deep.equal({ on_hand: '5', reserved: '0' });
    const invoiceNo = await variable(started.instanceId, 'invoiceNo');
    const total = await variable(started.instanceId, 'invoiceTotal');
    const paid = await test.engine.correlateMessage(
      {
        name: 'PaymentReceived',
        correlationKey: String(invoiceNo),
        variables: { payment: { amount: String(total), currency: 'EUR', reference: String(invoiceNo), receivedOn: '2026-11-21' } },
      },
      ANNA,
    );
    expect(paid).to.deep.include({ result: 'correlated' });
    expect(paid.step?.status).to.equal('completed');
    expect(await status('sales_order', orderId)).to.equal('done');
  });

  it('refuses half a piece with the reason in the form, posts nothing, and ships when it is corrected', async () => {
    const { orderId, item } = await order('10', '5');
    const { instanceId } = await start('order-to-cash', { orderId });
    const picked = (quantity: string): JsonObject => ({ picked: [{ lineNo: 1, quantity }] });
    const refused = await complete(instanceId, 'PickGoods', picked('0.5'));
    expect(refused.performed).to.have.lengthOf(1);
    expect(refused.performed[0]).to.include({ work: 'erp.shipment.post', outcome: 'error', errorCode: 'INEXACT_QTY' });
    expect(await open(instanceId)).to.deep.equal(['PickGoods']);
    expect(await variable(instanceId, 'problem')).to.match(/^Expected .*0\.5/);
    expect(await stockOf(item)).to.deep.equal({ on_hand: '10', reserved: '5' });
    await complete(instanceId, 'PickGoods', picked('4'));
    expect(await stockOf(item)).to.deep.equal({ on_hand: '6', reserved: '0' });
  });

  it('asks sales about a shortage and ships what there is', async () => {
    const { orderId, item } = await order('2', '5');
    const { instanceId } = await start('order-to-cash', { orderId });
    expect(await open(instanceId)).to.deep.equal(['DecideShortage']);
    await complete(instanceId, 'DecideShortage', { shortageDecision: 'partial' });
    expect(await stockOf(item)).to.deep.equal({ on_hand: '2', reserved: '2' });
    await complete(instanceId, 'PickGoods');
    expect(await stockOf(item)).to.deep.equal({ on_hand: '0', reserved: '0' });
    expect(await variable(instanceId, 'invoiceTotal')).to.equal('242.00');
  });

  it('lets a shortage cancel the order and undoes its confirmation', async () => {
    const { orderId } = await order('0', '5');
    const { instanceId } = await start('order-to-cash', { orderId });
    const cancelled = await complete(instanceId, 'DecideShortage', { shortageDecision: 'cancel' });
    expect(cancelled.status).to.equal('completed');
    expect(await status('sales_order', orderId)).to.equal('cancelled');
  });

  it('asks the finance manager up to 1,000 over the credit limit, and the director above', async () => {
    const small = await order('10', '5', { creditLimit: '100' });
    const first = await start('order-to-cash', { orderId: small.orderId });
    expect(await open(first.instanceId)).to.deep.equal(['ApproveCredit']);
    expect(await variable(first.instanceId, 'creditOverBy')).to.equal('505.00');
    await complete(first.instanceId, 'ApproveCredit', { approvedOverLimit: true });
    expect(await open(first.instanceId)).to.deep.equal(['PickGoods']);
    const large = await order('100', '50', { creditLimit: '100' });
    const second = await start('order-to-cash', { orderId: large.orderId });
    expect(await open(second.instanceId)).to.deep.equal(['ApproveCreditDirector']);
    await complete(second.instanceId, 'ApproveCreditDirector', { approvedOverLimit: false });
    expect(await status('sales_order', large.orderId)).to.equal('draft');
  });

  it('undoes shipment, reservation and order when the customer cancels while the goods are picked', async () => {
    const { orderId, item } = await order('10', '5');
    const { instanceId } = await start('order-to-cash', { orderId });
    await test.engine.correlateMessage({ name: 'OrderCancelled', correlationKey: orderId, variables: {} }, ANNA);
    const [row] = await world.query<{ status: string }>('select status from process_instance where id = $1', [instanceId]);
    expect(row?.status).to.equal('completed');
    expect(await stockOf(item)).to.deep.equal({ on_hand: '10', reserved: '0' });
    expect(await status('sales_order', orderId)).to.equal('cancelled');
    expect(await status('shipment', orderId)).to.equal('cancelled');
  });

  it('reserves again what expired while it was picked', async () => {
    const { orderId, item } = await order('10', '5');
    const { instanceId } = await start('order-to-cash', { orderId });
    await world.query("update erp.reservation set expires_at = now() - interval '1 day' where order_id = $1", [orderId]);
    await complete(instanceId, 'PickGoods');
    expect(await open(instanceId)).to.deep.equal(['PickGoods']);
    expect(await stockOf(item)).to.deep.equal({ on_hand: '10', reserved: '5' });
    await complete(instanceId, 'PickGoods');
    expect(await stockOf(item)).to.deep.equal({ on_hand: '5', reserved: '0' });
  });

  it('pays an order by the process that finance starts when money arrives', async () => {
    const { orderId } = await order('10', '5');
    const { instanceId } = await start('order-to-cash', { orderId });
    await complete(instanceId, 'PickGoods');
    const [invoiceNo, total] = [await variable(instanceId, 'invoiceNo'), await variable(instanceId, 'invoiceTotal')];
    const worker = test.startWorker();
    await start('payment-receipt', { invoiceNo: String(invoiceNo), amount: String(total), currency: 'EUR', receivedOn: '2026-11-21' });
    await eventually(async () => ((await status('sales_order', orderId)) === 'done' ? true : null), 'the order to be paid');
    await worker.stop();
  });

  it('goes on with an order that waits for goods when the warehouse receives them', async () => {
    const { orderId, item, place } = await order('2', '5');
    const { instanceId } = await start('order-to-cash', { orderId });
    await complete(instanceId, 'DecideShortage', { shortageDecision: 'wait' });
    const worker = test.startWorker();
    await start('goods-receipt', { itemId: item, locationId: place, quantity: '10', unitCost: '40' });
    await eventually(async () => ((await open(instanceId)).includes('PickGoods') ? true : null), 'the goods to be picked');
    await worker.stop();
    expect(await stockOf(item)).to.deep.equal({ on_hand: '12', reserved: '5' });
  });

  it('writes small values off at once and asks finance or the director for larger ones', async () => {
    const { item, place } = await order('100', '1');
    const writeOff = (quantity: string): Promise<StepResult> =>
      start('stock-write-off', { itemId: item, locationId: place, quantity, reason: 'damaged' });
    expect((await writeOff('2')).status).to.equal('completed');
    const middle = await writeOff('5');
    expect(await open(middle.instanceId)).to.deep.equal(['ApproveWriteOff']);
    expect((await complete(middle.instanceId, 'ApproveWriteOff', { approved: true })).status).to.equal('completed');
    const large = await writeOff('20');
    expect(await open(large.instanceId)).to.deep.equal(['ApproveWriteOffDirector']);
    expect((await complete(large.instanceId, 'ApproveWriteOffDirector', { approved: false })).status).to.equal('completed');
    expect(await stockOf(item)).to.deep.include({ on_hand: '93' });
  });

  it('refuses to write off half a piece until it is corrected', async () => {
    const { item, place } = await order('100', '1');
    const { instanceId } = await start('stock-write-off', { itemId: item, locationId: place, quantity: '0.5', reason: 'damaged' });
    expect(await open(instanceId)).to.deep.equal(['CorrectWriteOff']);
    expect(await variable(instanceId, 'problem')).to.match(/^Expected .*0\.5/);
    expect((await complete(instanceId, 'CorrectWriteOff', { quantity: '1', decision: 'retry' })).status).to.equal('completed');
    expect(await stockOf(item)).to.deep.include({ on_hand: '99' });
  });
});
