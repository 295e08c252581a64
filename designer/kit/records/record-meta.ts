import type { BusinessRecord, RecordChoice, RecordField, RecordType } from '../api/types.ts';
import { toText } from '../format/text.ts';
import { localized } from '../i18n/languages.ts';

/** The kinds of values a page shows differently; every other type of a field is shown as text. */
export type FieldKind =
  | 'text'
  | 'long-text'
  | 'number'
  | 'money'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'boolean'
  | 'choice'
  | 'reference'
  | 'email';

const kinds: Readonly<Record<string, FieldKind>> = {
  longtext: 'long-text',
  'long-text': 'long-text',
  multiline: 'long-text',
  textarea: 'long-text',
  number: 'number',
  integer: 'number',
  decimal: 'number',
  quantity: 'number',
  money: 'money',
  price: 'money',
  percent: 'percent',
  date: 'date',
  datetime: 'datetime',
  timestamp: 'datetime',
  boolean: 'boolean',
  choice: 'choice',
  enum: 'choice',
  reference: 'reference',
  email: 'email',
};

/** How the values of a field are shown and typed. */
export function kindOf(field: RecordField): FieldKind {
  if ((field.reference ?? '') !== '') return 'reference';
  if (field.choices !== undefined && field.choices !== null && field.choices.length > 0) return 'choice';
  return kinds[field.type.toLowerCase()] ?? 'text';
}

/** True for kinds whose values stand at the right edge of a column. */
export function isNumeric(field: RecordField): boolean {
  const kind = kindOf(field);
  return kind === 'number' || kind === 'money' || kind === 'percent';
}

/** A choice's value and its title in a language. */
export function choicesOf(field: RecordField, language: string): readonly { readonly value: string; readonly label: string }[] {
  return (field.choices ?? []).map((choice: RecordChoice | string) =>
    typeof choice === 'string' ? { value: choice, label: choice } : { value: choice.value, label: localized(choice.title, language) },
  );
}

/** The text a reference is shown by: its label when the server sent one, else its id. */
export function referenceLabel(record: BusinessRecord, field: string): string {
  const label = record[`${field}__label`];
  const value = record[field];
  if (typeof label === 'string' && label !== '') return label;
  return typeof value === 'string' ? value : '';
}

/** The currency of a record's amounts, or null when it names none. */
export function currencyOf(record: BusinessRecord): string | null {
  const currency = record['currency'];
  return typeof currency === 'string' ? currency : null;
}

/** What a record is called: its own name or number, else what the server calls it, in the language of the page. */
export function labelOf(type: RecordType | undefined, record: BusinessRecord): string {
  const own = ownLabel(type, record);
  if (own !== '') return own;
  const given = toText(record['__label']);
  return given === '' ? `…${record.id.slice(-6)}` : given;
}

/** The business key of a process that starts from a record: its name or number, else the customer's reference; undefined without any. */
export function businessKeyOf(type: RecordType, record: BusinessRecord): string | undefined {
  const key = [ownLabel(type, record), toText(record['customerReference']), toText(record['customerId__label'])].find(
    (text) => text !== '',
  );
  return key;
}

function ownLabel(type: RecordType | undefined, record: BusinessRecord): string {
  const field = type?.labelField ?? 'id';
  return toText(record[`${field}__label`] ?? record[field]);
}

/**
 * The type of record that a process variable such as `orderId` points to, found by name: "order" itself, else a type that ends with
 * it ("erp.salesOrder"). Undefined when the person may read no such type.
 */
export function typeOfVariable(variable: string, types: readonly RecordType[]): RecordType | undefined {
  if (!variable.endsWith('Id')) return undefined;
  const wanted = normalise(variable.slice(0, -2));
  if (wanted === '') return undefined;
  const named = (name: string) => types.find((type) => normalise(type.name.split('.').at(-1) ?? type.name) === name);
  return named(wanted) ?? named(`sales${wanted}`) ?? named(`crm${wanted}`);
}

/** The type of a name, whichever way its words are joined: `erp.salesOrder` is `erp.sales_order`. */
export function typeNamed(name: string, types: readonly RecordType[]): RecordType | undefined {
  return types.find((type) => normalise(type.name) === normalise(name));
}

function normalise(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** Which module's section of the navigation a type belongs to; a type named without its module is placed by its name. */
export function sectionOf(type: Pick<RecordType, 'name'>): 'crm' | 'erp' {
  if (type.name.includes('.')) return type.name.startsWith('crm.') ? 'crm' : 'erp';
  return customerTypes.has(type.name) ? 'crm' : 'erp';
}

const customerTypes = new Set(['customer', 'counterparty', 'contact', 'lead', 'deal', 'interaction', 'message']);

/** Address of a record's page. */
export function recordHref(type: string, id: string): string {
  return `/records/${type}/${id}`;
}
