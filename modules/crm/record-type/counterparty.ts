import type { RecordType } from '../../../engine/port/module.ts';
import { Counterparty } from '../entity/counterparty.ts';
import { EDITED, LISTED_AND_EDITED, READERS, REQUIRED } from '../../base/index.ts';
import { field } from './field.ts';

/** How legal entities appear in lists, on their page and in the API. */
export const counterpartyType: RecordType = {
  name: 'crm.counterparty',
  title: { en: 'Legal entity', es: 'Entidad legal', cs: 'Právní subjekt', ru: 'Юридическое лицо', ka: 'იურიდიული პირი' },
  titlePlural: { en: 'Legal entities', es: 'Entidades legales', cs: 'Právní subjekty', ru: 'Юридические лица', ka: 'იურიდიული პირები' },
  icon: 'building',
  entity: Counterparty,
  labelField: 'legalName',
  fields: [
    field('legalName', 'text', REQUIRED),
    field('taxId', 'text', REQUIRED),
    field('country', 'text', REQUIRED),
    field('street', 'text', EDITED),
    field('city', 'text', LISTED_AND_EDITED),
    field('postalCode', 'text', EDITED),
    field('region', 'text', EDITED),
    field('bankAccount', 'text', EDITED),
    field('bankName', 'text', EDITED),
  ],
  searchFields: ['legalName', 'taxId', 'city'],
  defaultSort: { field: 'legalName', descending: false },
  related: [
    {
      type: 'crm.customer_counterparty',
      byField: 'counterpartyId',
      title: { en: 'Customers', es: 'Clientes', cs: 'Zákazníci', ru: 'Клиенты', ka: 'კლიენტები' },
    },
    {
      type: 'erp.sales_order',
      byField: 'counterpartyId',
      title: { en: 'Sales orders', es: 'Pedidos', cs: 'Objednávky', ru: 'Заказы', ka: 'შეკვეთები' },
    },
    {
      type: 'erp.invoice',
      byField: 'counterpartyId',
      title: { en: 'Invoices', es: 'Facturas', cs: 'Faktury', ru: 'Счета', ka: 'ინვოისები' },
    },
  ],
  processes: [],
  permissions: { read: READERS, create: ['sales', 'manager', 'admin', 'finance'], edit: ['sales', 'manager', 'admin', 'finance'] },
};
