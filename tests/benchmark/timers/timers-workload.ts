import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from '../../../engine/host.ts';
import { ENGINE_ACTOR } from '../../../engine/runtime/engine-parts.ts';
import { fillLike, settle } from '../fill/fill.ts';
import { inLanes } from '../lanes.ts';
import { rounded, type Figure, type Line } from '../measure.ts';
import { deployFiles, openBenchHost } from '../runtime/bench-host.ts';
import type { Stage } from '../stage.ts';
import type { MeasuredWorkload } from '../workload.ts';

/** Timers that are due in one moment, how long all of them may take, and when the measurement is given up. */
const DUE_AT_ONCE = 100_000;
const QUICK_DUE_AT_ONCE = 20;
const TARGET_SECONDS = 120;
const GIVE_UP_MS = 600_000;
/** Timers that become due one after the other, for so long. */
const PER_SECOND = 200;
const ON_TIME_SECONDS = 20;
const QUICK_ON_TIME_SECONDS = 0.1;
const TARGET_LATE_MS = 1_000;
/** Starts at a time, and how many of them a second are counted on when the first due time is chosen. */
const START_LANES = 64;
const STARTS_PER_SECOND = 100;
const LEAD_MS = 2_000;
/** Between two looks whether all have fired. */
const LOOK_EVERY_MS = 100;
const DIAGRAM = new URL('./await-time.bpmn', import.meta.url);
/** The instance that is copied waits for this; its copies are due when they are written. */
const FAR = '2099-01-01T00:00:00Z';

const COUNTED =
  'timers of waiting instances, fired by the worker of one process with the default settings of the product; each instance ends, and has fired once by its journal';

const figure = (name: string, value: number, unit: string, target: string, isMet: boolean): Figure => ({
  workload: 'timers',
  figure: name,
  value: rounded(value),
  unit,
  target,
  isMet,
  counted: COUNTED,
});

async function openHostWithTimers(stage: Stage): Promise<Host> {
  const host = await openBenchHost(await stage.createDatabase(), {});
  await deployFiles(host, [DIAGRAM]);
  return host;
}

async function countEnded(host: Host): Promise<number> {
  const { rows } = await host.pool.query<{ count: number }>(
    `select count(*)::int as count from process_instance where ended_at is not null`,
  );
  return rows[0]?.count ?? 0;
}

/** Waits until so many instances have ended, or until it is given up; returns how many have. */
async function untilEnded(host: Host, wanted: number, giveUpMs: number): Promise<number> {
  for (const end = performance.now() + giveUpMs; ;) {
    const ended = await countEnded(host);
    if (ended >= wanted || performance.now() > end) return ended;
    await sleep(LOOK_EVERY_MS);
  }
}

/** Every ended instance has one row for its start and one for its timer. */
async function verifyFiredOnce(host: Host): Promise<void> {
  const { rows } = await host.pool.query<{ wrong: number }>(
    `select count(*)::int as wrong from (
       select instance.id from process_instance as instance left join journal on journal.root_instance_id = instance.id
       where instance.ended_at is not null group by instance.id
       having count(*) <> 2 or count(*) filter (where journal.command ->> 'kind' = 'fireTimer') <> 1) as odd`,
  );
  if (rows[0]?.wrong !== 0) throw new Error(`Expected every timer to have fired once, but ${rows[0]?.wrong} instances say otherwise.`);
}

async function dueAtOnce(stage: Stage): Promise<Figure> {
  const host = await openHostWithTimers(stage);
  try {
    const template = await host.engine.startProcess({ processId: 'await-time', variables: { dueAt: FAR } }, ENGINE_ACTOR);
    const copies = stage.isQuick ? QUICK_DUE_AT_ONCE : DUE_AT_ONCE;
    await fillLike(host.pool, { templateId: template.instanceId, copies, columns: { 'timer.due_at': `now() - interval '1 second'` } });
    await settle(stage, host.pool);
    const begun = performance.now();
    await host.startWorker();
    const fired = await untilEnded(host, copies, GIVE_UP_MS);
    const seconds = (performance.now() - begun) / 1_000;
    await verifyFiredOnce(host);
    const isMet = fired === copies && seconds <= TARGET_SECONDS;
    return { ...figure(`${copies} due at once`, seconds, 's', `<= ${TARGET_SECONDS}`, isMet), fired, perSecond: rounded(fired / seconds) };
  } finally {
    await host.close();
  }
}

async function onTime(stage: Stage): Promise<Figure> {
  const host = await openHostWithTimers(stage);
  try {
    await host.startWorker();
    const count = Math.ceil(PER_SECOND * (stage.isQuick ? QUICK_ON_TIME_SECONDS : ON_TIME_SECONDS));
    const firstMs = Date.now() + LEAD_MS + (count * 1_000) / STARTS_PER_SECOND;
    await inLanes(count, START_LANES, async (index) => {
      const dueAt = new Date(firstMs + (index * 1_000) / PER_SECOND).toISOString();
      await host.engine.startProcess({ processId: 'await-time', variables: { dueAt } }, ENGINE_ACTOR);
    });
    if (Date.now() > firstMs)
      throw new Error('Expected all instances to wait before the first timer is due, but the starts took too long.');
    const lastInMs = firstMs - Date.now() + (count * 1_000) / PER_SECOND;
    const ended = await untilEnded(host, count, lastInMs + GIVE_UP_MS);
    await verifyFiredOnce(host);
    const { rows } = await host.pool.query<{ p50: number; p99: number; worst: number; early: number }>(
      `select percentile_cont(0.5) within group (order by late) as p50, percentile_cont(0.99) within group (order by late) as p99, max(late) as worst,
         count(*) filter (where late < 0)::int as early
       from (select (extract(epoch from instance.ended_at - (variable.value #>> '{}')::timestamptz) * 1000)::float8 as late
         from process_instance as instance join variable on variable.instance_id = instance.id and variable.name = 'dueAt') as fired`,
    );
    const [late] = rows;
    if (late === undefined || ended !== count || late.early > 0)
      throw new Error(`Expected ${count} timers to fire, none early, but found ${ended} and ${JSON.stringify(late)}.`);
    const { p50, p99, worst } = late;
    const line = figure(`p99 of lateness at ${PER_SECOND}/s`, p99, 'ms', `<= ${TARGET_LATE_MS}`, p99 <= TARGET_LATE_MS);
    return { ...line, p50: rounded(p50), worst: rounded(worst), timers: count };
  } finally {
    await host.close();
  }
}

/** Timers of waiting instances. */
export const timersWorkload: MeasuredWorkload = {
  kind: 'measured',
  name: 'timers',
  counted: COUNTED,
  async run(stage, _rounds, report: (line: Line) => void) {
    report(await dueAtOnce(stage));
    report(await onTime(stage));
  },
};
