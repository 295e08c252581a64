import { QueryOrder, type EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Language } from '../../engine/port/authenticator.ts';
import type { RecordField, RecordType } from '../../engine/port/module.ts';
import type { RecordCatalogue } from './catalogue.ts';
import { valueSchema } from './field-schema.ts';
import type { Row } from './label.ts';
import { presentRecords } from './present.ts';
import { invalid, parseValues } from './problem.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
const MAX_SEARCH = 200;
/** Values in one `in` filter. */
const MAX_IN = 500;
/** Records of another type whose label fits a search, and whose ids are then looked for. */
const MAX_LABEL_MATCHES = 200;

type Condition = Readonly<Record<string, unknown>>;

const listQuery = z.object({
  search: z.string().max(MAX_SEARCH).optional(),
  filter: z.string().max(20_000).optional(),
  sort: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: z.string().max(4_000).optional(),
});

export interface RecordPage {
  readonly items: readonly Record<string, unknown>[];
  readonly nextCursor: string | null;
  readonly total: number;
}

/** One page of records: searched, filtered and sorted by allow-listed fields, with a cursor that survives inserts between two pages. */
export async function listRecords(
  em: EntityManager,
  catalogue: RecordCatalogue,
  type: RecordType,
  query: unknown,
  language: Language,
): Promise<RecordPage> {
  const { search, filter, sort, limit, cursor } = parseValues(listQuery, query);
  const order = parseSort(type, sort);
  const conditions: Condition[] = [...filterConditions(type, filter)];
  if (search !== undefined && search.trim() !== '') conditions.push(await searchCondition(em, catalogue, type, search.trim()));
  const total = await em.count(type.entity, { $and: conditions });
  const after = cursor === undefined ? [] : [afterCursor(order, cursor)];
  const rows: readonly Row[] = await em.find(
    type.entity,
    { $and: [...conditions, ...after] },
    {
      orderBy: [
        { [order.field]: order.descending ? QueryOrder.DESC_NULLS_LAST : QueryOrder.ASC_NULLS_LAST },
        { id: order.descending ? QueryOrder.DESC : QueryOrder.ASC },
      ],
      limit: limit + 1,
      disableIdentityMap: true,
    },
  );
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    items: await presentRecords(em, catalogue, type, page, language),
    nextCursor: last === undefined ? null : writeCursor(order, last),
    total,
  };
}

interface Order {
  readonly field: string;
  readonly descending: boolean;
}

function parseSort(type: RecordType, sort: string | undefined): Order {
  if (sort === undefined || sort === '') return type.defaultSort;
  const field = sort.replace(/^-/u, '');
  const known = type.fields.some((candidate) => candidate.name === field && candidate.type !== 'json') || field === type.defaultSort.field;
  if (!known) throw invalid([{ path: 'sort', message: `Expected a field of ${type.name}, but found ${field}.` }]);
  return { field, descending: sort.startsWith('-') };
}

function filterConditions(type: RecordType, filter: string | undefined): readonly Condition[] {
  if (filter === undefined || filter === '') return [];
  const entries = Object.entries(parseJsonObject(filter));
  return entries.map(([name, asked]) => {
    const field = name === 'id' ? ID_FIELD : type.fields.find((candidate) => candidate.name === name);
    if (field === undefined || field.type === 'json')
      throw invalid([{ path: `filter.${name}`, message: `Expected a field of ${type.name}, but found ${name}.` }]);
    return { [name]: condition(field, asked) };
  });
}

const ID_FIELD: RecordField = { name: 'id', type: 'reference', title: { en: 'Id' }, inList: false, editable: false, required: true };

function parseJsonObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid([{ path: 'filter', message: 'Expected a filter in JSON, but it does not parse.' }]);
  }
  return parseValues(z.record(z.string(), z.unknown()), value, 'filter.');
}

function condition(field: RecordField, asked: unknown): unknown {
  const path = `filter.${field.name}.`;
  const value = valueSchema(field);
  if (typeof asked !== 'object' || asked === null) return asked === null ? null : parseValues(value, asked, path);
  const range = parseValues(
    z.strictObject({
      gte: value.optional(),
      lte: value.optional(),
      gt: value.optional(),
      lt: value.optional(),
      in: z.array(value).max(MAX_IN).optional(),
      like: z.string().max(MAX_SEARCH).optional(),
    }),
    asked,
    path,
  );
  const comparisons = Object.fromEntries(
    (['gte', 'lte', 'gt', 'lt'] as const).flatMap((name) => (range[name] === undefined ? [] : [[`$${name}`, range[name]]])),
  );
  return {
    ...comparisons,
    ...(range.in === undefined ? {} : { $in: range.in }),
    ...(range.like === undefined || (field.type !== 'text' && field.type !== 'longText') ? {} : { $ilike: containing(range.like) }),
  };
}

/** Looks in the type's search fields and in the labels of what it refers to, so that an order is found by its customer. */
async function searchCondition(em: EntityManager, catalogue: RecordCatalogue, type: RecordType, search: string): Promise<Condition> {
  const pattern = containing(search);
  const alternatives: Condition[] = type.searchFields.map((name) => ({ [name]: { $ilike: pattern } }));
  for (const field of type.fields) {
    const target =
      field.type === 'reference' && field.inList && field.reference !== undefined ? catalogue.find(field.reference) : undefined;
    if (target === undefined || !target.searchFields.includes(target.labelField)) continue;
    const found: readonly Row[] = await em.find(
      target.entity,
      { [target.labelField]: { $ilike: pattern } },
      { limit: MAX_LABEL_MATCHES, disableIdentityMap: true },
    );
    if (found.length > 0) alternatives.push({ [field.name]: { $in: found.map((row) => row.id) } });
  }
  return alternatives.length === 0 ? { id: { $in: [] } } : { $or: alternatives };
}

function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
}

/** The cursor names the last row by its sort value and id; empty values come last in both directions. */
function writeCursor(order: Order, row: Row): string {
  const value = row[order.field];
  return Buffer.from(JSON.stringify([value instanceof Date ? value.toISOString() : (value ?? null), row.id])).toString('base64url');
}

function afterCursor(order: Order, cursor: string): Condition {
  const parsed = z.tuple([z.union([z.string(), z.number(), z.boolean(), z.null()]), z.guid()]).safeParse(readJson(cursor));
  if (!parsed.success) throw invalid([{ path: 'cursor', message: 'Expected the cursor of the page before, but found something else.' }]);
  const [value, id] = parsed.data;
  const beyond = order.descending ? '$lt' : '$gt';
  if (value === null) return { [order.field]: null, id: { [beyond]: id } };
  return { $or: [{ [order.field]: { [beyond]: value } }, { [order.field]: value, id: { [beyond]: id } }, { [order.field]: null }] };
}

function readJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
