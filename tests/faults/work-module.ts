import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Router } from 'express';
import pg from 'pg';
import { z } from 'zod';
import { BusinessError, defineOperation } from '../../engine/port/module-contract.ts';
import type { ModuleContract } from '../../engine/port/module.ts';
import { bpmn, path, serviceTask } from '../support/bpmn.ts';

const migrations = [
  {
    name: '20261121_92_work_fault',
    up: [
      // Attempts are written beside the step's transaction, so that those that end in a crash are there too.
      'create table work_attempt (key text not null, pid integer not null, at timestamptz not null default clock_timestamp())',
      'create index work_attempt_key on work_attempt (key)',
      'create table work_effect (key text not null, note text not null, pid integer not null, at timestamptz not null default clock_timestamp())',
    ],
  },
];

let announcer: pg.Pool | null = null;

/** Writes down that this process begins an attempt, in a transaction of its own. Returns how many attempts the key has had. */
async function announce(key: string): Promise<number> {
  announcer ??= new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 2, application_name: 'lanework-test' });
  await announcer.query('insert into work_attempt (key, pid) values ($1, $2)', [key, process.pid]);
  const { rows } = await announcer.query<{ n: string }>('select count(*) as n from work_attempt where key = $1', [key]);
  return Number(rows[0]?.n);
}

const EFFECT = 'insert into work_effect (key, note, pid) values ($1, $2, $3)';
const written = z.object({ written: z.boolean() });
const described = { icon: 'bolt', output: written, errors: [], transactional: true } as const;

const effect = defineOperation({
  ...described,
  topic: 'work.effect',
  title: { en: 'Effect' },
  description: { en: 'Writes a row that can be counted' },
  input: z.object({ note: z.string() }),
  async run({ sql, idempotencyKey }, { note }) {
    await sql.query(EFFECT, [idempotencyKey, note, process.pid]);
    return { written: true };
  },
});

const hold = defineOperation({
  ...described,
  topic: 'work.hold',
  title: { en: 'Hold' },
  description: { en: 'Takes long the first time and no time when it is tried again' },
  input: z.object({ forMs: z.number() }),
  async run({ sql, idempotencyKey }, { forMs }) {
    if ((await announce(idempotencyKey)) === 1) await sleep(forMs);
    await sql.query(EFFECT, [idempotencyKey, 'hold', process.pid]);
    return { written: true };
  },
});

const block = defineOperation({
  ...described,
  topic: 'work.block',
  title: { en: 'Block' },
  description: { en: 'Holds up the event loop of its process the first time' },
  input: z.object({ forMs: z.number() }),
  async run({ sql, idempotencyKey }, { forMs }) {
    await sql.query(EFFECT, [idempotencyKey, 'block', process.pid]);
    if ((await announce(idempotencyKey)) === 1) for (const until = performance.now() + forMs; performance.now() < until;);
    return { written: true };
  },
});

const kill = defineOperation({
  ...described,
  topic: 'work.kill',
  title: { en: 'Kill' },
  description: { en: 'Kills the process that performs it' },
  input: z.object({}),
  async run({ idempotencyKey }) {
    await announce(idempotencyKey);
    process.kill(process.pid, 'SIGKILL');
    await sleep(60_000);
    return { written: false };
  },
});

const flaky = defineOperation({
  ...described,
  topic: 'work.flaky',
  title: { en: 'Flaky' },
  description: { en: 'Fails the first time and works when it is tried again' },
  input: z.object({}),
  async run({ sql, idempotencyKey }) {
    await sql.query(EFFECT, [idempotencyKey, 'flaky', process.pid]);
    if ((await announce(idempotencyKey)) === 1) throw new Error('Expected a second attempt, but this is the first.');
    return { written: true };
  },
});

const refuse = defineOperation({
  ...described,
  topic: 'work.refuse',
  title: { en: 'Refuse' },
  description: { en: 'Refuses for a reason of the business' },
  errors: [{ code: 'REFUSED', title: { en: 'Refused' } }],
  input: z.object({}),
  run: () => Promise.reject(new BusinessError('REFUSED', 'Expected another day, but it is today.')),
});

/** What a process needs after its garbage is collected, in bytes. */
export interface ProcessMemory {
  readonly pid: number;
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void; // The flag above makes it a function of every new context.

function memoryRoutes(): Router {
  const router = Router();
  router.get('/memory', (_request, response) => {
    collectGarbage();
    const { rss, heapUsed, external } = process.memoryUsage();
    response.json({ pid: process.pid, rss, heapUsed, external } satisfies ProcessMemory);
  });
  return router;
}

/** Operations for faults of workers: slow, blocking and deadly ones beside one that only leaves a row. */
export const workModule: ModuleContract = {
  name: 'fault-work',
  operations: [effect, hold, block, kill, flaky, refuse],
  entities: [],
  migrations,
  recordTypes: [],
  invariants: [],
  routes: memoryRoutes,
  seedDemo: () => Promise.resolve(),
};

/** A mapping of one input, in the dialect of the diagrams. */
export const input = (source: string, target: string): string =>
  `<zeebe:ioMapping><zeebe:input source="=${source.replaceAll('"', '&quot;')}" target="${target}" /></zeebe:ioMapping>`;

/** A timer that lets a worker, and not the request, go on. */
export const timer = (id: string, duration: string): string =>
  `<bpmn:intermediateCatchEvent id="${id}"><bpmn:timerEventDefinition id="${id}Timer"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${duration}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`;

/** Start, a short timer, one operation performed by a worker, end. */
export const operationProcess = (processId: string, topic: string, mapping = ''): string =>
  bpmn(
    processId,
    `<bpmn:startEvent id="start" />${timer('pause', 'PT0.01S')}${serviceTask('work', topic, 3, mapping)}<bpmn:endEvent id="end" />
     ${path('start', 'pause', 'work', 'end')}`,
  );
