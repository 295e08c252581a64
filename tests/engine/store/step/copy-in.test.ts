import { expect } from 'chai';
import type { PoolClient } from 'pg';
import { copyIn } from '../../../../engine/store/step/copy-in.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/database.ts';

describe('Rows that are copied', () => {
  let database: TestDatabase;
  let client: PoolClient;
  before(async () => {
    database = await createTestDatabase();
    await database.pool.query('create table copied (number integer primary key, name text)');
  });
  beforeEach(async () => {
    client = await database.pool.connect();
  });
  afterEach(async () => {
    await client.query('truncate copied');
    client.release();
  });
  after(() => database.close());

  const copy = (data: string): Promise<void> => copyIn(client, 'copy copied from stdin', Buffer.from(data));

  it('are refused with the error of the database, after which the connection goes on', async () => {
    const line = (number: string): string => `${number}\tname\n`;
    await client.query('begin');
    const outcomes = await Promise.allSettled([copy(line('1')), copy(line('one')), copy(line('2')), client.query('commit')]);
    const codes = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? (outcome.reason as { readonly code?: string }).code : outcome.status,
    );
    expect(codes).to.deep.equal(['fulfilled', '22P02', '25P02', 'fulfilled']);
    await copy(line('3'));
    await copy(line('3')).then(
      () => expect.fail('the same key was copied twice'),
      (error: unknown) => {
        expect(error).to.include({ code: '23505', table: 'copied', detail: 'Key (number)=(3) already exists.' });
      },
    );
    const { rows } = await client.query<{ number: number }>('select number from copied');
    expect(rows).to.deep.equal([{ number: 3 }]);
  });

  it('are refused when there is no such table, whatever stands behind', async () => {
    const outcomes = await Promise.allSettled([
      copyIn(client, 'copy nowhere from stdin', Buffer.from('x\n')),
      client.query('select 1 as one'),
    ]);
    expect(outcomes[0]).to.deep.include({ status: 'rejected' });
    expect(outcomes[1].status).to.equal('fulfilled');
  });

  it('are refused when the connection is gone', async () => {
    const lost = await database.pool.connect();
    lost.on('error', () => undefined);
    const ended = lost.query('select pg_terminate_backend(pg_backend_pid())').catch((error: unknown) => error);
    const outcome = await Promise.allSettled([copyIn(lost, 'copy copied from stdin', Buffer.alloc(0))]);
    await ended;
    expect(outcome[0].status).to.equal('rejected');
    lost.release(true);
  });
});
