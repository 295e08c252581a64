import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** A buyer, person or business, with the terms it buys on. */
export const Customer = defineEntity({
  name: 'CrmCustomer',
  schema: 'crm',
  tableName: 'customer',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    kind: p.text(),
    status: p.text(),
    ownerId: p.text().nullable(),
    email: p.text().nullable(),
    phone: p.text().nullable(),
    website: p.text().nullable(),
    country: p.text(),
    city: p.text().nullable(),
    language: p.text(),
    currency: p.text(),
    priceListId: p.uuid().nullable(),
    creditLimit: p.decimal().nullable(),
    paymentDays: p.integer(),
    mailOptOut: p.boolean(),
    source: p.text().nullable(),
    note: p.text().nullable(),
    ...commonProperties,
  },
});
