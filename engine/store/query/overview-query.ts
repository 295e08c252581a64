import type { Pool } from 'pg';
import type { Overview, OverviewProcess } from '../../port/queries.ts';

/** Days shown, and days over which the median duration is taken. */
const DAYS = 30;
/** Instances of each version that the median is of, at most: the ones completed last. */
const MAX_TIMED = 200;

// One aggregate per table, each over a partial index; days are those of UTC. What has ended is counted version by version, as its index has it.
const PROCESSES = `
  with running as (
    select process_id, sum(count)::int as count
    from (select definition_id, count(*) as count from process_instance where ended_at is null group by definition_id) as open
    join process_definition on process_definition.id = open.definition_id group by process_id),
  finished as (
    select process_id, sum(today.count)::int as today
    from process_definition as version cross join lateral (
      select count(*) as count from process_instance
      where definition_id = version.id and ended_at is not null and ended_at >= date_trunc('day', now(), 'UTC')) as today
    group by process_id),
  timed as (
    select process_id, percentile_cont(0.5) within group (order by extract(epoch from last.ended_at - last.started_at) * 1000)::float8 as median_ms
    from process_definition as version cross join lateral (
      select started_at, ended_at from process_instance
      where definition_id = version.id and ended_at is not null and ended_at >= now() - interval '${DAYS} days' and status = 'completed'
      order by ended_at desc limit ${MAX_TIMED}) as last
    group by process_id),
  incidents as (select process_id, count(*)::int as count from incident where status = 'open' group by process_id),
  overdue as (
    select process_id, count(*)::int as count from task where status = 'open' and coalesce(due_at, 'infinity'::timestamptz) < now() group by process_id)
  select definition.process_id as "processId", definition.name, definition.id as "definitionId", definition.version,
    coalesce(running.count, 0) as running, coalesce(incidents.count, 0) as incidents, coalesce(finished.today, 0) as "finishedToday",
    coalesce(overdue.count, 0) as "overdueTasks", timed.median_ms as "medianMs"
  from process_definition as definition
  left join running using (process_id) left join finished using (process_id) left join timed using (process_id)
  left join incidents using (process_id) left join overdue using (process_id)
  where definition.is_latest
  order by coalesce(definition.name, definition.process_id)`;

/** The smallest UUID of version 7 that can be made at an instant. */
const firstId = (instant: string): string =>
  `(lpad(to_hex((extract(epoch from ${instant}) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid`;

// Ids tell when an instance started, so that its primary key counts the starts.
const PER_DAY = `
  with day as (
    select start, start + interval '1 day' as next
    from generate_series(date_trunc('day', now(), 'UTC') - interval '${DAYS - 1} days', date_trunc('day', now(), 'UTC'), interval '1 day') as start)
  select to_char(day.start at time zone 'UTC', 'YYYY-MM-DD') as date, started.count as started, finished.count as finished
  from day
  cross join lateral (select count(*)::int as count from process_instance where id >= ${firstId('day.start')} and id < ${firstId('day.next')}) as started
  cross join lateral (
    select count(*)::int as count from process_definition as version join process_instance as instance on instance.definition_id = version.id
    where instance.ended_at is not null and instance.ended_at >= day.start and instance.ended_at < day.next) as finished
  order by day.start`;

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
