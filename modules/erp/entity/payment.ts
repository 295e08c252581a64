import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** Money received from a customer and how much of it is allocated to invoices. */
export const Payment = defineEntity({
  name: 'ErpPayment',
  schema: 'erp',
  tableName: 'payment',
  properties: {
    id: p.uuid().primary(),
    paymentNo: p.text(),
    customerId: p.uuid(),
    amount: p.decimal(),
    currency: p.text(),
    receivedOn: p.date(),
    reference: p.text().nullable(),
    allocated: p.decimal(),
    residual: p.decimal(),
    ...commonProperties,
  },
});
