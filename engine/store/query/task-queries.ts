import type { Pool } from 'pg';
import type { JsonObject, JsonValue } from '../../model/index.ts';
import { ROOT_SCOPE_ID } from '../../model/index.ts';
import {
  TASK_FILTERS,
  type Page,
  type Queries,
  type TaskCounts,
  type TaskDetailRow,
  type TaskFilter,
  type TaskQuery,
  type TaskRow,
  type Viewer,
} from '../../port/queries.ts';
import { SharedQuery } from '../shared-query.ts';
import { runPrepared } from '../sql.ts';
import type { ElementsOf } from './element-names.ts';
import { latestForm } from './definition-queries.ts';
import { keyset, type SortColumn } from './keyset.ts';
import { LongLists } from './long-lists.ts';
import { containing, iso, MAX_COUNTED, SqlConditions, totalOf } from './sql-conditions.ts';
import { taskOf, taskVisible } from './visibility.ts';

/** Deepest nesting of scopes that is followed when variables are gathered. */
const MAX_SCOPE_DEPTH = 100;
/** Open tasks counted behind each filter of the inbox: people want to know whether there are few or many. */
const MAX_TASKS_COUNTED = 1_000;

const SORT_COLUMNS: Readonly<Record<TaskQuery['sort']['field'], SortColumn>> = {
  dueAt: { column: 'task.due_at', type: 'timestamptz', nullable: true },
  createdAt: { column: 'task.created_at', type: 'timestamptz', nullable: false },
  priority: { column: 'task.priority', type: 'integer', nullable: false },
  name: { column: 'task.name', type: 'text', nullable: false },
};

const COLUMNS = `
  task.id, task.name, task.element_id, task.element_instance_id, task.instance_id, task.root_instance_id, task.process_id, task.definition_id, task.business_key,
  task.assignee, task.candidate_groups, task.candidate_users, task.created_at, task.due_at, task.priority, task.status, task.completed_at, task.completed_by,
  task.completed_by_name, task.form_id, definition.name as process_name`;
const FROM = `from task left join process_definition as definition on definition.id = task.definition_id`;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly element_id: string;
  readonly element_instance_id: string;
  readonly instance_id: string;
  readonly root_instance_id: string;
  readonly process_id: string;
  readonly definition_id: string;
  readonly business_key: string | null;
  readonly assignee: string | null;
  readonly candidate_groups: string[];
  readonly candidate_users: string[];
  readonly created_at: Date;
  readonly due_at: Date | null;
  readonly priority: number;
  readonly status: TaskRow['status'];
  readonly completed_at: Date | null;
  readonly completed_by: string | null;
  readonly completed_by_name: string | null;
  readonly form_id: string | null;
  readonly process_name: string | null;
}

type TaskQueries = Pick<Queries, 'tasks' | 'taskCounts' | 'task' | 'taskRow' | 'tasksByIds' | 'saveTaskDraft'>;

/** Lists and details of tasks. */
export function createTaskQueries(pool: Pool, elementsOf: ElementsOf): TaskQueries {
  const longLists = new LongLists();
  const byIds = new SharedQuery<TasksQuestion, readonly SeenTask[]>((questions) => readTasksByIds(pool, questions));
  return {
    tasks: (viewer, query) => listTasks(pool, longLists, viewer, query),
    taskCounts: (viewer) => countTasks(pool, viewer),
    task: (viewer, taskId) => readTask(pool, elementsOf, viewer, taskId),
    async taskRow(viewer, taskId) {
      const [found] = await byIds.ask({ viewer, taskIds: [taskId] });
      if (found === undefined || !found.isVisible) return null;
      const { isVisible: _, ...row } = found;
      return row;
    },
    tasksByIds: async (viewer, taskIds) => (taskIds.length === 0 ? [] : byIds.ask({ viewer, taskIds })),
    saveTaskDraft: (viewer, taskId, variables) => saveTaskDraft(pool, viewer, taskId, variables),
  };
}

async function listTasks(pool: Pool, longLists: LongLists, viewer: Viewer, query: TaskQuery): Promise<Page<TaskRow>> {
  const where = new SqlConditions();
  // With these filters nobody sees what is not his anyway; said twice, each row would be compared twice.
  if (query.filter !== 'mine' && query.filter !== 'groups') where.add(taskVisible(viewer, where));
  // A literal, so that the planner sees the condition of the partial indexes; the status is one of three.
  where.add(`task.status = '${query.status}'`);
  const filter = filterCondition(query.filter, viewer, where);
  if (filter !== null) where.add(filter);
  where.equal('task.process_id', query.processId);
  where.equal('task.instance_id', query.processInstanceId);
  where.equal('task.business_key', query.businessKey);
  if (query.search !== null && query.search !== '') {
    const pattern = where.parameter(containing(query.search));
    where.add(
      `task.name ilike ${pattern} or task.business_key ilike ${pattern} or task.definition_id in (select id from process_definition where name ilike ${pattern})`,
    );
  }
  const list = JSON.stringify([where.sql, where.values]);
  // Later pages and searches show the total of the page before, or none.
  const isFirst = query.cursor === null && query.search === null;
  const isCounted = isFirst && !longLists.isKnown(list);
  const counted = `select count(*)::int from (select 1 from task where ${where.sql} limit ${MAX_COUNTED + 1}) as counted`;
  const keys = keyset(query.sort.field, SORT_COLUMNS[query.sort.field], 'task.id', query.sort.descending, query.cursor);
  if (keys.after !== null) where.add(keys.after((value) => where.parameter(value)));
  const limit = where.parameter(query.limit + 1);
  const page = `select ${COLUMNS}, ${keys.valueSql} as cursor_value ${FROM} where ${where.sql} order by ${keys.orderSql} limit ${limit}`;
  // Counted in the same statement, for another one would cost a round trip of its own, and only when the page does not hold everything.
  const text = isCounted
    ? `select task.*, case when count(*) over () = ${limit} then (${counted}) end as total from (${page}) as task order by ${keys.orderSql}`
    : page;
  const rows = await runPrepared<Row & { cursor_value: string; total?: number | null }>(pool, text, where.values);
  // A page that holds everything is its own count, also of a list that was long a moment ago.
  const total = rows.length <= query.limit ? rows.length : (rows[0]?.total ?? null);
  if (isFirst && total !== null) longLists.counted(list, total > MAX_COUNTED);
  const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
  return {
    items: rows.slice(0, query.limit).map(present),
    nextCursor: last === undefined ? null : keys.cursorAfter(last),
    ...(isFirst ? totalOf(total) : {}),
  };
}

/** Null: no further condition. `groups` holds what colleagues have claimed as well, so that a team sees its work. */
function filterCondition(filter: TaskFilter, viewer: Viewer, where: SqlConditions): string | null {
  switch (filter) {
    case 'all':
      return null;
    case 'mine':
      return `task.assignee = ${where.parameter(viewer.id)}`;
    case 'groups':
      return `task.candidate_groups && ${where.parameter(viewer.groups)}::text[] or task.candidate_users <> '{}' and task.candidate_users && array[${where.parameter(viewer.id)}]::text[]`;
    case 'unassigned':
      return 'task.assignee is null';
    // As the index task_by_due has it; with one end alone the planner would expect a third of all tasks and read them all.
    case 'overdue':
      return `coalesce(task.due_at, 'infinity'::timestamptz) between '-infinity' and now()`;
  }
}

/** Each count reads by the index of its filter and stops at the limit. */
async function countTasks(pool: Pool, viewer: Viewer): Promise<TaskCounts> {
  const where = new SqlConditions();
  const open = `status = 'open' and (${taskVisible(viewer, where)})`;
  const counts = TASK_FILTERS.map((filter) => {
    const filtered = `select 1 from task where ${open} and (${filterCondition(filter, viewer, where) ?? 'true'}) limit ${MAX_TASKS_COUNTED}`;
    return `(select count(*)::int from (${filtered}) as counted) as "${filter}"`;
  });
  const [row] = await runPrepared<Record<TaskFilter, number>>(pool, `select ${counts.join(', ')}`, where.values);
  return { mine: 0, groups: 0, unassigned: 0, overdue: 0, all: 0, ...row, countedUpTo: MAX_TASKS_COUNTED };
}

/** What somebody asks about tasks that he knows by their ids. */
interface TasksQuestion {
  readonly viewer: Viewer;
  readonly taskIds: readonly string[];
}
type SeenTask = TaskRow & { readonly isVisible: boolean };

/** The tasks with these ids, oldest first, of several people at a time. The ids alone say which rows are read, whatever the planner knows of the rest. */
async function readTasksByIds(pool: Pool, questions: readonly TasksQuestion[]): Promise<readonly (readonly SeenTask[])[]> {
  const asked = questions.flatMap(({ viewer, taskIds }, n) =>
    taskIds.map((id) => ({ n, id, viewer: viewer.id, groups: viewer.groups, sees_all: viewer.seesAllTasks })),
  );
  const rows = await runPrepared<Row & { n: number; is_visible: boolean | null }>(
    pool,
    `select q.n, q.sees_all or ${taskOf('q.viewer', 'q.groups')} as is_visible, ${COLUMNS} ${FROM}
     join json_to_recordset($2::json) as q(n integer, id text, viewer text, groups text[], sees_all boolean) on q.id = task.id
     where task.id = any($1) order by task.created_at, task.id`,
    [asked.map(({ id }) => id), JSON.stringify(asked)],
  );
  const answers = questions.map((): SeenTask[] => []);
  for (const row of rows) answers[row.n]?.push({ ...present(row), isVisible: row.is_visible === true });
  return answers;
}

async function readTask(pool: Pool, elementsOf: ElementsOf, viewer: Viewer, taskId: string): Promise<TaskDetailRow | null> {
  const where = new SqlConditions();
  where.equal('task.id', taskId);
  where.add(taskVisible(viewer, where));
  const draft = `(select variables from task_draft where task_id = task.id and user_id = ${where.parameter(viewer.id)}) as draft`;
  const [row] = await runPrepared<Row & { draft: JsonObject | null }>(
    pool,
    `select ${COLUMNS}, ${draft} ${FROM} where ${where.sql}`,
    where.values,
  );
  if (row === undefined) return null;
  const [elements, variables, form] = await Promise.all([
    elementsOf(row.definition_id),
    visibleVariables(pool, row.instance_id, row.element_instance_id),
    row.form_id === null ? null : latestForm(pool, row.form_id),
  ]);
  return { ...present(row), instructions: elements.get(row.element_id)?.instructions ?? null, form, variables, draft: row.draft };
}

// From the task's own scope outwards; the process scope comes last, also for tasks that are over and whose scopes are gone.
const VISIBLE_VARIABLES = `
  with recursive scope as (
    select $2::text as id, 0 as depth
    union all
    select instance.state -> 'elementInstances' -> scope.id ->> 'scopeId', scope.depth + 1
    from scope join process_instance as instance on instance.id = $1
    where scope.id is not null and scope.depth < ${MAX_SCOPE_DEPTH})
  select distinct on (variable.name) variable.name, variable.value
  from (select id, depth from scope union all select '${ROOT_SCOPE_ID}', ${MAX_SCOPE_DEPTH + 1}) as visible
  join variable on variable.instance_id = $1 and variable.scope_id = visible.id
  order by variable.name, visible.depth`;

async function visibleVariables(pool: Pool, instanceId: string, elementInstanceId: string): Promise<JsonObject> {
  const rows = await runPrepared<{ name: string; value: JsonValue }>(pool, VISIBLE_VARIABLES, [instanceId, elementInstanceId]);
  return Object.fromEntries(rows.map((row) => [row.name, row.value]));
}

async function saveTaskDraft(pool: Pool, viewer: Viewer, taskId: string, variables: JsonObject | null): Promise<void> {
  if (variables === null) {
    await pool.query('delete from task_draft where task_id = $1 and user_id = $2', [taskId, viewer.id]);
    return;
  }
  await pool.query(
    `insert into task_draft (task_id, user_id, variables) values ($1, $2, $3)
     on conflict (task_id, user_id) do update set variables = excluded.variables, updated_at = now()`,
    [taskId, viewer.id, JSON.stringify(variables)],
  );
}

function present(row: Row): TaskRow {
  return {
    id: row.id,
    name: row.name,
    elementId: row.element_id,
    processInstanceId: row.instance_id,
    rootInstanceId: row.root_instance_id,
    processId: row.process_id,
    processName: row.process_name,
    definitionId: row.definition_id,
    businessKey: row.business_key,
    assignee: row.assignee,
    candidateGroups: row.candidate_groups,
    candidateUsers: row.candidate_users,
    createdAt: iso(row.created_at),
    dueAt: iso(row.due_at),
    priority: row.priority,
    status: row.status,
    completedAt: iso(row.completed_at),
    formId: row.form_id,
    completedBy: row.completed_by === null ? null : { id: row.completed_by, name: row.completed_by_name ?? row.completed_by },
  };
}
