import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { StepTransaction } from '../../port/instance-store.ts';
import type { DefinitionCache } from '../definition-rows.ts';
import { runPrepared } from '../sql.ts';
import { commitMarker, type CommitMarker } from './commit-outcome.ts';
import { GatheredReads } from './gathered-reads.ts';
import type { PutOut } from './put-out.ts';
import type { RecentKeys } from './recent-keys.ts';
import { StepMember, type MemberGroup } from './step-member.ts';
import { StepTurns } from './step-turns.ts';
import { appendsOf, type Append } from './appended-rows.ts';
import { copyIn } from './copy-in.ts';
import { changeStatement, type TracedWrite } from './write-step.ts';

/** How long a group waits for members that do something outside of the database, in milliseconds; then they are put out. */
const STRAGGLER_MS = 20;
/**
 * How long a member waits for a row or table that another transaction has: the first about as long as members take turns, so that all of them follow when it is
 * theirs; those behind it shortly, because two transactions that hold what the other wants would wait until the database finds it out.
 */
const FIRST_WAITS = "set local lock_timeout = '250ms'";
const OTHERS_WAIT = "set local lock_timeout = '50ms'";
const WAIT_AS_USUAL = 'set local lock_timeout = default';

export type StepWork = (transaction: StepTransaction) => Promise<unknown>;

/** A step with the W3C traceparent of who asked for it; null where nothing is traced. */
export interface GroupedStep {
  readonly work: StepWork;
  readonly traceParent: string | null;
}

/** How a member has ended: with an answer that counts once the transaction is committed, with an error, or put out. */
export type MemberEnd =
  | { readonly kind: 'answered'; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'putOut'; readonly reason: PutOut };

/** What the groups of a process have learned. */
export interface Known {
  readonly definitions: DefinitionCache;
  readonly lightTopics: RecentKeys;
}

/**
 * What the members of a group may do beside what they write at the end: nothing that changes something, so that each can be left out until then; one after
 * another what they like; or anything, because there is but one.
 */
export type GroupKind = 'shared' | 'turns' | 'alone';

/** The place of a group among the others of its process. */
export interface GroupLane {
  readonly kind: GroupKind;
  /** Leaves the place of a group that may be shared for one that is not; false when there is none free. */
  leaves(): boolean;
  /** Told of every tree that the group has locked. */
  keeps(rootInstanceId: string): void;
}

/** A member could not go on after it had changed something, which cannot be taken back without what the others have done since. */
export class SpoiltGroupError extends Error {
  /** Place of the member among those of its group. */
  readonly index: number;

  constructor(index: number) {
    super('Expected every step of the transaction to end well or to leave nothing, but one of them did not. Each is run again by itself.');
    this.name = 'SpoiltGroupError';
    this.index = index;
  }
}

/** What a group writes at its end: new rows, and changes of those that were there. */
export interface WriteStatements {
  readonly appends: readonly Append[];
  readonly change: ReturnType<typeof changeStatement>;
}

interface Running {
  readonly member: StepMember;
  end: MemberEnd | null;
}

/** Steps of different trees in one database transaction on one connection, from their first read to the statement that writes all of them. */
export class StepGroup implements MemberGroup {
  readonly client: ClientBase;
  readonly definitions: DefinitionCache;
  readonly lightTopics: RecentKeys;
  readonly reads: GatheredReads;
  readonly #running: readonly Running[];
  readonly #trees = new Map<string, StepMember>();
  readonly #lane: GroupLane;
  readonly #turns = new StepTurns<StepMember>();
  #kind: GroupKind;
  #waits: string | null = null;
  #directs = 0;
  #notify: (() => void) | null = null;

  constructor(client: ClientBase, known: Known, steps: readonly GroupedStep[], lane: GroupLane) {
    this.client = client;
    this.definitions = known.definitions;
    this.lightTopics = known.lightTopics;
    this.reads = new GatheredReads(client);
    this.#lane = lane;
    this.#kind = lane.kind;
    this.#running = steps.map(({ work, traceParent }) => {
      const running: Running = { member: new StepMember(this, traceParent), end: null };
      this.#follow(running, work);
      return running;
    });
  }

  /** `alone` also when its one member had to have the transaction for itself. */
  get kind(): GroupKind {
    return this.#kind;
  }

  /** True when something was changed before the common write. */
  get hasChanged(): boolean {
    return this.#running.some(({ member }) => member.hasChanged);
  }

  /** The member at this place among those of the group. */
  member(index: number): StepMember | undefined {
    return this.#running[index]?.member;
  }

  get waitsShortly(): boolean {
    return this.#waits !== null;
  }

  becomesAlone(): boolean {
    if (this.#kind === 'shared' && this.#running.length === 1 && this.#lane.leaves()) this.#kind = 'alone';
    return this.#kind === 'alone';
  }

  takesTurn(member: StepMember): boolean | Promise<boolean> {
    if (this.#kind !== 'turns') return this.becomesAlone();
    if (this.#turns.holder === member) return true;
    const given = this.#turns.wait(member);
    this.moved();
    return given;
  }

  /** Resolves when every member has ended or was put out. Rejects when a statement failed, so that the transaction is lost. */
  async run(): Promise<readonly MemberEnd[]> {
    for (;;) {
      // Members that go on with their answers ask their next questions in this turn, so all of them are sent together.
      await nextTurn();
      if (this.reads.isAsked) await this.reads.flush();
      else if (!this.#isWaitedFor()) {
        if (this.#turns.isEmpty) break;
        this.#nextTurn();
      } else if (!(await this.#moves())) this.#putOutStragglers();
    }
    this.#demandUnspoilt();
    return this.#running.map(endOf);
  }

  /** True while a member goes on: it has not ended, and waits for no turn. */
  #isWaitedFor(): boolean {
    return this.#running.some(({ end, member }) => end === null && member.putOut === null && !this.#turns.isWaiting(member));
  }

  /** Nothing else goes on in the transaction while a member has its turn: all others have ended or wait for theirs. */
  #nextTurn(): void {
    this.#demandUnspoilt();
    if (this.#turns.isOver) {
      this.#endTurns();
      return;
    }
    const waits = this.hasChanged ? OTHERS_WAIT : FIRST_WAITS;
    // Not waited for: should it fail, so does everything behind it.
    if (waits !== this.#waits) this.client.query(waits).catch(() => undefined);
    this.#waits = waits;
    this.#turns.giveNext();
  }

  /** Puts out whoever has not ended. */
  #endTurns(): void {
    for (const { member, end } of this.#running) if (end === null) member.leave({ kind: 'again' });
    this.#turns.refuseAll();
  }

  #demandUnspoilt(): void {
    if (this.#kind !== 'turns') return;
    const index = this.#running.findIndex(({ member, end }) => member.leavesChange && (member.putOut !== null || end?.kind === 'failed'));
    if (index !== -1) this.#spoil(index);
  }

  #spoil(index: number): never {
    this.#endTurns();
    throw new SpoiltGroupError(index);
  }

  /** Something that only this group can have written; null when none of its members leaves such a thing. */
  marker(): CommitMarker | null {
    return commitMarker(this.#writes());
  }

  /** What the members that have ended well did, in the words of the database. */
  statements(): WriteStatements {
    const writes = this.#writes();
    return { appends: appendsOf(writes), change: changeStatement(writes) };
  }

  /** Rejects when a statement failed. */
  async write({ appends, change }: WriteStatements): Promise<void> {
    const sent: Promise<unknown>[] = this.#waits !== null ? [this.client.query(WAIT_AS_USUAL)] : [];
    sent.push(...appends.map(({ statement, data }) => copyIn(this.client, statement, data)));
    if (change !== null) sent.push(runPrepared(this.client, change.text, change.values));
    await Promise.all(sent);
  }

  keepTree(member: StepMember, rootInstanceId: string): boolean {
    const keeper = this.#trees.get(rootInstanceId) ?? member;
    this.#trees.set(rootInstanceId, keeper);
    if (keeper === member) this.#lane.keeps(rootInstanceId);
    return keeper === member;
  }

  moved(): void {
    this.#notify?.();
  }

  async direct<Result>(query: () => Promise<Result>): Promise<Result> {
    this.#directs += 1;
    try {
      return await query();
    } finally {
      this.#directs -= 1;
      this.moved();
    }
  }

  /** Runs a member's work; the work of one that was put out ends some time later, unheard. */
  #follow(running: Running, work: StepWork): void {
    const end = (ended: MemberEnd): void => {
      running.end ??= ended;
      running.member.ended();
      this.moved();
    };
    // Not within the constructor: the group is not whole before.
    Promise.resolve()
      .then(() => work(running.member))
      .then(
        (answer) => {
          end({ kind: 'answered', answer });
        },
        (error: unknown) => {
          end({ kind: 'failed', error });
        },
      );
  }

  /** Waits until something moves; false when nothing did although the members that are left wait for nothing of the database. */
  #moves(): Promise<boolean> {
    const longestMs = this.#kind === 'alone' || this.#directs > 0 ? null : (this.#turns.leftMs ?? STRAGGLER_MS);
    return new Promise((resolve) => {
      const timer =
        longestMs === null
          ? null
          : setTimeout(() => {
              this.#notify = null;
              resolve(false);
            }, longestMs);
      this.#notify = () => {
        this.#notify = null;
        if (timer !== null) clearTimeout(timer);
        resolve(true);
      };
    });
  }

  #writes(): readonly TracedWrite[] {
    return this.#running
      .filter((running) => endOf(running).kind === 'answered')
      .map(({ member }) => member.toWrite)
      .filter((write): write is TracedWrite => write !== null);
  }

  #putOutStragglers(): void {
    if (this.becomesAlone()) return;
    const { holder } = this.#turns;
    if (holder !== null) this.#spoil(this.#running.findIndex(({ member }) => member === holder));
    for (const { end, member } of this.#running)
      if (end === null && !this.#turns.isWaiting(member)) member.leave({ kind: 'alone', why: 'slow' });
  }
}

function endOf({ end, member }: Running): MemberEnd {
  if (member.putOut !== null) return { kind: 'putOut', reason: member.putOut };
  if (end === null) throw new Error('Expected every member of a group to have ended, but one has not.');
  return end;
}
