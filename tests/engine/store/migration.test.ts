import { expect } from 'chai';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { migrate, openOrm } from '../../../engine/store/orm.ts';

describe('The migrations of the store', () => {
  let database: TestDatabase;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
  });
  after(() => database.close());

  it('run once: a second start finds nothing to do, also when two nodes start at once', async () => {
    const nodes = await Promise.all([openOrm(database.url, []), openOrm(database.url, [])]);
    const done = await Promise.all(nodes.map((orm) => migrate(orm)));
    await Promise.all(nodes.map((orm) => orm.close(true)));
    expect(done).to.deep.equal([[], []]);
  });

  it("add what a module brings after the engine's own, and refuse a name used twice", async () => {
    const module = { name: '20261121_01_sample', up: ['create table sample (id integer primary key)'] };
    const orm = await openOrm(database.url, [], [module]);
    expect(await migrate(orm)).to.deep.equal(['20261121_01_sample']);
    await orm.close(true);
    const failure = await openOrm(database.url, [], [module, module]).then(
      () => null,
      (error: unknown) => error,
    );
    expect(String(failure)).to.contain('"20261121_01_sample" occurs twice');
  });

  it('keep what ran before one that fails, undo all of that one, and go on from there', async () => {
    const run = async (second: readonly string[]): Promise<readonly string[]> => {
      const orm = await openOrm(
        database.url,
        [],
        [
          { name: '20261121_02_first', up: ['create table first_sample (id integer)'] },
          { name: '20261121_03_second', up: ['create table second_sample (id integer)', ...second] },
        ],
      );
      try {
        return await migrate(orm);
      } finally {
        await orm.close(true);
      }
    };
    const failure = await run(['select absent_function()']).then(
      () => null,
      (error: unknown) => error,
    );
    expect(String(failure)).to.contain('absent_function');
    const { rows } = await database.pool.query(
      `select to_regclass('first_sample') is not null as first, to_regclass('second_sample') is not null as second`,
    );
    expect(rows).to.deep.equal([{ first: true, second: false }]);
    expect(await run([])).to.deep.equal(['20261121_03_second']);
  });

  it('make a journal that refuses update, delete and truncate', async () => {
    await database.pool.query(
      `insert into journal (root_instance_id, instance_id, at, command, actor, records, hash)
       values (gen_random_uuid(), gen_random_uuid(), now(), '{}', '{}', '[]', '\\x00')`,
    );
    for (const statement of ['update journal set command = command', 'delete from journal', 'truncate journal']) {
      const refusal = await database.pool.query(statement).then(
        () => null,
        (error: unknown) => error,
      );
      expect(String(refusal), statement).to.match(/append-only/);
    }
  });
});
