import type { Pool } from 'pg';
import { verifyJournal } from '../../../engine/command/audit.ts';
import type { Stage } from '../stage.ts';

/** Copies made by one statement. */
const COPIES_PER_STATEMENT = 10_000;

/** Many instances like one that the engine has made. */
export interface Fill {
  /** A root instance without called instances, as the engine left it. */
  readonly templateId: string;
  readonly copies: number;
  /** A text in the rows of the template that is different in each copy, for example its correlation key; there it is followed by the copy's number. */
  readonly token?: string;
  /** Columns with a value of their own, as SQL over `copy.id` and `copy.number`, by `table.column`. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Number of the first copy. Default 1. */
  readonly first?: number;
}

interface Column {
  readonly name: string;
  readonly type: string;
}
type TextRow = Readonly<Record<string, string | null>>;
interface TemplateTable {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly TextRow[];
}

/**
 * Writes copies of an instance by set-based SQL, in every table that has rows of it, with ids of their own and journals chained anew. Then one copy is verified
 * as `lanework audit verify` does: its hashes are right and its journal replayed gives its state. Fails when it is not.
 */
export async function fillLike(pool: Pool, fill: Fill): Promise<void> {
  const tables = await readTemplate(pool, fill.templateId);
  const statement = fillStatement(tables, fill);
  const first = fill.first ?? 1;
  let sample: string | null = null;
  for (let from = first; from < first + fill.copies; from += COPIES_PER_STATEMENT) {
    const to = Math.min(from + COPIES_PER_STATEMENT, first + fill.copies) - 1;
    const { rows } = await pool.query<{ id: string }>(statement, [from, to]);
    sample ??= rows[0]?.id ?? null;
  }
  if (sample !== null) await verifyCopy(pool, sample);
}

/** After much has been written at once the planner knows nothing of it yet; a server that has grown slowly does. */
export async function settle(stage: Pick<Stage, 'isQuick'>, pool: Pool): Promise<void> {
  if (stage.isQuick) return;
  await pool.query('vacuum analyze');
  await pool.query('checkpoint');
}

async function verifyCopy(pool: Pool, rootInstanceId: string): Promise<void> {
  const problems: string[] = [];
  const output = { out: () => undefined, err: (line: string) => void problems.push(line) };
  const status = await verifyJournal(pool, output, { rootInstanceId, asJson: false });
  if (status !== 0) throw new Error(`Expected a copy to be as the engine makes it, but: ${problems.join(' ')}`);
}

async function readTemplate(pool: Pool, templateId: string): Promise<readonly TemplateTable[]> {
  // Columns that the database numbers by itself are left to it.
  const { rows: columns } = await pool.query<Column & { table: string }>(
    `select class.relname as table, attribute.attname as name, format_type(attribute.atttypid, attribute.atttypmod) as type
     from pg_class as class
     join pg_attribute as attribute on attribute.attrelid = class.oid and attribute.attnum > 0 and not attribute.attisdropped
     left join pg_attrdef as given on given.adrelid = class.oid and given.adnum = attribute.attnum
     where class.relnamespace = 'public'::regnamespace and class.relkind in ('r', 'p') and not class.relispartition
       and attribute.attidentity = '' and attribute.attgenerated = '' and coalesce(pg_get_expr(given.adbin, given.adrelid), '') not like 'nextval%'
       and (class.relname = 'process_instance'
         or exists (select from pg_attribute as owner where owner.attrelid = class.oid and owner.attname = 'instance_id' and owner.atttypid = 'uuid'::regtype))
     order by class.relname, attribute.attnum`,
  );
  const tables: TemplateTable[] = [];
  for (const [name, own] of Object.entries(Object.groupBy(columns, (column) => column.table))) {
    const list = (own ?? []).map((column) => `${column.name}::text as "${column.name}"`).join(', ');
    const order = name === 'journal' ? ' order by sequence' : '';
    const owner = name === 'process_instance' ? 'id' : 'instance_id';
    const { rows } = await pool.query<TextRow>(`select ${list} from ${name} where ${owner} = $1${order}`, [templateId]);
    if (rows.length > 0) tables.push({ name, columns: own ?? [], rows });
  }
  if (tables.every(({ name }) => name !== 'process_instance')) throw new Error(`Expected an instance ${templateId}, but there is none.`);
  return tables;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The template's text with the copy's id and number in place of its own. */
function textSql(text: string, { templateId, token }: Fill): string {
  const withId = text.includes(templateId) ? `replace(${quoted(text)}, '${templateId}', copy.id::text)` : quoted(text);
  return token !== undefined && text.includes(token)
    ? `replace(${withId}, ${quoted(token)}, ${quoted(token)} || copy.number::text)`
    : withId;
}

function fillStatement(tables: readonly TemplateTable[], fill: Fill): string {
  const journal = tables.find(({ name }) => name === 'journal')?.rows ?? [];
  const chained = journal.map((row, index) => hashSql(row, index, fill));
  const hashed = chained.map(
    (sql, index) =>
      `hash_${index + 1} as (select copy.*, ${sql} as hash_${index + 1} from ${index === 0 ? 'numbered' : `hash_${index}`} as copy)`,
  );
  const copies = journal.length === 0 ? 'numbered' : `hash_${journal.length}`;
  const inserts = tables.map(({ name, columns, rows }) => {
    const selects = rows.map(
      (row, index) =>
        `select ${columns.map((column) => valueSql(name, column, row, { fill, index, journalRows: journal.length })).join(', ')} from copies as copy`,
    );
    return `into_${name} as (insert into ${name} (${columns.map((column) => column.name).join(', ')}) ${selects.join('\nunion all ')})`;
  });
  return `with numbered as (select uuidv7() as id, number from generate_series($1::bigint, $2::bigint) as number),
    ${[...hashed, `copies as materialized (select * from ${copies})`, ...inserts].join(',\n')}
    select id from copies limit 1`;
}

/** The hash of a journal row, as `engine/runtime/journal-chain.ts` makes it. */
function hashSql(row: TextRow, index: number, fill: Fill): string {
  const at = `to_char(${quoted(row['at'] ?? '')}::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const previous = index === 0 ? `''` : `copy.hash_${index}`;
  const texts = [previous, 'copy.id::text', at, ...['command', 'actor', 'records'].map((name) => textSql(row[name] ?? '', fill))];
  return `encode(sha256(convert_to(${texts.join(` || E'\\n' || `)}, 'UTF8')), 'hex')`;
}

function valueSql(
  table: string,
  column: Column,
  row: TextRow,
  { fill, index, journalRows }: { readonly fill: Fill; readonly index: number; readonly journalRows: number },
): string {
  const own = fill.columns?.[`${table}.${column.name}`];
  if (own !== undefined) return own;
  const text = row[column.name] ?? null;
  if (text === null) return `null::${column.type}`;
  if (table === 'process_instance' && column.name === 'journal_hash') return `decode(copy.hash_${journalRows}, 'hex')`;
  if (table === 'journal' && column.name === 'hash') return `decode(copy.hash_${index + 1}, 'hex')`;
  if (table === 'journal' && column.name === 'prev_hash') return `decode(copy.hash_${index}, 'hex')`;
  return `(${textSql(text, fill)})::${column.type}`;
}
