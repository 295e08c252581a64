import { HttpProblem } from '../../port/http-problem.ts';

/** How the values of a sort field are compared; decides how a cursor's value is cast. */
type SortType = 'timestamptz' | 'integer' | 'text';

/** A sort field of a list. A null value of a nullable column comes last. */
export interface SortColumn {
  readonly column: string;
  readonly type: SortType;
  readonly nullable: boolean;
  /** A key of UUIDs of version 7 that sorts as the column does; it is compared instead, so that its index serves. */
  readonly sameOrderKey?: string;
}

/** Where a page starts: after the row with this sort value and id. */
interface Cursor {
  readonly sort: string;
  readonly value: string;
  readonly id: string;
}

const MAX_VALUE_LENGTH = 500;
const INFINITY = /^-?infinity$/u;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/u;
const INSTANT = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?[+-]\d{2}(:\d{2})?$/u;

/**
 * Keyset paging: each page starts after the last row of the one before, by (sort value, id). Unlike an offset it costs the same on
 * every page and neither skips nor repeats rows while others are added.
 */
export interface Keyset {
  /** The sort value as text, to be selected as `cursor_value`. */
  readonly valueSql: string;
  readonly orderSql: string;
  /** Condition for rows after the cursor, given what makes a parameter of a value; null on the first page. */
  readonly after: ((parameter: (value: string) => string) => string) | null;
  cursorAfter(row: { readonly cursor_value: string; readonly id: string }): string;
}

/** The keyset for one request. A cursor of another sort order, or one that was made up, is refused with INPUT_INVALID. */
export function keyset(name: string, sort: SortColumn, idColumn: string, descending: boolean, cursor: string | null): Keyset {
  const direction = descending ? 'desc' : 'asc';
  const key = `${name} ${direction}`;
  const expression = sort.nullable ? `coalesce(${sort.column}, ${nullPlace(sort.type, descending)})` : sort.column;
  const decoded = cursor === null ? null : decode(cursor, key, sort);
  const cursorAfter: Keyset['cursorAfter'] = (row) =>
    Buffer.from(JSON.stringify({ sort: key, value: row.cursor_value, id: row.id } satisfies Cursor)).toString('base64url');
  const beyond = descending ? '<' : '>';
  if (sort.sameOrderKey !== undefined)
    return {
      valueSql: `(${expression})::text`,
      orderSql: `${sort.sameOrderKey} ${direction}`,
      after: decoded === null ? null : (parameter) => `${sort.sameOrderKey} ${beyond} ${parameter(decoded.id)}`,
      cursorAfter,
    };
  return {
    valueSql: `(${expression})::text`,
    orderSql: `${expression} ${direction}, ${idColumn} ${direction}`,
    after:
      decoded === null
        ? null
        : (parameter) => `(${expression}, ${idColumn}) ${beyond} (${parameter(decoded.value)}::${sort.type}, ${parameter(decoded.id)})`,
    cursorAfter,
  };
}

/** Rows without a value come last in either direction. */
function nullPlace(type: SortType, descending: boolean): string {
  switch (type) {
    case 'timestamptz':
      return descending ? `'-infinity'::timestamptz` : `'infinity'::timestamptz`;
    case 'integer':
      return descending ? '-2147483648' : '2147483647';
    case 'text':
      return descending ? `''` : `chr(1114111)`;
  }
}

function decode(cursor: string, key: string, { type, sameOrderKey }: SortColumn): Cursor {
  const refused = new HttpProblem(
    400,
    'INPUT_INVALID',
    'Expected the nextCursor of the page before, with the same sort, but found something else.',
    {
      errors: [{ path: 'cursor', message: 'Expected a cursor of this list.' }],
    },
  );
  const parsed = parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (parsed === null || parsed.sort !== key || !fits(parsed.value, type) || parsed.id.length > MAX_VALUE_LENGTH) throw refused;
  if (sameOrderKey !== undefined && !UUID.test(parsed.id)) throw refused;
  if (`${parsed.id}${parsed.value}`.includes('\u0000')) throw refused;
  return parsed;
}

function parse(text: string): Cursor | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const { sort, value: sortValue, id } = value as { readonly sort?: unknown; readonly value?: unknown; readonly id?: unknown };
    return typeof sort === 'string' && typeof sortValue === 'string' && typeof id === 'string' ? { sort, value: sortValue, id } : null;
  } catch {
    return null;
  }
}

function fits(value: string, type: SortType): boolean {
  switch (type) {
    case 'timestamptz':
      return (
        INFINITY.test(value) ||
        (INSTANT.test(value) && !Number.isNaN(Date.parse(value.replace(' ', 'T').replace(/([+-]\d{2})$/u, '$1:00'))))
      );
    case 'integer':
      return /^-?\d{1,9}$/u.test(value) || value === '2147483647' || value === '-2147483648';
    case 'text':
      return value.length <= MAX_VALUE_LENGTH;
  }
}
