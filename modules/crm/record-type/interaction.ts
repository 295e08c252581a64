import type { RecordType } from '../../../engine/port/module.ts';
import { Interaction } from '../entity/interaction.ts';
import { interactionRules } from '../rule/interaction.ts';
import { EDITED, LISTED_AND_EDITED, READERS, REQUIRED } from '../../base/index.ts';
import { field } from './field.ts';

const KINDS = [
  { value: 'meeting', title: { en: 'Meeting', es: 'Reunión', cs: 'Schůzka', ru: 'Встреча', ka: 'შეხვედრა' } },
  {
    value: 'call_in',
    title: { en: 'Call in', es: 'Llamada entrante', cs: 'Příchozí hovor', ru: 'Входящий звонок', ka: 'შემომავალი ზარი' },
  },
  {
    value: 'call_out',
    title: { en: 'Call out', es: 'Llamada saliente', cs: 'Odchozí hovor', ru: 'Исходящий звонок', ka: 'გამავალი ზარი' },
  },
  { value: 'sms', title: { en: 'SMS', es: 'SMS', cs: 'SMS', ru: 'SMS', ka: 'SMS' } },
  { value: 'email', title: { en: 'E-mail', es: 'Correo', cs: 'E-mail', ru: 'Письмо', ka: 'ელფოსტა' } },
  { value: 'note', title: { en: 'Note', es: 'Nota', cs: 'Poznámka', ru: 'Заметка', ka: 'ჩანაწერი' } },
];

/** How interactions appear in lists, on their page and in the API. */
export const interactionType: RecordType = {
  name: 'crm.interaction',
  title: { en: 'Interaction', es: 'Interacción', cs: 'Interakce', ru: 'Взаимодействие', ka: 'ურთიერთობა' },
  titlePlural: { en: 'Interactions', es: 'Interacciones', cs: 'Interakce', ru: 'Взаимодействия', ka: 'ურთიერთობები' },
  icon: 'message-circle',
  entity: Interaction,
  labelField: 'subject',
  fields: [
    field('kind', 'choice', { ...REQUIRED, choices: KINDS }),
    field('happenedAt', 'dateTime', LISTED_AND_EDITED),
    field('customerId', 'reference', { inList: true, editable: true, reference: 'crm.customer' }),
    field('contactId', 'reference', { editable: true, reference: 'crm.contact' }),
    field('dealId', 'reference', { editable: true, reference: 'crm.deal' }),
    field('subject', 'text', REQUIRED),
    field('body', 'longText', EDITED),
  ],
  searchFields: ['subject', 'body'],
  defaultSort: { field: 'happenedAt', descending: true },
  related: [],
  processes: [],
  permissions: { read: READERS, create: ['employee', 'manager', 'admin'], edit: [] },
  rules: interactionRules,
};
