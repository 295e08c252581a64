import { expect } from 'chai';
import type { Pool } from 'pg';
import { HttpProblem } from '../../../../engine/port/http-problem.ts';
import type { Actor } from '../../../../engine/port/module-contract.ts';
import type { InstanceQuery, Queries, TaskQuery, Viewer } from '../../../../engine/port/queries.ts';
import { createQueries } from '../../../../engine/store/query/index.ts';
import { fillLike } from '../../../benchmark/fill/fill.ts';
import { bpmn, path } from '../../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/database.ts';
import { createTestEngine, type TestEngine } from '../../../support/engine.ts';
import { mostRows, type Explanation } from '../../../support/plan.ts';

const EVA: Actor = { kind: 'user', id: 'eva', name: 'Eva', roles: ['employee'], groups: ['sales'] };
const ENGINE: Actor = { kind: 'engine', id: 'engine', name: 'Lanework', roles: [], groups: [] };
const MANAGER: Viewer = { id: 'max', groups: [], seesAllTasks: true, seesAllInstances: true };
const EMPLOYEE: Viewer = { id: 'eva', groups: ['sales'], seesAllTasks: false, seesAllInstances: false };
/** Instances of each process; the finished ones are older, so that whoever reads all from one end meets thousands of the others first. */
const FINISHED = 8_000;
const OPEN = 3_000;
/** A page and its total: both stop there. */
const FEW = 1_100;

const quick = (processId: string): string =>
  bpmn(processId, `<bpmn:startEvent id="start" /><bpmn:task id="pass" /><bpmn:endEvent id="end" />${path('start', 'pass', 'end')}`);
const REVIEW = bpmn(
  'review',
  `<bpmn:startEvent id="start" />
  <bpmn:userTask id="approve" name="Approve"><bpmn:extensionElements><zeebe:assignmentDefinition candidateGroups="=[&quot;sales&quot;]" /></bpmn:extensionElements></bpmn:userTask>
  <bpmn:endEvent id="end" />${path('start', 'approve', 'end')}`,
);

const instances = (change: Partial<InstanceQuery> = {}): InstanceQuery => ({
  processId: null,
  definitionId: null,
  status: null,
  businessKey: null,
  elementId: null,
  hasIncidents: null,
  search: null,
  limit: 50,
  cursor: null,
  sort: { field: 'startedAt', descending: true },
  ...change,
});
const tasks = (change: Partial<TaskQuery> = {}): TaskQuery => ({
  filter: 'all',
  status: 'open',
  processId: null,
  processInstanceId: null,
  businessKey: null,
  search: null,
  limit: 50,
  cursor: null,
  sort: { field: 'dueAt', descending: false },
  ...change,
});

interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A pool that keeps every statement which it is asked. */
function keeping(pool: Pool, kept: Statement[]): Pool {
  const query = (asked: string | Statement, values: readonly unknown[] = []): unknown => {
    const statement = typeof asked === 'string' ? { text: asked, values } : asked;
    kept.push(statement);
    return pool.query(statement.text, [...statement.values]);
  };
  return { query } as unknown as Pool; // The read side asks a pool for nothing else.
}

describe('Lists and pages beside much history', () => {
  let database: TestDatabase;
  let test: TestEngine;
  let queries: Queries;
  const kept: Statement[] = [];
  const definitionIds = new Map<string, string>();
  const idOf = (processId: string): string => definitionIds.get(processId) ?? '';

  before(async function () {
    this.timeout(120_000);
    database = await createTestDatabase();
    const { pool } = database;
    test = createTestEngine(database);
    queries = createQueries(keeping(pool, kept));
    const files = [quick('rare'), quick('quick'), REVIEW].map((content, n) => ({ name: `${n}.bpmn`, content }));
    expect((await test.engine.deploy(files, null, EVA)).kind).to.equal('deployed');
    const start = (processId: string, actor: Actor) => test.engine.startProcess({ processId, variables: {} }, actor);
    await start('rare', EVA);
    const spread = { 'process_instance.started_at': `now() - (${2 * FINISHED} - copy.number) * interval '1 second'` };
    const done = { ...spread, 'process_instance.ended_at': `now() - (${2 * FINISHED} - copy.number) * interval '1 second'` };
    await fillLike(pool, { templateId: (await start('quick', ENGINE)).instanceId, copies: FINISHED, columns: done });
    const reviewed = await start('review', ENGINE);
    await test.engine.completeTask(reviewed.openedTaskIds[0] ?? '', {}, { ...EVA, id: 'paul' });
    await fillLike(pool, { templateId: reviewed.instanceId, copies: FINISHED, columns: done });
    const columns = { ...spread, 'task.due_at': `now() + (copy.number - 10) * interval '1 hour'` };
    await fillLike(pool, { templateId: (await start('review', ENGINE)).instanceId, copies: OPEN, columns });
    const { rows } = await pool.query<{ id: string; process_id: string }>('select id, process_id from process_definition');
    for (const row of rows) definitionIds.set(row.process_id, row.id);
    await pool.query('vacuum analyze');
  });
  after(async () => {
    await test.close();
    await database.close();
  });

  /** The most rows that a step of any statement behind an answer looks at, with the plan for a failing test to show. */
  async function looksAt(ask: () => Promise<unknown>): Promise<{ readonly rows: number; readonly plan: string }> {
    kept.length = 0;
    await ask();
    let worst = { rows: 0, plan: '' };
    for (const { text, values } of kept) {
      const { rows } = await database.pool.query<Explanation>(`explain (analyze, format json) ${text}`, [...values]);
      const found = mostRows(rows[0]?.['QUERY PLAN'][0]?.Plan);
      if (found >= worst.rows) worst = { rows: found, plan: `${text}\n${JSON.stringify(rows[0], null, 1)}` };
    }
    expect(kept, 'statements').to.not.deep.equal([]);
    return worst;
  }

  const cases: readonly (readonly [string, number, () => Promise<unknown>])[] = [
    ['all instances', FEW, () => queries.instances(MANAGER, instances())],
    [
      'all instances from the oldest on',
      FEW,
      () => queries.instances(MANAGER, instances({ sort: { field: 'startedAt', descending: false } })),
    ],
    ['the instances of a version', FEW, () => queries.instances(MANAGER, instances({ definitionId: idOf('quick') }))],
    ['the instances of a process', FEW, () => queries.instances(MANAGER, instances({ processId: 'quick' }))],
    ['the instances of a process that hardly runs', 100, () => queries.instances(MANAGER, instances({ processId: 'rare' }))],
    [
      'open instances of a version',
      OPEN + 100,
      () => queries.instances(MANAGER, instances({ definitionId: idOf('review'), status: 'active' })),
    ],
    [
      'open instances where there are none',
      100,
      () => queries.instances(MANAGER, instances({ definitionId: idOf('quick'), status: 'active' })),
    ],
    ['instances in a state that is rare', 100, () => queries.instances(MANAGER, instances({ status: 'terminated' }))],
    ['instances with incidents', 100, () => queries.instances(MANAGER, instances({ hasIncidents: true }))],
    [
      'instances at an element',
      OPEN + 100,
      () => queries.instances(MANAGER, instances({ definitionId: idOf('review'), elementId: 'approve' })),
    ],
    [
      'instances at an element where none is',
      100,
      () => queries.instances(MANAGER, instances({ definitionId: idOf('quick'), elementId: 'pass' })),
    ],
    ["an employee's own instances", 100, () => queries.instances(EMPLOYEE, instances())],
    ['the inbox', FEW, () => queries.tasks(MANAGER, tasks())],
    ['the inbox by priority', FEW, () => queries.tasks(MANAGER, tasks({ sort: { field: 'priority', descending: true } }))],
    ["an employee's tasks", 100, () => queries.tasks(EMPLOYEE, tasks({ filter: 'mine' }))],
    ['overdue tasks', 100, () => queries.tasks(MANAGER, tasks({ filter: 'overdue' }))],
    ['the numbers of the inbox', FEW, () => queries.taskCounts(MANAGER)],
    ['the statistics of a version that has ended often', 1_000 * 4 + 100, () => queries.statistics(idOf('quick'))],
    ['the statistics of a version that is open and has ended often', 2_000 * 4 + 100, () => queries.statistics(idOf('review'))],
  ];
  for (const [what, most, ask] of cases)
    it(`looks at ${most} rows at most for ${what}`, async () => {
      const { rows, plan } = await looksAt(ask);
      expect(rows, plan).to.be.at.most(most);
    });

  it('counts the tokens of all open instances, and the visits of the last ones', async () => {
    const ended = await queries.statistics(idOf('quick'));
    expect(ended.sample).to.deep.equal({ instances: 1_000, isComplete: false });
    expect(ended.elements['pass']).to.deep.include({ active: 0, completed: 1_000, visits: 1_000 });
    expect(Object.values(ended.flows)).to.deep.equal([1_000, 1_000]);
    const open = await queries.statistics(idOf('review'));
    expect(open.sample).to.deep.equal({ instances: 2_000, isComplete: false });
    expect(open.elements['approve']).to.deep.include({ active: OPEN + 1, completed: 1_000, visits: 2_000 });
    expect((await queries.statistics(idOf('rare'))).sample).to.deep.equal({ instances: 1, isComplete: true });
  });

  it('lists an instance for whom it was taken over from, and none for the engine', async () => {
    const step = await test.engine.startProcess({ processId: 'review', variables: {} }, ENGINE);
    const taskId = step.openedTaskIds[0] ?? '';
    const nora: Viewer = { ...EMPLOYEE, id: 'nora' };
    await test.engine.assignTask(taskId, 'nora', true, EVA);
    expect((await queries.instances(nora, instances())).items.map(({ id }) => id)).to.deep.equal([step.instanceId]);
    await test.engine.completeTask(taskId, {}, { ...EVA, id: 'paul' });
    expect((await queries.instances(nora, instances())).items.map(({ id }) => id)).to.deep.equal([step.instanceId]);
    expect((await queries.instances({ ...EMPLOYEE, id: 'engine' }, instances())).items).to.deep.equal([]);
  });

  it('goes through all instances page by page, in the order of their starts', async () => {
    for (const descending of [true, false]) {
      const sort = { field: 'startedAt', descending } as const;
      const seen: string[] = [];
      for (let cursor: string | null = null, page = 0; page < 3; page += 1) {
        const { items, nextCursor } = await queries.instances(MANAGER, instances({ sort, cursor, limit: 20 }));
        seen.push(...items.map(({ id }) => id));
        cursor = nextCursor;
      }
      const { rows } = await database.pool.query<{ id: string }>(
        `select id from process_instance order by id ${descending ? 'desc' : ''} limit 60`,
      );
      expect(seen).to.deep.equal(rows.map(({ id }) => id));
    }
  });

  it('refuses a cursor that was made up', async () => {
    for (const id of ['', 'x', `'; drop table process_instance`]) {
      const cursor = Buffer.from(JSON.stringify({ sort: 'startedAt desc', value: '2026-11-26 18:00:00+00', id })).toString('base64url');
      const refusal: unknown = await queries.instances(MANAGER, instances({ cursor })).then(
        () => null,
        (error: unknown) => error,
      );
      expect(refusal).to.be.instanceOf(HttpProblem).and.to.have.property('code', 'INPUT_INVALID');
    }
  });

  it('stops counting tasks where nobody cares any more', async () => {
    expect(await queries.taskCounts(MANAGER)).to.deep.equal({
      mine: 0,
      groups: 0,
      unassigned: 1_000,
      overdue: 10,
      all: 1_000,
      countedUpTo: 1_000,
    });
    expect((await queries.tasks(MANAGER, tasks())).total).to.equal(undefined);
    expect((await queries.tasks(MANAGER, tasks({ filter: 'overdue' }))).total).to.equal(10);
  });

  it('does not count a list again that was too long a moment ago, in whatever order it is asked for', async () => {
    const fresh = createQueries(keeping(database.pool, kept));
    const first = await looksAt(() => fresh.tasks(MANAGER, tasks()));
    expect(first.rows, first.plan).to.be.within(1_000, FEW);
    for (const field of ['dueAt', 'priority'] as const) {
      const again = await looksAt(() => fresh.tasks(MANAGER, tasks({ sort: { field, descending: false } })));
      expect(again.rows, again.plan).to.be.at.most(100);
    }
    expect((await fresh.tasks(MANAGER, tasks({ processId: 'review', businessKey: 'none' }))).total).to.equal(0);
  });

  it('tells at once how many are left of a list that was long, when its page holds all of them', async () => {
    const fresh = createQueries(database.pool);
    expect((await fresh.tasks(MANAGER, tasks({ filter: 'unassigned' }))).total).to.equal(undefined);
    await database.pool.query(`update task set assignee = 'zoe' where status = 'open' and due_at > now()`);
    try {
      const { items, total } = await fresh.tasks(MANAGER, tasks({ filter: 'unassigned' }));
      expect(items.length).to.be.within(1, 50);
      expect(total).to.equal(items.length);
    } finally {
      await database.pool.query(`update task set assignee = null where assignee = 'zoe'`);
    }
  });

  it('changes open instances in place: no index holds what every step writes', async () => {
    const client = await database.pool.connect();
    const updates = async () => {
      const { rows } = await client.query<{ all: number; inPlace: number }>(
        `select n_tup_upd::int as all, n_tup_hot_upd::int as "inPlace" from pg_stat_xact_user_tables where relname = 'process_instance'`,
      );
      return rows[0] ?? { all: 0, inPlace: 0 };
    };
    try {
      await client.query('begin');
      const before = await updates();
      await client.query(
        `update process_instance set state = state, flows = flows, incident_count = 1, revision = revision + 1, journal_count = journal_count + 1, journal_hash = '\\x00'
         where id = (select id from process_instance where ended_at is null order by id desc limit 1)`,
      );
      expect(await updates()).to.deep.equal({ all: before.all + 1, inPlace: before.inPlace + 1 });
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});
