import type { BusinessRecord, Json, RecordField, RecordType } from '../../../designer/kit/index.ts';
import { formatDecimal, parseDecimal } from '../../../designer/kit/format/decimal.ts';
import { toText } from '../../../designer/kit/format/text.ts';
import { kindOf } from '../../../designer/kit/records/record-meta.ts';

/** What the inputs of a form hold: texts as typed, switches as booleans; an empty text is no value. */
export type FormValues = Readonly<Record<string, string | boolean>>;

/** The fields that a form offers, for a new record or for a change. */
export function formFields(type: RecordType): readonly RecordField[] {
  return type.fields.filter((field) => field.editable === true);
}

/** What the inputs start with: the values of a record in the notation of the person's language. */
export function toFormValues(fields: readonly RecordField[], record: Json, language: string): FormValues {
  return Object.fromEntries(fields.map((field) => [field.name, toInput(field, record[field.name], language)]));
}

function toInput(field: RecordField, value: unknown, language: string): string | boolean {
  const kind = kindOf(field);
  if (kind === 'boolean') return value === true;
  const text = toText(value);
  if (text === '') return '';
  switch (kind) {
    case 'money':
    case 'number':
    case 'percent':
      return formatDecimal(text.includes('.') ? text.replace(/\.?0+$/, '') : text, language);
    case 'date':
      return text.slice(0, 10);
    case 'datetime':
      return toLocalDateTime(text);
    case 'text':
    case 'long-text':
    case 'email':
    case 'choice':
    case 'reference':
      return text;
  }
}

/** A moment as a date-and-time input writes it: in the time zone of the browser, to the minute. */
function toLocalDateTime(text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return '';
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** What was typed as the API takes it, or the names of the inputs that are wrong. */
export type Read =
  | { readonly kind: 'valid'; readonly values: Json }
  | { readonly kind: 'invalid'; readonly problems: Readonly<Record<string, 'required' | 'notNumber'>> };

/** Reads the inputs: numbers exactly as decimals, moments in UTC, empty texts as no value. */
export function fromFormValues(fields: readonly RecordField[], values: FormValues, language: string): Read {
  const problems: Record<string, 'required' | 'notNumber'> = {};
  const read = fields.map((field): [string, unknown] => {
    const value = values[field.name] ?? '';
    if (typeof value === 'boolean') return [field.name, value];
    const text = value.trim();
    if (text === '') {
      if (field.required === true) problems[field.name] = 'required';
      return [field.name, null];
    }
    const member = fromText(field, text, language);
    if (member === null) problems[field.name] = 'notNumber';
    return [field.name, member];
  });
  return Object.keys(problems).length > 0 ? { kind: 'invalid', problems } : { kind: 'valid', values: Object.fromEntries(read) };
}

function fromText(field: RecordField, text: string, language: string): string | number | null {
  const kind = kindOf(field);
  if (kind === 'datetime') return new Date(text).toISOString();
  if (kind !== 'money' && kind !== 'number' && kind !== 'percent') return text;
  const decimal = parseDecimal(text, language);
  return decimal !== null && field.type === 'integer' ? Number(decimal) : decimal;
}

/** The members whose value differs from the record's, compared as texts: "10" and "10.0000" are different writings of one amount. */
export function changedMembers(values: Json, record: BusinessRecord): Json {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => canonical(value) !== canonical(record[name])));
}

function canonical(value: unknown): string {
  const text = toText(value);
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}
