import { WORK_KINDS, type WorkKind } from '../port/job-queue.ts';
import type { ClaimedJob, ClaimRequest, Losses } from '../port/work-store.ts';
import { inSpan } from '../port/tracer.ts';
import { claimJobItems, itemsOf } from './claim-jobs.ts';
import { deliverBuffered } from './deliver.ts';
import type { EngineParts } from './engine-parts.ts';
import type { LocalWorker } from './hand-over.ts';
import { dispatchOutbox, type OutboxHandler } from './outbox.ts';
import { JobRoom } from './job-room.ts';
import { fireTimer, runDueWork, type WorkEnd } from './work-handlers.ts';
import { Hand, type Item } from './worker-hand.ts';

export interface WorkerOptions {
  /** Rows of one kind in hand at a time. Default 64. */
  readonly concurrency: number;
  /** How long a claim holds before others may take the row, in milliseconds; renewed while this process lives. Default 6,000. */
  readonly leaseMs: number;
  /** Longest time between two looks at the tables when nobody wakes the worker, in milliseconds. Default 2,000. */
  readonly pollMs: number;
  readonly outboxHandlers: ReadonlyMap<string, OutboxHandler>;
  readonly log: (event: { readonly kind: string; readonly id: string; readonly message: string }) => void;
}

export const DEFAULT_WORKER_OPTIONS: Omit<WorkerOptions, 'outboxHandlers' | 'log'> = {
  concurrency: 64,
  leaseMs: 6_000,
  pollMs: 2_000,
};

/** Renewals of a lease within its length: two may fail before it runs out. */
const RENEWALS_PER_LEASE = 3;
/** Part of the rows in hand that must be done before more are claimed, so that claims are few and large. */
const REFILL_BELOW = 0.5;
/** Rows that lost one worker, worked on together; those that lost more are alone. */
export const SUSPECTS_AT_ONCE = 8;
/** Pause before work that could not be begun now is tried again, in milliseconds. */
const NOT_NOW_PAUSE_MS = 200;
/** Pause after a failure that could not be recorded, doubled with each attempt up to the maximum. */
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 60_000;
/** Shortest pause between two looks that found nothing, in milliseconds. */
const MIN_REST_MS = 10;
/** Buffered messages looked at by one round of the reconciler. */
const MESSAGES_PER_ROUND = 100;
const UPKEEP_EVERY_MS = 60 * 60 * 1_000;

/**
 * Does due work: timers, jobs, work left by other transactions, outbox. For each kind one loop keeps many rows in hand, and another one
 * takes the suspects: rows whose worker was lost, few at a time and then one by one, however much else is due. Leases of all rows in hand
 * are renewed while the process lives, so they can be short. A loop with nothing to do rests until it is woken, the next row is due, or its
 * poll is; the poll is the reconciler, which finds whatever a lost wake-up left lying.
 */
export class Worker implements LocalWorker {
  readonly #parts: EngineParts;
  readonly #options: WorkerOptions;
  readonly #stop = new AbortController();
  readonly #rests = new Map<WorkKind, AbortController>();
  readonly #woken = new Set<WorkKind>();
  readonly #hand = new Hand();
  readonly #suspects = new Hand();
  /** Jobs that steps of this process have left it; apart, so that claims of what waits for its turn go on beside them. */
  readonly #handedOver = new Hand();
  readonly #jobRoom: JobRoom;
  #isRunning = false;
  #loops: Promise<unknown> = Promise.resolve();

  constructor(parts: EngineParts, options: WorkerOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#jobRoom = new JobRoom(parts, options.concurrency, [this.#hand, this.#handedOver]);
  }

  /** Rows in hand by kind. */
  inHand(kind: WorkKind): number {
    return this.#hand.count(kind) + this.#suspects.count(kind) + this.#handedOver.count(kind);
  }

  start(): void {
    this.#isRunning = true;
    const work = WORK_KINDS.flatMap((kind) => [this.#loop(kind), this.#suspectsLoop(kind)]);
    const heartbeat = new AbortController();
    const workDone = Promise.all([...work, this.#reconcile()])
      .then(() => this.#handedOver.fallenBelow('job', 1))
      .finally(() => {
        heartbeat.abort();
      });
    this.#loops = Promise.all([workDone, this.#renewLeases(heartbeat.signal)]);
  }

  /** Makes the loop of this kind look at once. */
  wake(kind: WorkKind): void {
    this.#woken.add(kind);
    this.#rests.get(kind)?.abort();
  }

  get leaseMs(): number {
    return this.#options.leaseMs;
  }

  hasRoom(type: string): boolean {
    return this.#isRunning && this.#jobRoom.hasRoom(type, this.#handedOver.count('job'));
  }

  takeOver(job: ClaimedJob): void {
    this.#parts.failpoints.reach('after-claim');
    this.#parts.meter.rowsClaimed('job', 'never', 1);
    for (const item of itemsOf(this.#parts, [job]))
      void this.#hold(item, this.#handedOver, () => (this.#stop.signal.aborted ? this.#giveBack([item], 0) : this.#work(item)));
  }

  /**
   * Takes no more work, gives back what is claimed but not begun, and resolves when what is in hand is done. Steps of others that end later may
   * still leave it jobs; called again it resolves when these are given back as well.
   */
  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#stop.abort();
    for (const rest of this.#rests.values()) rest.abort();
    await this.#loops;
    await this.#handedOver.fallenBelow('job', 1);
  }

  async #loop(kind: WorkKind): Promise<void> {
    const { concurrency } = this.#options;
    while (!this.#stop.signal.aborted) {
      this.#woken.delete(kind);
      const items = await this.#claim(kind, 'never', concurrency - this.#hand.count(kind));
      const work = this.#workOn(items, this.#hand);
      if (this.#stop.signal.aborted) await work;
      // Whatever was done may have made more work of the same kind due, so the loop rests only after a claim that found nothing.
      if (items.length === 0 && !this.#woken.has(kind)) await this.#rest(kind);
      if (this.#hand.count(kind) >= concurrency) await this.#hand.fallenBelow(kind, Math.ceil(concurrency * REFILL_BELOW));
    }
    await this.#hand.fallenBelow(kind, 1);
  }

  /** One that kills its worker takes at most a few others with it, each of which is then tried alone. */
  async #suspectsLoop(kind: WorkKind): Promise<void> {
    const { pollMs } = this.#options;
    while (!this.#stop.signal.aborted) {
      let found = 0;
      for (const [losses, limit] of [
        ['often', 1],
        ['once', SUSPECTS_AT_ONCE],
      ] as const) {
        const suspects = await this.#claim(kind, losses, limit);
        found += suspects.length;
        await this.#workOn(suspects, this.#suspects);
      }
      if (found === 0) await this.#parts.clock.sleep(await this.#restMs(kind, 'any', pollMs), this.#stop.signal);
    }
  }

  async #rest(kind: WorkKind): Promise<void> {
    const { pollMs } = this.#options;
    // A retry of a job wakes by the queue; looking for the next one among all jobs of outside workers would cost more than it brings.
    const restMs = kind === 'job' ? pollMs : await this.#restMs(kind, 'never', pollMs);
    const rest = new AbortController();
    this.#rests.set(kind, rest);
    if (this.#stop.signal.aborted || this.#woken.has(kind)) rest.abort();
    await this.#parts.clock.sleep(restMs, rest.signal);
    this.#rests.delete(kind);
  }

  async #restMs(kind: WorkKind, losses: 'never' | 'any', pollMs: number): Promise<number> {
    try {
      const dueMs = await this.#parts.work.nextDueMs(kind, losses, [...this.#parts.operations.keys()]);
      return dueMs === null ? pollMs : Math.min(pollMs, Math.max(MIN_REST_MS, Math.ceil(dueMs)));
    } catch (error) {
      this.#log(kind, '', error);
      return pollMs;
    }
  }

  /** Works on claimed rows; resolves when all are done. When the worker has stopped meanwhile, they are given back. */
  async #workOn(items: readonly Item[], hand: Hand): Promise<void> {
    if (items.length > 0) this.#parts.failpoints.reach('after-claim');
    if (!this.#stop.signal.aborted) await Promise.all(items.map((item) => this.#hold(item, hand, () => this.#work(item))));
    else if (items.length > 0) await this.#giveBack(items, 0);
  }

  async #hold(item: Item, hand: Hand, work: () => Promise<void>): Promise<void> {
    await hand.hold(item, work);
    if (item.kind === 'job' && this.#jobRoom.isFreed()) this.wake('job');
  }

  async #work(item: Item): Promise<void> {
    const begunMs = performance.now();
    const ended = (end: 'done' | 'notNow' | 'putBack'): void => {
      this.#parts.meter.rowEnded(item.kind, end, (performance.now() - begunMs) / 1_000);
    };
    try {
      const end = await this.#run(item);
      ended(end);
      if (end === 'notNow') await this.#giveBack([item], NOT_NOW_PAUSE_MS);
    } catch (error) {
      ended('putBack');
      this.#log(item.kind, item.id, error);
      const { kind, id, leaseEpoch, failures } = item;
      if (kind === 'outbox') return;
      const retryAfterMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2);
      const message = error instanceof Error ? error.message : String(error);
      await this.#parts.work.putBack({ kind, id, leaseEpoch, retryAfterMs, error: message }).catch((failure: unknown) => {
        this.#log(kind, id, failure);
      });
    }
  }

  /** In a span that is linked to the step which left the row. */
  #run(item: Item): Promise<WorkEnd> {
    const { tracer } = this.#parts;
    if (!tracer.isOn) return item.run();
    const links = item.traceParent === null ? [] : [item.traceParent];
    const attributes = { 'lanework.work': item.kind, 'lanework.work.id': item.id, 'lanework.attempt': item.attempts };
    return inSpan(tracer, `work ${item.kind}`, attributes, () => item.run(), { kind: 'consumer', parent: null, links });
  }

  async #giveBack(items: readonly Item[], pauseMs: number): Promise<void> {
    const held = items.map(({ kind, id, leaseEpoch }) => ({ kind, id, leaseEpoch }));
    await this.#parts.work.giveBack(held, pauseMs).catch((failure: unknown) => {
      for (const { kind, id } of held) this.#log(kind, id, failure);
    });
  }

  /** A database that does not answer counts as nothing due. */
  async #claim(kind: WorkKind, losses: Losses, limit: number): Promise<readonly Item[]> {
    if (limit <= 0) return [];
    try {
      const items = await this.#claimKind(kind, { losses, limit, leaseMs: this.#options.leaseMs });
      if (items.length > 0) this.#parts.meter.rowsClaimed(kind, losses, items.length);
      return items;
    } catch (error) {
      this.#log(kind, '', error);
      return [];
    }
  }

  async #claimKind(kind: WorkKind, request: ClaimRequest): Promise<readonly Item[]> {
    const parts = this.#parts;
    switch (kind) {
      case 'timer':
        return (await parts.work.claimTimers(request)).map((timer) => ({ kind, ...timer, run: () => fireTimer(parts, timer) }));
      case 'job':
        return this.#claimJobs(request);
      case 'dueWork':
        return (await parts.work.claimDueWork(request)).map(({ kind: workKind, ...work }) => ({
          kind,
          ...work,
          run: () => runDueWork(parts, { kind: workKind, ...work }),
        }));
      case 'outbox':
        return (await parts.work.claimOutbox(request)).map(({ kind: effectKind, ...row }) => ({
          kind,
          ...row,
          run: async (): Promise<WorkEnd> => {
            await dispatchOutbox(parts.work, this.#options.outboxHandlers, { kind: effectKind, ...row });
            return 'done';
          },
        }));
    }
  }

  async #claimJobs(request: ClaimRequest): Promise<readonly Item[]> {
    // Suspects are few, whatever they do.
    if (request.losses !== 'never') return claimJobItems(this.#parts, [...this.#parts.operations.keys()], request);
    const items: Item[] = [];
    let free = request.limit;
    try {
      for (const part of this.#jobRoom.claims(free)) {
        const limit = Math.min(part.limit, free);
        if (limit === 0) break;
        const claimed = await claimJobItems(this.#parts, part.topics, { ...request, limit });
        free -= claimed.filter(({ ridesAlong }) => ridesAlong !== true).length;
        items.push(...claimed);
      }
    } catch (error) {
      // What is claimed already is in hand.
      if (items.length === 0) throw error;
      this.#log('job', '', error);
    }
    return items;
  }

  /** Says again and again that this process lives and still has its rows in hand; ends after the loops, with the last row. */
  async #renewLeases(ended: AbortSignal): Promise<void> {
    const { leaseMs } = this.#options;
    while (!ended.aborted) {
      await this.#parts.clock.sleep(leaseMs / RENEWALS_PER_LEASE, ended);
      const held = [...this.#hand.rows(), ...this.#suspects.rows(), ...this.#handedOver.rows()];
      if (ended.aborted || held.length === 0) continue;
      try {
        for (const { kind, id } of await this.#parts.work.renewLeases(held, leaseMs)) {
          this.#parts.meter.leaseLost(kind);
          this.#log(kind, id, new Error('Expected to keep the lease while the work was done, but it ran out and others have the row.'));
        }
      } catch (error) {
        this.#log('lease', '', error);
      }
    }
  }

  /** What no row is due for: kept messages that somebody waits for, messages past their time, partitions of the months to come. */
  async #reconcile(): Promise<void> {
    let upkeepDueMs = 0;
    while (!this.#stop.signal.aborted) {
      try {
        for (const { name, correlationKey } of await this.#parts.work.findDeliverableMessages(MESSAGES_PER_ROUND))
          await deliverBuffered(this.#parts, name, correlationKey);
        await this.#parts.work.removeExpiredMessages();
        if (this.#parts.clock.nowMs() >= upkeepDueMs) {
          await this.#parts.work.keepUp();
          upkeepDueMs = this.#parts.clock.nowMs() + UPKEEP_EVERY_MS;
        }
      } catch (error) {
        this.#log('reconcile', '', error);
      }
      await this.#parts.clock.sleep(this.#options.pollMs, this.#stop.signal);
    }
  }

  #log(kind: string, id: string, error: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#options.log({ kind, id, message: error instanceof Error ? error.message : String(error) });
  }
}
