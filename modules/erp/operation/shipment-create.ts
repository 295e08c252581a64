import { z } from 'zod';
import { BusinessError } from '../../../engine/port/module-contract.ts';
import { expectStatus, findOne, newId } from './shared/context.ts';
import { decimalOutput } from './shared/decimal.ts';
import { defineErpOperation } from './shared/define.ts';
import { refusals } from './shared/refusal.ts';

interface ReservationRow {
  readonly id: string;
  readonly order_line_id: string;
  readonly item_id: string;
  readonly location_id: string;
  readonly open: string;
}

const line = z.object({
  lineId: z.uuid(),
  shipmentLineId: z.uuid(),
  itemId: z.uuid(),
  sku: z.string(),
  name: z.string(),
  quantity: decimalOutput,
  uom: z.string(),
  location: z.string(),
});

/** `erp.shipment.create`: a draft shipment with a line for every open reservation of the order. Nothing leaves the warehouse yet. */
export const shipmentCreate = defineErpOperation({
  topic: 'erp.shipment.create',
  title: { en: 'Create shipment', es: 'Crear envío', cs: 'Založit zásilku', ru: 'Создать отгрузку', ka: 'გზავნილის შექმნა' },
  description: {
    en: 'Drafts a shipment of everything that is reserved for the order.',
    es: 'Prepara un envío de todo lo reservado para el pedido.',
    cs: 'Připraví zásilku všeho, co je pro objednávku rezervováno.',
    ru: 'Готовит отгрузку всего, что зарезервировано за заказом.',
    ka: 'ამზადებს გზავნილს ყველაფრისთვის, რაც შეკვეთაზეა დარეზერვებული.',
  },
  icon: 'package',
  input: z.object({ orderId: z.uuid() }),
  output: z.object({ shipmentId: z.uuid(), shipmentNo: z.string().nullable(), lines: z.array(line) }),
  errors: refusals('RESERVATION_EXPIRED', 'NOT_FOUND', 'WRONG_STATUS'),
  compensation: 'erp.shipment.cancel',
  transactional: true,
  async run(context, { orderId }) {
    const order = await findOne<{ status: string; customer_id: string }>(
      context.sql,
      'sales order',
      orderId,
      'SELECT status, customer_id FROM erp.sales_order WHERE id = $1::uuid FOR UPDATE',
    );
    expectStatus('the order', order.status, ['confirmed']);
    const { rows: reserved } = await context.sql.query<ReservationRow>(
      `SELECT id, order_line_id, item_id, location_id, trim_scale(open_quantity)::text AS open FROM erp.reservation
        WHERE order_id = $1 AND open_quantity > 0 AND expires_at > $2::timestamptz
          AND NOT EXISTS (SELECT 1 FROM erp.shipment_line JOIN erp.shipment ON shipment.id = shipment_id WHERE reservation_id = reservation.id AND status = 'draft')
        ORDER BY id`,
      [orderId, context.now],
    );
    if (reserved.length === 0)
      throw new BusinessError('RESERVATION_EXPIRED', 'Expected stock reserved for the order, but no reservation is open', { orderId });
    const shipmentId = newId();
    await context.sql.query(
      `INSERT INTO erp.shipment (id, order_id, customer_id, created_at, created_by, updated_at, updated_by, process_instance_id) VALUES ($1, $2, $3, $4, $5, $4, $5, $6)`,
      [shipmentId, orderId, order.customer_id, context.now, context.actor.id, context.processInstanceId],
    );
    await context.sql.query(
      `INSERT INTO erp.shipment_line (id, shipment_id, order_line_id, reservation_id, item_id, location_id, quantity, created_at, created_by, updated_at, updated_by, process_instance_id)
       SELECT piece.id, $1, piece.order_line_id, piece.reservation_id, piece.item_id, piece.location_id, piece.quantity, $8, $9, $8, $9, $10
         FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::numeric[]) AS piece(id, order_line_id, reservation_id, item_id, location_id, quantity)`,
      [
        shipmentId,
        reserved.map(() => newId()),
        reserved.map((row) => row.order_line_id),
        reserved.map((row) => row.id),
        reserved.map((row) => row.item_id),
        reserved.map((row) => row.location_id),
        reserved.map((row) => row.open),
        context.now,
        context.actor.id,
        context.processInstanceId,
      ],
    );
    const { rows: lines } = await context.sql.query<z.infer<typeof line>>(
      `SELECT line.order_line_id AS "lineId", line.id AS "shipmentLineId", line.item_id AS "itemId", item.sku, item.name,
              trim_scale(line.quantity)::text AS quantity, item.stock_uom AS uom, location.code AS location
         FROM erp.shipment_line line JOIN erp.item ON item.id = line.item_id JOIN erp.location ON location.id = line.location_id
         JOIN erp.sales_order_line ordered ON ordered.id = line.order_line_id
        WHERE line.shipment_id = $1 ORDER BY ordered.position, location.code`,
      [shipmentId],
    );
    return { shipmentId, shipmentNo: null, lines };
  },
});
