import { defineEntity, p } from '@mikro-orm/core';

/** What lies where, kept by the stock ledger. */
export const StockBalance = defineEntity({
  name: 'ErpStockBalance',
  schema: 'erp',
  tableName: 'stock_balance',
  properties: {
    id: p.uuid().primary(),
    itemId: p.uuid(),
    locationId: p.uuid(),
    onHand: p.decimal(),
    reserved: p.decimal(),
    available: p.decimal(),
  },
});
