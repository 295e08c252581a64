import { z } from 'zod';
import { WORK_KINDS } from '../../port/job-queue.ts';
import { DONE_COUNTS } from '../../port/node-store.ts';
import { instant, nullableInstant } from './common.ts';

const count = z.number().int().min(0);
const due = z
  .object({
    count: count.meta({ description: 'Due rows that nobody works on; 10,001 stands for more than 10,000' }),
    oldestMs: z.number().meta({ description: 'How long the oldest of them has been due, in milliseconds' }),
    inHand: count.meta({ description: 'Rows that workers have in hand' }),
  })
  .readonly();
const perKind = z.record(z.enum(WORK_KINDS), due).readonly();
const load = z
  .object({ due: perKind, open: z.object({ instances: count, tasks: count, incidents: count }).readonly() })
  .readonly()
  .meta({ id: 'Load' });
const point = z
  .object({ at: instant, load: load.nullable(), done: z.record(z.enum(DONE_COUNTS), z.number()).readonly() })
  .readonly()
  .meta({ id: 'LoadPoint' });
const inHand = z.partialRecord(z.enum(WORK_KINDS), count).readonly();
const node = z
  .object({
    id: z.string(),
    role: z.string(),
    version: z.string(),
    host: z.string(),
    pid: z.number().int(),
    startedAt: instant,
    seenAt: instant,
    isAlive: z.boolean(),
    inHand,
  })
  .readonly()
  .meta({ id: 'Node' });
const table = z.object({ name: z.string(), live: count, dead: count, vacuumedAt: nullableInstant }).readonly();
const database = z
  .object({
    sizeBytes: count,
    connections: count,
    maxConnections: count,
    oldestTransactionMs: z.number().nullable(),
    tables: z.array(table).readonly(),
  })
  .readonly();
const slowStep = z
  .object({
    milliseconds: z.number(),
    processId: z.string(),
    instanceId: z.string(),
    command: z.string(),
    elementId: z.string().nullable(),
  })
  .readonly()
  .meta({ id: 'SlowStep' });

/** What waits, who works, and how the database does. */
export const systemState = z
  .object({
    at: instant,
    load: load.nullable(),
    points: z.array(point).readonly(),
    nodes: z.array(node).readonly(),
    database,
    slowest: z.array(slowStep).readonly(),
  })
  .readonly()
  .meta({ id: 'SystemState' });
