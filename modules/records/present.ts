import type { EntityManager } from '@mikro-orm/postgresql';
import type { RecordField, RecordType } from '../../engine/port/module.ts';
import type { RecordCatalogue } from './catalogue.ts';

/** A row as MikroORM loads it, by property name. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** Members that every record shows when its table has them. */
const COMMON_MEMBERS = ['version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'processInstanceId'] as const;
/** Digits after the point that amounts of a currency show; others show two. */
const CURRENCY_SCALE: Readonly<Record<string, number>> = { JPY: 0, KWD: 3 };
const DEFAULT_SCALE = 2;

/** Records as the API shows them: fields by name, exact decimals as text, times in UTC, a label beside every reference. */
export async function presentRecords(em: EntityManager, catalogue: RecordCatalogue, type: RecordType, rows: readonly Row[]): Promise<readonly Record<string, unknown>[]> {
  const labels = await readLabels(em, catalogue, type, rows);
  return rows.map((row) => {
    const record: Record<string, unknown> = { id: row.id, __label: labelOf(type, row) };
    for (const name of COMMON_MEMBERS) {
      if (name in row) record[name] = toJson(row[name]);
    }
    for (const field of type.fields) {
      record[field.name] = presentValue(field, row);
      if (field.type === 'reference') record[`${field.name}__label`] = labels.get(`${field.reference ?? ''}:${String(row[field.name])}`) ?? null;
    }
    return record;
  });
}

/** What a record is called: its label field, or the end of its id while it has none (a draft without number). */
export function labelOf(type: RecordType, row: Row): string {
  const label = row[type.labelField];
  return type.labelField === 'id' || label === null || label === undefined || label === '' ? `…${row.id.slice(-6)}` : String(label);
}

async function readLabels(em: EntityManager, catalogue: RecordCatalogue, type: RecordType, rows: readonly Row[]): Promise<ReadonlyMap<string, string>> {
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
    for (const row of found) labels.set(`${name}:${row.id}`, labelOf(target, row));
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
