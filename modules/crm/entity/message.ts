import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** A mail that has left or is about to leave. */
export const Message = defineEntity({
  name: 'CrmMessage',
  schema: 'crm',
  tableName: 'message',
  properties: {
    id: p.uuid().primary(),
    kind: p.text(),
    customerId: p.uuid().nullable(),
    address: p.text(),
    subject: p.text(),
    body: p.text(),
    template: p.text().nullable(),
    ...commonProperties,
  },
});
