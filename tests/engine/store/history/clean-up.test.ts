import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { v7 } from 'uuid';
import { auditCommand } from '../../../../engine/command/audit.ts';
import { cleanUpHistory, type CleanUpReport } from '../../../../engine/store/history/clean-up.ts';
import { PostgresRetentionStore } from '../../../../engine/store/history/postgres-retention-store.ts';
import { bpmn, path, serviceTask } from '../../../support/bpmn.ts';
import { collectOutput } from '../../../support/command-output.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/database.ts';
import { ANNA, createTestEngine, type TestEngine } from '../../../support/engine.ts';
import { noteOperation } from './note-operation.ts';

const CLERK = (id: string): string =>
  bpmn(
    id,
    `<bpmn:startEvent id="start"/>${serviceTask('note', 'test.note')}<bpmn:userTask id="ask"/><bpmn:endEvent id="end"/>${path('start', 'note', 'ask', 'end')}`,
  );
const CALLER = bpmn(
  'caller',
  `<bpmn:startEvent id="start"/><bpmn:userTask id="before"/><bpmn:callActivity id="call"><bpmn:extensionElements><zeebe:calledElement processId="clerk"/></bpmn:extensionElements></bpmn:callActivity>
   <bpmn:endEvent id="end"/>${path('start', 'before', 'call', 'end')}`,
);
/** Tables with rows of an instance, and the column of its id. */
const TRACES = {
  process_instance: 'id',
  activity: 'instance_id',
  op_log: 'instance_id',
  journal: 'instance_id',
  variable: 'instance_id',
  task: 'instance_id',
} as const;

describe('The clean-up of history', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let test: TestEngine;
  let retention: PostgresRetentionStore;
  /** Moment that new instances seem to begin at. */
  let today = new Date();

  beforeEach(async () => {
    database = await createTestDatabase();
    test = createTestEngine(database, [noteOperation], { ids: { next: () => v7({ msecs: today.getTime() }) } });
    retention = new PostgresRetentionStore(database.pool);
    await test.engine.deploy(
      [
        { name: 'clerk.bpmn', content: CLERK('clerk') },
        { name: 'other.bpmn', content: CLERK('other') },
        { name: 'caller.bpmn', content: CALLER },
      ],
      null,
      ANNA,
    );
    for (const month of ['2025-01-01', '2025-02-01', '2025-03-01'])
      await database.pool.query('select ensure_history_partitions($1::date)', [month]);
  });
  afterEach(async () => {
    await test.close();
    await database.close();
  });

  const on = (day: string): void => {
    today = new Date(`${day}T12:00:00Z`);
  };

  /** Started on the day, and ended on it when its task is completed. */
  async function instance(day: string, processId = 'clerk', isEnded = true): Promise<string> {
    on(day);
    const started = await test.engine.startProcess({ processId, variables: { text: 'private' } }, ANNA);
    if (!isEnded) return started.instanceId;
    await test.engine.completeTask(started.openedTaskIds[0] ?? '', {}, ANNA);
    await endedOn(started.instanceId, day);
    return started.instanceId;
  }
  const endedOn = (id: string, day: string): Promise<unknown> =>
    database.pool.query('update process_instance set ended_at = $2 where root_instance_id = $1', [id, `${day}T12:00:00Z`]);

  const cleanUp = (): Promise<CleanUpReport | null> => cleanUpHistory(database.pool, new AbortController().signal);
  const keep = (processId: string, days: number | null): Promise<boolean> => retention.set(processId, { isInherited: false, days }, ANNA);

  /** Rows that are left of an instance, by table. */
  async function tracesOf(id: string): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    for (const [table, column] of Object.entries(TRACES))
      counts[table] = (await database.pool.query(`select 1 from ${table} where ${column} = $1`, [id])).rowCount ?? 0;
    return counts;
  }
  const NOTHING = Object.fromEntries(Object.keys(TRACES).map((table) => [table, 0]));

  async function expectAuditHolds(): Promise<void> {
    const output = collectOutput();
    expect(await auditCommand(['verify'], output, { pool: database.pool, modules: [] }), output.errors.join('\n')).to.equal(0);
  }
  const monthExists = async (month: string): Promise<boolean> =>
    (await database.pool.query(`select 1 from pg_class where relname ~ $1`, [`_of_${month}$`])).rowCount !== 0;

  it('removes nothing as long as nobody has said for how long to keep', async () => {
    const id = await instance('2025-01-10');
    expect(await cleanUp()).to.deep.equal({ months: [], trees: 0, instances: 0, isUnfinished: false });
    expect(await tracesOf(id)).to.not.deep.equal(NOTHING);
  });

  it('drops a month that is past its time, and keeps the proof of what it was', async () => {
    const ids = [await instance('2025-01-10'), await instance('2025-01-20')].toSorted();
    const later = await instance('2025-02-10');
    await endedOn(later, '2027-02-10');
    const ends = await database.pool.query<{ line: string }>(
      `select id || ' ' || journal_count || ' ' || encode(journal_hash, 'hex') as line from process_instance where id = any($1::uuid[]) order by id`,
      [ids],
    );
    await keep('*', 30);
    expect(await cleanUp()).to.deep.equal({ months: ['2025-01-01'], trees: 0, instances: 2, isUnfinished: false });
    for (const id of ids) expect(await tracesOf(id)).to.deep.equal(NOTHING);
    expect((await tracesOf(later))['journal']).to.equal(2);
    expect(await monthExists('2025_01')).to.equal(false);
    expect(await monthExists('2025_02')).to.equal(true);
    const [removal] = await retention.removals(5);
    expect(removal).to.include({ month: '2025-01-01', trees: 2, journalRows: 4, kept: 0 });
    expect(removal?.digest).to.equal(
      createHash('sha256')
        .update(ends.rows.map((row) => row.line).join('\n'))
        .digest('hex'),
    );
    await expectAuditHolds();
    expect(await cleanUp()).to.include({ instances: 0 });
  });

  it('keeps what is open, held, or of a process that is kept longer, and lets it work on', async () => {
    const gone = await instance('2025-01-10');
    const open = await instance('2025-01-11', 'clerk', false);
    const held = await instance('2025-01-12');
    const other = await instance('2025-01-13', 'other');
    await keep('*', 30);
    await keep('other', null);
    expect(await retention.hold(held, 'lawsuit', ANNA)).to.equal('held');
    expect(await cleanUp()).to.deep.equal({ months: ['2025-01-01'], trees: 0, instances: 1, isUnfinished: false });
    expect(await tracesOf(gone)).to.deep.equal(NOTHING);
    for (const id of [open, held, other]) expect(await tracesOf(id), id).to.include({ process_instance: 1, op_log: 1 });
    expect((await retention.removals(1))[0]).to.include({ trees: 1, kept: 3 });
    await expectAuditHolds();
    const task = await database.pool.query<{ id: string }>('select id from task where instance_id = $1', [open]);
    expect((await test.engine.completeTask(task.rows[0]?.id ?? '', {}, ANNA)).status).to.equal('completed');
    await expectAuditHolds();
    // Later their time comes too: they lie in no month of their own any more and go by themselves.
    await endedOn(open, '2025-01-11');
    expect(await retention.release(held, ANNA)).to.equal(true);
    await retention.set('other', { isInherited: true, days: null }, ANNA);
    expect(await cleanUp()).to.deep.equal({ months: [], trees: 3, instances: 3, isUnfinished: false });
    for (const id of [open, held, other]) expect(await tracesOf(id), id).to.deep.equal(NOTHING);
    await expectAuditHolds();
  });

  it('never takes a called instance before its root, and takes both together', async () => {
    on('2025-01-30');
    const root = await test.engine.startProcess({ processId: 'caller', variables: {} }, ANNA);
    on('2025-02-02');
    const called = await test.engine.completeTask(root.openedTaskIds[0] ?? '', {}, ANNA);
    const calledId = (called.openedTaskIds[0] ?? '').split('.')[0] ?? '';
    const beside = await instance('2025-02-03');
    await keep('*', 30);
    expect(await cleanUp()).to.deep.equal({ months: ['2025-02-01'], trees: 0, instances: 1, isUnfinished: false });
    expect(await tracesOf(beside)).to.deep.equal(NOTHING);
    expect(await tracesOf(calledId)).to.include({ process_instance: 1, op_log: 1 });
    await expectAuditHolds();
    await test.engine.completeTask(called.openedTaskIds[0] ?? '', {}, ANNA);
    await endedOn(root.instanceId, '2025-02-04');
    expect(await cleanUp()).to.deep.equal({ months: ['2025-01-01'], trees: 0, instances: 2, isUnfinished: false });
    for (const id of [root.instanceId, calledId]) expect(await tracesOf(id)).to.deep.equal(NOTHING);
    await expectAuditHolds();
  });

  it('removes single cases of a month that goes on, a month later at the latest, and nothing else may leave the journal', async () => {
    const now = new Date().toISOString().slice(0, 10);
    const old = await instance(now);
    await endedOn(old, '2025-01-10');
    const young = await instance(now);
    await keep('*', 0);
    await endedOn(young, now);
    expect(await cleanUp()).to.deep.equal({ months: [], trees: 1, instances: 1, isUnfinished: false });
    expect(await tracesOf(old)).to.deep.equal(NOTHING);
    expect((await tracesOf(young))['journal']).to.equal(2);
    const refusal = await database.pool.query('delete from journal').then(
      () => 'no refusal',
      (error: unknown) => String(error),
    );
    expect(refusal).to.contain('append-only');
  });

  it('leaves the lock to a backup, and does nothing meanwhile', async () => {
    await instance('2025-01-10');
    await keep('*', 30);
    const backup = await database.pool.connect();
    await backup.query(`begin; select pg_advisory_xact_lock_shared(hashtext('lanework.history'))`);
    expect(await cleanUp()).to.equal(null);
    await backup.query('commit');
    backup.release();
    expect(await cleanUp()).to.include({ instances: 1 });
  });

  it('shows every change of a record of what was removed', async () => {
    for (const day of ['2025-01-10', '2025-02-10', '2025-03-10']) await instance(day);
    await keep('*', 30);
    expect((await cleanUp())?.months).to.have.lengthOf(3);
    expect(await database.pool.query('update history_removal set trees = 0').then(() => '', String)).to.contain('append-only');
    for (const forgery of ['update history_removal set trees = 0 where sequence = 2', 'delete from history_removal where sequence = 1']) {
      await database.pool.query(`set session_replication_role = replica; ${forgery}; set session_replication_role = origin`);
      const output = collectOutput();
      expect(await auditCommand(['verify'], output, { pool: database.pool, modules: [] })).to.equal(1);
      expect(output.errors.join()).to.contain('record 2 of removed history');
    }
  });
});
