import type { MikroORM } from '@mikro-orm/postgresql';
import { v5, v7 } from 'uuid';
import { HttpProblem } from '../../engine/port/http-problem.ts';
import type { Actor, SqlExecutor } from '../../engine/port/module-contract.ts';
import type { ModuleServices, RecordSave, RecordType, RecordValues } from '../../engine/port/module.ts';
import type { RecordCatalogue } from './catalogue.ts';
import { asSaveProblem, invalid } from './problem.ts';
import { tableOf, type Table } from './table.ts';

/** A record with the records that belong to it, for example an order with its lines. */
export interface NewRecord {
  readonly type: RecordType;
  readonly values: Readonly<Record<string, unknown>>;
  readonly children: readonly {
    readonly type: RecordType;
    readonly byField: string;
    readonly values: Readonly<Record<string, unknown>>;
    readonly path: string;
  }[];
}

/** Namespace of the ids of records that were asked for under a key. */
const KEY_NAMESPACE = '5b0f3c51-6d35-4c0c-9c7e-0f6d4f4b2a10';

/**
 * Writes a new record and its children in one transaction. A request that is repeated with the same key of the same person finds the record
 * that the first one made: its id comes from the key, so even two at once make one.
 */
export async function createRecord(
  services: ModuleServices,
  catalogue: RecordCatalogue,
  actor: Actor,
  record: NewRecord,
  key: string | null,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const id = key === null ? v7() : v5(JSON.stringify([actor.id, record.type.name, key]), KEY_NAMESPACE);
  return services.transaction(async (sql) => {
    if (key !== null && (await existsAlready(services.orm, sql, record.type, id))) return { id, isNew: false };
    const save = await saveContext(sql, actor);
    await insert(services.orm, catalogue, save, { ...record, id, path: '' });
    for (const child of record.children)
      await insert(services.orm, catalogue, save, { ...child, id: v7(), values: { ...child.values, [child.byField]: id } });
    return { id, isNew: true };
  });
}

/** Waits for a request with the same key that is under way, then looks whether it made the record. */
async function existsAlready(orm: MikroORM, sql: SqlExecutor, type: RecordType, id: string): Promise<boolean> {
  await sql.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [id]);
  const { rows } = await sql.query(`SELECT 1 FROM ${tableOf(orm, type).name} WHERE id = $1`, [id]);
  return rows.length > 0;
}

/** Changes a record that still has the version the change was made from; else 409 with the version it has now. */
export async function changeRecord(
  services: ModuleServices,
  catalogue: RecordCatalogue,
  actor: Actor,
  type: RecordType,
  id: string,
  version: number,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  await services.transaction(async (sql) => {
    const table = tableOf(services.orm, type);
    const current = await lockCurrent(sql, table, type, id);
    if (current['version'] !== version) {
      throw new HttpProblem(
        409,
        'RECORD_CHANGED',
        `Expected version ${version} of the record, but somebody has changed it to version ${String(current['version'])}.`,
        {
          members: { version: Number(current['version']), changedBy: String(current['updatedBy'] ?? '') },
        },
      );
    }
    const save = await saveContext(sql, actor);
    await explain('', async () => {
      const prepared = await prepare(save, type, values, current);
      await expectReferences(services.orm, catalogue, sql, type, prepared);
      const stamped = { ...prepared, version: version + 1, updatedAt: save.now, updatedBy: actor.id };
      const columns = writableColumns(table, stamped);
      const assignments = columns.map(({ column }, index) => `${quote(column)} = $${index + 2}`).join(', ');
      await sql.query(`UPDATE ${table.name} SET ${assignments} WHERE id = $1`, [id, ...columns.map(({ value }) => value)]);
    });
  });
}

/** A record to insert; `path` is where it stands in the request. */
interface Insertion {
  readonly type: RecordType;
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly path: string;
}

async function insert(orm: MikroORM, catalogue: RecordCatalogue, save: RecordSave, { type, id, values, path }: Insertion): Promise<void> {
  const table = tableOf(orm, type);
  await explain(path, async () => {
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
    const prepared = await prepare(save, type, given, null);
    await expectReferences(orm, catalogue, save.sql, type, prepared);
    const stamped = { ...prepared, id, createdAt: save.now, createdBy: save.actor.id, updatedAt: save.now, updatedBy: save.actor.id };
    const columns = writableColumns(table, stamped);
    await save.sql.query(
      `INSERT INTO ${table.name} (${columns.map(({ column }) => quote(column)).join(', ')}) VALUES (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
      columns.map(({ value }) => value),
    );
  });
}

async function prepare(
  save: RecordSave,
  type: RecordType,
  values: Readonly<Record<string, unknown>>,
  current: RecordValues | null,
): Promise<Readonly<Record<string, unknown>>> {
  // The values went through the schemas of their fields, which let only JSON through.
  return type.rules?.prepare === undefined ? values : type.rules.prepare(save, values as RecordValues, current);
}

/** Runs a part of a save and tells its refusal in terms of fields. */
async function explain(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw asSaveProblem(error, path);
  }
}

async function saveContext(sql: SqlExecutor, actor: Actor): Promise<RecordSave> {
  const {
    rows: [clock],
  } = await sql.query<{ now: Date }>('SELECT now() AS now');
  if (clock === undefined) throw new Error('Expected the time of the database, but got none');
  return { sql, actor, now: clock.now.toISOString() };
}

/** The record as it is, locked to the end of the transaction; decimals and times as text. */
async function lockCurrent(sql: SqlExecutor, table: Table, type: RecordType, id: string): Promise<RecordValues> {
  const list = table.columns
    .map(({ property, column, isText }) => `${quote(column)}${isText ? '::text' : ''} AS ${quote(property)}`)
    .join(', ');
  const {
    rows: [row],
  } = await sql.query<RecordValues>(`SELECT ${list} FROM ${table.name} WHERE id = $1 FOR UPDATE`, [id]);
  if (row === undefined) throw new HttpProblem(404, 'NOT_FOUND', `Expected ${type.title.en.toLowerCase()} ${id}, but there is none.`);
  return row;
}

/** Modules keep no foreign keys into each other, so that what a reference points to is looked for here. */
async function expectReferences(
  orm: MikroORM,
  catalogue: RecordCatalogue,
  sql: SqlExecutor,
  type: RecordType,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const field of type.fields) {
    const target = field.reference === undefined ? undefined : catalogue.find(field.reference);
    const id = values[field.name];
    if (target === undefined || typeof id !== 'string') continue;
    const { rows } = await sql.query(`SELECT 1 FROM ${tableOf(orm, target).name} WHERE id = $1`, [id]);
    if (rows.length === 0)
      throw invalid([
        { path: field.name, message: `Expected an existing ${target.title.en.toLowerCase()}, but there is none with id ${id}.` },
      ]);
  }
}

function writableColumns(
  table: Table,
  values: Readonly<Record<string, unknown>>,
): readonly { readonly column: string; readonly value: unknown }[] {
  return Object.entries(values).flatMap(([property, value]) => {
    const column = table.columns.find((candidate) => candidate.property === property);
    if (column === undefined || value === undefined) return [];
    return [{ column: column.column, value: typeof value === 'object' && value !== null ? JSON.stringify(value) : value }];
  });
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
