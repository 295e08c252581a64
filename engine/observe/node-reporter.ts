import type { Load, DoneCounts, NodeIdentity, NodeStore } from '../port/node-store.ts';
import type { NodeMeter } from './node-meter.ts';

/** Time between two reports of a node, in milliseconds. */
export const REPORT_EVERY_MS = 10_000;

/** Tells the other nodes through the database, again and again, that this one lives and what it did. */
export class NodeReporter {
  readonly #store: NodeStore;
  readonly #node: NodeIdentity;
  readonly #meter: NodeMeter;
  readonly #inHand: () => Readonly<Record<string, number>>;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;
  #reporting: Promise<void> = Promise.resolve();
  #reported: DoneCounts = { timer: 0, job: 0, dueWork: 0, outbox: 0, commands: 0, incidents: 0 };
  #load: Load | null = null;

  constructor(
    store: NodeStore,
    node: NodeIdentity,
    meter: NodeMeter,
    inHand: () => Readonly<Record<string, number>>,
    onError: (error: unknown) => void,
  ) {
    this.#store = store;
    this.#node = node;
    this.#meter = meter;
    this.#inHand = inHand;
    this.#onError = onError;
  }

  /** What waits in the database, as counted last; null before the first report. */
  get load(): Load | null {
    return this.#load;
  }

  /** Resolves after the first report. */
  async start(): Promise<void> {
    await this.report();
    this.#timer = setInterval(() => {
      this.#reporting = this.report();
    }, REPORT_EVERY_MS).unref();
  }

  /** Never rejects: what could not be reported is part of the next report. */
  async report(): Promise<void> {
    const totals = totalsOf(this.#meter);
    const done = difference(totals, this.#reported);
    const slowest = this.#meter.slowest.take();
    try {
      this.#load = await this.#store.report({ node: this.#node, inHand: this.#inHand(), done, slowest });
      this.#reported = totals;
    } catch (error) {
      this.#onError(error);
    }
  }

  /** Ends the reports and takes the node off the list. */
  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#reporting;
    await this.#store.leave(this.#node.id).catch(this.#onError);
  }
}

function totalsOf(meter: NodeMeter): DoneCounts {
  const rows: Record<string, number> = {};
  for (const { labels, buckets } of meter.rows.values()) {
    const [kind = '', end = ''] = labels;
    if (end === 'done') rows[kind] = (rows[kind] ?? 0) + buckets.counts.reduce((sum, count) => sum + count, 0);
  }
  const { timer = 0, job = 0, dueWork = 0, outbox = 0 } = rows;
  return { timer, job, dueWork, outbox, commands: meter.commands.total, incidents: meter.incidentsRaised.total };
}

function difference(now: DoneCounts, before: DoneCounts): DoneCounts {
  return {
    timer: now.timer - before.timer,
    job: now.job - before.job,
    dueWork: now.dueWork - before.dueWork,
    outbox: now.outbox - before.outbox,
    commands: now.commands - before.commands,
    incidents: now.incidents - before.incidents,
  };
}
