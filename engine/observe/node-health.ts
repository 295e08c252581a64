import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Health, HealthCheck, HealthCheckName, HealthReport, HealthStatus } from '../port/health.ts';
import type { QueueState } from '../port/job-queue.ts';

/** Longest that the database may take for its answer, in milliseconds; a probe of an orchestrator waits about as long. */
const DATABASE_TIMEOUT_MS = 2_000;
/** A look counts for so long, in milliseconds, so that probes cannot load the database. */
const LOOK_LASTS_MS = 1_000;
/** Longest turn of the event loop since the last look that is still no remark, in milliseconds. */
const SLOW_TURN_MS = 500;
const RESOLUTION_MS = 20;
const NANOSECONDS_PER_MS = 1_000_000;

/** What the checks ask. */
export interface HealthSources {
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<unknown>;
  /** Names of migrations of this program that the database lacks. */
  readonly missingMigrations: () => Promise<readonly string[]>;
  readonly queue: () => QueueState;
}

/** Health of this node. It has not started until it gets its sources. */
export class NodeHealth implements Health {
  readonly #loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #sources: HealthSources | null = null;
  #isDraining = false;
  #last: { readonly atMs: number; readonly report: Promise<HealthReport> } | null = null;

  constructor() {
    this.#loop.enable();
  }

  started(sources: HealthSources): void {
    this.#sources = sources;
    this.#last = null;
  }

  /** From now on nobody may send requests here: the node finishes what it has. */
  drain(): void {
    this.#isDraining = true;
    this.#last = null;
  }

  close(): void {
    this.#loop.disable();
  }

  hasStarted(): boolean {
    return this.#sources !== null;
  }

  look(): Promise<HealthReport> {
    const nowMs = performance.now();
    if (this.#last === null || nowMs - this.#last.atMs > LOOK_LASTS_MS) this.#last = { atMs: nowMs, report: this.#examine() };
    return this.#last.report;
  }

  async #examine(): Promise<HealthReport> {
    const sources = this.#sources;
    const checks =
      sources === null
        ? [check('database', 'failing', 'Expected the start to be over, but it is not.')]
        : [await database(sources), await schema(sources), this.#eventLoop(), queue(sources)];
    checks.push(
      this.#isDraining
        ? check('shutdown', 'failing', 'The node finishes what it has and takes nothing new.')
        : check('shutdown', 'ok', 'The node takes requests and work.'),
    );
    const worst: HealthStatus[] = ['failing', 'degraded', 'ok'];
    return { status: worst.find((status) => checks.some((each) => each.status === status)) ?? 'ok', checks };
  }

  #eventLoop(): HealthCheck {
    const longestMs = Math.round(this.#loop.max / NANOSECONDS_PER_MS);
    this.#loop.reset();
    return check(
      'eventLoop',
      longestMs > SLOW_TURN_MS ? 'degraded' : 'ok',
      `The longest turn of the event loop since the last look took ${longestMs} ms.`,
    );
  }
}

async function database({ ping }: HealthSources): Promise<HealthCheck> {
  const begunMs = performance.now();
  try {
    await within(ping(), DATABASE_TIMEOUT_MS);
    return check('database', 'ok', `The database answered in ${Math.round(performance.now() - begunMs)} ms.`);
  } catch (error) {
    return check('database', 'failing', `Expected the database to answer, but it does not: ${messageOf(error)}`);
  }
}

/** More migrations than this program knows are fine: the next version is being rolled out. */
async function schema({ missingMigrations }: HealthSources): Promise<HealthCheck> {
  try {
    const missing = await within(missingMigrations(), DATABASE_TIMEOUT_MS);
    return missing.length === 0
      ? check('schema', 'ok', 'The database has every migration of this program.')
      : check('schema', 'failing', `Expected every migration of this program, but the database lacks ${missing.join(', ')}.`);
  } catch (error) {
    return check('schema', 'failing', `Expected to learn the level of the schema, but: ${messageOf(error)}`);
  }
}

function queue(sources: HealthSources): HealthCheck {
  const { isDegraded, inFlight, lost } = sources.queue();
  return isDegraded
    ? check('queue', 'degraded', `The queue takes no wake-ups (${inFlight} wait, ${lost} were lost); due work is found by polling.`)
    : check('queue', 'ok', 'The queue takes wake-ups.');
}

async function within<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`Expected an answer within ${timeoutMs} ms, but there was none.`));
  }, timeoutMs);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

const check = (name: HealthCheckName, status: HealthStatus, detail: string): HealthCheck => ({ name, status, detail });
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
