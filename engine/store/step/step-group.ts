import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { StepTransaction } from '../../port/instance-store.ts';
import type { DefinitionCache } from '../definition-rows.ts';
import { runPrepared } from '../sql.ts';
import { commitMarker, type CommitMarker } from './commit-outcome.ts';
import { GatheredReads } from './gathered-reads.ts';
import type { RecentKeys } from './recent-keys.ts';
import { StepMember, type MemberGroup, type PutOut } from './step-member.ts';
import { appendsOf, type Append } from './appended-rows.ts';
import { copyIn } from './copy-in.ts';
import { changeStatement, type TracedWrite } from './write-step.ts';

/** How long a group waits for members that do something outside of the database, in milliseconds; then they are put out. */
const STRAGGLER_MS = 20;

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

/** The place of a group among the others of its process. */
export interface GroupLane {
  /** True for a member that has its transaction for itself from the start. */
  readonly isAlone: boolean;
  /** Leaves the place of a group that may be shared for one that is not; false when there is none free. */
  leaves(): boolean;
  /** Told of every tree that the group has locked. */
  keeps(rootInstanceId: string): void;
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
  #isAlone: boolean;
  #directs = 0;
  #notify: (() => void) | null = null;

  constructor(client: ClientBase, known: Known, steps: readonly GroupedStep[], lane: GroupLane) {
    this.client = client;
    this.definitions = known.definitions;
    this.lightTopics = known.lightTopics;
    this.reads = new GatheredReads(client);
    this.#lane = lane;
    this.#isAlone = lane.isAlone;
    this.#running = steps.map(({ work, traceParent }) => {
      const running: Running = { member: new StepMember(this, traceParent), end: null };
      this.#follow(running, work);
      return running;
    });
  }

  /** True when its one member has the transaction for itself, because it began so or because it had to. */
  get isAlone(): boolean {
    return this.#isAlone;
  }

  /** True when something was changed before the common write. */
  get hasChanged(): boolean {
    return this.#running.some(({ member }) => member.hasChanged);
  }

  becomesAlone(): boolean {
    if (!this.#isAlone && this.#running.length === 1) this.#isAlone = this.#lane.leaves();
    return this.#isAlone;
  }

  /** Resolves when every member has ended or was put out. Rejects when a statement failed, so that the transaction is lost. */
  async run(): Promise<readonly MemberEnd[]> {
    for (;;) {
      // Members that go on with their answers ask their next questions in this turn, so all of them are sent together.
      await nextTurn();
      if (this.reads.isAsked) await this.reads.flush();
      else if (this.#running.every(({ end, member }) => end !== null || member.putOut !== null)) break;
      else if (!(await this.#moves())) this.#putOutStragglers();
    }
    return this.#running.map(endOf);
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
    const sent: Promise<unknown>[] = appends.map(({ statement, data }) => copyIn(this.client, statement, data));
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
    return new Promise((resolve) => {
      const timer =
        !this.#isAlone && this.#directs === 0
          ? setTimeout(() => {
              this.#notify = null;
              resolve(false);
            }, STRAGGLER_MS)
          : null;
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
    for (const { end, member } of this.#running) if (end === null) member.leave({ kind: 'alone', isSlow: true });
  }
}

function endOf({ end, member }: Running): MemberEnd {
  if (member.putOut !== null) return { kind: 'putOut', reason: member.putOut };
  if (end === null) throw new Error('Expected every member of a group to have ended, but one has not.');
  return end;
}
