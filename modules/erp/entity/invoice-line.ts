import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** One line of an invoice as printed. */
export const InvoiceLine = defineEntity({
  name: 'ErpInvoiceLine',
  schema: 'erp',
  tableName: 'invoice_line',
  properties: {
    id: p.uuid().primary(),
    invoiceId: p.uuid(),
    position: p.integer(),
    orderLineId: p.uuid(),
    shipmentLineId: p.uuid().nullable(),
    itemId: p.uuid(),
    sku: p.text(),
    description: p.text(),
    uom: p.text(),
    quantity: p.decimal(),
    stockQuantity: p.decimal(),
    unitPrice: p.decimal(),
    discountPercent: p.decimal(),
    taxCode: p.text(),
    taxPercent: p.decimal(),
    net: p.decimal(),
    tax: p.decimal(),
    gross: p.decimal(),
    ...commonProperties,
  },
});
