import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** A meeting, call or message with a customer. Its text never changes afterwards. */
export const Interaction = defineEntity({
  name: 'CrmInteraction',
  schema: 'crm',
  tableName: 'interaction',
  properties: {
    id: p.uuid().primary(),
    kind: p.text(),
    happenedAt: p.datetime(),
    customerId: p.uuid().nullable(),
    contactId: p.uuid().nullable(),
    dealId: p.uuid().nullable(),
    subject: p.text(),
    body: p.text(),
    recordingUrl: p.text().nullable(),
    ...commonProperties,
  },
});
