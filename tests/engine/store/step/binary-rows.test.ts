import { expect } from 'chai';
import type { PoolClient } from 'pg';
import { BinaryRows } from '../../../../engine/store/step/binary-rows.ts';
import { copyIn } from '../../../../engine/store/step/copy-in.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/database.ts';

const TEXTS = [
  '',
  ' ',
  '\\N',
  '\\.',
  'a\tb\r\nc',
  '"quoted"',
  "it's",
  '{braces,and}',
  'NULL',
  'ჩემი ფორმა',
  '🚚 \\x41',
  '\u2028',
  'é'.repeat(41),
];
const UUIDS = ['01a219c7-73bd-72f1-baaa-1f028abee460', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '00000000-0000-0000-0000-000000000000'];
const INSTANTS = [
  '2026-11-26T21:33:51.420Z',
  '2000-01-01T00:00:00.000Z',
  '1999-12-31T23:59:59.999Z',
  '1970-01-01T00:00:00.001Z',
  '0001-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
];
const INTEGERS = [0, 1, -1, 2_147_483_647, -2_147_483_648];
const BIGINTS = [0, 1, -1, 4_294_967_295, 4_294_967_296, -4_294_967_297, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];

interface Row {
  readonly number: number;
  readonly id: string | null;
  readonly name: string | null;
  readonly names: readonly string[];
  readonly document: unknown;
  readonly data: unknown;
  readonly at: string | null;
  readonly count: number | null;
  readonly total: number;
  readonly bytes: string | null;
}

const cycled = <Value>(values: readonly Value[], number: number): Value => {
  const value = values[number % values.length];
  if (value === undefined) throw new Error('Expected at least one value.');
  return value;
};

function rowOf(number: number): Row {
  const isEmpty = number % 7 === 6;
  const name = cycled(TEXTS, number);
  return {
    number,
    id: isEmpty ? null : cycled(UUIDS, number),
    name: isEmpty ? null : name,
    names: isEmpty ? [] : TEXTS.slice(0, number % TEXTS.length),
    document: { [name]: [name, number] },
    data: isEmpty ? null : { name, in: [TEXTS] },
    at: isEmpty ? null : cycled(INSTANTS, number),
    count: isEmpty ? null : cycled(INTEGERS, number),
    total: cycled(BIGINTS, number),
    bytes: isEmpty ? null : Buffer.from(name).toString('hex'),
  };
}

function put(rows: BinaryRows, row: Row): void {
  rows.row(10);
  rows.integer(row.number);
  rows.uuid(row.id);
  rows.text(row.name);
  rows.texts(row.names);
  rows.json(new TextEncoder().encode(JSON.stringify(row.document)));
  rows.jsonb(row.data);
  rows.instant(row.at);
  rows.integer(row.count);
  rows.bigint(row.total);
  rows.bytes(row.bytes);
}

describe('Rows in the binary format', () => {
  let database: TestDatabase;
  let client: PoolClient;
  before(async () => {
    database = await createTestDatabase();
    client = await database.pool.connect();
    await client.query(
      `create temporary table copied (number integer, id uuid, name text, names text[], document json, data jsonb, at timestamptz, count integer,
         total bigint, bytes bytea)`,
    );
  });
  after(async () => {
    client.release();
    await database.close();
  });

  async function copied(data: Buffer): Promise<readonly unknown[]> {
    await client.query('truncate copied');
    await copyIn(client, 'copy copied from stdin (format binary)', data);
    const { rows } = await client.query<Row>(
      `select number, id, name, names, document, data, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, count,
         total::float8 as total, encode(bytes, 'hex') as bytes from copied order by number`,
    );
    return rows;
  }

  it('come back as they were, of every type, with the edges of its range and null', async () => {
    const written = Array.from({ length: 500 }, (_, number) => rowOf(number));
    const rows = new BinaryRows();
    rows.begin();
    for (const row of written) put(rows, row);
    expect(await copied(rows.finish())).to.deep.equal(written);
  });

  it('begin anew, also after more than is kept, and leave alone what was finished before', async () => {
    const rows = new BinaryRows();
    rows.begin();
    put(rows, rowOf(1));
    const first = rows.finish();
    rows.begin();
    const large = { ...rowOf(2), name: 'x'.repeat(3_000_000) };
    put(rows, large);
    const second = rows.finish();
    rows.begin();
    put(rows, rowOf(1));
    expect(rows.finish().equals(first)).to.equal(true);
    expect(await copied(first)).to.deep.equal([rowOf(1)]);
    expect(await copied(second)).to.deep.equal([large]);
  });

  it('refuse what is none of the type', () => {
    const rows = new BinaryRows();
    rows.begin();
    for (const value of ['', 'not-a-uuid', `${UUIDS[0]}0`, '01a219c7-73bd-72f1-baaa-1f028abee46', '01a219c7-73bd-72f1-baaa-1f028abee46ä'])
      expect(() => {
        rows.uuid(value);
      }).to.throw('Expected 16 bytes as hexadecimal digits');
    for (const value of ['', 'tomorrow', '2026-13-01T00:00:00.000Z'])
      expect(() => {
        rows.instant(value);
      }).to.throw('Expected an instant in ISO 8601');
    for (const value of ['0', 'xyz0'])
      expect(() => {
        rows.bytes(value);
      }).to.throw('as hexadecimal digits');
  });

  it('take the same bytes whatever was written to them before a value was refused', async () => {
    const rows = new BinaryRows();
    rows.begin();
    expect(() => {
      put(rows, { ...rowOf(0), at: 'tomorrow' });
    }).to.throw('tomorrow');
    rows.begin();
    put(rows, rowOf(0));
    expect(await copied(rows.finish())).to.deep.equal([rowOf(0)]);
  });
});
