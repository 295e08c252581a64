import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** An order of a customer; binding from its confirmation on. */
export const SalesOrder = defineEntity({
  name: 'ErpSalesOrder',
  schema: 'erp',
  tableName: 'sales_order',
  properties: {
    id: p.uuid().primary(),
    orderNo: p.text().nullable(),
    customerId: p.uuid(),
    counterpartyId: p.uuid().nullable(),
    party: p.json().nullable(),
    dealId: p.uuid().nullable(),
    status: p.text(),
    orderedOn: p.date(),
    requestedOn: p.date().nullable(),
    currency: p.text(),
    roundingRule: p.text(),
    instalments: p.integer(),
    net: p.decimal(),
    tax: p.decimal(),
    total: p.decimal(),
    customerReference: p.text().nullable(),
    note: p.text().nullable(),
    ...commonProperties,
  },
});
