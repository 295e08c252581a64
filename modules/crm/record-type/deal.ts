import type { RecordType } from '../../../engine/port/module.ts';
import { Deal } from '../entity/deal.ts';
import { dealRules } from '../rule/deal.ts';
import { STAGES } from '../stages.ts';
import { EDITED, LISTED, LISTED_AND_EDITED, READERS, REQUIRED } from '../../base/index.ts';
import { field } from './field.ts';

const STATUSES = [
  { value: 'open', title: { en: 'Open', es: 'Abierto', cs: 'Otevřený', ru: 'Открыта', ka: 'ღია' } },
  { value: 'won', title: { en: 'Won', es: 'Ganado', cs: 'Vyhraný', ru: 'Выиграна', ka: 'მოგებული' } },
  { value: 'lost', title: { en: 'Lost', es: 'Perdido', cs: 'Prohraný', ru: 'Проиграна', ka: 'წაგებული' } },
];

/** How deals appear in lists, on their page and in the API. */
export const dealType: RecordType = {
  name: 'crm.deal',
  title: { en: 'Deal', es: 'Negocio', cs: 'Obchod', ru: 'Сделка', ka: 'გარიგება' },
  titlePlural: { en: 'Deals', es: 'Negocios', cs: 'Obchody', ru: 'Сделки', ka: 'გარიგებები' },
  icon: 'briefcase',
  entity: Deal,
  labelField: 'title',
  fields: [
    field('title', 'text', REQUIRED),
    field('customerId', 'reference', { ...REQUIRED, reference: 'crm.customer' }),
    field('counterpartyId', 'reference', { editable: true, reference: 'crm.counterparty' }),
    field('stage', 'choice', { inList: true, editable: true, choices: STAGES.map(({ key, name }) => ({ value: key, title: name })) }),
    field('status', 'choice', { choices: STATUSES }),
    field('amount', 'money', LISTED_AND_EDITED),
    field('currency', 'text', LISTED),
    field('probability', 'decimal', LISTED),
    field('expectedClose', 'date', LISTED_AND_EDITED),
    field('lostReason', 'text', EDITED),
    field('ownerId', 'text', LISTED_AND_EDITED),
    field('source', 'text', EDITED),
    field('note', 'longText', EDITED),
    field('createdAt', 'dateTime'),
  ],
  searchFields: ['title'],
  defaultSort: { field: 'createdAt', descending: true },
  related: [
    {
      type: 'crm.interaction',
      byField: 'dealId',
      title: { en: 'Interactions', es: 'Interacciones', cs: 'Interakce', ru: 'Взаимодействия', ka: 'ურთიერთობები' },
    },
    {
      type: 'erp.sales_order',
      byField: 'dealId',
      title: { en: 'Sales orders', es: 'Pedidos', cs: 'Objednávky', ru: 'Заказы', ka: 'შეკვეთები' },
    },
  ],
  processes: [],
  permissions: { read: READERS, create: ['sales', 'manager', 'admin'], edit: ['sales', 'manager', 'admin'] },
  rules: dealRules,
};
