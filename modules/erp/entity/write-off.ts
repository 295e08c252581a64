import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** Goods taken off the stock with a reason and, above a value, an approval. */
export const WriteOff = defineEntity({
  name: 'ErpWriteOff',
  schema: 'erp',
  tableName: 'write_off',
  properties: {
    id: p.uuid().primary(),
    writeOffNo: p.text().nullable(),
    itemId: p.uuid(),
    locationId: p.uuid(),
    quantity: p.decimal(),
    reason: p.text(),
    note: p.text().nullable(),
    costAccount: p.text(),
    value: p.decimal(),
    approvedBy: p.text().nullable(),
    status: p.text(),
    cost: p.decimal().nullable(),
    moveId: p.uuid().nullable(),
    reversalMoveId: p.uuid().nullable(),
    postedAt: p.datetime().nullable(),
    reversedAt: p.datetime().nullable(),
    ...commonProperties,
  },
});
