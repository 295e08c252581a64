import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** A person at a customer. */
export const Contact = defineEntity({
  name: 'CrmContact',
  schema: 'crm',
  tableName: 'contact',
  properties: {
    id: p.uuid().primary(),
    customerId: p.uuid(),
    name: p.text(),
    role: p.text(),
    position: p.text().nullable(),
    email: p.text().nullable(),
    phone: p.text().nullable(),
    language: p.text(),
    note: p.text().nullable(),
    ...commonProperties,
  },
});
