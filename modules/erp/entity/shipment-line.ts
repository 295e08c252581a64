import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** What of an order line leaves with a shipment: planned, then picked. */
export const ShipmentLine = defineEntity({
  name: 'ErpShipmentLine',
  schema: 'erp',
  tableName: 'shipment_line',
  properties: {
    id: p.uuid().primary(),
    shipmentId: p.uuid(),
    orderLineId: p.uuid(),
    reservationId: p.uuid(),
    itemId: p.uuid(),
    locationId: p.uuid(),
    quantity: p.decimal(),
    picked: p.decimal().nullable(),
    ...commonProperties,
  },
});
