import type { Pool } from 'pg';
import type { JsonObject, JsonValue } from '../../model/index.ts';
import type {
  ActivityRow,
  InstanceDetailRow,
  InstanceQuery,
  InstanceRow,
  JournalRow,
  Page,
  Queries,
  VariableRow,
  Viewer,
} from '../../port/queries.ts';
import { fullCommand, parseRecords, type InstanceStatus } from '../../state/index.ts';
import type { ElementsOf } from './element-names.ts';
import { keyset, type SortColumn } from './keyset.ts';
import { containing, iso, MAX_COUNTED, SqlConditions, totalOf } from './sql-conditions.ts';
import { readTokens } from './token-query.ts';
import { instanceListed, instanceVisible } from './visibility.ts';

/** Called instances and activities of one instance shown at once. */
const MAX_CHILDREN = 200;
const MAX_ACTIVITIES = 5_000;
const MAX_VARIABLES = 5_000;

const SORT_COLUMNS: Readonly<Record<InstanceQuery['sort']['field'], SortColumn>> = {
  startedAt: { column: 'instance.started_at', type: 'timestamptz', nullable: false },
  endedAt: { column: 'instance.ended_at', type: 'timestamptz', nullable: true },
  businessKey: { column: 'instance.business_key collate "C"', type: 'text', nullable: true },
};

/** Ids are UUIDs of version 7, which sort by the start: the primary key serves where nothing narrows the list down to a definition. */
const BY_START: SortColumn = { ...SORT_COLUMNS.startedAt, sameOrderKey: 'instance.id' };

const COLUMNS = `
  instance.id, instance.definition_id, instance.process_id, definition.name as process_name, definition.version, instance.business_key, instance.status,
  instance.started_at, instance.ended_at, instance.started_by, instance.started_by_name, instance.root_instance_id, instance.caller_instance_id,
  instance.incident_count`;
const FROM = `from process_instance as instance join process_definition as definition on definition.id = instance.definition_id`;

interface Row {
  readonly id: string;
  readonly definition_id: string;
  readonly process_id: string;
  readonly process_name: string | null;
  readonly version: number;
  readonly business_key: string | null;
  readonly status: InstanceStatus;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly started_by: string;
  readonly started_by_name: string;
  readonly root_instance_id: string;
  readonly caller_instance_id: string | null;
  readonly incident_count: number;
}

type InstanceQueries = Pick<Queries, 'instances' | 'instance' | 'variables' | 'activities' | 'tokens' | 'journal'>;

/** Running and ended instances. */
export function createInstanceQueries(pool: Pool, elementsOf: ElementsOf): InstanceQueries {
  return {
    instances: (viewer, query) => listInstances(pool, viewer, query),
    instance: (viewer, instanceId) => readInstance(pool, viewer, instanceId),
    variables: (instanceId) => listVariables(pool, instanceId),
    activities: (instanceId) => listActivities(pool, elementsOf, instanceId),
    tokens: (instanceId) => readTokens(pool, instanceId),
    journal: (instanceId, page) => listJournal(pool, instanceId, page),
  };
}

async function listInstances(pool: Pool, viewer: Viewer, query: InstanceQuery): Promise<Page<InstanceRow>> {
  const where = new SqlConditions();
  where.add(instanceListed(viewer, where));
  where.equal('instance.definition_id', query.definitionId);
  if (query.status !== null) where.add(statusCondition(query.status));
  where.equal('instance.business_key', query.businessKey);
  if (query.hasIncidents === true)
    where.add(`instance.incident_count > 0 and instance.id in (select instance_id from incident where status = 'open')`);
  if (query.hasIncidents === false) where.add('instance.incident_count = 0');
  if (query.elementId !== null) where.add(elementCondition(query.elementId, query.definitionId, where));
  if (query.search !== null && query.search !== '') {
    where.add(searchCondition(query.search, where));
  }
  const processId = query.processId === null ? null : where.parameter(query.processId);
  // Later pages and searches show the total of the page before, or none.
  const isCounted = query.cursor === null && query.search === null;
  // The order tells the planner of the index by version; it does not know how rare a version is.
  const isByVersion = (query.definitionId !== null || processId !== null) && query.elementId === null;
  const all = rowsOf('1', where, processId, `${isByVersion ? 'order by instance.started_at' : ''} limit ${MAX_COUNTED + 1}`);
  // Neither is prepared by name: how rare an element or a version is, decides which plan is the right one.
  const counted = isCounted
    ? pool.query<{ count: number }>(`select count(*)::int as count from (${all}) as counted`, [...where.values])
    : null;
  const sort =
    query.sort.field === 'startedAt' && query.definitionId === null && processId === null ? BY_START : SORT_COLUMNS[query.sort.field];
  const keys = keyset(query.sort.field, sort, 'instance.id::text', query.sort.descending, query.cursor);
  if (keys.after !== null) where.add(keys.after((value) => where.parameter(value)));
  const page = `order by ${keys.orderSql} limit ${where.parameter(query.limit + 1)}`;
  const listed = pool.query<Row & { cursor_value: string }>(
    `select ${COLUMNS}, ${keys.valueSql} as cursor_value
     from (${rowsOf('instance.*', where, processId, page)}) as instance join process_definition as definition on definition.id = instance.definition_id ${page}`,
    where.values,
  );
  const [{ rows }, count] = await Promise.all([listed, counted]);
  const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
  return {
    items: rows.slice(0, query.limit).map(present),
    nextCursor: last === undefined ? null : keys.cursorAfter(last),
    ...totalOf(count?.rows[0]?.count ?? null),
  };
}

/** SQL of the first rows; of a process those of each version, so that the index of its versions finds them, however rare the process is. */
function rowsOf(columns: string, where: SqlConditions, processId: string | null, first: string): string {
  const rows = (ofVersion: string): string =>
    `select ${columns} from process_instance as instance where ${ofVersion} ${where.sql} ${first}`;
  return processId === null
    ? rows('')
    : `select found.* from process_definition as version cross join lateral (${rows('instance.definition_id = version.id and')}) as found
       where version.process_id = ${processId}`;
}

/** Literals, so that the planner sees the conditions of partial indexes; the status is one of five. */
function statusCondition(status: InstanceStatus): string {
  return status === 'active' ? `instance.status = 'active' and instance.ended_at is null` : `instance.status = '${status}'`;
}

/** As the index activity_active has it. */
function elementCondition(elementId: string, definitionId: string | null, where: SqlConditions): string {
  const ofDefinition = definitionId === null ? '' : `and definition_id = ${where.parameter(definitionId)}`;
  return `instance.id in (select instance_id from activity where status = 'active' and kind not in ('process', 'loopBody')
    and element_id = ${where.parameter(elementId)} ${ofDefinition})`;
}

/** A whole id finds its instance; other text is looked for in business key, process name and the starter's name. */
function searchCondition(search: string, where: SqlConditions): string {
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/iu.test(search)) return `instance.id = ${where.parameter(search.toLowerCase())}`;
  const pattern = where.parameter(containing(search));
  return `instance.business_key ilike ${pattern} or instance.started_by_name ilike ${pattern}
    or instance.definition_id in (select id from process_definition where name ilike ${pattern})`;
}

// Loop bodies and the process itself are no visits that the diagram shows; the release before has written rows for them.
const ELEMENTS = `
  select element_id as "elementId", count(*) filter (where status = 'active')::int as active, count(*) filter (where status = 'completed')::int as completed,
    count(*) filter (where status = 'cancelled')::int as cancelled,
    (select count(*)::int from incident where incident.instance_id = $1 and incident.element_id = activity.element_id and incident.status = 'open') as incidents
  from activity where instance_id = $1 and kind not in ('process', 'loopBody') group by element_id`;

async function readInstance(pool: Pool, viewer: Viewer, instanceId: string): Promise<InstanceDetailRow | null> {
  const where = new SqlConditions();
  where.equal('instance.id', instanceId);
  where.add(instanceVisible(viewer, where));
  const { rows } = await pool.query<Row & { flows: Record<string, number> }>(
    `select ${COLUMNS}, instance.flows ${FROM} where ${where.sql}`,
    where.values,
  );
  const [row] = rows;
  if (row === undefined) return null;
  const [elements, children, caller] = await Promise.all([
    pool.query<{ elementId: string; active: number; completed: number; cancelled: number; incidents: number }>(ELEMENTS, [instanceId]),
    pool.query<Row>(
      `select ${COLUMNS} ${FROM} where instance.root_instance_id = $1 and instance.caller_instance_id = $2 order by instance.started_at, instance.id limit ${MAX_CHILDREN}`,
      [row.root_instance_id, instanceId],
    ),
    row.caller_instance_id === null ? null : pool.query<Row>(`select ${COLUMNS} ${FROM} where instance.id = $1`, [row.caller_instance_id]),
  ]);
  const [callerRow] = caller?.rows ?? [];
  return {
    ...present(row),
    flows: row.flows,
    elements: Object.fromEntries(elements.rows.map(({ elementId, ...counts }) => [elementId, counts])),
    children: children.rows.map(present),
    caller: callerRow === undefined ? null : present(callerRow),
  };
}

// A scope is an element instance; of ended ones only the process is left, and its element is the process.
const VARIABLES = `
  select variable.scope_id as "scopeId", variable.name, variable.value,
    coalesce(instance.state -> 'elementInstances' -> variable.scope_id ->> 'elementId', instance.process_id) as "scopeElementId"
  from variable join process_instance as instance on instance.id = variable.instance_id
  where variable.instance_id = $1
  order by length(variable.scope_id), variable.scope_id, variable.name limit ${MAX_VARIABLES}`;

async function listVariables(pool: Pool, instanceId: string): Promise<readonly VariableRow[]> {
  const { rows } = await pool.query<{ scopeId: string; scopeElementId: string; name: string; value: JsonValue }>(VARIABLES, [instanceId]);
  return rows;
}

const ACTIVITIES = `
  select element_instance_id, definition_id, element_id, kind, status, started_at, ended_at, ended_by, ended_by_name
  from activity where instance_id = $1 and kind not in ('process', 'loopBody')
  order by started_at, length(element_instance_id), element_instance_id limit ${MAX_ACTIVITIES}`;

async function listActivities(pool: Pool, elementsOf: ElementsOf, instanceId: string): Promise<readonly ActivityRow[]> {
  const { rows } = await pool.query<{
    element_instance_id: string;
    definition_id: string;
    element_id: string;
    kind: string;
    status: ActivityRow['status'];
    started_at: Date;
    ended_at: Date | null;
    ended_by: string | null;
    ended_by_name: string | null;
  }>(ACTIVITIES, [instanceId]);
  return Promise.all(
    rows.map(async (row) => ({
      elementInstanceId: row.element_instance_id,
      elementId: row.element_id,
      elementName: (await elementsOf(row.definition_id)).get(row.element_id)?.name ?? null,
      kind: row.kind,
      startedAt: iso(row.started_at),
      endedAt: iso(row.ended_at),
      status: row.status,
      by: row.ended_by === null ? null : { id: row.ended_by, name: row.ended_by_name ?? row.ended_by },
    })),
  );
}

const JOURNAL = `
  select journal.sequence::float8 as sequence, journal.at, journal.command, journal.actor, journal.records::text as records, encode(journal.hash, 'hex') as hash
  from journal where root_instance_id = (select root_instance_id from process_instance where id = $1) and instance_id = $1 and sequence > $2
  order by sequence limit $3`;

async function listJournal(
  pool: Pool,
  instanceId: string,
  page: { readonly limit: number; readonly cursor: string | null },
): Promise<Page<JournalRow>> {
  const after = page.cursor !== null && /^\d{1,15}$/u.test(page.cursor) ? Number(page.cursor) : 0;
  const { rows } = await pool.query<{
    sequence: number;
    at: Date;
    command: JsonObject;
    actor: { id: string; name: string };
    records: string;
    hash: string;
  }>(JOURNAL, [instanceId, after, page.limit + 1]);
  const items = rows.slice(0, page.limit).map((row) => ({
    ...row,
    at: iso(row.at),
    command: fullCommand(row.command),
    actor: { id: row.actor.id, name: row.actor.name },
    records: parseRecords(row.records) as readonly unknown[] as readonly JsonObject[], // A record is plain JSON; an interface has no index signature.
  }));
  const last = rows.length > page.limit ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : String(last.sequence) };
}

function present(row: Row): InstanceRow {
  return {
    id: row.id,
    definitionId: row.definition_id,
    processId: row.process_id,
    processName: row.process_name,
    version: row.version,
    businessKey: row.business_key,
    status: row.status,
    startedAt: iso(row.started_at),
    endedAt: iso(row.ended_at),
    startedBy: { id: row.started_by, name: row.started_by_name },
    rootInstanceId: row.root_instance_id,
    callerInstanceId: row.caller_instance_id,
    incidents: row.incident_count,
  };
}
