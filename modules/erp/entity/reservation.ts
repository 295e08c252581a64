import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** Stock held for an order line. */
export const Reservation = defineEntity({
  name: 'ErpReservation',
  schema: 'erp',
  tableName: 'reservation',
  properties: {
    id: p.uuid().primary(),
    orderId: p.uuid(),
    orderLineId: p.uuid(),
    itemId: p.uuid(),
    locationId: p.uuid(),
    quantity: p.decimal(),
    consumed: p.decimal(),
    released: p.decimal(),
    openQuantity: p.decimal(),
    expiresAt: p.datetime(),
    ...commonProperties,
  },
});
