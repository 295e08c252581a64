import type { LocalizedText } from '../../../engine/port/module-contract.ts';
import type { RecordField, RecordFieldType } from '../../../engine/port/module.ts';

/** Titles of the fields of this module's records; one name has one title everywhere. */
const FIELD_TITLE = {
  name: { en: 'Name', es: 'Nombre', cs: 'Název', ru: 'Название', ka: 'დასახელება' },
  kind: { en: 'Kind', es: 'Tipo', cs: 'Druh', ru: 'Вид', ka: 'სახე' },
  status: { en: 'Status', es: 'Estado', cs: 'Stav', ru: 'Состояние', ka: 'სტატუსი' },
  ownerId: { en: 'Owner', es: 'Responsable', cs: 'Vlastník', ru: 'Ответственный', ka: 'პასუხისმგებელი' },
  email: { en: 'E-mail', es: 'Correo', cs: 'E-mail', ru: 'Эл. почта', ka: 'ელფოსტა' },
  phone: { en: 'Phone', es: 'Teléfono', cs: 'Telefon', ru: 'Телефон', ka: 'ტელეფონი' },
  website: { en: 'Website', es: 'Sitio web', cs: 'Web', ru: 'Сайт', ka: 'ვებგვერდი' },
  country: { en: 'Country', es: 'País', cs: 'Země', ru: 'Страна', ka: 'ქვეყანა' },
  city: { en: 'City', es: 'Ciudad', cs: 'Město', ru: 'Город', ka: 'ქალაქი' },
  language: { en: 'Language', es: 'Idioma', cs: 'Jazyk', ru: 'Язык', ka: 'ენა' },
  currency: { en: 'Currency', es: 'Moneda', cs: 'Měna', ru: 'Валюта', ka: 'ვალუტა' },
  priceListId: { en: 'Price list', es: 'Lista de precios', cs: 'Ceník', ru: 'Прайс-лист', ka: 'ფასების სია' },
  creditLimit: { en: 'Credit limit', es: 'Límite de crédito', cs: 'Úvěrový limit', ru: 'Кредитный лимит', ka: 'საკრედიტო ლიმიტი' },
  paymentDays: { en: 'Payment days', es: 'Días de pago', cs: 'Splatnost (dny)', ru: 'Срок оплаты, дней', ka: 'გადახდის ვადა, დღე' },
  mailOptOut: { en: 'No mail wanted', es: 'No desea correo', cs: 'Nepřeje si e-maily', ru: 'Отказ от рассылки', ka: 'წერილები არ სურს' },
  source: { en: 'Source', es: 'Origen', cs: 'Zdroj', ru: 'Источник', ka: 'წყარო' },
  note: { en: 'Note', es: 'Nota', cs: 'Poznámka', ru: 'Примечание', ka: 'შენიშვნა' },
  legalName: { en: 'Legal name', es: 'Razón social', cs: 'Obchodní firma', ru: 'Юридическое название', ka: 'იურიდიული დასახელება' },
  taxId: { en: 'Tax number', es: 'NIF', cs: 'DIČ', ru: 'ИНН', ka: 'საიდენტიფიკაციო ნომერი' },
  street: { en: 'Street', es: 'Calle', cs: 'Ulice', ru: 'Улица', ka: 'ქუჩა' },
  postalCode: { en: 'Postal code', es: 'Código postal', cs: 'PSČ', ru: 'Индекс', ka: 'საფოსტო ინდექსი' },
  region: { en: 'Region', es: 'Región', cs: 'Kraj', ru: 'Регион', ka: 'რეგიონი' },
  bankAccount: { en: 'Bank account', es: 'Cuenta bancaria', cs: 'Bankovní účet', ru: 'Банковский счёт', ka: 'საბანკო ანგარიში' },
  bankName: { en: 'Bank', es: 'Banco', cs: 'Banka', ru: 'Банк', ka: 'ბანკი' },
  customerId: { en: 'Customer', es: 'Cliente', cs: 'Zákazník', ru: 'Клиент', ka: 'კლიენტი' },
  counterpartyId: { en: 'Legal entity', es: 'Entidad legal', cs: 'Právní subjekt', ru: 'Юридическое лицо', ka: 'იურიდიული პირი' },
  contactId: { en: 'Contact', es: 'Contacto', cs: 'Kontakt', ru: 'Контакт', ka: 'კონტაქტი' },
  dealId: { en: 'Deal', es: 'Negocio', cs: 'Obchod', ru: 'Сделка', ka: 'გარიგება' },
  role: { en: 'Role', es: 'Rol', cs: 'Role', ru: 'Роль', ka: 'როლი' },
  position: { en: 'Position', es: 'Cargo', cs: 'Pozice', ru: 'Должность', ka: 'თანამდებობა' },
  title: { en: 'Title', es: 'Título', cs: 'Název', ru: 'Название', ka: 'სათაური' },
  stage: { en: 'Stage', es: 'Etapa', cs: 'Fáze', ru: 'Этап', ka: 'ეტაპი' },
  amount: { en: 'Amount', es: 'Importe', cs: 'Částka', ru: 'Сумма', ka: 'თანხა' },
  probability: { en: 'Probability, %', es: 'Probabilidad, %', cs: 'Pravděpodobnost, %', ru: 'Вероятность, %', ka: 'ალბათობა, %' },
  expectedClose: { en: 'Expected close', es: 'Cierre previsto', cs: 'Očekávané uzavření', ru: 'Ожидаемое закрытие', ka: 'მოსალოდნელი დახურვა' },
  lostReason: { en: 'Reason of loss', es: 'Motivo de pérdida', cs: 'Důvod ztráty', ru: 'Причина проигрыша', ka: 'დაკარგვის მიზეზი' },
  happenedAt: { en: 'When', es: 'Cuándo', cs: 'Kdy', ru: 'Когда', ka: 'როდის' },
  subject: { en: 'Subject', es: 'Asunto', cs: 'Předmět', ru: 'Тема', ka: 'თემა' },
  body: { en: 'Text', es: 'Texto', cs: 'Text', ru: 'Текст', ka: 'ტექსტი' },
  validFrom: { en: 'Valid from', es: 'Válido desde', cs: 'Platí od', ru: 'Действует с', ka: 'ძალაშია -დან' },
  validTo: { en: 'Valid to', es: 'Válido hasta', cs: 'Platí do', ru: 'Действует до', ka: 'ძალაშია -მდე' },
  createdAt: { en: 'Created', es: 'Creado', cs: 'Vytvořeno', ru: 'Создано', ka: 'შექმნილია' },
  updatedAt: { en: 'Changed', es: 'Modificado', cs: 'Změněno', ru: 'Изменено', ka: 'შეცვლილია' },
} as const satisfies Readonly<Record<string, LocalizedText>>;

export type FieldName = keyof typeof FIELD_TITLE;

/** What a field is beside its name and type; all default to false. */
interface FieldOptions {
  readonly inList?: boolean;
  readonly editable?: boolean;
  readonly required?: boolean;
  readonly reference?: string;
  readonly choices?: readonly { readonly value: string; readonly title: LocalizedText }[];
}

/** Describes a field by its name; the title comes from the dictionary above. */
export function field(name: FieldName, type: RecordFieldType, options: FieldOptions = {}): RecordField {
  return { name, type, title: FIELD_TITLE[name], inList: false, editable: false, required: false, ...options };
}

/** The usual switches of a field. */
export const LISTED = { inList: true } as const;
export const EDITED = { editable: true } as const;
export const LISTED_AND_EDITED = { inList: true, editable: true } as const;
export const REQUIRED = { inList: true, editable: true, required: true } as const;

/** Everybody who works here reads; who writes is said per record type. */
export const READERS = ['employee', 'manager', 'analyst', 'admin'] as const;
