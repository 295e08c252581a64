import { expect } from 'chai';
import type { Pool } from 'pg';
import { beginTransaction } from '../../../engine/store/begin-transaction.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

describe('A transaction that begins', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.close());

  /** A pool whose first so many connections are ended by the server just before their first statement. */
  function losing(times: number): { readonly pool: Pool; given: number } {
    const counted = {
      given: 0,
      pool: {
        async connect() {
          const client = await database.pool.connect();
          client.on('error', () => undefined);
          counted.given += 1;
          if (counted.given <= times) {
            const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
            await database.pool.query('select pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
          }
          return client;
        },
      } as unknown as Pool, // The only method that is called.
    };
    return counted;
  }

  it('takes another connection when the first is lost', async () => {
    const counted = losing(1);
    const client = await beginTransaction(counted.pool);
    const { rows } = await client.query<{ one: number }>('select 1 as one');
    await client.query('rollback');
    client.release();
    expect({ rows, given: counted.given }).to.deep.equal({ rows: [{ one: 1 }], given: 2 });
  });

  it('gives up after the second', async () => {
    const counted = losing(3);
    const error: unknown = await beginTransaction(counted.pool).catch((each: unknown) => each);
    expect(error).to.be.an.instanceOf(Error);
    expect(counted.given).to.equal(2);
  });
});
