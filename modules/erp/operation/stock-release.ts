import { z } from 'zod';
import { findOne } from './shared/context.ts';
import { defineErpOperation } from './shared/define.ts';
import { refusals } from './shared/refusal.ts';
import { releaseReservations } from './shared/reservation.ts';

/** `erp.stock.release`: gives back what is still reserved for an order. */
export const stockRelease = defineErpOperation({
  topic: 'erp.stock.release',
  title: { en: 'Release stock', es: 'Liberar existencias', cs: 'Uvolnit zásoby', ru: 'Снять резерв', ka: 'მარაგის გათავისუფლება' },
  description: {
    en: 'Releases the open reservations of an order.',
    es: 'Libera las reservas abiertas de un pedido.',
    cs: 'Uvolní otevřené rezervace objednávky.',
    ru: 'Снимает открытые резервы заказа.',
    ka: 'ათავისუფლებს შეკვეთის ღია რეზერვებს.',
  },
  icon: 'lock-open',
  input: z.object({ orderId: z.uuid() }),
  output: z.object({ released: z.number().int() }),
  errors: refusals('NOT_FOUND'),
  transactional: true,
  async run(context, { orderId }) {
    await findOne(context.sql, 'sales order', orderId, 'SELECT id FROM erp.sales_order WHERE id = $1::uuid FOR UPDATE');
    return { released: await releaseReservations(context, orderId) };
  },
});
