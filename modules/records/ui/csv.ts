import type { BusinessRecord, RecordField } from '../../../designer/kit/index.ts';
import { toText } from '../../../designer/kit/format/text.ts';

/** Spreadsheets take a text that begins with one of these for a formula and would run it. */
const formulaStart = /^[=+\-@\t\r]/;
const plainNumber = /^-?\d+(\.\d+)?$/;

/**
 * Writes records as comma-separated values (RFC 4180) with a heading row: values as they are stored, so decimals stay exact, with
 * the readable label for references. Texts that a spreadsheet would run as a formula get an apostrophe in front.
 */
export function toCsv(records: readonly BusinessRecord[], fields: readonly RecordField[], titleOf: (field: RecordField) => string): string {
  const lines = [
    fields.map((field) => cell(titleOf(field))),
    ...records.map((record) => fields.map((field) => cell(valueOf(record, field)))),
  ];
  return lines.map((line) => line.join(',')).join('\r\n');
}

function valueOf(record: BusinessRecord, field: RecordField): string {
  return toText(record[`${field.name}__label`] ?? record[field.name]);
}

function cell(text: string): string {
  const safe = formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
