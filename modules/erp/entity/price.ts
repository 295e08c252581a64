import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** The price of one stock unit of an item in a price list, from a quantity and for a time. */
export const Price = defineEntity({
  name: 'ErpPrice',
  schema: 'erp',
  tableName: 'price',
  properties: {
    id: p.uuid().primary(),
    priceListId: p.uuid(),
    itemId: p.uuid(),
    minQuantity: p.decimal(),
    unitPrice: p.decimal(),
    validFrom: p.date(),
    validTo: p.date().nullable(),
    ...commonProperties,
  },
});
