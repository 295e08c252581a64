import type { StepWrite } from '../../port/step-write.ts';
import { asParameters, type Columns } from './columns.ts';
import { ACTIVITY, CHANGING_INSTANCE, CHANGING_JOB, SUBSCRIPTION, TIMER, VARIABLE } from './table-columns.ts';

/** What a step writes, and the W3C traceparent of what caused it; null where nothing is traced. */
export interface TracedWrite {
  readonly write: StepWrite;
  readonly traceParent: string | null;
}

/** Makes a parameter of a value; answers what stands for it in the statement. */
type Parameter = (value: unknown) => string;

/** A part of a step's statement: one data-modifying clause, or null when these steps have no rows for it. */
interface WriteClause {
  readonly name: string;
  readonly sqlOf: (steps: readonly TracedWrite[], parameter: Parameter) => string | null;
}

const ISO = 'timestamptz';

/** A row that may be there already. */
const old = <Row extends { readonly isNew: boolean }>(rows: readonly Row[]): readonly Row[] => rows.filter(({ isNew }) => !isNew);

/**
 * A clause whose rows are an array per column: `source` stands for them as `r`, `arrayOf` for the array of one column. Keys in an array make the planner go by
 * the index, whatever it thinks of the number of rows; joined with the rows alone it would read a small table to its end.
 */
function inColumns<Row>(
  name: string,
  columns: Columns<Row>,
  rows: (write: StepWrite) => readonly Row[],
  sql: (source: string, arrayOf: (column: string) => string) => string,
): WriteClause {
  return {
    name,
    sqlOf(steps, parameter) {
      const found = steps.flatMap(({ write, traceParent }) => rows(write).map((row) => ({ row, traceParent })));
      if (found.length === 0) return null;
      const { source, arrays } = asParameters(columns, found, parameter);
      return sql(source, (column) => arrays.get(column) ?? '');
    },
  };
}

/** A clause that puts rows into a table, or changes what is there under the same key. */
function upserted<Row extends { readonly isNew: boolean }>(
  name: string,
  table: string,
  columns: Columns<Row>,
  rows: (write: StepWrite) => readonly Row[],
  onConflict: string,
): WriteClause {
  const names = Object.keys(columns).join(', ');
  return inColumns(
    name,
    columns,
    (write) => old(rows(write)),
    (source) => `insert into ${table} (${names}) select ${names} from ${source} on conflict ${onConflict}`,
  );
}

/** A clause of JSON: for rows that are rare, or that hold lists. */
interface JsonClause {
  readonly name: string;
  /** `$n` stands for the rows as JSON, `$key` for the keys of the rows that are changed. */
  readonly sql: string;
  readonly rows: (write: StepWrite) => readonly object[];
  /** Member of a row that is its key. */
  readonly key?: string;
  /** True for rows that others work off: they remember the trace of the step that left them. */
  readonly isTraced?: true;
}

function inJson(clause: JsonClause): WriteClause {
  const { name, sql, key } = clause;
  return {
    name,
    sqlOf(steps, parameter) {
      const rows = steps.flatMap((step) => rowsOf(clause, step));
      if (rows.length === 0) return null;
      const keyed =
        key === undefined ? sql : sql.replace('$key', parameter(rows.map((row) => (row as Readonly<Record<string, unknown>>)[key])));
      return keyed.includes('$n') ? keyed.replace('$n', `${parameter(JSON.stringify(rows))}::json`) : keyed;
    },
  };
}

function rowsOf({ rows, isTraced }: JsonClause, { write, traceParent }: TracedWrite): readonly object[] {
  const found = rows(write);
  return isTraced !== true || traceParent === null ? found : found.map((row) => ({ ...row, traceParent }));
}

const CLAUSES: readonly WriteClause[] = [
  inColumns(
    'instances',
    CHANGING_INSTANCE,
    (write) => old(write.instances),
    (source, arrayOf) => `update process_instance as i set definition_id = r.definition_id, process_id = r.process_id, status = r.status,
        state = r.state, flows = r.flows, incident_count = r.incident_count, ended_at = r.ended_at, revision = i.revision + 1,
        journal_count = coalesce(r.journal_count, i.journal_count), journal_hash = coalesce(r.journal_hash, i.journal_hash)
      from ${source} where i.id = r.id and i.id = any(${arrayOf('id')})`,
  ),
  inJson({
    name: 'chain',
    key: 'rootInstanceId',
    // The root's row is not among the written instances when only a called instance changed.
    rows: (write) =>
      write.chain === null || write.instances.some((instance) => instance.id === write.chain?.rootInstanceId) ? [] : [write.chain],
    sql: `update process_instance as i set journal_count = r.count, journal_hash = decode(r.hash, 'hex')
      from json_to_recordset($n) as r("rootInstanceId" uuid, count bigint, hash text) where i.id = r."rootInstanceId" and i.id = any($key::uuid[])`,
  }),
  upserted(
    'variables',
    'variable',
    VARIABLE,
    (write) => write.variables,
    '(instance_id, scope_id, name) do update set value = excluded.value',
  ),
  inJson({
    name: 'removed_scopes',
    key: 'instanceId',
    rows: (write) => write.removedScopes,
    sql: `delete from variable as v using json_to_recordset($n) as r("instanceId" uuid, "scopeId" text)
      where v.instance_id = r."instanceId" and v.scope_id = r."scopeId" and v.instance_id = any($key::uuid[])`,
  }),
  upserted(
    'activities',
    'activity',
    ACTIVITY,
    (write) => write.activities,
    `(instance_id, element_instance_id) do update set definition_id = excluded.definition_id, element_id = excluded.element_id,
        status = excluded.status, ended_at = excluded.ended_at, ended_by = excluded.ended_by, ended_by_name = excluded.ended_by_name`,
  ),
  inJson({
    name: 'tasks',
    rows: (write) => old(write.tasks),
    sql: `insert into task (id, instance_id, root_instance_id, definition_id, process_id, business_key, element_id, element_instance_id, name, status,
        assignee, candidate_groups, candidate_users, form_id, priority, due_at, follow_up_at, created_at)
      select id, "instanceId", "rootInstanceId", "definitionId", "processId", "businessKey", "elementId", "elementInstanceId", name, 'open',
        assignee, "candidateGroups", "candidateUsers", "formId", priority, "dueAt", "followUpAt", "createdAt"
      from json_to_recordset($n) as r(id text, "instanceId" uuid, "rootInstanceId" uuid, "definitionId" text, "processId" text, "businessKey" text,
        "elementId" text, "elementInstanceId" text, name text, assignee text, "candidateGroups" text[], "candidateUsers" text[], "formId" text,
        priority integer, "dueAt" ${ISO}, "followUpAt" ${ISO}, "createdAt" ${ISO})
      on conflict (id) do update set definition_id = excluded.definition_id, process_id = excluded.process_id, element_id = excluded.element_id,
        name = excluded.name, assignee = excluded.assignee, candidate_groups = excluded.candidate_groups,
        candidate_users = excluded.candidate_users, form_id = excluded.form_id, priority = excluded.priority, due_at = excluded.due_at,
        follow_up_at = excluded.follow_up_at`,
  }),
  inJson({
    name: 'closed_tasks',
    key: 'id',
    rows: (write) => write.closedTasks,
    sql: `update task as t set status = r.status, completed_at = r."completedAt", completed_by = r."completedBy", completed_by_name = r."completedByName"
      from json_to_recordset($n) as r(id text, status text, "completedAt" ${ISO}, "completedBy" text, "completedByName" text)
      where t.id = r.id and t.id = any($key)`,
  }),
  upserted(
    'jobs',
    'job',
    CHANGING_JOB,
    (write) => write.jobs,
    `(id) do update set definition_id = excluded.definition_id, process_id = excluded.process_id, element_id = excluded.element_id,
        retries_left = excluded.retries_left, status = excluded.status, attempts = job.attempts + excluded.attempts,
        failures = case when excluded.failures < 0 then job.attempts else job.failures + excluded.failures end,
        due_at = case when excluded.due_at = excluded.created_at then job.due_at else excluded.due_at end,
        last_error = coalesce(excluded.last_error, job.last_error),
        leased_until = case when excluded.failures <> 0 then null else job.leased_until end,
        lease_epoch = case when excluded.failures <> 0 then job.lease_epoch + 1 else job.lease_epoch end`,
  ),
  upserted(
    'timers',
    'timer',
    TIMER,
    (write) => write.timers,
    `(id) do update set definition_id = excluded.definition_id, process_id = excluded.process_id, element_id = excluded.element_id,
        repetitions_left = excluded.repetitions_left, cycle = excluded.cycle, due_at = excluded.due_at,
        leased_until = null, attempts = 0, failures = 0`,
  ),
  upserted(
    'subscriptions',
    'subscription',
    SUBSCRIPTION,
    (write) => write.subscriptions,
    `(id) do update set process_id = excluded.process_id, element_id = excluded.element_id, name = excluded.name,
        correlation_key = excluded.correlation_key`,
  ),
  inJson({
    name: 'removed_jobs',
    key: 'id',
    rows: (write) => write.removedJobIds.map((id) => ({ id })),
    sql: `delete from job where id = any($key)`,
  }),
  inJson({
    name: 'removed_timers',
    key: 'id',
    rows: (write) => write.removedTimerIds.map((id) => ({ id })),
    sql: `delete from timer where id = any($key)`,
  }),
  inJson({
    name: 'removed_subscriptions',
    key: 'id',
    rows: (write) => write.removedSubscriptionIds.map((id) => ({ id })),
    sql: `delete from subscription where id = any($key)`,
  }),
  inJson({
    name: 'incidents',
    rows: (write) => write.incidents,
    sql: `insert into incident (id, instance_id, root_instance_id, definition_id, process_id, element_id, element_instance_id, code, message, job_id,
        status, raised_at)
      select id, "instanceId", "rootInstanceId", "definitionId", "processId", "elementId", "elementInstanceId", code, message, "jobId", 'open', "raisedAt"
      from json_to_recordset($n) as r(id text, "instanceId" uuid, "rootInstanceId" uuid, "definitionId" text, "processId" text, "elementId" text,
        "elementInstanceId" text, code text, message text, "jobId" text, "raisedAt" ${ISO})
      on conflict (id) do update set definition_id = excluded.definition_id, process_id = excluded.process_id, element_id = excluded.element_id`,
  }),
  inJson({
    name: 'resolved_incidents',
    key: 'id',
    rows: (write) => write.resolvedIncidents,
    sql: `update incident as i set status = 'resolved', resolved_at = r."resolvedAt", resolved_by = r."resolvedBy"
      from json_to_recordset($n) as r(id text, "resolvedAt" ${ISO}, "resolvedBy" text)
      where i.id = r.id and i.id = any($key)`,
  }),
  inJson({
    name: 'outbox_rows',
    rows: (write) => write.outbox,
    isTraced: true,
    sql: `insert into outbox (kind, dedupe_key, payload, instance_id, state, created_at, due_at, trace_parent)
      select kind, "dedupeKey", payload, "instanceId", 'pending', at, at, "traceParent"
      from json_to_recordset($n) as r(kind text, "dedupeKey" text, payload jsonb, "instanceId" uuid, at ${ISO}, "traceParent" text)
      order by "dedupeKey" on conflict (dedupe_key) do nothing`,
  }),
  inJson({
    name: 'due_work_rows',
    rows: (write) => write.dueWork,
    isTraced: true,
    sql: `insert into due_work (kind, process_id, instance_id, payload, due_at, trace_parent)
      select kind, coalesce("processId", (select i.process_id from process_instance as i where i.id = "instanceId"), ''), "instanceId", payload, "dueAt", "traceParent"
      from json_to_recordset($n) as r(kind text, "processId" text, "instanceId" uuid, payload jsonb, "dueAt" ${ISO}, "traceParent" text)`,
  }),
  inJson({
    name: 'done_due_work',
    key: 'id',
    rows: (write) => write.doneDueWorkIds.map((id) => ({ id })),
    sql: `delete from due_work where id = any($key::bigint[])`,
  }),
];

/**
 * The statement that changes the rows that steps of different trees found, with only the clauses that have any; null when there is nothing to change. Rows
 * that other transactions may want to write as well go in the order of their keys, so that two transactions never wait for each other.
 */
export function changeStatement(steps: readonly TracedWrite[]): { readonly text: string; readonly values: readonly unknown[] } | null {
  const values: unknown[] = [];
  const parameter: Parameter = (value) => `$${values.push(value)}`;
  const parts = CLAUSES.flatMap(({ name, sqlOf }) => {
    const sql = sqlOf(steps, parameter);
    return sql === null ? [] : [`${name} as (${sql})`];
  });
  return parts.length === 0 ? null : { text: `with ${parts.join(',\n')}\nselect 1`, values };
}
