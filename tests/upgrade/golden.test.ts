import { expect } from 'chai';
import { restoreCommand } from '../../engine/command/restore.ts';
import { readConfig } from '../../engine/config.ts';
import { collectOutput } from '../support/command-output.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts';
import { ANNA, createTestEngine, eventually, type TestEngine } from '../support/engine.ts';
import { auditCommand } from '../../engine/command/audit.ts';

const GOLDEN = new URL('./release/golden.tar', import.meta.url).pathname;
/** What a bounded number of rounds cannot end is stuck. */
const MAX_ROUNDS = 60;

describe('A database that the last release left', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let test: TestEngine;
  before(async () => {
    database = await createEmptyDatabase();
    test = createTestEngine(database);
  });
  after(async () => {
    await test.close();
    await database.close();
  });

  const rows = async <Row extends object>(text: string): Promise<readonly Row[]> => (await database.pool.query<Row>(text)).rows;

  it('is restored, brought up to date and found whole', async () => {
    const output = collectOutput();
    const code = await restoreCommand([GOLDEN], output, readConfig({ DATABASE_URL: database.url }));
    expect(code, output.errors.join('\n')).to.equal(0);
    const [facts, verified] = output.answers.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(facts?.['migrated']).to.include('20261126_10_engine_history_partitions');
    expect(verified).to.include({ problems: 0 });
  });

  it('holds an instance in every state that outlives a release', async () => {
    const open = await rows<{ process_id: string }>('select distinct process_id from process_instance where ended_at is null');
    expect(open.map((row) => row.process_id).toSorted()).to.deep.equal(
      ['caller', 'compensation', 'event', 'incident', 'join', 'message', 'multi', 'race', 'timer', 'user'].map((name) => `golden-${name}`),
    );
    expect(await rows(`select 1 from process_instance where status = 'suspended'`)).to.have.lengthOf(1);
    expect(await rows(`select 1 from process_instance where status = 'completed'`)).to.have.lengthOf.at.least(1);
    expect(await rows(`select 1 from incident where status = 'open'`)).to.have.lengthOf(1);
    expect(await rows(`select 1 from task where status = 'open' and element_id = 'undo'`), 'a compensation in hand').to.have.lengthOf(1);
    expect(await rows(`select 1 from task where status = 'open' and element_id = 'read'`), 'an event sub-process').to.have.lengthOf(1);
    expect(await rows('select 1 from timer')).to.have.lengthOf.at.least(3);
    expect(await rows('select 1 from subscription')).to.have.lengthOf.at.least(4);
    expect(await rows('select 1 from process_instance where caller_instance_id is not null')).to.have.lengthOf(2);
  });

  /** One thing that moves an instance on: people before machines, so that what waits for nobody comes last. */
  async function moveOn(): Promise<boolean> {
    for (const { id } of await rows<{ id: string }>(`select id from process_instance where status = 'suspended'`)) {
      await test.engine.resumeInstance(id, ANNA);
      return true;
    }
    for (const { id, instance_id } of await rows<{ id: string; instance_id: string }>(
      `select id, instance_id from incident where status = 'open'`,
    )) {
      await test.engine.setVariables(instance_id, null, { amount: 20 }, ANNA);
      await test.engine.resolveIncident(id, 1, ANNA);
      return true;
    }
    for (const { id } of await rows<{ id: string }>(`select id from task where status = 'open' order by created_at desc limit 1`)) {
      await test.engine.completeTask(id, {}, ANNA);
      return true;
    }
    for (const { name, correlation_key } of await rows<{ name: string; correlation_key: string }>(
      'select name, correlation_key from subscription limit 1',
    )) {
      await test.engine.correlateMessage({ name, correlationKey: correlation_key, variables: {} }, ANNA);
      return true;
    }
    const due = await rows<{ id: string }>('update timer set due_at = now() where instance_id is not null returning id');
    if (due.length > 0)
      await eventually(async () => ((await rows('select 1 from timer')).length === 0 ? true : null), 'the timers to fire');
    return due.length > 0;
  }

  it('is worked off to the end of every instance, with nothing left over and a journal that is whole', async () => {
    test.startWorker();
    let rounds = 0;
    while (await moveOn()) {
      rounds += 1;
      expect(rounds).to.be.below(MAX_ROUNDS);
    }
    expect(await rows(`select process_id, status from process_instance where status <> 'completed'`)).to.deep.equal([]);
    for (const table of ['job', 'timer', 'subscription', 'due_work']) expect(await rows(`select * from ${table}`), table).to.deep.equal([]);
    // Of the process itself and of loops that release has left rows, which nobody reads and nobody ends.
    expect(await rows(`select 1 from activity where status = 'active' and kind not in ('process', 'loopBody')`)).to.deep.equal([]);
    const output = collectOutput();
    expect(await auditCommand(['verify'], output, { pool: database.pool, modules: [] }), output.errors.join('\n')).to.equal(0);
  });
});
