import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** A set of prices in one currency. */
export const PriceList = defineEntity({
  name: 'ErpPriceList',
  schema: 'erp',
  tableName: 'price_list',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    currency: p.text(),
    maxDiscountPercent: p.decimal(),
    isDefault: p.boolean(),
    ...commonProperties,
  },
});
