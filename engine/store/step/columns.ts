import { BinaryRows } from './binary-rows.ts';

/** Writes one column of a row; `traceParent` is the W3C traceparent of what caused the step. */
type Write<Row> = (to: BinaryRows, row: Row, traceParent: string | null) => void;

/** Types of which there may be an array with a value for each row, by the number that PostgreSQL gives them (`pg_type`). */
const TYPES = { uuid: 2950, text: 25, jsonb: 3802, integer: 23, bigint: 20, timestamptz: 1184, bytea: 17, json: 114 } as const;

/** A column of rows of some sort; `type` is null where there is no array of its values, because each is one itself. */
export interface Column<Row> {
  readonly type: keyof typeof TYPES | null;
  readonly write: Write<Row>;
}

export type Columns<Row> = Readonly<Record<string, Column<Row>>>;

/** Columns of a type, by what of a row they hold. */
const columnOf =
  <Value>(type: Column<unknown>['type'], put: (to: BinaryRows, value: Value) => void) =>
  <Row>(valueOf: (row: Row, traceParent: string | null) => Value): Column<Row> => ({
    type,
    write(to, row, traceParent) {
      put(to, valueOf(row, traceParent));
    },
  });

export const uuid = columnOf<string | null>('uuid', (to, value) => {
  to.uuid(value);
});
export const text = columnOf<string | null>('text', (to, value) => {
  to.text(value);
});
export const texts = columnOf<readonly string[]>(null, (to, value) => {
  to.texts(value);
});
export const json = columnOf<Uint8Array>('json', (to, value) => {
  to.json(value);
});
export const jsonb = columnOf<unknown>('jsonb', (to, value) => {
  to.jsonb(value);
});
export const instant = columnOf<string | null>('timestamptz', (to, value) => {
  to.instant(value);
});
export const integer = columnOf<number | null>('integer', (to, value) => {
  to.integer(value);
});
export const bigint = columnOf<number | null>('bigint', (to, value) => {
  to.bigint(value);
});
export const bytes = columnOf<string | null>('bytea', (to, value) => {
  to.bytes(value);
});

/** A row that a step writes, with the traceparent of the step. */
export interface TracedRow<Row> {
  readonly row: Row;
  readonly traceParent: string | null;
}

/** Where all rows are put together: one at a time, and never while something is waited for. */
export const binaryRows = new BinaryRows();

/** Rows as one parameter per column, an array in the binary format. `source` stands for them as `r` in a statement, `arrays` for each column by its name. */
export function asParameters<Row>(
  columns: Columns<Row>,
  rows: readonly TracedRow<Row>[],
  parameter: (value: Buffer) => string,
): { readonly source: string; readonly arrays: ReadonlyMap<string, string> } {
  const arrays = new Map<string, string>();
  for (const [name, { type, write }] of Object.entries(columns)) {
    if (type === null) throw new Error(`Expected a column of single values, but ${name} holds lists.`);
    binaryRows.beginArray(TYPES[type], rows.length);
    for (const { row, traceParent } of rows) write(binaryRows, row, traceParent);
    arrays.set(name, `${parameter(binaryRows.finishArray())}::${type}[]`);
  }
  return { source: `unnest(${[...arrays.values()].join(', ')}) as r(${[...arrays.keys()].join(', ')})`, arrays };
}
