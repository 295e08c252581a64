import { z } from 'zod';
import { BusinessError } from '../../../engine/port/module-contract.ts';
import { expectStatus, findOne } from './shared/context.ts';
import { defineErpOperation } from './shared/define.ts';
import { refusals } from './shared/refusal.ts';
import { releaseReservations } from './shared/reservation.ts';

/** `erp.order.cancel`: cancels an order of which nothing has been shipped or invoiced, and frees its stock. */
export const orderCancel = defineErpOperation({
  topic: 'erp.order.cancel',
  title: { en: 'Cancel order', es: 'Cancelar pedido', cs: 'Zrušit objednávku', ru: 'Отменить заказ', ka: 'შეკვეთის გაუქმება' },
  description: {
    en: 'Cancels a draft or confirmed order of which nothing has left yet, and releases its reservations.',
    es: 'Cancela un pedido del que aún no ha salido nada y libera sus reservas.',
    cs: 'Zruší objednávku, ze které zatím nic neodešlo, a uvolní její rezervace.',
    ru: 'Отменяет заказ, по которому ещё ничего не отгружено, и снимает резервы.',
    ka: 'აუქმებს შეკვეთას, საიდანაც ჯერ არაფერი გასულა, და ათავისუფლებს რეზერვებს.',
  },
  icon: 'clipboard-x',
  input: z.object({ orderId: z.uuid() }),
  output: z.object({ orderId: z.uuid(), released: z.number().int() }),
  errors: refusals('NOT_FOUND', 'WRONG_STATUS'),
  transactional: true,
  async run(context, { orderId }) {
    const order = await findOne<{ status: string }>(
      context.sql,
      'sales order',
      orderId,
      'SELECT status FROM erp.sales_order WHERE id = $1::uuid FOR UPDATE',
    );
    if (order.status === 'cancelled') return { orderId, released: 0 };
    expectStatus('the order', order.status, ['draft', 'confirmed']);
    const { rows: gone } = await context.sql.query(
      'SELECT 1 FROM erp.sales_order_line WHERE order_id = $1 AND (shipped > 0 OR invoiced > 0) LIMIT 1',
      [orderId],
    );
    if (gone.length > 0)
      throw new BusinessError(
        'WRONG_STATUS',
        'Expected an order of which nothing has been shipped or invoiced, but something has: a return is needed',
      );
    const released = await releaseReservations(context, orderId);
    await context.sql.query(
      "UPDATE erp.shipment SET status = 'cancelled', version = version + 1, updated_at = $2 WHERE order_id = $1 AND status = 'draft'",
      [orderId, context.now],
    );
    await context.sql.query(
      "UPDATE erp.sales_order SET status = 'cancelled', version = version + 1, updated_at = $2, updated_by = $3 WHERE id = $1",
      [orderId, context.now, context.actor.id],
    );
    return { orderId, released };
  },
});
