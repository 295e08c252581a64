import { expect } from 'chai';
import { Decimal } from 'decimal.js';
import { signOut, takeTask } from '../support/person.ts';
import { useStage } from '../support/stage.ts';

/** An order of the demo company and what its lines ask, in stock units by item. */
interface DraftOrder {
  readonly id: string;
  readonly total: string;
  readonly asked: Readonly<Record<string, string>>;
}

/** One item's place in the stock: exact decimals. */
interface Stock {
  readonly onHand: string;
  readonly reserved: string;
  readonly shipped: string;
}

/** Everything that posting touches; two of these tell what happened in between to the last unit. */
interface Books {
  readonly stock: Readonly<Record<string, Stock>>;
  readonly moves: number;
  readonly shipments: number;
  readonly invoices: number;
  readonly invoiced: string;
}

describe('a day at the demo company', function () {
  this.timeout(300_000);
  const stage = useStage();

  const row = async <Row extends object>(text: string, ...values: readonly unknown[]): Promise<Row> => {
    const { rows } = await stage.product.pool.query<Row>(text, [...values]);
    const [first] = rows;
    if (first === undefined) throw new Error(`Expected a row, but found none: ${text}`);
    return first;
  };

  const findOrder = (customer: string): Promise<DraftOrder> =>
    row<DraftOrder>(
      `SELECT o.id, trim_scale(o.total)::text AS total,
              (SELECT jsonb_object_agg(item_id, asked) FROM (
                 SELECT item_id, trim_scale(sum(stock_quantity))::text AS asked FROM erp.sales_order_line WHERE order_id = o.id GROUP BY item_id) l) AS asked
         FROM erp.sales_order o JOIN crm.customer c ON c.id = o.customer_id
        WHERE o.status = 'draft' AND o.customer_reference IS NULL AND c.name = $1 ORDER BY o.id LIMIT 1`,
      customer,
    );

  const books = (itemIds: readonly string[]): Promise<Books> =>
    row<Books>(
      `SELECT (SELECT jsonb_object_agg(i.id, jsonb_build_object(
                 'onHand', (SELECT trim_scale(coalesce(sum(b.on_hand), 0))::text FROM erp.stock_balance b JOIN erp.location l ON l.id = b.location_id
                             WHERE b.item_id = i.id AND l.kind = 'internal'),
                 'reserved', (SELECT trim_scale(coalesce(sum(reserved), 0))::text FROM erp.stock_balance WHERE item_id = i.id),
                 'shipped', (SELECT trim_scale(coalesce(sum(quantity), 0))::text FROM erp.stock_move WHERE item_id = i.id AND document_type = 'shipment')))
                 FROM erp.item i WHERE i.id = ANY ($1)) AS stock,
              (SELECT count(*)::int FROM erp.stock_move) AS moves,
              (SELECT count(*)::int FROM erp.shipment WHERE status = 'posted') AS shipments,
              (SELECT count(*)::int FROM erp.invoice WHERE status = 'posted') AS invoices,
              (SELECT trim_scale(coalesce(sum(total), 0))::text FROM erp.invoice WHERE status = 'posted') AS invoiced`,
      itemIds,
    );

  /** The stock as it must be after `change` has been added to it for each item, times what the order asks. */
  const expectedStock = (
    before: Books,
    { asked }: DraftOrder,
    change: { readonly onHand: number; readonly reserved: number; readonly shipped: number },
  ): Books['stock'] =>
    Object.fromEntries(
      Object.entries(before.stock).map(([itemId, stock]) => {
        const moved = (value: string, times: number): string =>
          new Decimal(value).plus(new Decimal(asked[itemId] ?? 0).times(times)).toFixed();
        return [
          itemId,
          {
            onHand: moved(stock.onHand, change.onHand),
            reserved: moved(stock.reserved, change.reserved),
            shipped: moved(stock.shipped, change.shipped),
          },
        ];
      }),
    );

  /** The instance of order to cash that an order was started with. */
  const instanceOf = (order: DraftOrder): Promise<{ readonly id: string; readonly businessKey: string }> =>
    row(
      `SELECT p.id, p.business_key AS "businessKey" FROM process_instance p JOIN variable v ON v.instance_id = p.id AND v.name = 'orderId' AND v.value = to_jsonb($1::text)
          WHERE p.process_id = 'order-to-cash'`,
      order.id,
    );

  const startOrder = async (order: DraftOrder): Promise<void> => {
    const carmen = await stage.signedIn('Carmen Ruiz');
    await carmen.page.goto(`${stage.product.url}/records/erp.sales_order/${order.id}`);
    await carmen.page.getByRole('button', { name: 'Order to cash', exact: true }).click();
    await carmen.page.getByRole('dialog').getByRole('button', { name: 'Start', exact: true }).click();
    // The panel with what the diagram did; its title differs when an operation was refused.
    await carmen.page.getByRole('dialog').getByRole('list', { name: 'What was done' }).waitFor();
    await signOut(carmen);
  };

  it('ships from the diagram: stock, reservation, invoice and journal agree with the screen to the last unit', async () => {
    const order = await findOrder('Delta Print');
    const itemIds = Object.keys(order.asked);
    const before = await books(itemIds);
    await startOrder(order);
    expect((await books(itemIds)).stock, 'reserved by the start').to.deep.equal(
      expectedStock(before, order, { onHand: 0, reserved: 1, shipped: 0 }),
    );

    const instance = await instanceOf(order);
    const boris = await stage.signedIn('Boris Petrov');
    await takeTask(boris, stage.product.url, 'Pick goods', instance.businessKey);
    await boris.page.getByRole('button', { name: 'Complete', exact: true }).click();
    const result = boris.page.getByRole('status', { name: 'Done' });
    await result.waitFor();
    const documents = await row<{ shipmentNo: string; invoiceNo: string; total: string }>(
      `SELECT s.shipment_no AS "shipmentNo", i.invoice_no AS "invoiceNo", trim_scale(i.total)::text AS total
         FROM erp.shipment s JOIN erp.invoice i ON i.order_id = s.order_id WHERE s.order_id = $1 AND s.status = 'posted' AND i.status = 'posted'`,
      order.id,
    );
    const shown = await result.innerText();
    expect(shown).to.include(documents.shipmentNo);
    expect(shown).to.include(documents.invoiceNo);
    await signOut(boris);

    const after = await books(itemIds);
    expect(after.stock).to.deep.equal(expectedStock(before, order, { onHand: -1, reserved: 0, shipped: 1 }));
    expect(after.shipments).to.equal(before.shipments + 1);
    expect(after.invoices).to.equal(before.invoices + 1);
    expect(documents.total, 'the invoice has the total of the order').to.equal(order.total);
    expect(after.invoiced).to.equal(new Decimal(before.invoiced).plus(order.total).toFixed());

    const journal = await stage.product.pool.query<{ kind: string; actor: string }>(
      `SELECT command ->> 'kind' AS kind, actor ->> 'id' AS actor FROM journal WHERE root_instance_id = $1 ORDER BY sequence`,
      [instance.id],
    );
    expect(
      journal.rows.filter(({ kind }) => kind === 'start').map(({ actor }) => actor),
      'the order and the shipment it called',
    ).to.deep.equal(['carmen', 'carmen']);
    expect(journal.rows.filter(({ kind }) => kind === 'completeTask').map(({ actor }) => actor)).to.deep.equal(['boris']);
    const operations = await stage.product.pool.query<{ topic: string; times: number }>(
      'SELECT topic, count(*)::int AS times FROM op_log WHERE instance_id IN (SELECT id FROM process_instance WHERE root_instance_id = $1) GROUP BY topic',
      [instance.id],
    );
    expect(Object.fromEntries(operations.rows.map(({ topic, times }) => [topic, times]))).to.include({
      'erp.order.confirm': 1,
      'erp.stock.reserve': 1,
      'erp.shipment.post': 1,
      'erp.invoice.post': 1,
    });
  });

  it('goes down the shortage path when there is too little, and posts nothing', async () => {
    const order = await findOrder('Harbour Cafe');
    const itemIds = Object.keys(order.asked);
    const before = await books(itemIds);
    await startOrder(order);
    const carmen = await stage.signedIn('Carmen Ruiz');
    await takeTask(carmen, stage.product.url, 'Decide about the shortage', (await instanceOf(order)).businessKey);
    await signOut(carmen);
    expect(await books(itemIds)).to.deep.equal(before);
  });

  it('lets a write-off above the limit wait for the director, and refuses half a piece of a whole-unit item', async () => {
    const goods = await row<{ itemId: string; locationId: string; sku: string; quantity: string }>(
      `SELECT i.id AS "itemId", b.location_id AS "locationId", i.sku, ceil(600 * v.quantity / v.value)::int::text AS quantity
         FROM erp.stock_balance b JOIN erp.item i ON i.id = b.item_id AND i.quantity_step = 1 AND i.tracking = 'none'
         JOIN erp.location l ON l.id = b.location_id AND l.kind = 'internal'
         JOIN erp.stock_valuation v ON v.item_id = i.id AND v.value > 0
        WHERE b.available > ceil(600 * v.quantity / v.value) ORDER BY i.sku LIMIT 1`,
    );
    const before = await books([goods.itemId]);
    const start = async (quantity: string): Promise<{ readonly status: number; readonly body: { readonly instanceId: string } }> => {
      const boris = await stage.signedIn('Boris Petrov');
      const answer = await boris.page.evaluate(
        async (variables) => {
          const response = await fetch('/api/v1/process-instances', {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-requested-with': 'lanework' },
            body: JSON.stringify({ processId: 'stock-write-off', variables }),
          });
          return { status: response.status, body: (await response.json()) as { instanceId: string } };
        },
        { itemId: goods.itemId, locationId: goods.locationId, quantity, reason: 'damaged', note: 'Fell off the rack' },
      );
      await signOut(boris);
      return answer;
    };

    const large = await start(goods.quantity);
    expect(large.status, JSON.stringify(large.body)).to.equal(201);
    const eka = await stage.signedIn('Eka Beridze');
    await eka.page.goto(`${stage.product.url}/inbox?filter=groups`);
    await eka.page.getByRole('link', { name: 'Director approves write-off' }).first().waitFor();
    await signOut(eka);
    const waiting = await row<{ name: string; groups: string[] }>(
      `SELECT name, candidate_groups AS groups FROM task WHERE instance_id = $1 AND status = 'open'`,
      large.body.instanceId,
    );
    expect(waiting).to.deep.equal({ name: 'Director approves write-off', groups: ['directors'] });

    const half = await start('0.5');
    expect(half.status, JSON.stringify(half.body)).to.equal(201);
    const { id } = await row<{ id: string }>(
      `SELECT id FROM task WHERE instance_id = $1 AND status = 'open' AND name = 'Correct the write-off'`,
      half.body.instanceId,
    );
    const boris = await stage.signedIn('Boris Petrov');
    await boris.page.goto(`${stage.product.url}/inbox/${id}`);
    const refusal = boris.page.getByText(new RegExp(`${goods.sku}.*0\\.5|0\\.5.*${goods.sku}`)).first();
    await refusal.waitFor();
    expect(await refusal.textContent()).to.match(/multiple|whole/i);
    await signOut(boris);

    expect(await books([goods.itemId])).to.deep.equal(before);
  });

  it('shows each person their own language in a browser that others use too', async () => {
    const eka = await stage.signedIn('Eka Beridze');
    await eka.page.evaluate(async () => {
      localStorage.clear();
      await fetch('/api/v1/session/user', {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'x-requested-with': 'lanework' },
        body: JSON.stringify({ locale: 'es' }),
      });
    });
    await eka.page.goto(`${stage.product.url}/inbox`);
    await eka.page.getByRole('link', { name: 'Iniciar un proceso' }).first().waitFor();
    await eka.page.evaluate(async () => {
      await fetch('/api/v1/session/user', {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'x-requested-with': 'lanework' },
        body: JSON.stringify({ locale: 'cs' }),
      });
    });
    await eka.page.goto(`${stage.product.url}/inbox`);
    await eka.page.getByRole('link', { name: 'Spustit proces' }).first().waitFor();
    await signOut(eka);
  });
});
