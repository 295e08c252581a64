import type { Language } from '../../engine/port/authenticator.ts';
import type { RecordField, RecordType } from '../../engine/port/module.ts';

/** A row as MikroORM loads it, by property name. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** What the records that rows refer to are called, by `labelKey`. */
export type Labels = ReadonlyMap<string, string>;

/** For rows that are called by something of their own. */
export const NO_LABELS: Labels = new Map();

/** Digits of the id that tell records without anything better apart. */
const ID_TAIL = 6;

/** Where the label of what a field refers to lies. */
export function labelKey(field: RecordField, row: Row): string {
  return `${field.reference ?? ''}:${String(row[field.name])}`;
}

/** What a record is called by itself: its name or number, else the number that the customer gave it; null when it has neither. */
export function ownLabel(type: RecordType, row: Row): string | null {
  if (type.labelField === 'id') return `…${row.id.slice(-ID_TAIL)}`;
  return textOf(row[type.labelField]) ?? textOf(row['customerReference']);
}

/**
 * What a record is called. One without name and number, such as a draft, by its state, by the first thing that it refers to and by
 * its day: "Draft · Harbour Cafe · 21 Nov 2026".
 */
export function labelOf(type: RecordType, row: Row, labels: Labels, language: Language): string {
  const own = ownLabel(type, row);
  if (own !== null) return own;
  const status =
    type.fields.find(({ name }) => name === 'status')?.choices?.find(({ value }) => value === row['status'])?.title ?? type.title;
  const references = type.fields.filter((field) => field.type === 'reference').flatMap((field) => labels.get(labelKey(field, row)) ?? []);
  const parts = [status[language] ?? status.en, references[0], dayOf(row, language)].filter((part) => part !== undefined);
  return parts.length > 1 ? parts.join(' · ') : `…${row.id.slice(-ID_TAIL)}`;
}

/** The day a document is of, else the day it was made. */
function dayOf(row: Row, language: Language): string | undefined {
  const value = row['orderedOn'] ?? row['createdAt'];
  const day = value instanceof Date ? value : new Date(String(value));
  // English dates begin with the day, as everywhere in the product where no region is known.
  const locale = language === 'en' ? 'en-GB' : language;
  return Number.isNaN(day.getTime()) ? undefined : new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(day);
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}
