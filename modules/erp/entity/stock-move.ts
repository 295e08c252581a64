import { defineEntity, p } from '@mikro-orm/core';

/** One movement of goods; never changed, never deleted. */
export const StockMove = defineEntity({
  name: 'ErpStockMove',
  schema: 'erp',
  tableName: 'stock_move',
  properties: {
    id: p.uuid().primary(),
    sequence: p.bigint('string'),
    documentType: p.text(),
    documentId: p.uuid(),
    itemId: p.uuid(),
    quantity: p.decimal(),
    fromLocationId: p.uuid(),
    toLocationId: p.uuid(),
    serial: p.text().nullable(),
    effectiveAt: p.datetime(),
    unitCost: p.decimal(),
    value: p.decimal(),
    reversalOf: p.uuid().nullable(),
    createdBy: p.text().nullable(),
    processInstanceId: p.text().nullable(),
  },
});
