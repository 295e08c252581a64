import type { Pool } from 'pg';
import type { JsonObject, JsonValue } from '../../model/index.ts';
import type { IncidentDetailRow, IncidentQuery, IncidentRow, Page, Queries } from '../../port/queries.ts';
import type { ElementsOf } from './element-names.ts';
import { keyset } from './keyset.ts';
import { iso, SqlConditions } from './sql-conditions.ts';

const COLUMNS = `
  incident.id, incident.instance_id, incident.process_id, incident.definition_id, definition.name as process_name, incident.element_id, incident.code,
  incident.message, incident.raised_at, incident.resolved_at, incident.job_id`;
const FROM = `from incident left join process_definition as definition on definition.id = incident.definition_id`;

interface Row {
  readonly id: string;
  readonly instance_id: string;
  readonly process_id: string;
  readonly definition_id: string;
  readonly process_name: string | null;
  readonly element_id: string;
  readonly code: string;
  readonly message: string;
  readonly raised_at: Date;
  readonly resolved_at: Date | null;
  readonly job_id: string | null;
}

type IncidentQueries = Pick<Queries, 'incidents' | 'incidentsByIds' | 'incident'>;
/** Failed attempts shown of one incident. */
const MAX_FAILURES = 50;

/** What needs a person. */
export function createIncidentQueries(pool: Pool, elementsOf: ElementsOf): IncidentQueries {
  return {
    incidents: (query) => listIncidents(pool, elementsOf, query),
    async incidentsByIds(incidentIds) {
      if (incidentIds.length === 0) return [];
      const { rows } = await pool.query<Row>(
        `select ${COLUMNS} ${FROM} where incident.id = any($1) order by incident.raised_at, incident.id`,
        [incidentIds],
      );
      return present(rows, elementsOf);
    },
    incident: (incidentId) => readIncident(pool, elementsOf, incidentId),
  };
}

async function readIncident(pool: Pool, elementsOf: ElementsOf, incidentId: string): Promise<IncidentDetailRow | null> {
  const { rows } = await pool.query<Row & { element_instance_id: string; resolved_by: string | null }>(
    `select ${COLUMNS}, incident.element_instance_id, incident.resolved_by ${FROM} where incident.id = $1`,
    [incidentId],
  );
  const [row] = rows;
  const [shown] = await present(rows, elementsOf);
  if (row === undefined || shown === undefined) return null;
  const [job, failures, variables] = await Promise.all([
    pool.query<NonNullable<IncidentDetailRow['job']> & { leasedUntil: Date | null }>(
      `select work, type, attempts, failures, retries_left as "retriesLeft", worker, leased_until as "leasedUntil", last_error as "lastError"
       from job where id = $1`,
      [row.job_id],
    ),
    pool.query<{ at: Date; message: string }>(
      `select at, done.command->>'message' as message
       from journal cross join lateral (
         select journal.command, 0 as place
         union all select led.value->'command', led.place from json_array_elements(journal.command->'then') with ordinality as led(value, place)) as done
       where root_instance_id = (select root_instance_id from process_instance where id = $1) and instance_id = $1
         and done.command->>'kind' = 'failJob' and $1 || '.' || (done.command->>'jobId') = $2
       order by sequence desc, done.place desc limit ${MAX_FAILURES}`,
      [row.instance_id, row.job_id],
    ),
    pool.query<{ scope_id: string; name: string; value: JsonValue }>(
      `select scope_id, name, value from variable where instance_id = $1 order by scope_id = $2 desc, name`,
      [row.instance_id, row.element_instance_id],
    ),
  ]);
  const leased = job.rows[0];
  return {
    ...shown,
    resolvedBy: row.resolved_by,
    job: leased === undefined ? null : { ...leased, leasedUntil: iso(leased.leasedUntil) },
    failures: failures.rows.map(({ at, message }) => ({ at: iso(at), message })),
    variables: visibleOf(variables.rows, row.element_instance_id),
  };
}

/** The element's own variables when it has any, as after an input mapping; else all of the instance. */
function visibleOf(
  rows: readonly { readonly scope_id: string; readonly name: string; readonly value: JsonValue }[],
  elementInstanceId: string,
): JsonObject {
  const own = rows.filter((row) => row.scope_id === elementInstanceId);
  return Object.fromEntries((own.length > 0 ? own : rows).map(({ name, value }) => [name, value]));
}

async function listIncidents(pool: Pool, elementsOf: ElementsOf, query: IncidentQuery): Promise<Page<IncidentRow>> {
  const where = new SqlConditions();
  where.equal('incident.instance_id', query.instanceId);
  where.equal('incident.process_id', query.processId);
  where.equal('incident.element_id', query.elementId ?? null);
  where.equal('incident.code', query.code ?? null);
  if (typeof query.raisedUntil === 'string') where.add(`incident.raised_at <= ${where.parameter(query.raisedUntil)}::timestamptz`);
  where.equal('incident.status', query.status);
  const keys = keyset(
    'raisedAt',
    { column: 'incident.raised_at', type: 'timestamptz', nullable: false },
    'incident.id',
    true,
    query.cursor,
  );
  if (keys.after !== null) where.add(keys.after((value) => where.parameter(value)));
  const { rows } = await pool.query<Row & { cursor_value: string }>(
    `select ${COLUMNS}, ${keys.valueSql} as cursor_value ${FROM} where ${where.sql} order by ${keys.orderSql} limit ${where.parameter(query.limit + 1)}`,
    where.values,
  );
  const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
  return { items: await present(rows.slice(0, query.limit), elementsOf), nextCursor: last === undefined ? null : keys.cursorAfter(last) };
}

function present(rows: readonly Row[], elementsOf: ElementsOf): Promise<IncidentRow[]> {
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      instanceId: row.instance_id,
      processId: row.process_id,
      processName: row.process_name,
      elementId: row.element_id,
      elementName: (await elementsOf(row.definition_id)).get(row.element_id)?.name ?? null,
      code: row.code,
      message: row.message,
      raisedAt: iso(row.raised_at),
      resolvedAt: iso(row.resolved_at),
      jobId: row.job_id,
    })),
  );
}
