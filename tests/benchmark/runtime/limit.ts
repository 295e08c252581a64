import pg from 'pg';
import { v7 } from 'uuid';
import { inLanes } from '../lanes.ts';
import type { Stage } from '../stage.ts';
import type { OpenSubject } from '../workload.ts';

/** Connections that are tried; the fastest is the limit. */
const WIDTHS = [8, 16, 32];
const QUICK_WIDTHS = [2];
/** Least time that a width is tried, in milliseconds, and the commits of one piece of that time. */
const TRIAL_MS = 400;
const QUICK_TRIAL_MS = 0;
const TRIAL_COMMITS = 200;
const QUICK_TRIAL_COMMITS = 2;
/** Smallest row that can say where an instance is: its tokens, as JSON. */
const STATE = JSON.stringify({ tokens: ['Task1'], nextId: 8 });

// The least that says the same: an instance with its state, and one row per visited flow node that can be found by its instance.
const SCHEMA = [
  `create table instance (
     id uuid primary key, definition_id text not null, status text not null, state jsonb not null, started_at timestamptz not null, ended_at timestamptz)`,
  `create table history (
     instance_id uuid not null, number integer not null, element_id text not null, started_at timestamptz not null, ended_at timestamptz not null,
     primary key (instance_id, number))`,
];

/** What a limit sends to the database for a number of instances, one transaction per statement. */
interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: (ids: readonly string[]) => readonly unknown[];
}

const elementRows = (elements: readonly string[]): string =>
  `(values ${elements.map((element, index) => `(${index + 1}, '${element}')`).join(', ')}) as element (number, id)`;

/** Whole instances at once: their rows and their history in one statement. */
function whole(elements: readonly string[]): Statement {
  return {
    name: 'whole',
    text: `with begun as (
        insert into instance (id, definition_id, status, state, started_at, ended_at)
        select id, 'seq5:1', 'completed', $2::jsonb, now(), now() from unnest($1::uuid[]) as id returning id)
      insert into history (instance_id, number, element_id, started_at, ended_at)
      select begun.id, element.number, element.id, now(), now() from begun cross join ${elementRows(elements)}`,
    values: (ids) => [ids, STATE],
  };
}

/** The instance and its start event, then one statement per task; the last also ends it. */
function stepByStep(elements: readonly string[]): readonly Statement[] {
  const [start = '', ...rest] = elements;
  const end = rest.pop() ?? '';
  return [
    {
      name: 'begin',
      text: `with begun as (
          insert into instance (id, definition_id, status, state, started_at)
          select id, 'seq5:1', 'active', $2::jsonb, now() from unnest($1::uuid[]) as id returning id)
        insert into history select begun.id, 1, '${start}', now(), now() from begun`,
      values: (ids) => [ids, STATE],
    },
    ...rest.map((task, index): Statement => {
      const isLast = index === rest.length - 1;
      const visited = isLast ? [task, end] : [task];
      return {
        name: `step${index + 1}`,
        text: `with moved as (
            update instance set state = $2::jsonb${isLast ? `, status = 'completed', ended_at = now()` : ''} where id = any($1::uuid[]) returning id)
          insert into history select moved.id, element.number + ${index + 1}, element.id, now(), now() from moved cross join ${elementRows(visited)}`,
        values: (ids) => [ids, STATE],
      };
    }),
  ];
}

/** How a limit works: whole instances or step by step, and how many of them share a commit. */
export interface LimitShape {
  readonly elements: readonly string[];
  readonly commits: 'perInstance' | 'perStep';
  readonly instancesPerCommit: number;
}

/** The cheapest statements that could possibly record the same facts, on the same server, by the same driver, with as many connections as serve best. */
export async function openLimit(stage: Stage, { elements, commits, instancesPerCommit }: LimitShape): Promise<OpenSubject> {
  const widths = stage.isQuick ? QUICK_WIDTHS : WIDTHS;
  const pool = new pg.Pool({ connectionString: await stage.createDatabase(), max: Math.max(...widths), pipeline: true });
  pool.on('error', () => undefined);
  for (const statement of SCHEMA) await pool.query(statement);
  const statements = commits === 'perInstance' ? [whole(elements)] : stepByStep(elements);
  let done = 0;

  async function work(count: number, width: number): Promise<void> {
    const clients = await Promise.all(Array.from({ length: width }, () => pool.connect()));
    try {
      await inLanes(Math.ceil(count / instancesPerCommit), width, async (index, lane) => {
        const size = Math.min(instancesPerCommit, count - index * instancesPerCommit);
        const ids = Array.from({ length: size }, () => v7());
        for (const { name, text, values } of statements) await clients[lane]?.query({ name, text, values: [...values(ids)] });
      });
    } finally {
      for (const client of clients) client.release();
    }
    done += count;
  }

  const units = (stage.isQuick ? QUICK_TRIAL_COMMITS : TRIAL_COMMITS) * instancesPerCommit;
  const width = await bestWidth(widths, { units, leastMs: stage.isQuick ? QUICK_TRIAL_MS : TRIAL_MS }, work);
  return {
    run: (count) => work(count, width),
    async figures() {
      await verifyRows(pool, done, elements.length);
      return { connections: width };
    },
    close: () => pool.end(),
  };
}

/** The number of connections that did most, each tried after a run that makes its connections and plans. */
async function bestWidth(
  widths: readonly number[],
  trial: { readonly units: number; readonly leastMs: number },
  work: (count: number, width: number) => Promise<void>,
): Promise<number> {
  let best = { width: widths[0] ?? 1, perMs: 0 };
  for (const width of widths) {
    await work(width, width);
    const begun = performance.now();
    let done = 0;
    do {
      await work(trial.units, width);
      done += trial.units;
    } while (performance.now() - begun < trial.leastMs);
    const perMs = done / (performance.now() - begun);
    if (perMs > best.perMs) best = { width, perMs };
  }
  return best.width;
}

async function verifyRows(pool: pg.Pool, instances: number, elements: number): Promise<void> {
  const { rows } = await pool.query<{ ended: number; history: number }>(
    `select (select count(*)::int from instance where status = 'completed') as ended, (select count(*)::int from history) as history`,
  );
  const [row] = rows;
  if (row?.ended !== instances || row.history !== instances * elements)
    throw new Error(`Expected ${instances} ended instances with ${elements} rows of history each, but found ${JSON.stringify(row)}.`);
}
