import { expect } from 'chai';
import { z } from 'zod';
import { defineOperation, type Actor } from '../../../../engine/port/module-contract.ts';
import { HttpProblem } from '../../../../engine/port/http-problem.ts';
import type { InstanceQuery, Page, Queries, TaskQuery, Viewer } from '../../../../engine/port/queries.ts';
import { createQueries } from '../../../../engine/store/query/index.ts';
import { bpmn, path, serviceTask } from '../../../support/bpmn.ts';
import { createTestDatabase, type TestDatabase } from '../../../support/database.ts';
import { createTestEngine, type TestEngine } from '../../../support/engine.ts';

const EVA: Actor = { kind: 'user', id: 'eva', name: 'Eva', roles: ['employee'], groups: ['sales'] };
const BOB: Actor = { kind: 'user', id: 'bob', name: 'Bob', roles: ['employee'], groups: ['warehouse'] };
const viewer = (actor: Actor, change: Partial<Viewer> = {}): Viewer => ({
  id: actor.id,
  groups: actor.groups,
  seesAllTasks: false,
  seesAllInstances: false,
  ...change,
});
const MANAGER: Viewer = { id: 'max', groups: [], seesAllTasks: true, seesAllInstances: true };

const REVIEW = bpmn(
  'review',
  `
  <bpmn:startEvent id="start" />
  <bpmn:userTask id="approve" name="Approve order">
    <bpmn:extensionElements>
      <zeebe:assignmentDefinition candidateGroups="=[&quot;sales&quot;]" /><zeebe:formDefinition formId="approve" />
      <zeebe:taskSchedule dueDate="=due" /><zeebe:priorityDefinition priority="=priority" />
      <zeebe:ioMapping><zeebe:input source="=total" target="amount" /></zeebe:ioMapping>
      <lanework:instructions>Look at the margin.</lanework:instructions>
    </bpmn:extensionElements>
  </bpmn:userTask>
  <bpmn:callActivity id="call"><bpmn:extensionElements><zeebe:calledElement processId="packing" propagateAllChildVariables="false" /></bpmn:extensionElements></bpmn:callActivity>
  <bpmn:endEvent id="end" />
  ${path('start', 'approve', 'call', 'end')}`,
);
const PACKING = bpmn(
  'packing',
  `
  <bpmn:startEvent id="packingStart" />
  <bpmn:userTask id="pack" name="Pack goods"><bpmn:extensionElements><zeebe:assignmentDefinition candidateUsers="=[&quot;bob&quot;]" /></bpmn:extensionElements></bpmn:userTask>
  <bpmn:endEvent id="packingEnd" />
  ${path('packingStart', 'pack', 'packingEnd')}`,
);
const BROKEN = bpmn(
  'broken',
  `<bpmn:startEvent id="brokenStart" />${serviceTask('print', 'test.print', 1)}<bpmn:endEvent id="brokenEnd" />${path('brokenStart', 'print', 'brokenEnd')}`,
);
const FORM = { id: 'approve', type: 'default', schemaVersion: 18, components: [{ type: 'checkbox', key: 'approved', label: 'Approved' }] };

const print = defineOperation({
  topic: 'test.print',
  title: { en: 'Print' },
  description: { en: 'Prints' },
  icon: 'printer',
  input: z.object({}).loose(),
  output: z.object({}),
  errors: [],
  transactional: true,
  run: () => Promise.reject(new Error('no paper')),
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

describe('The read side', () => {
  let database: TestDatabase;
  let test: TestEngine;
  let queries: Queries;
  const started: { readonly instanceId: string; readonly taskId: string }[] = [];

  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
    test = createTestEngine(database, [print]);
    queries = createQueries(database.pool);
    const result = await test.engine.deploy(
      [
        { name: 'packing.bpmn', content: PACKING },
        { name: 'review.bpmn', content: REVIEW },
        { name: 'broken.bpmn', content: BROKEN },
        { name: 'approve.form', content: JSON.stringify(FORM) },
      ],
      'First release',
      EVA,
    );
    expect(result.kind, JSON.stringify(result)).to.equal('deployed');
    for (let order = 0; order < 5; order += 1) {
      const due = order === 4 ? null : order < 2 ? `2020-01-0${order + 1}T00:00:00Z` : `2999-01-0${order + 1}T00:00:00Z`;
      const step = await test.engine.startProcess(
        {
          processId: 'review',
          businessKey: `SO-${order}`,
          variables: { total: `${order}.50`, due, priority: order * 10, amount: 'hidden by the task' },
        },
        EVA,
      );
      started.push({ instanceId: step.instanceId, taskId: step.openedTaskIds[0] ?? '' });
    }
    await test.engine.startProcess({ processId: 'broken', variables: {} }, BOB);
  });
  after(async () => {
    await test.close();
    await database.close();
  });

  const first = (): { readonly instanceId: string; readonly taskId: string } => {
    const [one] = started;
    if (one === undefined) throw new Error('Expected a started instance.');
    return one;
  };

  it('shows a task to its candidate group and to managers, to nobody else', async () => {
    expect((await queries.tasks(viewer(EVA), tasks())).total).to.equal(5);
    for (const limit of [2, 4, 5]) expect((await queries.tasks(viewer(EVA), tasks({ limit }))).total, String(limit)).to.equal(5);
    expect((await queries.tasks(MANAGER, tasks())).total).to.equal(5);
    expect((await queries.tasks(viewer(BOB), tasks())).total).to.equal(0);
    expect(await queries.task(viewer(BOB), first().taskId)).to.equal(null);
    expect((await queries.tasksByIds(viewer(BOB), [first().taskId])).map(({ isVisible }) => isVisible)).to.deep.equal([false]);
    expect((await queries.tasksByIds(viewer(EVA), [first().taskId])).map(({ isVisible }) => isVisible)).to.deep.equal([true]);
    expect(await queries.taskRow(viewer(BOB), first().taskId)).to.equal(null);
    const { taskIds } = await queries.visibleAmong(viewer(BOB), { taskIds: [first().taskId], instanceIds: [] });
    expect([...taskIds]).to.deep.equal([]);
  });

  it('shows a task with form, instructions and the variables its scope sees', async () => {
    const task = await queries.task(viewer(EVA), first().taskId);
    expect(task).to.deep.include({
      name: 'Approve order',
      businessKey: 'SO-0',
      processName: 'review',
      assignee: null,
      candidateGroups: ['sales'],
      status: 'open',
      priority: 0,
      dueAt: '2020-01-01T00:00:00.000Z',
      formId: 'approve',
      instructions: 'Look at the margin.',
      form: FORM,
      draft: null,
    });
    expect(task?.variables).to.deep.equal({ total: '0.50', due: '2020-01-01T00:00:00Z', priority: 0, amount: '0.50' });
  });

  it('keeps what each person has typed apart', async () => {
    await queries.saveTaskDraft(viewer(EVA), first().taskId, { approved: true });
    await queries.saveTaskDraft(viewer(EVA), first().taskId, { approved: false });
    expect((await queries.task(viewer(EVA), first().taskId))?.draft).to.deep.equal({ approved: false });
    expect((await queries.task(MANAGER, first().taskId))?.draft).to.equal(null);
    await queries.saveTaskDraft(viewer(EVA), first().taskId, null);
    expect((await queries.task(viewer(EVA), first().taskId))?.draft).to.equal(null);
  });

  for (const [field, expected] of [
    ['dueAt', ['SO-0', 'SO-1', 'SO-2', 'SO-3', 'SO-4']],
    ['createdAt', ['SO-0', 'SO-1', 'SO-2', 'SO-3', 'SO-4']],
    ['priority', ['SO-0', 'SO-1', 'SO-2', 'SO-3', 'SO-4']],
  ] as const) {
    for (const descending of [false, true]) {
      it(`pages tasks by ${field}, ${descending ? 'falling' : 'rising'}, without skipping or repeating any`, async () => {
        const found: (string | null)[] = [];
        let page: Page<{ readonly businessKey: string | null }> | null = null;
        let pages = 0;
        do {
          page = await queries.tasks(viewer(EVA), tasks({ limit: 2, cursor: page?.nextCursor ?? null, sort: { field, descending } }));
          found.push(...page.items.map((task) => task.businessKey));
          pages += 1;
        } while (page.nextCursor !== null && pages < 10);
        expect(pages).to.equal(3);
        // Without a due date comes last in either direction.
        const falling = field === 'dueAt' ? ['SO-3', 'SO-2', 'SO-1', 'SO-0', 'SO-4'] : [...expected].reverse();
        expect(found).to.deep.equal(descending ? falling : expected);
      });
    }
  }

  it('pages tasks of the same name by id', async () => {
    const one = await queries.tasks(viewer(EVA), tasks({ limit: 3, sort: { field: 'name', descending: false } }));
    const two = await queries.tasks(viewer(EVA), tasks({ limit: 3, cursor: one.nextCursor, sort: { field: 'name', descending: false } }));
    expect(new Set([...one.items, ...two.items].map((task) => task.id)).size).to.equal(5);
  });

  it('refuses cursors that are made up or belong to another order', async () => {
    const { nextCursor } = await queries.tasks(viewer(EVA), tasks({ limit: 2 }));
    const made = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const cursor of [
      'x',
      made({ sort: 'dueAt asc', value: 'never', id: 'a' }),
      made({ sort: 'dueAt asc', value: '2026-99-99 00:00:00+00', id: 'a' }),
      made({ sort: 'dueAt asc', value: 1, id: 'a' }),
    ]) {
      const error: unknown = await queries.tasks(viewer(EVA), tasks({ cursor })).catch((thrown: unknown) => thrown);
      expect(error, cursor).to.be.instanceOf(HttpProblem).with.property('status', 400);
    }
    const error: unknown = await queries
      .tasks(viewer(EVA), tasks({ cursor: nextCursor, sort: { field: 'priority', descending: false } }))
      .catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(HttpProblem);
  });

  it('filters and counts tasks as the inbox names them', async () => {
    await test.engine.assignTask(started[1]?.taskId ?? '', 'eva', true, EVA);
    expect(await queries.taskCounts(viewer(EVA))).to.deep.include({ mine: 1, groups: 5, unassigned: 4, overdue: 2, all: 5 });
    expect(await queries.taskCounts(viewer(BOB))).to.deep.include({ mine: 0, groups: 0, unassigned: 0, overdue: 0, all: 0 });
    for (const [filter, total] of [
      ['mine', 1],
      ['groups', 5],
      ['unassigned', 4],
      ['overdue', 2],
      ['all', 5],
    ] as const) {
      expect((await queries.tasks(viewer(EVA), tasks({ filter }))).total, filter).to.equal(total);
    }
    expect((await queries.tasks(viewer(EVA), tasks({ search: 'so-3' }))).items.map((task) => task.businessKey)).to.deep.equal(['SO-3']);
    expect((await queries.tasks(viewer(EVA), tasks({ search: '%' }))).items).to.deep.equal([]);
    expect((await queries.tasks(viewer(EVA), tasks({ processInstanceId: first().instanceId }))).total).to.equal(1);
    expect((await queries.tasks(viewer(EVA), tasks({ businessKey: 'SO-2', processId: 'review' }))).total).to.equal(1);
  });

  it('shows an instance to who started it, to who has a task in its call tree, and to overseers', async () => {
    const { instanceId, taskId } = first();
    expect(await queries.instance(viewer(BOB), instanceId)).to.equal(null);
    expect((await queries.instance(viewer(EVA), instanceId))?.businessKey).to.equal('SO-0');
    const step = await test.engine.completeTask(taskId, { approved: true }, EVA);
    const seen = await queries.instance(viewer(BOB), instanceId);
    expect(seen?.children.map((child) => child.processId)).to.deep.equal(['packing']);
    const child = await queries.instance(viewer(BOB), seen?.children[0]?.id ?? '');
    expect(child?.caller?.id).to.equal(instanceId);
    expect((await queries.tasks(viewer(BOB), tasks())).items.map((task) => task.id)).to.deep.equal(step.openedTaskIds);
    await test.engine.completeTask(step.openedTaskIds[0] ?? '', {}, BOB);
    const done = await queries.instance(viewer(BOB), instanceId);
    expect(done).to.deep.include({ status: 'completed', incidents: 0, version: 1, processName: 'review' });
    expect(done?.elements['approve']).to.deep.equal({ active: 0, completed: 1, cancelled: 0, incidents: 0 });
    expect(Object.values(done?.flows ?? {})).to.deep.equal([1, 1, 1]);
    const { instanceIds } = await queries.visibleAmong(viewer(BOB), {
      taskIds: [],
      instanceIds: [instanceId, started[1]?.instanceId ?? ''],
    });
    expect([...instanceIds]).to.deep.equal([instanceId]);
  });

  it('lets a candidate look at the instance of a task he may claim, without listing it as his', async () => {
    const colleague = viewer({ ...EVA, id: 'carl' });
    expect((await queries.instance(colleague, started[1]?.instanceId ?? ''))?.businessKey).to.equal('SO-1');
    expect((await queries.instances(colleague, instances())).total).to.equal(0);
    expect((await queries.instances(viewer(EVA), instances({ processId: 'review' }))).total).to.equal(5);
    expect((await queries.instances(viewer(BOB), instances({ processId: 'review' }))).total).to.equal(1);
  });

  it('still shows a completed task with the variables of the process', async () => {
    const task = await queries.task(viewer(EVA), first().taskId);
    expect(task).to.deep.include({ status: 'completed', completedBy: { id: 'eva', name: 'Eva' } });
    expect(task?.variables).to.deep.include({ total: '0.50', approved: true });
  });

  it('lists and filters instances', async () => {
    const found = async (change: Partial<InstanceQuery>, who: Viewer = MANAGER): Promise<readonly (string | null)[]> =>
      (await queries.instances(who, instances(change))).items.map((row) => row.businessKey);
    expect(await found({ processId: 'review', status: 'active' })).to.deep.equal(['SO-4', 'SO-3', 'SO-2', 'SO-1']);
    expect(await found({ processId: 'review', status: 'completed' })).to.deep.equal(['SO-0']);
    expect(await found({ elementId: 'approve', sort: { field: 'businessKey', descending: false } })).to.deep.equal([
      'SO-1',
      'SO-2',
      'SO-3',
      'SO-4',
    ]);
    expect(await found({ search: 'so-2' })).to.deep.equal(['SO-2']);
    expect(await found({ search: first().instanceId })).to.deep.equal(['SO-0']);
    expect(await found({ businessKey: 'SO-3' })).to.deep.equal(['SO-3']);
    expect((await queries.instances(MANAGER, instances({ hasIncidents: true }))).items.map((row) => row.processId)).to.deep.equal([
      'broken',
    ]);
    expect((await queries.instances(viewer(EVA), instances({ hasIncidents: true }))).items).to.deep.equal([]);
    const one = await queries.instances(MANAGER, instances({ limit: 3, processId: 'review' }));
    const two = await queries.instances(MANAGER, instances({ limit: 3, processId: 'review', cursor: one.nextCursor }));
    expect([...one.items, ...two.items].map((row) => row.businessKey)).to.deep.equal(['SO-4', 'SO-3', 'SO-2', 'SO-1', 'SO-0']);
    expect(two.nextCursor).to.equal(null);
  });

  it('tells of an incident where it is and why', async () => {
    const { items } = await queries.incidents({ instanceId: null, processId: 'broken', status: 'open', limit: 10, cursor: null });
    expect(items).to.have.lengthOf(1);
    expect(items[0]).to.deep.include({
      processId: 'broken',
      processName: 'broken',
      elementId: 'print',
      elementName: 'print',
      resolvedAt: null,
    });
    expect(items[0]?.message).to.include('no paper');
    expect(await queries.incidentsByIds([items[0]?.id ?? ''])).to.deep.equal(items);
    expect(
      (await queries.incidents({ instanceId: null, processId: null, status: 'resolved', limit: 10, cursor: null })).items,
    ).to.deep.equal([]);
  });

  it('lists variables, activities and the journal of an instance', async () => {
    const { instanceId } = started[1] ?? first();
    const variables = await queries.variables(instanceId);
    expect(variables.filter((row) => row.name === 'amount').map((row) => [row.scopeElementId, row.value])).to.deep.equal([
      ['review', 'hidden by the task'],
      ['approve', '1.50'],
    ]);
    const activities = await queries.activities(first().instanceId);
    expect(activities.map((row) => [row.elementId, row.status])).to.deep.equal([
      ['start', 'completed'],
      ['approve', 'completed'],
      ['call', 'completed'],
      ['end', 'completed'],
    ]);
    expect(activities[1]).to.deep.include({ elementName: 'Approve order', kind: 'userTask', by: { id: 'eva', name: 'Eva' } });
    const one = await queries.journal(first().instanceId, { limit: 1, cursor: null });
    expect(one.items[0]?.command['kind']).to.equal('start');
    expect(one.items[0]?.actor).to.deep.equal({ id: 'eva', name: 'Eva' });
    expect(one.items[0]?.records.slice(0, 2).map((record) => record['kind'])).to.deep.equal(['instanceStarted', 'elementEntered']);
    expect(one.items[0]?.records[1]?.['elementInstance']).to.include({ id: '1', isLoopBody: false });
    expect(one.items[0]?.hash).to.match(/^[\da-f]{64}$/u);
    const two = await queries.journal(first().instanceId, { limit: 50, cursor: one.nextCursor });
    expect(two.items.length).to.be.at.least(2);
    expect(two.items.map((row) => row.sequence)).to.satisfy((sequences: number[]) =>
      sequences.every((sequence) => sequence > (one.items[0]?.sequence ?? 0)),
    );
  });

  it('lists definitions with their instances, and finds diagrams and forms', async () => {
    const all = await queries.definitions({ latest: true, processId: null, startable: true });
    expect(all.map((row) => [row.processId, row.version, row.active, row.incidents, row.note])).to.deep.equal([
      ['broken', 1, 1, 1, 'First release'],
      ['packing', 1, 0, 0, 'First release'],
      ['review', 1, 4, 0, 'First release'],
    ]);
    const review = await queries.definition((await queries.definitionToStart('review', null))?.id ?? '');
    expect(review?.deployedBy).to.deep.equal({ id: 'eva', name: 'Eva' });
    expect(await queries.definitionXml(review?.id ?? '')).to.equal(REVIEW);
    expect(await queries.form(review?.id ?? '', 'approve')).to.deep.equal(FORM);
    expect(await queries.form(review?.id ?? '', 'absent')).to.equal(null);
    expect(await queries.definition('absent')).to.equal(null);
    expect(await queries.definitionToStart('review', 1)).to.deep.equal({ id: review?.id, startFormId: null, candidateStarterGroups: [] });
    expect(await queries.definitionToStart('review', 2)).to.equal(null);
    expect(await queries.definitionToStart('absent', null)).to.equal(null);
  });

  it('counts and times every element of a definition', async () => {
    const review = await queries.definitionToStart('review', null);
    const { elements, flows } = await queries.statistics(review?.id ?? '');
    expect(elements['approve']).to.deep.include({ active: 4, completed: 1, cancelled: 0, visits: 5, incidents: 0 });
    expect(elements['approve']?.medianMs).to.be.a('number').and.at.least(0);
    expect(elements['review']).to.equal(undefined);
    expect(Object.values(flows).toSorted()).to.deep.equal([1, 1, 5]);
    const broken = await queries.definitionToStart('broken', null);
    expect((await queries.statistics(broken?.id ?? '')).elements['print']).to.deep.include({ active: 1, incidents: 1 });
  });

  it('sums everything up on one page', async () => {
    const overview = await queries.overview();
    expect(overview.processes.map((row) => [row.processId, row.running, row.incidents, row.finishedToday, row.overdueTasks])).to.deep.equal(
      [
        ['broken', 1, 1, 0, 0],
        ['packing', 0, 0, 1, 0],
        ['review', 4, 0, 1, 1],
      ],
    );
    expect(overview.totals).to.deep.equal({ running: 5, incidents: 1, overdueTasks: 1, finishedToday: 2 });
    expect(overview.perDay).to.have.lengthOf(30);
    expect(overview.perDay.at(-1)).to.deep.include({ started: 7, finished: 2 });
    expect(overview.processes[2]?.medianMs).to.be.a('number');
  });
});
