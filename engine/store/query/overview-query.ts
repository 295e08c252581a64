import type { Pool } from 'pg';
import type { Overview, OverviewProcess } from '../../port/queries.ts';

/** Days shown, and days over which the median duration is taken. */
const DAYS = 30;

// One aggregate per table, each over a partial or time index; days are those of UTC.
const PROCESSES = `
  with today as (select date_trunc('day', now(), 'UTC') as start),
  running as (select process_id, count(*)::int as count from process_instance where ended_at is null group by process_id),
  finished as (
    select process_id, count(*) filter (where ended_at >= (select start from today))::int as today,
      (percentile_cont(0.5) within group (order by extract(epoch from ended_at - started_at) * 1000) filter (where status = 'completed'))::float8 as median_ms
    from process_instance where ended_at >= now() - interval '${DAYS} days' group by process_id),
  incidents as (select process_id, count(*)::int as count from incident where status = 'open' group by process_id),
  overdue as (select process_id, count(*)::int as count from task where status = 'open' and due_at < now() group by process_id)
  select definition.process_id as "processId", definition.name, definition.id as "definitionId", definition.version,
    coalesce(running.count, 0) as running, coalesce(incidents.count, 0) as incidents, coalesce(finished.today, 0) as "finishedToday",
    coalesce(overdue.count, 0) as "overdueTasks", finished.median_ms as "medianMs"
  from process_definition as definition
  left join running using (process_id) left join finished using (process_id) left join incidents using (process_id) left join overdue using (process_id)
  where definition.is_latest
  order by coalesce(definition.name, definition.process_id)`;

const PER_DAY = `
  with day as (
    select generate_series(date_trunc('day', now(), 'UTC') - interval '${DAYS - 1} days', date_trunc('day', now(), 'UTC'), interval '1 day') as start),
  started as (select date_trunc('day', started_at, 'UTC') as start, count(*)::int as count from process_instance where started_at >= (select min(start) from day) group by 1),
  finished as (select date_trunc('day', ended_at, 'UTC') as start, count(*)::int as count from process_instance where ended_at >= (select min(start) from day) group by 1)
  select to_char(day.start at time zone 'UTC', 'YYYY-MM-DD') as date, coalesce(started.count, 0) as started, coalesce(finished.count, 0) as finished
  from day left join started using (start) left join finished using (start) order by day.start`;

/** The monitor's first page: every process, sums, and the last days. */
export async function readOverview(pool: Pool): Promise<Overview> {
  const [processes, perDay] = await Promise.all([pool.query<OverviewProcess>(PROCESSES), pool.query<Overview['perDay'][number]>(PER_DAY)]);
  const sum = (member: 'running' | 'incidents' | 'overdueTasks' | 'finishedToday'): number =>
    processes.rows.reduce((total, row) => total + row[member], 0);
  return {
    processes: processes.rows,
    totals: {
      running: sum('running'),
      incidents: sum('incidents'),
      overdueTasks: sum('overdueTasks'),
      finishedToday: sum('finishedToday'),
    },
    perDay: perDay.rows,
  };
}
