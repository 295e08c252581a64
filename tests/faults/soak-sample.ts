import type { FaultStage } from './fault-stage.ts';
import type { ProcessMemory } from './work-module.ts';
import type { Caller } from './work-stage.ts';

/** Tables that hold only what is not done yet, and so stay small. */
export const QUEUE_TABLES = ['job', 'timer', 'due_work', 'outbox', 'subscription', 'buffered_message'] as const;

/** One look at everything that may grow. Sizes in bytes. */
export interface SoakSample {
  /** Since the load began. */
  readonly seconds: number;
  readonly cases: number;
  /** Of each server process, after its garbage was collected. */
  readonly rss: readonly number[];
  readonly heap: readonly number[];
  readonly external: readonly number[];
  readonly connections: number;
  readonly queueRows: number;
  readonly deadRows: number;
  /** Of the queue tables with their indexes. */
  readonly queueBytes: number;
  readonly wakeQueueBytes: number;
  readonly databaseBytes: number;
}

const SIZES = `
  select (select count(*) from pg_stat_activity where datname = current_database())::int as connections,
    ${QUEUE_TABLES.map((table) => `(select count(*) from ${table})`).join(' + ')} as "queueRows",
    (select sum(n_dead_tup) from pg_stat_user_tables where relname = any($1)) as "deadRows",
    (select sum(pg_total_relation_size(relid)) from pg_stat_user_tables where relname = any($1)) as "queueBytes",
    (select coalesce(sum(pg_total_relation_size(relid)), 0) from pg_stat_user_tables where schemaname = 'bullmq') as "wakeQueueBytes",
    pg_database_size(current_database()) as "databaseBytes"`;

/** Looks at the processes and the database. */
export async function takeSample(
  stage: FaultStage,
  callers: readonly Caller[],
  at: { readonly seconds: number; readonly cases: number },
): Promise<SoakSample> {
  const memory = await Promise.all(
    callers.map(async (caller) => (await caller.send('GET', '/fault-work/memory')).body as unknown as ProcessMemory), // As the route sends it.
  );
  const { rows } = await stage.database.pool.query<Record<string, string>>(SIZES, [QUEUE_TABLES]);
  const number = (name: string): number => Number(rows[0]?.[name]);
  return {
    ...at,
    rss: memory.map(({ rss }) => rss),
    heap: memory.map(({ heapUsed }) => heapUsed),
    external: memory.map(({ external }) => external),
    connections: number('connections'),
    queueRows: number('queueRows'),
    deadRows: number('deadRows'),
    queueBytes: number('queueBytes'),
    wakeQueueBytes: number('wakeQueueBytes'),
    databaseBytes: number('databaseBytes'),
  };
}

/** Growth per hour of the straight line nearest to the points (least squares). */
export function growthPerHour(points: readonly { readonly seconds: number; readonly value: number }[]): number {
  const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanSeconds, meanValue] = [meanOf(points.map(({ seconds }) => seconds)), meanOf(points.map(({ value }) => value))];
  const spread = points.reduce((sum, { seconds }) => sum + (seconds - meanSeconds) ** 2, 0);
  const together = points.reduce((sum, { seconds, value }) => sum + (seconds - meanSeconds) * (value - meanValue), 0);
  return spread === 0 ? 0 : (together / spread) * 3_600;
}

/** The samples as a table with a line per look. */
export function samplesAsCsv(samples: readonly SoakSample[]): string {
  const [first] = samples;
  if (first === undefined) return '';
  const names = (Object.keys(first) as (keyof SoakSample)[]).flatMap((name) => {
    const value = first[name];
    return typeof value === 'number' ? [name] : value.map((_each, server) => `${name}${server + 1}`);
  });
  const lines = samples.map((sample) =>
    Object.values(sample)
      .flat()
      .map((value) => Math.round(Number(value)))
      .join(','),
  );
  return `${[names.join(','), ...lines].join('\n')}\n`;
}
