import type { MikroORM } from '@mikro-orm/postgresql';
import pg, { type Pool, type PoolClient } from 'pg';
import type { Logger } from 'pino';
import { openDatabase, type OpenDatabase } from './open-database.ts';
import { composeOutside, outsideOperationsOf, outsideSettings } from './compose-outside.ts';
import type { Config } from './config.ts';
import { createEvaluator } from './expression/index.ts';
import { claimedRequest } from './http/index.ts';
import { decide } from './kernel/index.ts';
import { createMailHandler, MAIL_KIND } from './mail-transport.ts';
import { modules as productModules } from './modules.ts';
import { catalogueOfModules } from './operation-catalogue.ts';
import { systemClock } from './port/clock.ts';
import type { Engine } from './port/engine.ts';
import { HttpProblem } from './port/http-problem.ts';
import { createRootLogger, factsOfRow, workLogger } from './observe/logging.ts';
import { PartsObserver } from './observe/observed-parts.ts';
import type { HealthSources } from './observe/node-health.ts';
import { NodeMeter } from './observe/node-meter.ts';
import type { NodeGauges } from './observe/node-metrics.ts';
import type { InstanceStore } from './port/instance-store.ts';
import { WORK_KINDS, type JobQueue } from './port/job-queue.ts';
import type { NodeStore } from './port/node-store.ts';
import type { ModuleContract, ModuleServices } from './port/module.ts';
import { MARK_REQUEST_COMMITTED } from './port/request-log.ts';
import { measurePressure, type MeasuredPressure } from './pressure.ts';
import { NO_TRACER, type Tracer } from './port/tracer.ts';
import { createPostgresJobQueue, createRedisJobQueue } from './queue/bullmq-job-queue.ts';
import { createEngine } from './runtime/create-engine.ts';
import type { EngineParts } from './runtime/engine-parts.ts';
import {
  createBoundedDecisionRunner,
  createBoundedEvaluator,
  createBoundedFileReader,
  createBoundedScriptRunner,
} from './runtime/evaluation/index.ts';
import { createFeelValue } from './runtime/feel-value.ts';
import { NO_FAILPOINTS, readFailpoints, type FailpointName, type Failpoints } from './runtime/failpoint.ts';
import { InstanceIds } from './instance-ids.ts';
import { DEFAULT_LIMITS, type RuntimeLimits } from './runtime/limits.ts';
import { DEFAULT_WORKER_OPTIONS, Worker } from './runtime/worker.ts';
import { HistoryKeeper } from './store/history/history-keeper.ts';
import { beginTransaction } from './store/begin-transaction.ts';
import { CONNECTION_SETTINGS, watchConnections, type ConnectionWatch } from './store/connection-watch.ts';
import { migrate, missingMigrations, openOrm } from './store/orm.ts';
import { createPostgresChangeFeed, type DistributedChangeFeed } from './store/postgres-change-feed.ts';
import { PostgresCalendarStore } from './store/postgres-calendar-store.ts';
import { PostgresDeploymentStore } from './store/postgres-deployment-store.ts';
import { PostgresInstanceStore } from './store/postgres-instance-store.ts';
import { PostgresWorkStore } from './store/postgres-work-store.ts';
import { createNodeStore } from './store/postgres-node-store.ts';
import { sqlExecutor } from './store/sql.ts';

/** Element visits of one command, and of one instance in its life. */
const STEP_BUDGET = 1_000;
const INSTANCE_BUDGET = 1_000_000;
/** Bounds of a statement and of a transaction that does nothing, in milliseconds; a lock is waited for less long. */
const STATEMENT_TIMEOUT_MS = 30_000;
const LOCK_TIMEOUT_MS = 10_000;

/** The engine on its database, without HTTP: what every command of the command line starts from. */
export interface Host {
  readonly config: Config;
  readonly modules: readonly ModuleContract[];
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly orm: MikroORM;
  readonly engine: Engine;
  readonly parts: EngineParts;
  readonly changes: DistributedChangeFeed;
  readonly services: ModuleServices;
  readonly logger: Logger;
  readonly observed: Observed;
  /** How much this process has to do. */
  readonly pressure: MeasuredPressure;
  /** Begins to do due work, woken by the queue. Call it once. */
  startWorker(): Promise<void>;
  /** Takes no more work, answers whoever waits for jobs, and resolves when what is in hand is done. */
  stopWorker(): Promise<void>;
  close(): Promise<void>;
}

/** What is counted and looked at on this node. */
export interface Observed {
  readonly meter: NodeMeter;
  readonly gauges: Omit<NodeGauges, 'load'>;
  readonly nodes: NodeStore;
  readonly health: HealthSources;
}

/** The logger of a process, on standard error. */
export function createLogger(config: Config, tracer: Tracer = NO_TRACER): Logger {
  return createRootLogger(config.logLevel, tracer);
}

/** How a host is opened. */
export interface HostMode {
  /** Uses an embedded server that already runs, instead of refusing. */
  readonly beside: boolean;
  /** Default: those of the product; fault tests and benchmarks bring their own. */
  readonly modules?: readonly ModuleContract[];
  /** Bounds of the runtime that differ from the defaults. */
  readonly limits?: Partial<RuntimeLimits>;
  /** Follows what happens; the caller closes it. Default: nothing is followed. */
  readonly tracer?: Tracer;
}

/** Opens the database and composes the engine. */
export async function openHost(config: Config, logger: Logger, mode: HostMode): Promise<Host> {
  const database = await openDatabase(config, logger, mode.beside);
  try {
    return await composeHost(config, logger, database, mode);
  } catch (error) {
    await database.embedded?.stop();
    throw error;
  }
}

async function composeHost(config: Config, logger: Logger, database: OpenDatabase, mode: HostMode): Promise<Host> {
  const modules = mode.modules ?? productModules;
  const onError = connectionLog(logger);
  const watch = watchConnections(database.url, onError);
  const orm = await openMigrated(database.url, modules, watch);
  const meter = createMeter(config, logger);
  const tracer = mode.tracer ?? NO_TRACER;
  const observer = new PartsObserver(meter, tracer);
  const pool = openPool(config, database.url, onError, observer);
  watch.add(pool);
  const changes = createPostgresChangeFeed(pool, database.url, onError, meter);
  const queue = await openQueue(config, database.url, onError, watch);
  let worker: Worker | null = null;
  const wake: EngineParts['wake'] = (kind, dueAt) => {
    if (dueAt === null || Date.parse(dueAt) <= Date.now()) worker?.wake(kind);
    meter.wakeSent(kind);
    if (tracer.isOn) tracer.event('wake', { 'lanework.work': kind });
    queue.wake(kind, dueAt);
  };
  const parts: EngineParts = {
    ...composeParts(config, pool, changes, modules, observer),
    store: new PostgresInstanceStore(pool, meter, tracer),
    wake,
    localWorker: () => worker,
    meter,
    tracer,
    failpoints: openFailpoints(config, logger),
    limits: { ...DEFAULT_LIMITS, ...mode.limits },
  };
  const outside = composeOutside(config, parts, logger);
  const engine = observer.engine(createEngine(parts, catalogueOfModules(modules), outside.activation));
  const pressure = measurePressure({ pool, store: parts.store }, parts.work, [...parts.operations.keys()], config, onError);
  const history = keepHistory(pool, logger);
  return {
    config,
    modules,
    databaseUrl: database.url,
    pool,
    orm,
    engine,
    parts,
    changes,
    logger,
    observed: observe(meter, pool, parts.store, queue, modules, () => worker),
    pressure,
    services: composeServices(config, parts, orm, pool, engine),
    async startWorker() {
      worker = createWorker(config, parts, logger);
      await listenTo(queue, worker, meter);
      worker.start();
      outside.start();
      history.start();
    },
    async stopWorker() {
      await Promise.all([worker?.stop(), outside.stop(), history.stop()]);
    },
    async close() {
      pressure.stop();
      await Promise.all([worker?.stop(), outside.stop(), history.stop()]);
      // Gives back what steps have left it while everything else ended.
      await worker?.stop();
      await queue.close();
      await changes.close();
      await Promise.all([parts.scripts.close(), parts.decisions.close(), parts.riskyFeel.close(), parts.files.close()]);
      await orm.close(true);
      await pool.end();
      watch.stop();
      await database.embedded?.stop();
    },
  };
}

function connectionLog(logger: Logger): (error: Error) => void {
  return (error) => {
    logger.error({ error: error.message }, 'connection');
  };
}

function keepHistory(pool: Pool, logger: Logger): HistoryKeeper {
  return new HistoryKeeper({
    pool,
    clock: systemClock,
    onRound: (report) => {
      logger.info(report, 'history removed');
    },
    onError: (error) => {
      logger.warn({ error: error instanceof Error ? error.message : String(error) }, 'history not removed, tried again');
    },
  });
}

async function openMigrated(databaseUrl: string, modules: readonly ModuleContract[], watch: ConnectionWatch): Promise<MikroORM> {
  const orm = await openOrm(
    databaseUrl,
    modules.flatMap((module) => module.entities),
    modules.flatMap((module) => module.migrations),
    watch.add,
  );
  await migrate(orm);
  return orm;
}

async function openQueue(config: Config, databaseUrl: string, onError: (error: Error) => void, watch: ConnectionWatch): Promise<JobQueue> {
  return config.redisUrl === null
    ? createPostgresJobQueue(databaseUrl, { onError, connection: CONNECTION_SETTINGS, watch: watch.add })
    : createRedisJobQueue(config.redisUrl, { onError });
}

function createMeter(config: Config, logger: Logger): NodeMeter {
  return new NodeMeter(config.slowStepMs, ({ milliseconds, ...facts }) => {
    workLogger(logger, facts).warn({ milliseconds: Math.round(milliseconds) }, 'slow step');
  });
}

function openPool(config: Config, url: string, onError: (error: Error) => void, observer: PartsObserver): Pool {
  const pool = new pg.Pool({
    // Statements that do not wait for each other's answers share a round trip.
    pipeline: true,
    connectionString: url,
    max: config.databaseConnections,
    ...CONNECTION_SETTINGS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: 2 * STATEMENT_TIMEOUT_MS,
    application_name: 'lanework',
  });
  pool.on('error', onError);
  // A connection that breaks while somebody holds it fails his next statement; without a listener it would end the process.
  pool.on('connect', (client) => {
    client.on('error', onError);
    observer.connection(client);
  });
  return pool;
}

function openFailpoints(config: Config, logger: Logger): Failpoints {
  if (config.failpoints === null) return NO_FAILPOINTS;
  const kill = (failpoint: FailpointName): void => {
    logger.fatal({ failpoint }, 'killed at a failpoint');
    process.kill(process.pid, 'SIGKILL');
  };
  return readFailpoints(config.failpoints, kill, Math.random);
}

function composeParts(
  config: Config,
  pool: Pool,
  changes: DistributedChangeFeed,
  modules: readonly ModuleContract[],
  observer: PartsObserver,
): Omit<EngineParts, 'limits' | 'failpoints' | 'store' | 'wake' | 'localWorker' | 'meter' | 'tracer'> {
  const { meter } = observer;
  return {
    deployments: new PostgresDeploymentStore(pool),
    calendars: new PostgresCalendarStore(pool),
    work: new PostgresWorkStore(pool),
    decide: observer.decide(decide),
    environment: { evaluate: createEvaluator(), stepBudget: STEP_BUDGET, instanceBudget: INSTANCE_BUDGET },
    operations: new Map(
      modules.flatMap((module) => module.operations).map((operation) => [operation.topic, observer.operation(operation)]),
    ),
    outsideOperations: outsideOperationsOf(modules, observer),
    outsideSettings: outsideSettings(config),
    scripts: createBoundedScriptRunner({ meter }),
    decisions: createBoundedDecisionRunner({ meter }),
    riskyFeel: createBoundedEvaluator({ meter }),
    files: createBoundedFileReader({ meter }),
    ids: new InstanceIds(),
    clock: systemClock,
    changes,
  };
}

function observe(
  meter: NodeMeter,
  pool: Pool,
  store: InstanceStore,
  queue: JobQueue,
  modules: readonly ModuleContract[],
  workerOf: () => Worker | null,
): Observed {
  const migrations = modules.flatMap((module) => module.migrations);
  return {
    meter,
    nodes: createNodeStore(pool),
    gauges: {
      pool: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount, limit: pool.options.max }),
      inHand: () => {
        const worker = workerOf();
        return worker === null ? {} : Object.fromEntries(WORK_KINDS.map((kind) => [kind, worker.inHand(kind)]));
      },
      queue: () => queue.state(),
      steps: () => store.statistics,
    },
    health: {
      ping: () => pool.query('select 1'),
      missingMigrations: () => missingMigrations(pool, migrations),
      queue: () => queue.state(),
    },
  };
}

function composeServices(config: Config, parts: EngineParts, orm: MikroORM, pool: Pool, engine: Engine): ModuleServices {
  return {
    orm,
    pool,
    engine,
    changes: parts.changes,
    outside: outsideSettings(config),
    evaluateFeel: createFeelValue(parts),
    async transaction(work) {
      const client = await beginTransaction(pool);
      try {
        const result = await work(sqlExecutor(client));
        await markRequest(client);
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
  };
}

/** What a request under an idempotency key changes and the word that it is done are one commit. */
async function markRequest(client: PoolClient): Promise<void> {
  const request = claimedRequest();
  if (request === null) return;
  const { rowCount } = await client.query(MARK_REQUEST_COMMITTED, [request.id, request.epoch]);
  if (rowCount !== 1)
    throw new HttpProblem(
      409,
      'REQUEST_IN_PROGRESS',
      'Expected this request to be worked on once, but it took so long that it was begun again.',
    );
}

function createWorker(config: Config, parts: EngineParts, logger: Logger): Worker {
  return new Worker(parts, {
    ...DEFAULT_WORKER_OPTIONS,
    concurrency: config.workerConcurrency,
    pollMs: config.pollMs,
    leaseMs: config.leaseMs,
    outboxHandlers: new Map([[MAIL_KIND, createMailHandler(config.smtpUrl, config.mailFrom)]]),
    log: (event) => {
      workLogger(logger, factsOfRow(event.kind, event.id)).warn({ reason: event.message }, 'due work put back');
    },
  });
}

const listenTo = (queue: JobQueue, worker: Worker, meter: NodeMeter): Promise<void> =>
  queue.onWake((kind) => {
    meter.wakeReceived(kind);
    worker.wake(kind);
  });
