import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** A place where stock lies, or the outside world it comes from and goes to. */
export const Location = defineEntity({
  name: 'ErpLocation',
  schema: 'erp',
  tableName: 'location',
  properties: {
    id: p.uuid().primary(),
    warehouseId: p.uuid().nullable(),
    code: p.text(),
    name: p.text(),
    kind: p.text(),
    ...commonProperties,
  },
});
