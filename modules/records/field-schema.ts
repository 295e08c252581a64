import { z } from 'zod';
import type { RecordField, RecordType } from '../../engine/port/module.ts';

/** Longest text of a field. */
const MAX_TEXT = 2_000;
const MAX_LONG_TEXT = 100_000;
/** Digits before the point that every decimal column can keep. */
const INTEGER_DIGITS = 14;
/** Digits after the point that the columns of each kind keep; more would be rounded, so more is refused. */
const FRACTION_DIGITS = { money: 4, quantity: 6, decimal: 10 } as const;

/** A value of the field as the API takes it. Decimals may come as JSON numbers and become their shortest decimal text. */
export function valueSchema(field: RecordField): z.ZodType {
  switch (field.type) {
    case 'text':
      return z.string().trim().max(MAX_TEXT);
    case 'longText':
      return z.string().max(MAX_LONG_TEXT);
    case 'integer':
      return z.coerce.number<number | string>().int();
    case 'decimal':
    case 'money':
    case 'quantity':
      return decimalSchema(FRACTION_DIGITS[field.type]);
    case 'date':
      return z.iso.date();
    case 'dateTime':
      return z.iso.datetime({ offset: true });
    case 'boolean':
      return z.boolean();
    case 'choice':
      return z.enum((field.choices ?? []).map((choice) => choice.value));
    case 'reference':
      return z.guid();
    case 'json':
      return z.record(z.string(), z.json());
  }
}

function decimalSchema(digits: number): z.ZodType {
  const pattern = new RegExp(`^-?\\d{1,${INTEGER_DIGITS}}(\\.\\d{1,${digits}})?$`, 'u');
  const text = z.string().trim().regex(pattern, `Expected a decimal with at most ${digits} digits after the point, for example 12.5`);
  return z.preprocess((value) => (typeof value === 'number' ? String(value) : value), text);
}

/** Empty means no value; a form cannot send nothing in another way. */
function clearable(schema: z.ZodType): z.ZodType {
  return z.preprocess((value) => (value === '' || value === undefined ? null : value), schema.nullable());
}

/** What a new record may hold: every editable field, the required ones filled. */
export function createSchema(type: RecordType): z.ZodType<Record<string, unknown>> {
  return z.strictObject(
    Object.fromEntries(
      editable(type).map((field) => [field.name, field.required ? valueSchema(field) : clearable(valueSchema(field)).optional()]),
    ),
  );
}

/** What a change may hold: any editable field; a required one cannot be cleared. */
export function changeSchema(type: RecordType): z.ZodType<Record<string, unknown>> {
  return z.strictObject(
    Object.fromEntries(
      editable(type).map((field) => [field.name, (field.required ? valueSchema(field) : clearable(valueSchema(field))).optional()]),
    ),
  );
}

function editable(type: RecordType): readonly RecordField[] {
  return type.fields.filter((field) => field.editable);
}
