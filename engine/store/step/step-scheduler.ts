import { AsyncResource } from 'node:async_hooks';
import type { Pool, PoolClient } from 'pg';
import { EngineError } from '../../port/engine.ts';
import {
  CommandAlreadyDoneError,
  TransactionConflictError,
  type StepCapacity,
  type StepHint,
  type StepStatistics,
} from '../../port/instance-store.ts';
import type { Meter } from '../../port/telemetry.ts';
import type { Tracer } from '../../port/tracer.ts';
import type { DefinitionCache } from '../definition-rows.ts';
import { holdBack, isConflict, isConnectionLoss, PLANS_BY_KEY, sqlState } from '../sql.ts';
import { commitGroup } from './commit-group.ts';
import { RecentKeys } from './recent-keys.ts';
import {
  SpoiltGroupError,
  StepGroup,
  type GroupedStep,
  type GroupKind,
  type GroupLane,
  type MemberEnd,
  type StepWork,
} from './step-group.ts';

/** Bounds of the steps of one process. */
export interface SchedulerLimits {
  /** Transactions at a time that several steps may share. */
  readonly groups: number;
  /** Steps that share one. */
  readonly members: number;
  /** Transactions at a time of steps that have one for themselves, or take turns in it. */
  readonly alone: number;
  /** Steps that take turns in one. */
  readonly turns: number;
  /** Steps that wait; one more is refused with TOO_BUSY. */
  readonly waiting: number;
}

/**
 * The statements of a step find rows by their keys, whatever the tables hold: one plan serves for good, and it goes by an index also where it was made for a table
 * that was small at that time. Planning each time, as the server would for one key or two, takes longer than the statements themselves.
 */
const BEGIN = `begin; ${PLANS_BY_KEY}`;

/** Parts of the connections of a process that steps may hold; the rest is for what people read. */
const ALONE_PART = 0.6;
const MAX_GROUPS = 3;

/** The bounds for a pool of so many connections. */
export function schedulerLimits(connections: number): SchedulerLimits {
  return {
    groups: Math.min(MAX_GROUPS, Math.ceil(connections / 4)),
    members: 64,
    alone: Math.max(1, Math.floor(connections * ALONE_PART)),
    turns: 16,
    waiting: 10_000,
  };
}

/** Kinds of steps that are known to need a transaction of their own, or not to, and operations that are known not to. */
const MAX_KNOWN_KINDS = 1_000;
/** Runs of steps alone after which one of a slow kind is tried in a group again. */
const SLOW_KINDS_TRY_AGAIN = 100;
/** Longest that a step keeps its transaction for itself, in milliseconds, when the next of its kind may take turns with others. */
const QUICK_MS = 50;
/** How long steps of a kind take no turns, in milliseconds, after one had to wait for what another transaction had: few rows are wanted by many then. */
const CONTENDED_MS = 10_000;

/** Where steps run. `meter` counts commits without an answer; rows that a step leaves carry the trace of `tracer`. */
export interface StepDatabase {
  readonly pool: Pool;
  readonly definitions: DefinitionCache;
  readonly meter: Meter;
  readonly tracer: Tracer;
}

interface Entry extends GroupedStep {
  readonly hint: StepHint;
  /** True when it is known to need a transaction in which nobody else is. */
  readonly isSolo: boolean;
  /** Instance or root that the step is about, as far as it is known. */
  about: string | undefined;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Decides which steps share a transaction: whatever waits when a transaction may begin, up to a bound, so that a step that comes alone begins at once
 * and many that come together cost one commit. Steps about one instance never share one, and do not begin while another of them runs here. What changes
 * something before the common write takes turns with its like when several wait and its kind is known to be quick; what is not, or was put out of its group, runs alone.
 */
export class StepScheduler {
  readonly #database: StepDatabase;
  readonly #limits: SchedulerLimits;
  readonly #writingKinds = new RecentKeys(MAX_KNOWN_KINDS);
  readonly #contendedKinds = new RecentKeys(MAX_KNOWN_KINDS, CONTENDED_MS);
  readonly #quickKinds = new RecentKeys(MAX_KNOWN_KINDS);
  readonly #slowKinds = new RecentKeys(MAX_KNOWN_KINDS);
  readonly #sharingKinds = new RecentKeys(MAX_KNOWN_KINDS);
  #runsAlone = 0;
  readonly #lightTopics = new RecentKeys(MAX_KNOWN_KINDS);
  /** Instances and roots of running groups, with how many know them. */
  readonly #busy = new Map<string, number>();
  #sharing: Entry[] = [];
  #single: Entry[] = [];
  readonly #running = { groups: 0, alone: 0 };
  #isPlanned = false;
  readonly #counts = { transactions: 0, steps: 0, putOut: 0, conflicts: 0 };

  constructor(database: StepDatabase, limits: SchedulerLimits) {
    this.#database = database;
    this.#limits = limits;
  }

  get statistics(): StepStatistics {
    return { ...this.#counts, waiting: this.#sharing.length + this.#single.length, ...this.#running };
  }

  capacityFor(alike: string): StepCapacity {
    const { groups, members, alone, turns } = this.#limits;
    if (this.#sharingKinds.has(alike)) return { steps: groups * members, isShared: true };
    return this.#takesTurns(alike) ? { steps: groups * turns, isShared: true } : { steps: alone, isShared: false };
  }

  run(work: StepWork, hint: StepHint): Promise<unknown> {
    const { waiting } = this.#limits;
    if (this.#sharing.length + this.#single.length >= waiting)
      return Promise.reject(
        new EngineError('TOO_BUSY', `Expected at most ${waiting} steps to wait, but found one more. Nothing was begun.`),
      );
    return new Promise((resolve, reject) => {
      const traceParent = this.#database.tracer.current();
      // In a group the work runs on behalf of whoever asked for it, not of whoever came first.
      const caller = new AsyncResource('LaneworkStep');
      const entry: Entry = {
        work: (transaction) => caller.runInAsyncScope(work, undefined, transaction),
        traceParent,
        hint,
        isSolo: false,
        about: hint.about,
        resolve,
        reject,
      };
      const { alike } = hint;
      const isAlone = alike !== undefined && (this.#writingKinds.has(alike) || this.#slowKinds.has(alike));
      (isAlone ? this.#single : this.#sharing).push(entry);
      this.#plan();
    });
  }

  /** Steps that are asked for in the same turn of the event loop find each other. */
  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => {
      this.#isPlanned = false;
      this.#begin();
    });
  }

  #begin(): void {
    while (this.#running.groups < this.#limits.groups) {
      const entries = this.#take('sharing', this.#limits.members);
      if (entries.length === 0) break;
      this.#runIn('groups', 'shared', entries);
    }
    const { groups, alone, turns } = this.#limits;
    while (this.#running.alone < alone) {
      // Few transactions of many steps, as long as nobody waits for them.
      const most = Math.min(turns, Math.ceil(this.#single.length / groups));
      const entries = this.#take('single', most, (entry) => this.#mayTakeTurns(entry));
      if (entries.length === 0) break;
      this.#runIn('alone', entries.length === 1 ? 'alone' : 'turns', entries);
    }
  }

  /** Quick ones that change something before they write. What is not known yet is tried by itself. */
  #mayTakeTurns({ isSolo, hint: { alike } }: Entry): boolean {
    return !isSolo && alike !== undefined && this.#takesTurns(alike);
  }

  #takesTurns(alike: string): boolean {
    return this.#writingKinds.has(alike) && this.#quickKinds.has(alike) && !this.#contendedKinds.has(alike);
  }

  #runIn(lane: 'groups' | 'alone', kind: GroupKind, entries: readonly Entry[]): void {
    let place = lane;
    this.#running[place] += 1;
    const trees: string[] = [];
    const ended = this.#run(entries, trees, {
      kind,
      leaves: () => {
        if (this.#running.alone >= this.#limits.alone) return false;
        this.#running[place] -= 1;
        place = 'alone';
        this.#running[place] += 1;
        this.#plan();
        return true;
      },
      keeps: (rootInstanceId) => {
        trees.push(rootInstanceId);
        this.#mark(rootInstanceId);
      },
    });
    void ended.finally(() => {
      this.#running[place] -= 1;
      this.#plan();
    });
  }

  /** The first entry that is about nothing that is being worked on, and others behind it when it is sociable and they are; marks what they are about. */
  #take(queue: 'sharing' | 'single', most: number, isSociable: (entry: Entry) => boolean = () => true): readonly Entry[] {
    const waiting = queue === 'sharing' ? this.#sharing : this.#single;
    const taken: Entry[] = [];
    const left: Entry[] = [];
    let next = 0;
    for (; next < waiting.length && taken.length < most; next += 1) {
      const entry = waiting[next];
      if (entry === undefined) break;
      const isBusy = entry.about !== undefined && this.#busy.has(entry.about);
      if (isBusy || (taken.length > 0 && !isSociable(entry))) left.push(entry);
      else {
        taken.push(entry);
        if (entry.about !== undefined) this.#mark(entry.about);
        if (!isSociable(entry)) {
          next += 1;
          break;
        }
      }
    }
    if (taken.length === 0) return taken;
    left.push(...waiting.slice(next));
    if (queue === 'sharing') this.#sharing = left;
    else this.#single = left;
    return taken;
  }

  #mark(id: string): void {
    this.#busy.set(id, (this.#busy.get(id) ?? 0) + 1);
  }

  #unmark(id: string): void {
    const count = (this.#busy.get(id) ?? 1) - 1;
    if (count === 0) this.#busy.delete(id);
    else this.#busy.set(id, count);
  }

  /** One transaction; settles its entries, or queues them again. Never rejects. */
  async #run(entries: readonly Entry[], trees: readonly string[], lane: GroupLane): Promise<void> {
    try {
      const ends = await this.#transact(entries, lane);
      ends.forEach((end, index) => {
        const entry = entries[index];
        if (entry !== undefined) this.#settle(entry, end);
      });
    } catch (error) {
      this.#afterFailure(entries, named(error));
    } finally {
      for (const id of trees) this.#unmark(id);
      for (const { about } of entries) if (about !== undefined) this.#unmark(about);
    }
  }

  async #transact(entries: readonly Entry[], lane: GroupLane): Promise<readonly MemberEnd[]> {
    const { pool, definitions, meter } = this.#database;
    const client = await pool.connect();
    let broken: Error | undefined;
    const noteBroken = (error: Error): void => {
      broken = error;
    };
    client.on('error', noteBroken);
    try {
      // Goes out together with the first reads, which the group sends in the next turn; when it fails, so do they.
      const send = holdBack(client);
      client.query(BEGIN).catch(() => undefined);
      const group = new StepGroup(client, { definitions, lightTopics: this.#lightTopics }, entries, lane);
      const running = group.run();
      setImmediate(send);
      const ends = await running;
      this.#counts.transactions += 1;
      this.#counts.steps += ends.filter(({ kind }) => kind === 'answered').length;
      if (ends.every(({ kind }) => kind !== 'answered')) broken = await rollBack(client, broken);
      else await commitGroup(pool, group, meter);
      this.#learn(entries, ends, group);
      return ends;
    } catch (error) {
      broken = await rollBack(client, broken);
      throw error;
    } finally {
      client.off('error', noteBroken);
      client.release(broken);
    }
  }

  /** Remembers which kinds of steps share transactions, change something before they write, or keep others waiting. The latter are given another try now and then. */
  #learn(entries: readonly Entry[], ends: readonly MemberEnd[], group: StepGroup): void {
    entries.forEach(({ hint }, index) => {
      const end = ends[index];
      const member = group.member(index);
      if (hint.alike === undefined || end === undefined || member === undefined) return;
      if (end.kind === 'putOut') {
        if (end.reason.kind !== 'alone') return;
        this.#sharingKinds.delete(hint.alike);
        if (group.kind === 'turns') this.#quickKinds.delete(hint.alike);
        if (end.reason.why === 'slow') this.#slowKinds.add(hint.alike);
        if (end.reason.why === 'contended') this.#contendedKinds.add(hint.alike);
        return;
      }
      if (group.kind === 'shared') {
        if (end.kind === 'answered' && !this.#sharingKinds.has(hint.alike)) this.#sharingKinds.add(hint.alike);
        return;
      }
      if (member.hasChanged) this.#writingKinds.add(hint.alike);
      else this.#writingKinds.delete(hint.alike);
      if (member.turnMs !== null && member.turnMs <= QUICK_MS) this.#quickKinds.add(hint.alike);
      else this.#quickKinds.delete(hint.alike);
      this.#runsAlone += 1;
      if (this.#runsAlone % SLOW_KINDS_TRY_AGAIN === 0) this.#slowKinds.delete(hint.alike);
    });
  }

  #settle(entry: Entry, end: MemberEnd): void {
    switch (end.kind) {
      case 'answered':
        entry.resolve(end.answer);
        return;
      case 'failed':
        entry.reject(named(end.error));
        return;
      case 'putOut':
        this.#counts.putOut += 1;
        if (end.reason.kind === 'alone') this.#single.push({ ...entry, isSolo: true });
        else if (end.reason.kind === 'again') this.#single.push({ ...entry });
        else this.#sharing.unshift({ ...entry, about: end.reason.rootInstanceId });
    }
  }

  /** A conflict is for whoever asked: he runs the step again. Any other failure may be the fault of one member, so each is tried by itself. */
  #afterFailure(entries: readonly Entry[], error: unknown): void {
    if (error instanceof TransactionConflictError) this.#counts.conflicts += 1;
    const spoiler = error instanceof SpoiltGroupError ? entries[error.index]?.hint.alike : undefined;
    if (spoiler !== undefined) this.#quickKinds.delete(spoiler);
    if (entries.length === 1 || error instanceof TransactionConflictError) for (const { reject } of entries) reject(error);
    else this.#single.push(...entries.map((entry) => ({ ...entry, isSolo: true })));
  }
}

async function rollBack(client: PoolClient, broken: Error | undefined): Promise<Error | undefined> {
  try {
    await client.query('rollback');
    return broken;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function named(error: unknown): unknown {
  if (isConflict(error) || isConnectionLoss(error)) return new TransactionConflictError(error);
  if (sqlState(error) === '23505' && error instanceof Error && 'table' in error && error.table === 'command_log') {
    const detail = 'detail' in error ? String(error.detail) : '';
    return new CommandAlreadyDoneError(/\(id\)=\((.*)\)/.exec(detail)?.[1] ?? '');
  }
  return error;
}
