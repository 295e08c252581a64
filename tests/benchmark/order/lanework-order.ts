import type { StepResult } from '../../../engine/port/engine.ts';
import { ENGINE_ACTOR } from '../../../engine/runtime/engine-parts.ts';
import { inLanes } from '../lanes.ts';
import type { Stage } from '../stage.ts';
import type { OpenSubject } from '../workload.ts';
import { openOrderBook } from './order-book.ts';

/** Orders at a time, on both sides. */
export const ORDERS_IN_FLIGHT = 32;

/** The process order-to-cash with its called process shipment: start, the picker's task, the payment's message, the end. Three commands, three commits. */
export async function openLaneworkOrder(stage: Stage): Promise<OpenSubject> {
  const book = await openOrderBook(stage);
  const { engine } = book.host;

  async function oneOrder(orderId: string): Promise<void> {
    const started = await engine.startProcess({ processId: 'order-to-cash', variables: { orderId } }, ENGINE_ACTOR);
    const [taskId] = started.openedTaskIds;
    if (taskId === undefined) throw new Error(`Expected the goods to be picked, but ${describe(started)}.`);
    const shipped = await engine.completeTask(taskId, {}, ENGINE_ACTOR);
    const invoice = shipped.performed.find(({ work, outcome }) => work === 'erp.invoice.post' && outcome === 'completed')?.output;
    if (invoice === undefined) throw new Error(`Expected an invoice, but ${describe(shipped)}.`);
    const reference = String(invoice['invoiceNo']);
    const { step } = await engine.correlateMessage(
      {
        name: 'PaymentReceived',
        correlationKey: reference,
        variables: { payment: { amount: invoice['total'] ?? null, currency: 'EUR', reference, receivedOn: String(invoice['dueDate']) } },
      },
      ENGINE_ACTOR,
    );
    if (step?.status !== 'completed')
      throw new Error(`Expected the order to be paid, but ${step === null ? 'nobody waited' : describe(step)}.`);
  }

  return {
    leastUnits: stage.isQuick ? 1 : ORDERS_IN_FLIGHT,
    prepare: (count) => book.prepare(count),
    run: (count) => inLanes(count, ORDERS_IN_FLIGHT, () => oneOrder(book.take())),
    async figures() {
      await book.verify();
      return { inFlight: ORDERS_IN_FLIGHT };
    },
    close: () => book.host.close(),
  };
}

const describe = ({ status, performed }: StepResult): string =>
  `the instance is ${status} after ${performed.map((work) => `${work.work} ${work.outcome}: ${work.message ?? ''}`).join('; ')}`;
