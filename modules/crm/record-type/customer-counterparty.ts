import type { RecordType } from '../../../engine/port/module.ts';
import { CustomerCounterparty } from '../entity/customer-counterparty.ts';
import { LISTED_AND_EDITED, READERS, REQUIRED } from '../../base/index.ts';
import { field } from './field.ts';

/** How the links between customers and legal entities appear: on the pages of both. */
export const customerCounterpartyType: RecordType = {
  name: 'crm.customer_counterparty',
  title: { en: 'Buys as', es: 'Compra como', cs: 'Nakupuje jako', ru: 'Покупает как', ka: 'ყიდულობს როგორც' },
  titlePlural: {
    en: 'Legal entities of customers',
    es: 'Entidades de clientes',
    cs: 'Subjekty zákazníků',
    ru: 'Юридические лица клиентов',
    ka: 'კლიენტების იურიდიული პირები',
  },
  icon: 'link',
  entity: CustomerCounterparty,
  labelField: 'id',
  fields: [
    field('customerId', 'reference', { ...REQUIRED, reference: 'crm.customer' }),
    field('counterpartyId', 'reference', { ...REQUIRED, reference: 'crm.counterparty' }),
    field('validFrom', 'date', LISTED_AND_EDITED),
    field('validTo', 'date', LISTED_AND_EDITED),
    field('createdAt', 'dateTime'),
  ],
  searchFields: [],
  defaultSort: { field: 'createdAt', descending: true },
  related: [],
  processes: [],
  inMenu: false,
  permissions: { read: READERS, create: ['sales', 'finance', 'manager', 'admin'], edit: ['sales', 'finance', 'manager', 'admin'] },
};
