import pg from 'pg';
import { v7 } from 'uuid';
import { ENGINE_ACTOR } from '../../../engine/runtime/engine-parts.ts';
import { fillLike, settle } from '../fill/fill.ts';
import { inLanes } from '../lanes.ts';
import { deployFiles, openBenchHost } from '../runtime/bench-host.ts';
import { IN_FLIGHT } from '../runtime/lanework-runtime.ts';
import type { Stage } from '../stage.ts';
import type { OpenSubject, Workload } from '../workload.ts';

/** Instances that wait, each for a key of its own; as many are made again before a round as the round takes. */
const WAITING = 100_000;
const QUICK_WAITING = 50;
const CONNECTIONS = 8;
const TARGET_RATIO = 0.5;
const DIAGRAM = new URL('./await-message.bpmn', import.meta.url);
const KEY = 'key-';

const waitingOn = (stage: Stage): number => (stage.isQuick ? QUICK_WAITING : WAITING);

async function openLanework(stage: Stage): Promise<OpenSubject> {
  const host = await openBenchHost(await stage.createDatabase(), {});
  await deployFiles(host, [DIAGRAM]);
  const template = await host.engine.startProcess({ processId: 'await-message', variables: { key: KEY } }, ENGINE_ACTOR);
  const waiting = waitingOn(stage);
  const fill = (copies: number, first: number): Promise<void> =>
    fillLike(host.pool, { templateId: template.instanceId, copies, token: KEY, first });
  await fill(waiting, 1);
  await settle(stage, host.pool);
  let [made, taken] = [waiting, 0];
  return {
    leastUnits: stage.isQuick ? 1 : IN_FLIGHT,
    async prepare(count) {
      const missing = waiting + count - (made - taken);
      if (missing > 0) await fill(missing, made + 1);
      made += Math.max(0, missing);
    },
    async run(count) {
      await inLanes(count, IN_FLIGHT, async () => {
        const number = (taken += 1);
        const answered = await host.engine.correlateMessage(
          { name: 'Answer', correlationKey: `${KEY}${number}`, variables: { answer: number } },
          ENGINE_ACTOR,
        );
        if (answered.result !== 'correlated' || answered.step?.status !== 'completed')
          throw new Error(`Expected the instance of message ${number} to have ended, but the message was ${answered.result}.`);
      });
    },
    async figures() {
      const { rows } = await host.pool.query<{ ended: number; waiting: number }>(
        `select (select count(*)::int from process_instance where status = 'completed') as ended, (select count(*)::int from subscription) as waiting`,
      );
      // The template waits as well.
      if (rows[0]?.ended !== taken || rows[0].waiting !== made - taken + 1)
        throw new Error(`Expected ${taken} instances to have ended and ${made - taken + 1} to wait, but found ${JSON.stringify(rows[0])}.`);
      return { inFlight: IN_FLIGHT, waiting: made - taken };
    },
    close: () => host.close(),
  };
}

async function openLimit(stage: Stage): Promise<OpenSubject> {
  const pool = new pg.Pool({ connectionString: await stage.createDatabase(), max: CONNECTIONS, pipeline: true });
  pool.on('error', () => undefined);
  await pool.query('create table waiting (id uuid primary key, key text not null, status text not null, answer jsonb)');
  await pool.query('create index waiting_key on waiting (key)');
  const waiting = waitingOn(stage);
  const fill = (copies: number, first: number): Promise<unknown> =>
    pool.query(`insert into waiting select uuidv7(), $3 || number, 'waiting' from generate_series($1::int, $2::int) as number`, [
      first,
      first + copies - 1,
      KEY,
    ]);
  await fill(waiting, 1);
  await settle(stage, pool);
  let [made, taken] = [waiting, 0];
  return {
    leastUnits: stage.isQuick ? 1 : IN_FLIGHT,
    async prepare(count) {
      const missing = waiting + count - (made - taken);
      if (missing > 0) await fill(missing, made + 1);
      made += Math.max(0, missing);
    },
    async run(count) {
      await inLanes(count, CONNECTIONS, async () => {
        const number = (taken += 1);
        const { rowCount } = await pool.query({
          name: 'answer',
          text: `update waiting set status = 'answered', answer = $2 where key = $1 and status = 'waiting'`,
          values: [`${KEY}${number}`, JSON.stringify({ answer: number, messageId: v7() })],
        });
        if (rowCount !== 1) throw new Error(`Expected one row to wait for message ${number}, but found ${String(rowCount)}.`);
      });
    },
    figures: () => Promise.resolve({ connections: CONNECTIONS }),
    close: () => pool.end(),
  };
}

/** A message for one of many. */
export const messageWorkload: Workload = {
  kind: 'compared',
  name: 'message',
  counted: `messages per second, each correlated by its key to one of ${WAITING} waiting instances, which ends; beside one update of a row found by an index, a commit each`,
  usesDatabase: true,
  subjects: [
    { name: 'lanework', role: 'lanework', open: openLanework },
    { name: 'limit, an indexed update', role: 'limit', target: TARGET_RATIO, open: openLimit },
  ],
};
