import type { LocalizedText } from '../../../../engine/port/module-contract.ts';
import { declareRefusals } from '../../../base/index.ts';

/** Every business refusal of the CRM with its title; an operation declares the ones it may raise. */
export const REFUSAL_TITLE = {
  ADDRESS_INVALID: {
    en: 'Address is not valid',
    es: 'Dirección no válida',
    cs: 'Neplatná adresa',
    ru: 'Неверный адрес',
    ka: 'მისამართი არასწორია',
  },
  FIELD_REQUIRED: {
    en: 'A field is missing',
    es: 'Falta un campo',
    cs: 'Chybí pole',
    ru: 'Не заполнено поле',
    ka: 'ველი შევსებული არ არის',
  },
  NOT_FOUND: {
    en: 'Record not found',
    es: 'Registro no encontrado',
    cs: 'Záznam nenalezen',
    ru: 'Запись не найдена',
    ka: 'ჩანაწერი ვერ მოიძებნა',
  },
  OPTED_OUT: {
    en: 'Customer has opted out',
    es: 'El cliente no desea mensajes',
    cs: 'Zákazník si zprávy nepřeje',
    ru: 'Клиент отказался от рассылки',
    ka: 'კლიენტმა შეტყობინებებზე უარი თქვა',
  },
  REASON_REQUIRED: {
    en: 'Reason is missing',
    es: 'Falta el motivo',
    cs: 'Chybí důvod',
    ru: 'Не указана причина',
    ka: 'მიზეზი მითითებული არ არის',
  },
  STAGE_FORBIDDEN: {
    en: 'Stage cannot be entered',
    es: 'Etapa no permitida',
    cs: 'Fáze není povolena',
    ru: 'Этап недоступен',
    ka: 'ეტაპი დაუშვებელია',
  },
  STAGE_REQUIREMENT: {
    en: 'Stage has unmet requirements',
    es: 'Requisitos de la etapa sin cumplir',
    cs: 'Nesplněné podmínky fáze',
    ru: 'Не выполнены требования этапа',
    ka: 'ეტაპის მოთხოვნები შეუსრულებელია',
  },
} as const satisfies Readonly<Record<string, LocalizedText>>;

/** The declared errors of an operation, with their titles. */
export const refusals = declareRefusals(REFUSAL_TITLE);
