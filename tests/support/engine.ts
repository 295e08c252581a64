import { createEvaluator } from '../../engine/expression/index.ts';
import { decide } from '../../engine/kernel/index.ts';
import { createLocalChangeFeed } from '../../engine/port/change-feed.ts';
import { systemClock } from '../../engine/port/clock.ts';
import type { Engine } from '../../engine/port/engine.ts';
import type { WorkKind } from '../../engine/port/job-queue.ts';
import type { Actor, Operation } from '../../engine/port/module-contract.ts';
import { NO_METER } from '../../engine/port/telemetry.ts';
import { NO_TRACER } from '../../engine/port/tracer.ts';
import { InstanceIds } from '../../engine/instance-ids.ts';
import { createEngine } from '../../engine/runtime/create-engine.ts';
import type { EngineParts } from '../../engine/runtime/engine-parts.ts';
import {
  createBoundedDecisionRunner,
  createBoundedEvaluator,
  createBoundedFileReader,
  createBoundedScriptRunner,
} from '../../engine/runtime/evaluation/index.ts';
import { NO_FAILPOINTS } from '../../engine/runtime/failpoint.ts';
import { JobActivation } from '../../engine/runtime/job-activation.ts';
import { DEFAULT_LIMITS } from '../../engine/runtime/limits.ts';
import { OutsideWorker, type OutsideWorkerOptions } from '../../engine/runtime/outside-worker.ts';
import { DEFAULT_WORKER_OPTIONS, Worker, type WorkerOptions } from '../../engine/runtime/worker.ts';
import { PostgresCalendarStore } from '../../engine/store/postgres-calendar-store.ts';
import { PostgresDeploymentStore } from '../../engine/store/postgres-deployment-store.ts';
import { PostgresInstanceStore } from '../../engine/store/postgres-instance-store.ts';
import { PostgresWorkStore } from '../../engine/store/postgres-work-store.ts';
import type { TestDatabase } from './database.ts';

/** A person for tests that ask for nobody in particular. */
export const ANNA: Actor = { kind: 'user', id: 'anna', name: 'Anna Novak', roles: ['employee'], groups: ['sales'] };

/** An engine on a test database, composed as the server composes it, with the parts at hand. */
export interface TestEngine {
  readonly engine: Engine;
  readonly parts: EngineParts;
  /** Wake-ups that steps asked for, oldest first. */
  readonly wakes: { readonly kind: WorkKind; readonly dueAt: string | null }[];
  /** Starts a worker that is stopped by `close`. It is woken by the engine's steps. */
  startWorker(options?: Partial<WorkerOptions>): Worker;
  /** Starts a worker for the outside operations among the parts; stopped by `close`. */
  startOutsideWorker(options?: Partial<OutsideWorkerOptions>): OutsideWorker;
  close(): Promise<void>;
}

/** `change` replaces parts, for example limits or failpoints. */
export function createTestEngine(
  database: TestDatabase,
  operations: readonly Operation[] = [],
  change: Partial<EngineParts> = {},
): TestEngine {
  const scripts = createBoundedScriptRunner({ timeLimitMs: 2_000 });
  const decisions = createBoundedDecisionRunner({ timeLimitMs: 2_000 });
  const riskyFeel = createBoundedEvaluator();
  const files = createBoundedFileReader();
  const workers: Worker[] = [];
  const outsideWorkers: OutsideWorker[] = [];
  const wakes: { kind: WorkKind; dueAt: string | null }[] = [];
  const parts: EngineParts = {
    store: new PostgresInstanceStore(database.pool),
    deployments: new PostgresDeploymentStore(database.pool),
    calendars: new PostgresCalendarStore(database.pool),
    work: new PostgresWorkStore(database.pool),
    decide,
    environment: { evaluate: createEvaluator(), stepBudget: 1_000, instanceBudget: 1_000_000 },
    operations: new Map(operations.map((operation) => [operation.topic, operation])),
    outsideOperations: new Map(),
    scripts,
    decisions,
    riskyFeel,
    files,
    ids: new InstanceIds(),
    clock: systemClock,
    changes: createLocalChangeFeed(),
    wake: (kind, dueAt) => {
      wakes.push({ kind, dueAt });
      if (dueAt === null || Date.parse(dueAt) <= Date.now()) for (const worker of workers) worker.wake(kind);
    },
    localWorker: () => workers.at(-1) ?? null,
    meter: NO_METER,
    tracer: NO_TRACER,
    failpoints: NO_FAILPOINTS,
    limits: DEFAULT_LIMITS,
    ...change,
  };
  const activation = new JobActivation(parts);
  return {
    engine: createEngine(parts, null, activation),
    parts,
    wakes,
    startWorker(options = {}) {
      const worker = new Worker(parts, {
        ...DEFAULT_WORKER_OPTIONS,
        pollMs: 100,
        outboxHandlers: new Map(),
        log: () => undefined,
        ...options,
      });
      workers.push(worker);
      worker.start();
      return worker;
    },
    startOutsideWorker(options = {}) {
      const settings = { httpAllow: [], secretsDirectory: null };
      const worker = new OutsideWorker(parts, activation, { concurrency: 8, leaseMs: 30_000, settings, log: () => undefined, ...options });
      outsideWorkers.push(worker);
      worker.start();
      return worker;
    },
    async close() {
      activation.close();
      await Promise.all([...workers, ...outsideWorkers].map((worker) => worker.stop()));
      await Promise.all([scripts.close(), decisions.close(), riskyFeel.close(), files.close()]);
    },
  };
}

/** Resolves with the first value that is neither null nor undefined; fails after `timeoutMs`. Waits for a condition, not for a time. */
export async function eventually<Value>(look: () => Promise<Value | null | undefined>, what: string, timeoutMs = 10_000): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await look();
    if (value !== null && value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`Expected ${what} within ${timeoutMs} ms, but it did not happen.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A part with some methods replaced, the others as they are: `Object.create` would lose private members. */
export function withMethods<Part extends object>(part: Part, methods: Partial<Part>): Part {
  return new Proxy(part, {
    get(target, name) {
      const value: unknown = Reflect.get(name in methods ? methods : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
