import type { RecordType } from '../../../engine/port/module.ts';
import { Payment } from '../entity/payment.ts';
import { paymentRules } from '../rule/payment.ts';
import { LISTED, LISTED_AND_EDITED, READERS, REQUIRED } from '../../base/index.ts';
import { field } from './field.ts';

/** How payments appear in lists, on their page and in the API. */
export const paymentType: RecordType = {
  name: 'erp.payment',
  title: { en: 'Payment', es: 'Cobro', cs: 'Platba', ru: 'Платёж', ka: 'გადახდა' },
  titlePlural: { en: 'Payments', es: 'Cobros', cs: 'Platby', ru: 'Платежи', ka: 'გადახდები' },
  icon: 'cash',
  entity: Payment,
  labelField: 'paymentNo',
  fields: [
    field('paymentNo', 'text', LISTED),
    field('customerId', 'reference', { ...REQUIRED, reference: 'crm.customer' }),
    field('amount', 'money', REQUIRED),
    field('currency', 'text', REQUIRED),
    field('receivedOn', 'date', REQUIRED),
    field('reference', 'text', LISTED_AND_EDITED),
    field('allocated', 'money', LISTED),
    field('residual', 'money', LISTED),
  ],
  searchFields: ['paymentNo', 'reference'],
  defaultSort: { field: 'receivedOn', descending: true },
  related: [],
  processes: [],
  permissions: { read: READERS, create: ['finance', 'manager', 'admin'], edit: [] },
  rules: paymentRules,
};
