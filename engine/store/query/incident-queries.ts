import type { Pool } from 'pg';
import type { IncidentQuery, IncidentRow, Page, Queries } from '../../port/queries.ts';
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

type IncidentQueries = Pick<Queries, 'incidents' | 'incidentsByIds'>;

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
  };
}

async function listIncidents(pool: Pool, elementsOf: ElementsOf, query: IncidentQuery): Promise<Page<IncidentRow>> {
  const where = new SqlConditions();
  where.equal('incident.instance_id', query.instanceId);
  where.equal('incident.process_id', query.processId);
  where.equal('incident.status', query.status);
  const keys = keyset(
    'raisedAt',
    { column: 'incident.raised_at', type: 'timestamptz', nullable: false },
    'incident.id',
    true,
    query.cursor,
  );
  if (keys.after !== null) where.add(keys.after.sql(where.parameter(keys.after.values[0]), where.parameter(keys.after.values[1])));
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
