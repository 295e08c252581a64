import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** A possible sale on its way through the stages of a pipeline. The amount may be unknown until the offer. */
export const Deal = defineEntity({
  name: 'CrmDeal',
  schema: 'crm',
  tableName: 'deal',
  properties: {
    id: p.uuid().primary(),
    title: p.text(),
    customerId: p.uuid(),
    counterpartyId: p.uuid().nullable(),
    pipelineId: p.uuid(),
    stage: p.text(),
    status: p.text(),
    amount: p.decimal().nullable(),
    currency: p.text(),
    probability: p.decimal(),
    manualProbability: p.boolean(),
    expectedClose: p.date().nullable(),
    lostReason: p.text().nullable(),
    ownerId: p.text().nullable(),
    source: p.text().nullable(),
    note: p.text().nullable(),
    ...commonProperties,
  },
});
