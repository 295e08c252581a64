import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** A thing or service that is sold, with its stock unit and the step its quantity moves in. */
export const Item = defineEntity({
  name: 'ErpItem',
  schema: 'erp',
  tableName: 'item',
  properties: {
    id: p.uuid().primary(),
    sku: p.text(),
    name: p.text(),
    type: p.text(),
    stockUom: p.text(),
    quantityStep: p.decimal(),
    tracking: p.text(),
    valuation: p.text(),
    taxCode: p.text(),
    category: p.text().nullable(),
    blocked: p.boolean(),
    description: p.text().nullable(),
    ...commonProperties,
  },
});
