import { defineEntity, p } from '@mikro-orm/core';
import { commonProperties } from '../../base/index.ts';

/** Which legal entity buys for which customer, and from when to when; empty dates are open ends. */
export const CustomerCounterparty = defineEntity({
  name: 'CrmCustomerCounterparty',
  schema: 'crm',
  tableName: 'customer_counterparty',
  properties: {
    id: p.uuid().primary(),
    customerId: p.uuid(),
    counterpartyId: p.uuid(),
    validFrom: p.date().nullable(),
    validTo: p.date().nullable(),
    ...commonProperties,
  },
});
