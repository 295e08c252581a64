import type { EntityManager } from '@mikro-orm/postgresql';
import type { Language } from '../../engine/port/authenticator.ts';
import type { RecordField, RecordType } from '../../engine/port/module.ts';
import type { RecordCatalogue } from './catalogue.ts';
import { labelKey, labelOf, NO_LABELS, ownLabel, type Labels, type Row } from './label.ts';

/** Members that every record shows when its table has them. */
const COMMON_MEMBERS = ['version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'processInstanceId'] as const;
/** Digits after the point that amounts of a currency show; others show two. */
const CURRENCY_SCALE: Readonly<Record<string, number>> = { JPY: 0, KWD: 3 };
const DEFAULT_SCALE = 2;
/** A draft is called by what it is for, and that by what it is for; nobody reads a longer name. */
const DEEPEST_LABEL = 2;

/** Records as the API shows them: fields by name, exact decimals as text, times in UTC, a label beside every reference. */
export async function presentRecords(
  em: EntityManager,
  catalogue: RecordCatalogue,
  type: RecordType,
  rows: readonly Row[],
  language: Language,
): Promise<readonly Record<string, unknown>[]> {
  const labels = await readLabels(em, catalogue, type, rows, language);
  return rows.map((row) => {
    const record: Record<string, unknown> = { id: row.id, __label: labelOf(type, row, labels, language) };
    for (const name of COMMON_MEMBERS) {
      if (name in row) record[name] = toJson(row[name]);
    }
    for (const field of type.fields) {
      record[field.name] = presentValue(field, row);
      if (field.type === 'reference') record[`${field.name}__label`] = labels.get(labelKey(field, row)) ?? null;
    }
    return record;
  });
}

/** Labels of everything that the rows refer to, and of what those need for theirs. */
async function readLabels(
  em: EntityManager,
  catalogue: RecordCatalogue,
  type: RecordType,
  rows: readonly Row[],
  language: Language,
  depth = 0,
): Promise<Labels> {
  const wanted = new Map<string, Set<string>>();
  for (const field of type.fields) {
    if (field.type !== 'reference' || field.reference === undefined) continue;
    const ids = wanted.get(field.reference) ?? new Set<string>();
    for (const row of rows) if (typeof row[field.name] === 'string') ids.add(String(row[field.name]));
    wanted.set(field.reference, ids);
  }
  const labels = new Map<string, string>();
  for (const [name, ids] of wanted) {
    const target = catalogue.find(name);
    if (target === undefined || ids.size === 0) continue;
    const found: readonly Row[] = await em.find(target.entity, { id: { $in: [...ids] } }, { disableIdentityMap: true });
    const nameless = found.filter((row) => ownLabel(target, row) === null);
    const theirs: Labels =
      nameless.length === 0 || depth === DEEPEST_LABEL ? NO_LABELS : await readLabels(em, catalogue, target, nameless, language, depth + 1);
    for (const row of found) labels.set(`${name}:${row.id}`, labelOf(target, row, theirs, language));
  }
  return labels;
}

function presentValue(field: RecordField, row: Row): unknown {
  const value = toJson(row[field.name]);
  if (typeof value !== 'string') return value;
  switch (field.type) {
    case 'money':
      return trimDecimal(value, CURRENCY_SCALE[String(row['currency'])] ?? DEFAULT_SCALE);
    case 'quantity':
    case 'decimal':
      return trimDecimal(value, 0);
    case 'integer':
      return Number(value);
    case 'text':
    case 'longText':
    case 'date':
    case 'dateTime':
    case 'boolean':
    case 'choice':
    case 'reference':
    case 'json':
      return value;
  }
}

/** Drops zeros at the end of a decimal, but keeps `scale` digits: 12.5000 becomes 12.50. Digits other than zero always stay. */
export function trimDecimal(value: string, scale: number): string {
  const [whole = '0', fraction = ''] = value.split('.');
  const kept = fraction.replace(/0+$/u, '').padEnd(scale, '0');
  return kept === '' ? whole : `${whole}.${kept}`;
}

function toJson(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return value === undefined ? null : value;
}
