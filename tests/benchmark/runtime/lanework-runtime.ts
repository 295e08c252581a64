import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from '../../../engine/host.ts';
import { ENGINE_ACTOR } from '../../../engine/runtime/engine-parts.ts';
import type { RuntimeLimits } from '../../../engine/runtime/limits.ts';
import { fillLike, settle } from '../fill/fill.ts';
import { inLanes } from '../lanes.ts';
import type { Stage } from '../stage.ts';
import type { OpenSubject } from '../workload.ts';
import { deployFiles, openBenchHost } from './bench-host.ts';
import { noopModule } from './noop-module.ts';

/** Instances that are begun and have not ended, at most: as many callers wait for their answers. */
export const IN_FLIGHT = 256;
/** Units of a round as a multiple of them, so that it is not all beginning and end. */
const ROUND_OF_FLIGHTS = 3;
/** Between two looks whether the instances have ended, in milliseconds; the longest without any end. */
const LOOK_EVERY_MS = 10;
const COUNT_EVERY_MS = 5_000;
const STUCK_AFTER_MS = 60_000;

/** A process of service tasks that do nothing. */
export interface NoopProcess {
  readonly processId: string;
  readonly diagram: URL;
  /** Rows of history that an instance leaves: itself, its events, gateways and tasks. */
  readonly activities: number;
}

/** Five service tasks in a row. */
export const SEQ5: NoopProcess = { processId: 'seq5', diagram: new URL('../kernel/seq5.bpmn', import.meta.url), activities: 7 };
const WAITING = { processId: 'await-message', diagram: new URL('../message/await-message.bpmn', import.meta.url) };

/** Instances that are in the database before anything is measured. */
export interface History {
  readonly open: number;
  readonly finished: number;
}

/**
 * Starts instances through the engine of a composed host; journal and activity history are written as always. An instance counts when it has ended in the
 * database: without a worker that is when `startProcess` answers, else when no open instance is left.
 */
export async function openLaneworkRuntime(
  stage: Stage,
  { processId, diagram, activities }: NoopProcess,
  mode: { readonly limits?: Partial<RuntimeLimits>; readonly hasWorker: boolean; readonly history?: History },
): Promise<OpenSubject> {
  const host = await openBenchHost(await stage.createDatabase(), { modules: [noopModule], limits: mode.limits ?? {} });
  await deployFiles(host, [diagram]);
  if (mode.history !== undefined) await fillHistory(stage, host, processId, mode.history);
  if (mode.hasWorker) await host.startWorker();
  const before = await countRows(host);
  let started = 0;
  return {
    leastUnits: stage.isQuick ? 1 : ROUND_OF_FLIGHTS * IN_FLIGHT,
    async run(count) {
      await inLanes(count, IN_FLIGHT, async () => {
        const { status } = await host.engine.startProcess({ processId, variables: {} }, ENGINE_ACTOR);
        if (!mode.hasWorker && status !== 'completed') throw new Error(`Expected an instance to have ended, but it is ${status}.`);
      });
      started += count;
      if (mode.hasWorker) await untilNoneIsOpen(host);
    },
    async figures() {
      await verifyRows(host, before, started, activities);
      return { inFlight: IN_FLIGHT, ...mode.history };
    },
    close: () => host.close(),
  };
}

async function countOf(host: Host, statement: string): Promise<number> {
  const { rows } = await host.pool.query<{ count: number }>(statement);
  return rows[0]?.count ?? Number.NaN;
}

/** Looks for one that is open, and counts them only now and then: a count reads all that were, and would be part of what is measured. */
async function untilNoneIsOpen(host: Host): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  let countedAt = Date.now();
  for (let leastAt = countedAt; ; await sleep(LOOK_EVERY_MS)) {
    const { rowCount } = await host.pool.query('select from process_instance where ended_at is null limit 1');
    if (rowCount === 0) return;
    if (Date.now() - countedAt < COUNT_EVERY_MS) continue;
    countedAt = Date.now();
    const open = await countOf(host, `select count(*)::int as count from process_instance where ended_at is null`);
    if (open < least) [least, leastAt] = [open, countedAt];
    if (countedAt - leastAt > STUCK_AFTER_MS) throw new Error(`Expected ${open} instances to end, but none did for ${STUCK_AFTER_MS} ms.`);
  }
}

/** Copies of an instance that waits for a message, and of one that has ended. */
async function fillHistory(stage: Stage, host: Host, processId: string, { open, finished }: History): Promise<void> {
  await deployFiles(host, [WAITING.diagram]);
  const ended = await host.engine.startProcess({ processId, variables: {} }, ENGINE_ACTOR);
  const waiting = await host.engine.startProcess({ processId: WAITING.processId, variables: { key: 'key-' } }, ENGINE_ACTOR);
  await fillLike(host.pool, { templateId: ended.instanceId, copies: finished });
  await fillLike(host.pool, { templateId: waiting.instanceId, copies: open, token: 'key-' });
  await settle(stage, host.pool);
}

type Counts = Readonly<Record<'instances' | 'activities' | 'journals', number>>;

async function countRows(host: Host): Promise<Counts> {
  const { rows } = await host.pool.query<Counts>(
    `select (select count(*)::int from process_instance where status = 'completed') as instances,
       (select count(*)::int from activity where status = 'completed') as activities,
       (select count(distinct root_instance_id)::int from journal) as journals`,
  );
  return rows[0] ?? { instances: 0, activities: 0, journals: 0 };
}

/** What was counted is there: every instance completed, with its history and its journal. */
async function verifyRows(host: Host, before: Counts, instances: number, activities: number): Promise<void> {
  const found = JSON.stringify(await countRows(host));
  const expected = JSON.stringify({
    instances: before.instances + instances,
    activities: before.activities + instances * activities,
    journals: before.journals + instances,
  });
  if (found !== expected) throw new Error(`Expected ${expected}, but the database has ${found}.`);
}
