import { expect } from 'chai';
import { holdBack } from '../../../engine/store/sql.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

describe('Statements that are held back', () => {
  let database: TestDatabase;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
  });
  after(() => database.close());

  it('leave together, in their order', async () => {
    const client = await database.pool.connect();
    const { stream } = (client as unknown as { connection: { stream: { writableLength: number } } }).connection;
    const send = holdBack(client);
    const asked = [client.query<{ n: number }>('select 1 as n'), client.query<{ n: number }>('select 2 as n')];
    expect(stream.writableLength).to.be.greaterThan(0);
    send();
    expect(stream.writableLength).to.equal(0);
    const answers = await Promise.all(asked);
    client.release();
    expect(answers.map(({ rows }) => rows[0]?.n)).to.deep.equal([1, 2]);
  });
});
