import type { RecordField, RecordFilter, RecordQuery, RecordType } from '../../../designer/kit/index.ts';
import { kindOf } from '../../../designer/kit/records/record-meta.ts';

/** What the names of a filter's members in an address begin with: `f.status=active`. */
export const FILTER_PREFIX = 'f.';

/** Stands between the first and the last value of a range in an address; either side may be missing. */
const RANGE_SIGN = '..';

type Address = Readonly<Record<string, string>>;

/** The first and last value of a range as an address tells it; empty texts where a side is open. */
export function parseRange(text: string): readonly [from: string, to: string] {
  const [from = '', to = ''] = text.split(RANGE_SIGN);
  return [from, to];
}

/** A range for an address, or null when both sides are open. */
export function formatRange(from: string, to: string): string | null {
  return from === '' && to === '' ? null : `${from}${RANGE_SIGN}${to}`;
}

/** True for the fields a list can be filtered by. */
export function isFilterable(field: RecordField): boolean {
  return ['choice', 'boolean', 'reference', 'date', 'datetime'].includes(kindOf(field));
}

/** The query that an address of a list asks for; members that name no field of the type are ignored. */
export function listQuery(address: Address, type: RecordType): RecordQuery {
  const { search = '', sort = '' }: { readonly search?: string; readonly sort?: string } = address;
  const filter = Object.fromEntries(
    type.fields.flatMap((field) => {
      const condition = conditionOf(field, address[`${FILTER_PREFIX}${field.name}`] ?? '');
      return condition === undefined ? [] : [[field.name, condition]];
    }),
  );
  return { search: search === '' ? undefined : search, filter, sort: sort === '' ? (type.defaultSort ?? undefined) : sort };
}

function conditionOf(field: RecordField, text: string): RecordFilter[string] {
  if (text === '') return undefined;
  const kind = kindOf(field);
  if (kind === 'boolean') return text === 'true';
  if (kind !== 'date' && kind !== 'datetime') return text;
  const [from, to] = parseRange(text);
  // A day means the whole of it, and the end of a range is meant to be part of it.
  const end = kind === 'datetime' && to !== '' ? `${to}T23:59:59.999Z` : to;
  return { ...(from === '' ? {} : { gte: from }), ...(end === '' ? {} : { lte: end }) };
}

/** Ids of the columns that an address names, else those the type shows in lists. */
export function visibleColumns(address: Address, type: RecordType): readonly string[] {
  const named = (address['columns'] ?? '').split(',').filter((name) => type.fields.some((field) => field.name === name));
  if (named.length > 0) return named;
  const inList = type.fields.filter((field) => field.inList === true).map((field) => field.name);
  return inList.length > 0 ? inList : type.fields.map((field) => field.name);
}

/** How many filters an address sets. */
export function filterCount(address: Address): number {
  return Object.entries(address).filter(([name, value]) => name.startsWith(FILTER_PREFIX) && value !== '').length;
}
