import type { RecordType } from '../../../engine/port/module.ts';
import { Customer } from '../entity/customer.ts';
import { EDITED, LISTED_AND_EDITED, READERS, REQUIRED } from '../../base/index.ts';
import { field } from './field.ts';

const KINDS = [
  { value: 'b2b', title: { en: 'Company', es: 'Empresa', cs: 'Firma', ru: 'Компания', ka: 'კომპანია' } },
  { value: 'b2c', title: { en: 'Person', es: 'Persona', cs: 'Osoba', ru: 'Частное лицо', ka: 'ფიზიკური პირი' } },
];

const STATUSES = [
  { value: 'prospect', title: { en: 'Prospect', es: 'Potencial', cs: 'Zájemce', ru: 'Потенциальный', ka: 'პოტენციური' } },
  { value: 'active', title: { en: 'Active', es: 'Activo', cs: 'Aktivní', ru: 'Активный', ka: 'აქტიური' } },
  { value: 'blocked', title: { en: 'Blocked', es: 'Bloqueado', cs: 'Blokovaný', ru: 'Заблокирован', ka: 'დაბლოკილი' } },
];

const LANGUAGES = [
  { value: 'en', title: { en: 'English', es: 'English', cs: 'English', ru: 'English', ka: 'English' } },
  { value: 'es', title: { en: 'Español', es: 'Español', cs: 'Español', ru: 'Español', ka: 'Español' } },
  { value: 'cs', title: { en: 'Čeština', es: 'Čeština', cs: 'Čeština', ru: 'Čeština', ka: 'Čeština' } },
  { value: 'ru', title: { en: 'Русский', es: 'Русский', cs: 'Русский', ru: 'Русский', ka: 'Русский' } },
  { value: 'ka', title: { en: 'ქართული', es: 'ქართული', cs: 'ქართული', ru: 'ქართული', ka: 'ქართული' } },
];

/** How customers appear in lists, on their page and in the API. */
export const customerType: RecordType = {
  name: 'crm.customer',
  title: { en: 'Customer', es: 'Cliente', cs: 'Zákazník', ru: 'Клиент', ka: 'კლიენტი' },
  titlePlural: { en: 'Customers', es: 'Clientes', cs: 'Zákazníci', ru: 'Клиенты', ka: 'კლიენტები' },
  icon: 'users',
  entity: Customer,
  labelField: 'name',
  fields: [
    field('name', 'text', REQUIRED),
    field('kind', 'choice', { editable: true, choices: KINDS }),
    field('status', 'choice', { inList: true, editable: true, choices: STATUSES }),
    field('country', 'text', REQUIRED),
    field('city', 'text', LISTED_AND_EDITED),
    field('email', 'text', LISTED_AND_EDITED),
    field('phone', 'text', EDITED),
    field('website', 'text', EDITED),
    field('language', 'choice', { editable: true, choices: LANGUAGES }),
    field('currency', 'text', EDITED),
    field('priceListId', 'reference', { editable: true, reference: 'erp.price_list' }),
    field('creditLimit', 'money', LISTED_AND_EDITED),
    field('paymentDays', 'integer', EDITED),
    field('ownerId', 'text', LISTED_AND_EDITED),
    field('mailOptOut', 'boolean', EDITED),
    field('source', 'text', EDITED),
    field('note', 'longText', EDITED),
    field('createdAt', 'dateTime'),
    field('updatedAt', 'dateTime'),
  ],
  searchFields: ['name', 'email', 'city', 'phone'],
  defaultSort: { field: 'name', descending: false },
  related: [
    {
      type: 'crm.customer_counterparty',
      byField: 'customerId',
      title: { en: 'Buys as', es: 'Compra como', cs: 'Nakupuje jako', ru: 'Покупает как', ka: 'ყიდულობს როგორც' },
    },
    {
      type: 'crm.contact',
      byField: 'customerId',
      title: { en: 'Contacts', es: 'Contactos', cs: 'Kontakty', ru: 'Контакты', ka: 'კონტაქტები' },
    },
    { type: 'crm.deal', byField: 'customerId', title: { en: 'Deals', es: 'Negocios', cs: 'Obchody', ru: 'Сделки', ka: 'გარიგებები' } },
    {
      type: 'crm.interaction',
      byField: 'customerId',
      title: { en: 'Interactions', es: 'Interacciones', cs: 'Interakce', ru: 'Взаимодействия', ka: 'ურთიერთობები' },
    },
    {
      type: 'erp.sales_order',
      byField: 'customerId',
      title: { en: 'Sales orders', es: 'Pedidos', cs: 'Objednávky', ru: 'Заказы', ka: 'შეკვეთები' },
    },
    { type: 'erp.invoice', byField: 'customerId', title: { en: 'Invoices', es: 'Facturas', cs: 'Faktury', ru: 'Счета', ka: 'ინვოისები' } },
    { type: 'erp.payment', byField: 'customerId', title: { en: 'Payments', es: 'Cobros', cs: 'Platby', ru: 'Платежи', ka: 'გადახდები' } },
  ],
  processes: [],
  permissions: { read: READERS, create: ['sales', 'manager', 'admin'], edit: ['sales', 'manager', 'admin'] },
};
