import type { FlowNode, JsonObject } from '../model/index.ts';
import { EngineError, type ActivatedJob, type JobLease, type JobRequest } from '../port/engine.ts';
import type { DealtJob, DueJob, LeasedJobRow } from '../port/work-store.ts';
import type { EngineParts } from './engine-parts.ts';
import { splitGlobalId } from './global-id.ts';
import { dealJobs } from './deal-jobs.ts';
import { failLostJob } from './job-result.ts';
import { jobInput } from './perform-job.ts';

/** Longest that one call waits for jobs, in milliseconds. */
const MAX_WAIT_MS = 60_000;
/** Jobs leased by one round for all that wait. */
const MAX_JOBS_PER_ROUND = 500;
/** Longest pause between two looks while somebody waits, in milliseconds: finds what no news told of. */
const LOOK_AGAIN_MS = 5_000;
/** Shortest pause after a look that found only jobs that others hold, in milliseconds. */
const SHORTEST_PAUSE_MS = 20;
/** Lease under which the engine itself ends a job that has lost too many workers, in milliseconds. */
const ENGINE_LEASE_MS = 30_000;
const ENGINE_WORKER = 'engine';

/** A leased job with the element that it belongs to. */
export interface LeasedJob {
  readonly job: ActivatedJob;
  readonly node: FlowNode;
}

interface ReadJob {
  readonly row: LeasedJobRow;
  readonly leased: LeasedJob;
}

interface Waiter {
  readonly request: JobRequest;
  readonly types: readonly string[];
  /** False as soon as it has been answered. */
  isWaiting: boolean;
  /** True when the next look is its last. */
  isOver: boolean;
  readonly answer: (jobs: readonly LeasedJob[]) => void;
  readonly refuse: (error: unknown) => void;
}

/**
 * Gives jobs to workers that wait for them. All calls of a node wait together: news of a job, from any node, a job that becomes due or
 * a lease that runs out makes one round, which leases for everybody in one transaction and deals what there is in turn.
 */
export class JobActivation {
  readonly #parts: EngineParts;
  readonly #waiting = new Set<Waiter>();
  #unsubscribe: (() => void) | null = null;
  #pause = new AbortController();
  #isLooking = false;
  #lookAgain = false;
  #isClosed = false;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** Leases jobs, waiting up to `waitMs` for the first. TOO_MANY_WAITING: this node holds as many waiting calls as it may. */
  async activate(request: JobRequest, signal?: AbortSignal): Promise<readonly LeasedJob[]> {
    if (this.#isClosed || signal?.aborted === true) return [];
    const { waitingActivations } = this.#parts.limits;
    if (this.#waiting.size >= waitingActivations)
      throw new EngineError('TOO_MANY_WAITING', `Expected at most ${waitingActivations} calls that wait for jobs, but this is one more.`);
    const over = new AbortController();
    try {
      return await new Promise<readonly LeasedJob[]>((answer, refuse) => {
        const types = typeof request.type === 'string' ? [request.type] : [...new Set(request.type)];
        const waiter: Waiter = { request, types, isWaiting: true, isOver: request.waitMs <= 0, answer, refuse };
        const end = (): void => {
          waiter.isOver = true;
          this.#answer(waiter, []);
        };
        signal?.addEventListener('abort', end, { once: true, signal: over.signal });
        if (request.waitMs > 0) void this.#parts.clock.sleep(Math.min(request.waitMs, MAX_WAIT_MS), over.signal).then(end);
        this.#enter(waiter);
      });
    } finally {
      over.abort();
    }
  }

  /** Ends leases whose work was not begun, and tells others that the jobs are free. */
  async giveBack(jobs: readonly (JobLease & Pick<ActivatedJob, 'type'>)[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.#parts.work.giveBackJobs(jobs);
    for (const jobType of new Set(jobs.map((job) => job.type))) this.#parts.changes.publish({ topic: 'job', jobType });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Answers all that wait, with nothing, and every later call at once. */
  close(): void {
    this.#isClosed = true;
    for (const waiter of this.#waiting) this.#answer(waiter, []);
  }

  #enter(waiter: Waiter): void {
    this.#waiting.add(waiter);
    this.#unsubscribe ??= this.#parts.changes.subscribe(({ topic, jobType }) => {
      if (topic === 'job' && jobType !== undefined && [...this.#waiting].some((each) => each.types.includes(jobType))) this.#look();
    });
    this.#look();
  }

  #leave(waiter: Waiter): boolean {
    if (!waiter.isWaiting) return false;
    waiter.isWaiting = false;
    this.#waiting.delete(waiter);
    if (this.#waiting.size > 0) return true;
    this.#pause.abort();
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    return true;
  }

  /** False when it was answered before. */
  #answer(waiter: Waiter, jobs: readonly LeasedJob[]): boolean {
    if (!this.#leave(waiter)) return false;
    waiter.answer(jobs);
    return true;
  }

  /** One look at a time; news that come meanwhile lead to another. */
  #look(): void {
    this.#lookAgain = true;
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#pause.abort();
    void this.#rounds().finally(() => {
      this.#isLooking = false;
      if (this.#lookAgain && this.#waiting.size > 0) this.#look();
    });
  }

  async #rounds(): Promise<void> {
    while (this.#lookAgain && this.#waiting.size > 0) {
      this.#lookAgain = false;
      const waiters = [...this.#waiting];
      try {
        await this.#round(waiters);
        for (const waiter of waiters) if (waiter.isOver) this.#answer(waiter, []);
        if (this.#waiting.size > 0 && !this.#lookAgain) this.#lookLater(await this.#parts.work.nextJobInMs(this.#types()));
      } catch (error) {
        for (const waiter of waiters) if (this.#leave(waiter)) waiter.refuse(error);
      }
    }
  }

  #lookLater(nextInMs: number | null): void {
    const pause = new AbortController();
    this.#pause = pause;
    const pauseMs = Math.max(SHORTEST_PAUSE_MS, Math.min(LOOK_AGAIN_MS, nextInMs ?? LOOK_AGAIN_MS));
    void this.#parts.clock.sleep(pauseMs, pause.signal).then(() => {
      if (!pause.signal.aborted) this.#look();
    });
  }

  #types(): readonly string[] {
    return [...new Set([...this.#waiting].flatMap((waiter) => waiter.types))];
  }

  async #round(waiters: readonly Waiter[]): Promise<void> {
    const takers = new Map<string, Waiter>();
    const rows = await this.#parts.work.leaseJobs(wantedBy(waiters), (jobs) => this.#deal(waiters, jobs, takers));
    if (rows.length === 0) return;
    const given = new Map<Waiter, LeasedJob[]>();
    for (const { row, leased } of await this.#readOrGiveBack(rows.filter((each) => takers.has(each.id)))) {
      const waiter = takers.get(row.id);
      if (waiter === undefined) continue;
      given.set(waiter, [...(given.get(waiter) ?? []), { ...leased, job: chosen(leased.job, waiter.request.fetchVariables) }]);
    }
    const refused: ActivatedJob[] = [];
    for (const [waiter, jobs] of given) if (!this.#answer(waiter, jobs)) refused.push(...jobs.map(({ job }) => job));
    await this.giveBack(refused);
    for (const row of rows) if (!takers.has(row.id)) await failLostJob(this.#parts, row);
  }

  /** Jobs that have lost too many workers go to the engine, which makes incidents of them. */
  #deal(waiters: readonly Waiter[], jobs: readonly DueJob[], takers: Map<string, Waiter>): readonly DealtJob[] {
    const isLost = ({ lost, retriesLeft }: DueJob): boolean => lost >= Math.max(this.#parts.limits.lostWorkers, retriesLeft);
    const lost = jobs.filter(isLost).map(({ id }) => ({ id, worker: ENGINE_WORKER, leaseMs: ENGINE_LEASE_MS }));
    const hands = waiters
      .filter((waiter) => waiter.isWaiting)
      .map((waiter) => ({ waiter, types: waiter.types, room: waiter.request.maxJobs }));
    const dealt = dealJobs(
      jobs.filter((job) => !isLost(job)),
      hands,
    ).map(({ job, hand: { waiter } }) => {
      takers.set(job.id, waiter);
      return { id: job.id, worker: waiter.request.worker, leaseMs: waiter.request.leaseMs };
    });
    return [...lost, ...dealt];
  }

  async #readOrGiveBack(rows: readonly LeasedJobRow[]): Promise<readonly ReadJob[]> {
    try {
      return await this.#read(rows);
    } catch (error) {
      // When this fails, too, the leases run out by themselves; the first error is the one that tells why.
      await this.giveBack(rows).catch(() => undefined);
      throw error;
    }
  }

  /** The variables of all jobs, in one transaction; a job whose instance has moved on meanwhile is left out. */
  #read(rows: readonly LeasedJobRow[]): Promise<readonly ReadJob[]> {
    if (rows.length === 0) return Promise.resolve([]);
    return this.#parts.store.transaction(async (transaction) => {
      const ids = [...new Set(rows.map((row) => row.processInstanceId))];
      const states = new Map((await Promise.all(ids.map((id) => transaction.loadInstance(id)))).map((each, index) => [ids[index], each]));
      const read = await Promise.all(
        rows.map(async (row) => {
          const state = states.get(row.processInstanceId)?.state;
          const wait = state?.waits[splitGlobalId(row.id, 'job').localId];
          if (state === undefined || wait?.kind !== 'job') return [];
          const definition = await transaction.findDefinition({ kind: 'id', definitionId: state.definitionId });
          const node = definition?.definition.nodes[wait.elementId];
          if (definition === null || node === undefined) return [];
          const { failures: _failures, ...job } = row;
          return [{ row, leased: { node, job: { ...job, variables: jobInput({ definition, state }, wait) } } }];
        }),
      );
      return read.flat();
    });
  }
}

function wantedBy(waiters: readonly Waiter[]): readonly { readonly type: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { types, request } of waiters) {
    for (const type of types) counts.set(type, Math.min(MAX_JOBS_PER_ROUND, (counts.get(type) ?? 0) + request.maxJobs));
  }
  return [...counts].map(([type, count]) => ({ type, count }));
}

function chosen(job: ActivatedJob, names: readonly string[] | undefined): ActivatedJob {
  if (names === undefined) return job;
  const variables: JsonObject = Object.fromEntries(Object.entries(job.variables).filter(([name]) => names.includes(name)));
  return { ...job, variables };
}
