import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** An invoice; nothing on it changes once it is posted but whether it is paid. */
export const Invoice = defineEntity({
  name: 'ErpInvoice',
  schema: 'erp',
  tableName: 'invoice',
  properties: {
    id: p.uuid().primary(),
    invoiceNo: p.text().nullable(),
    orderId: p.uuid(),
    shipmentId: p.uuid().nullable(),
    customerId: p.uuid(),
    counterpartyId: p.uuid().nullable(),
    seller: p.json(),
    party: p.json(),
    status: p.text(),
    paymentStatus: p.text(),
    invoicedOn: p.date(),
    dueOn: p.date(),
    currency: p.text(),
    net: p.decimal(),
    tax: p.decimal(),
    total: p.decimal(),
    postedAt: p.datetime().nullable(),
    ...commonProperties,
  },
});
