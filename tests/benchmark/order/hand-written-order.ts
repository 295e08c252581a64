import { v7 } from 'uuid';
import type { SqlExecutor } from '../../../engine/port/module-contract.ts';
import { contextOn, inTransaction, operationOf } from '../../modules/erp/world.ts';
import { inLanes } from '../lanes.ts';
import type { Stage } from '../stage.ts';
import type { OpenSubject } from '../workload.ts';
import { ORDERS_IN_FLIGHT } from './lanework-order.ts';
import { openOrderBook } from './order-book.ts';

type Output = Readonly<Record<string, unknown>>;

/**
 * The same order without an engine: one function calls the same rules one after the other, in one transaction and on one connection. No process instance,
 * no history, no journal, no task for the picker, no waiting for the money: what a program would do that knew everything beforehand.
 */
async function oneOrder(sql: SqlExecutor, orderId: string): Promise<void> {
  const now = new Date().toISOString();
  const call = async (topic: string, input: object): Promise<Output> => {
    const operation = operationOf(topic);
    const sent: object[] = [];
    const output = await operation.run(contextOn(sql, now, sent), operation.input.parse(input));
    for (const effect of sent)
      await sql.query(
        `insert into outbox (kind, dedupe_key, payload, state, created_at, due_at)
         select kind, "dedupeKey", payload, 'pending', $2, $2 from json_to_record($1::json) as r(kind text, "dedupeKey" text, payload jsonb)`,
        [JSON.stringify(effect), now],
      );
    return output as Output; // Every operation answers an object.
  };
  const order = await call('erp.order.confirm', { orderId });
  await call('crm.customer.get', { customerId: order['customerId'] });
  await call('erp.stock.reserve', { orderId });
  const { shipmentId } = await call('erp.shipment.create', { orderId });
  await call('erp.shipment.post', { shipmentId });
  const { invoiceId, invoiceNo, total, currency, dueDate } = await call('erp.invoice.post', { orderId, shipmentId });
  const text = `Invoice ${String(invoiceNo)}: ${String(total)} ${String(currency)}, due ${String(dueDate)}.`;
  await call('crm.message.send', { customerId: order['customerId'], subject: `Invoice ${String(invoiceNo)}`, body: text });
  const payment = { amount: total, currency, reference: `${String(invoiceNo)} ${v7()}`, receivedOn: dueDate };
  const { invoiceStatus } = await call('erp.payment.allocate', { invoiceId, payment });
  if (invoiceStatus !== 'paid') throw new Error(`Expected the invoice to be paid, but it is ${String(invoiceStatus)}.`);
}

/** Opens it on a database of its own with the same schema. */
export async function openHandWrittenOrder(stage: Stage): Promise<OpenSubject> {
  const book = await openOrderBook(stage);
  return {
    leastUnits: stage.isQuick ? 1 : ORDERS_IN_FLIGHT,
    prepare: (count) => book.prepare(count),
    run: (count) => inLanes(count, ORDERS_IN_FLIGHT, () => inTransaction(book.host.pool, (sql) => oneOrder(sql, book.take()))),
    async figures() {
      await book.verify();
      return { inFlight: ORDERS_IN_FLIGHT };
    },
    close: () => book.host.close(),
  };
}
