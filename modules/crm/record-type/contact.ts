import type { RecordType } from '../../../engine/port/module.ts';
import { Contact } from '../entity/contact.ts';
import { EDITED, LISTED_AND_EDITED, READERS, REQUIRED } from '../../base/index.ts';
import { field } from './field.ts';

const ROLES = [
  { value: 'decision', title: { en: 'Decides', es: 'Decide', cs: 'Rozhoduje', ru: 'Принимает решения', ka: 'წყვეტს' } },
  { value: 'user', title: { en: 'Uses', es: 'Usa', cs: 'Používá', ru: 'Пользователь', ka: 'იყენებს' } },
  { value: 'payer', title: { en: 'Pays', es: 'Paga', cs: 'Platí', ru: 'Платит', ka: 'იხდის' } },
  { value: 'other', title: { en: 'Other', es: 'Otro', cs: 'Jiné', ru: 'Другое', ka: 'სხვა' } },
];

/** How contacts appear in lists, on their page and in the API. */
export const contactType: RecordType = {
  name: 'crm.contact',
  title: { en: 'Contact', es: 'Contacto', cs: 'Kontakt', ru: 'Контакт', ka: 'კონტაქტი' },
  titlePlural: { en: 'Contacts', es: 'Contactos', cs: 'Kontakty', ru: 'Контакты', ka: 'კონტაქტები' },
  icon: 'user',
  entity: Contact,
  labelField: 'name',
  fields: [
    field('name', 'text', REQUIRED),
    field('customerId', 'reference', { ...REQUIRED, reference: 'crm.customer' }),
    field('role', 'choice', { inList: true, editable: true, choices: ROLES }),
    field('position', 'text', EDITED),
    field('email', 'text', LISTED_AND_EDITED),
    field('phone', 'text', LISTED_AND_EDITED),
    field('language', 'text', EDITED),
    field('note', 'longText', EDITED),
  ],
  searchFields: ['name', 'email', 'phone'],
  defaultSort: { field: 'name', descending: false },
  related: [
    {
      type: 'crm.interaction',
      byField: 'contactId',
      title: { en: 'Interactions', es: 'Interacciones', cs: 'Interakce', ru: 'Взаимодействия', ka: 'ურთიერთობები' },
    },
  ],
  processes: [],
  permissions: { read: READERS, create: ['sales', 'manager', 'admin'], edit: ['sales', 'manager', 'admin'] },
};
