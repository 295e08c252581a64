import { createPostgresBackend, Queue, runMigrations, withBackend, Worker, type ConnectionOptions } from 'bullmq';
import pg from 'pg';
import { WORK_KINDS, type JobQueue, type WorkKind } from '../port/job-queue.ts';
import { QueueWatch } from './queue-watch.ts';

/** Name of the one queue; its jobs are named after what they wake for. */
const QUEUE_NAME = 'lanework-wake';
/** Schema of BullMQ's tables in PostgreSQL. */
const SCHEMA = 'bullmq';
/** Wake-ups asked for within this time become one, in milliseconds. */
const GATHER_MS = 20;
/** Wake-ups for the future are rounded up to this, so that many timers due together wake once, in milliseconds. */
const BUCKET_MS = 250;
/** Wake-ups on their way to the backend; while so many wait (it is down), further ones are dropped: the poll finds their rows. */
export const MAX_IN_FLIGHT = 1_000;
/** Longest that closing waits for the backend, in milliseconds. */
const CLOSE_TIMEOUT_MS = 3_000;

export interface JobQueueOptions {
  /** Told of every failure of the backend. The queue goes on and tries again by itself. */
  readonly onError: (error: Error) => void;
}

export interface PostgresQueueOptions extends JobQueueOptions {
  /** How connections notice that the other side is gone. */
  readonly connection?: pg.PoolConfig;
  /** Told of the pool, so that lost answers are found out. */
  readonly watch?: (pool: pg.Pool) => void;
}

/** What both backends offer of BullMQ. */
interface Backend {
  add(kind: WorkKind, job: { readonly delay: number; readonly jobId?: string }): Promise<unknown>;
  consume(handler: (kind: string) => void): Promise<unknown>;
  close(): Promise<unknown>;
}

/** Wake-ups over BullMQ on PostgreSQL, in a schema of its own beside the product's tables. No other service is needed. */
export async function createPostgresJobQueue(databaseUrl: string, options: PostgresQueueOptions): Promise<JobQueue> {
  const bound = withBackend(createPostgresBackend);
  const watch = new QueueWatch(options.onError);
  const pool = await openQueuePool(databaseUrl, options, watch);
  // A pool of node-postgres, as BullMQ asks for; its own narrow type of one differs in the overloads of `connect`.
  const connection = pool as unknown as ConstructorParameters<typeof bound.Queue>[1]['connection'];
  const queue = new bound.Queue<object>(QUEUE_NAME, { connection });
  queue.on('error', watch.onError);
  await queue.waitUntilReady();
  let worker: { close(force?: boolean): Promise<unknown> } | null = null;
  return jobQueueOver(
    {
      add: (kind, job) => queue.add(kind, {}, jobOptions(job)),
      async consume(handler) {
        const consumer = new bound.Worker<object>(QUEUE_NAME, (job) => Promise.resolve(handler(job.name)), {
          connection,
          ...WORKER_OPTIONS,
        });
        consumer.on('error', watch.onError);
        worker = consumer;
        await consumer.waitUntilReady();
      },
      async close() {
        await Promise.all([worker?.close(true), queue.close()]);
        await pool.end();
      },
    },
    watch,
  );
}

/**
 * Connections of the queue, ours rather than BullMQ's own: one that breaks while BullMQ holds it would end the process, because nobody
 * listens for its error. BullMQ's tables are made here, in their own schema.
 */
async function openQueuePool(databaseUrl: string, options: PostgresQueueOptions, watch: QueueWatch): Promise<pg.Pool> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    ...options.connection,
    max: 4,
    options: `-c search_path=${SCHEMA}`,
    application_name: 'lanework-queue',
  });
  options.watch?.(pool);
  pool.on('error', watch.onError);
  pool.on('connect', (client) => {
    client.on('error', watch.onError);
  });
  const client = await pool.connect();
  try {
    await runMigrations(client, SCHEMA);
  } finally {
    client.release();
  }
  return pool;
}

/**
 * Wake-ups over BullMQ on Redis, for installations that have one. Flushing it loses nothing but promptness; while it is away, also at the start, the
 * poll finds what is due and `onError` is told.
 */
export function createRedisJobQueue(redisUrl: string, options: JobQueueOptions): JobQueue {
  const watch = new QueueWatch(options.onError);
  const connection: ConnectionOptions = {
    url: redisUrl,
    maxRetriesPerRequest: null,
    enableReadyCheck: true,
    ...REDIS_TIMEOUTS,
    retryStrategy: (tries) => Math.min(tries * REDIS_PAUSE_MS, MAX_REDIS_PAUSE_MS),
  };
  const queue = new Queue<object>(QUEUE_NAME, { connection });
  queue.on('error', watch.onError);
  // A connection that the other side closes is no error to the client, but nobody is woken any more.
  queue.on('ioredis:close', () => {
    watch.onError(new Error('Expected a connection to Redis, but it is closed.'));
  });
  let worker: Worker | null = null;
  return jobQueueOver(
    {
      add: (kind, job) => queue.add(kind, {}, jobOptions(job)),
      consume(handler) {
        worker = new Worker<object>(QUEUE_NAME, (job) => Promise.resolve(handler(job.name)), { connection, ...WORKER_OPTIONS });
        worker.on('error', watch.onError);
        return Promise.resolve();
      },
      close: () => Promise.all([worker?.close(true), queue.close()]),
    },
    watch,
  );
}

/** A Redis that does not answer for so long is connected to anew, in milliseconds; longer than a worker waits for its next job. */
const REDIS_TIMEOUTS = { connectTimeout: 4_000, socketTimeout: 8_000, keepAlive: 10_000 };
/** Pause before connecting to Redis again: longer with each try, up to the most, in milliseconds. */
const REDIS_PAUSE_MS = 200;
const MAX_REDIS_PAUSE_MS = 2_000;
const WORKER_OPTIONS = { concurrency: 4, lockDuration: 10_000, drainDelay: 5 };

const jobOptions = (job: { readonly delay: number; readonly jobId?: string }) => ({ ...job, removeOnComplete: true, removeOnFail: true });

/** The rules of waking are the same on both backends. */
function jobQueueOver(backend: Backend, watch: QueueWatch): JobQueue {
  const gathering = new Set<WorkKind>();
  const scheduled = new Map<string, number>();
  let isClosed = false;

  function send(kind: WorkKind, job: { readonly delay: number; readonly jobId?: string }): void {
    if (isClosed) return;
    if (watch.inFlight >= MAX_IN_FLIGHT) {
      watch.dropped();
      return;
    }
    watch.sent();
    backend.add(kind, job).then(
      () => {
        watch.taken();
      },
      (error: unknown) => {
        watch.refused();
        if (!isClosed) watch.onError(asError(error));
      },
    );
  }

  /** The same bucket is sent once by this node; the id makes it one job over all nodes. */
  function schedule(kind: WorkKind, dueMs: number, nowMs: number): void {
    const bucket = Math.ceil(dueMs / BUCKET_MS) * BUCKET_MS;
    const jobId = `${kind}-${bucket}`;
    for (const [id, passedMs] of scheduled) {
      if (passedMs > nowMs) break;
      scheduled.delete(id);
    }
    if (scheduled.has(jobId)) return;
    if (scheduled.size < MAX_IN_FLIGHT) scheduled.set(jobId, bucket);
    send(kind, { delay: bucket - nowMs, jobId });
  }

  return {
    wake(kind, dueAt) {
      const nowMs = Date.now();
      const dueMs = dueAt === null ? nowMs : Date.parse(dueAt);
      if (dueMs > nowMs) {
        schedule(kind, dueMs, nowMs);
        return;
      }
      if (gathering.has(kind)) return;
      gathering.add(kind);
      setTimeout(() => {
        gathering.delete(kind);
        send(kind, { delay: 0 });
      }, GATHER_MS).unref();
    },
    async onWake(handler) {
      await backend.consume((name) => {
        const kind = WORK_KINDS.find((each) => each === name);
        if (kind !== undefined) handler(kind);
      });
    },
    state: () => watch.state(Date.now()),
    async close() {
      if (isClosed) return;
      isClosed = true;
      const timeout = new Promise((resolve) => {
        setTimeout(resolve, CLOSE_TIMEOUT_MS).unref();
      });
      await Promise.race([backend.close(), timeout]);
    },
  };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
