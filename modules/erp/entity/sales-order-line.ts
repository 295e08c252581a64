import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** One item of an order with its frozen price, and how much of it is reserved, shipped and invoiced. */
export const SalesOrderLine = defineEntity({
  name: 'ErpSalesOrderLine',
  schema: 'erp',
  tableName: 'sales_order_line',
  properties: {
    id: p.uuid().primary(),
    orderId: p.uuid(),
    position: p.integer(),
    itemId: p.uuid(),
    description: p.text().nullable(),
    uom: p.text(),
    quantity: p.decimal(),
    stockQuantity: p.decimal(),
    unitPrice: p.decimal(),
    manualPrice: p.boolean(),
    discountPercent: p.decimal(),
    taxCode: p.text(),
    taxPercent: p.decimal(),
    net: p.decimal(),
    tax: p.decimal(),
    gross: p.decimal(),
    billing: p.text(),
    tolerancePercent: p.decimal(),
    reserved: p.decimal(),
    shipped: p.decimal(),
    invoiced: p.decimal(),
    ...commonProperties,
  },
});
