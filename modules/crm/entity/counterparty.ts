import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** A legal entity; which customer it belongs to can change over the years. */
export const Counterparty = defineEntity({
  name: 'CrmCounterparty',
  schema: 'crm',
  tableName: 'counterparty',
  properties: {
    id: p.uuid().primary(),
    legalName: p.text(),
    taxId: p.text(),
    country: p.text(),
    street: p.text().nullable(),
    city: p.text().nullable(),
    postalCode: p.text().nullable(),
    region: p.text().nullable(),
    bankAccount: p.text().nullable(),
    bankName: p.text().nullable(),
    ...commonProperties,
  },
});
