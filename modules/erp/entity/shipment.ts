import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** Goods that leave for an order; final once posted. */
export const Shipment = defineEntity({
  name: 'ErpShipment',
  schema: 'erp',
  tableName: 'shipment',
  properties: {
    id: p.uuid().primary(),
    shipmentNo: p.text().nullable(),
    orderId: p.uuid(),
    customerId: p.uuid(),
    status: p.text(),
    carrier: p.text().nullable(),
    postedAt: p.datetime().nullable(),
    cost: p.decimal().nullable(),
    ...commonProperties,
  },
});
