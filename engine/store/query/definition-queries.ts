import type { Pool } from 'pg';
import type { JsonObject } from '../../model/index.ts';
import type { DefinitionRow, DefinitionStatistics, DefinitionToStart, ElementStatistics, Queries } from '../../port/queries.ts';
import { SharedQuery } from '../shared-query.ts';
import { runPrepared } from '../sql.ts';
import { iso, SqlConditions } from './sql-conditions.ts';

/** Versions listed at once; older ones are reached by process. */
const MAX_DEFINITIONS = 1_000;
/** Ended and open instances each whose visits are counted and timed: the last ones, so that the answer takes no longer as history grows. */
const MAX_SAMPLED = 1_000;

const COLUMNS = `
  definition.id, definition.process_id, definition.name, definition.version, definition.version_tag, definition.documentation, definition.start_form_id,
  definition.candidate_starter_groups, definition.deployed_at, definition.deployed_by, definition.deployed_by_name, deployment.note,
  (select count(*)::int from process_instance where definition_id = definition.id and ended_at is null) as active,
  (select count(*)::int from incident where definition_id = definition.id and status = 'open') as incidents`;
const FROM = `from process_definition as definition join deployment on deployment.id = definition.deployment_id`;

interface Row {
  readonly id: string;
  readonly process_id: string;
  readonly name: string | null;
  readonly version: number;
  readonly version_tag: string | null;
  readonly documentation: string | null;
  readonly start_form_id: string | null;
  readonly candidate_starter_groups: string[];
  readonly deployed_at: Date;
  readonly deployed_by: string;
  readonly deployed_by_name: string;
  readonly note: string | null;
  readonly active: number;
  readonly incidents: number;
}

type DefinitionQueries = Pick<Queries, 'definitions' | 'definition' | 'definitionToStart' | 'definitionXml' | 'form' | 'statistics'>;

/** Deployed processes and how they run. */
export function createDefinitionQueries(pool: Pool): DefinitionQueries {
  const toStart = new SharedQuery<StartQuestion, DefinitionToStart | null>((questions) => findToStart(pool, questions));
  return {
    async definitions({ latest, processId, startable }) {
      const where = new SqlConditions();
      where.equal('definition.process_id', processId);
      if (latest) where.add('definition.is_latest');
      if (startable) where.add('definition.is_startable');
      return list(pool, where);
    },
    async definition(definitionId) {
      const where = new SqlConditions();
      where.equal('definition.id', definitionId);
      return (await list(pool, where))[0] ?? null;
    },
    definitionToStart: (processId, version) => toStart.ask({ processId, version }),
    async definitionXml(definitionId) {
      const { rows } = await pool.query<{ xml: string }>('select xml from process_definition where id = $1', [definitionId]);
      return rows[0]?.xml ?? null;
    },
    form: (_definitionId, formId) => latestForm(pool, formId),
    statistics: (definitionId) => statistics(pool, definitionId),
  };
}

/** Which version somebody wants to start; null for the latest. */
interface StartQuestion {
  readonly processId: string;
  readonly version: number | null;
}

async function findToStart(pool: Pool, questions: readonly StartQuestion[]): Promise<readonly (DefinitionToStart | null)[]> {
  const rows = await runPrepared<DefinitionToStart & { processId: string; version: number; isLatest: boolean }>(
    pool,
    `select id, start_form_id as "startFormId", candidate_starter_groups as "candidateStarterGroups", process_id as "processId", version,
       is_latest as "isLatest"
     from process_definition where process_id = any($1) and (is_latest or version = any($2))`,
    [
      [...new Set(questions.map(({ processId }) => processId))],
      [...new Set(questions.flatMap(({ version }) => (version === null ? [] : [version])))],
    ],
  );
  return questions.map(({ processId, version }) => {
    const found = rows.find((row) => row.processId === processId && (version === null ? row.isLatest : row.version === version));
    if (found === undefined) return null;
    const { id, startFormId, candidateStarterGroups } = found;
    return { id, startFormId, candidateStarterGroups };
  });
}

/** The form in use: its highest version. */
export async function latestForm(pool: Pool, formId: string): Promise<JsonObject | null> {
  const [row] = await runPrepared<{ content: JsonObject }>(
    pool,
    'select content from form where form_id = $1 order by version desc limit 1',
    [formId],
  );
  return row?.content ?? null;
}

async function list(pool: Pool, where: SqlConditions): Promise<readonly DefinitionRow[]> {
  const { rows } = await pool.query<Row>(
    `select ${COLUMNS} ${FROM} where ${where.sql} order by coalesce(definition.name, definition.process_id), definition.process_id, definition.version desc limit ${MAX_DEFINITIONS}`,
    where.values,
  );
  return rows.map((row) => ({
    id: row.id,
    processId: row.process_id,
    name: row.name,
    version: row.version,
    versionTag: row.version_tag,
    documentation: row.documentation,
    startFormId: row.start_form_id,
    candidateStarterGroups: row.candidate_starter_groups,
    deployedAt: iso(row.deployed_at),
    deployedBy: { id: row.deployed_by, name: row.deployed_by_name },
    note: row.note,
    active: row.active,
    incidents: row.incidents,
  }));
}

// Loop bodies and the process itself are no visits that the diagram shows; the release before has written rows for them, and the index activity_active leaves them out.
const VISITS = `definition_id = $1 and kind not in ('process', 'loopBody')`;
const SAMPLE = `
  (select id, flows, ended_at from process_instance where definition_id = $1 and ended_at is null order by started_at desc limit ${MAX_SAMPLED})
  union all
  (select id, flows, ended_at from process_instance where definition_id = $1 and ended_at is not null order by ended_at desc limit ${MAX_SAMPLED})`;
const ACTIVE = `select element_id as "elementId", count(*)::int as active from activity where ${VISITS} and status = 'active' group by element_id`;
// Ids of instances bound the search to the partitions of their months.
const VISITED = `
  select element_id as "elementId", count(*)::int as visits, count(*) filter (where status = 'completed')::int as completed, count(*) filter (where status = 'cancelled')::int as cancelled,
    (percentile_cont(0.5) within group (order by extract(epoch from ended_at - started_at) * 1000) filter (where status = 'completed'))::float8 as "medianMs",
    (percentile_cont(0.9) within group (order by extract(epoch from ended_at - started_at) * 1000) filter (where status = 'completed'))::float8 as "p90Ms"
  from activity where instance_id = any(array(select id from (${SAMPLE}) as sample)) and ${VISITS} group by element_id`;
const INCIDENTS = `select element_id as "elementId", count(*)::int as incidents from incident where definition_id = $1 and status = 'open' group by element_id`;
const FLOWS = `
  select flow.key as "flowId", sum(flow.value::bigint)::float8 as count
  from (${SAMPLE}) as instance, jsonb_each_text(instance.flows) as flow group by flow.key`;
const SAMPLED = `
  select count(*) filter (where ended_at is null)::int as open, count(ended_at)::int as ended from (${SAMPLE}) as sample`;

const NO_VISITS: ElementStatistics = { active: 0, incidents: 0, completed: 0, cancelled: 0, visits: 0, medianMs: null, p90Ms: null };

async function statistics(pool: Pool, definitionId: string): Promise<DefinitionStatistics> {
  const ask = <Row extends object>(text: string): Promise<readonly Row[]> => runPrepared<Row>(pool, text, [definitionId]);
  const [flows, sampled, ...counts] = await Promise.all([
    ask<{ flowId: string; count: number }>(FLOWS),
    ask<{ open: number; ended: number }>(SAMPLED),
    ...[VISITED, ACTIVE, INCIDENTS].map((text) => ask<Partial<ElementStatistics> & { elementId: string }>(text)),
  ]);
  const byElement = new Map<string, ElementStatistics>();
  for (const { elementId, ...found } of counts.flat()) byElement.set(elementId, { ...(byElement.get(elementId) ?? NO_VISITS), ...found });
  const { open, ended } = sampled[0] ?? { open: 0, ended: 0 };
  return {
    elements: Object.fromEntries(byElement),
    flows: Object.fromEntries(flows.map((row) => [row.flowId, row.count])),
    sample: { instances: open + ended, isComplete: open < MAX_SAMPLED && ended < MAX_SAMPLED },
  };
}
