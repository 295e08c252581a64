import type { ClientBase } from 'pg';
import type { JsonValue } from '../../model/index.ts';
import type { JobRow, LockedTree, StoredInstance, StoredOperation, SubscriptionRow } from '../../port/instance-store.ts';
import { holdBack, runPrepared } from '../sql.ts';
import { joinState, type StateRow } from '../state-row.ts';

/** Each way for keys to fit is a statement that its index answers; the keys in one condition would make it read all of a name. */
const subscriptionsWhere = (keysFit: string): string =>
  `select id, instance_id as "instanceId", root_instance_id as "rootInstanceId", correlation_key is null as is_open, created_at from subscription
   where kind = 'message' and name = q.name and ${keysFit} and (q.targets is null or element_id = any(q.targets))
   order by created_at, id limit q."limit"`;
const bufferedWhere = (keysFit: string): string =>
  `select from buffered_message b where b.name = q.name and ${keysFit} and (b.target_ids is null or b.target_ids && q.targets)
     and b.expires_at > clock_timestamp()`;

/** Questions of one kind from the members of a group: all that were asked since the last flush are answered by one statement. */
class Gathered<Ask, Answer> {
  readonly #answer: (asks: readonly Ask[]) => Promise<readonly Answer[]>;
  #waiting: { readonly ask: Ask; readonly resolve: (answer: Answer) => void; readonly reject: (error: unknown) => void }[] = [];

  constructor(answer: (asks: readonly Ask[]) => Promise<readonly Answer[]>) {
    this.#answer = answer;
  }

  get isAsked(): boolean {
    return this.#waiting.length > 0;
  }

  ask(ask: Ask): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ask, resolve, reject });
    });
  }

  /** Sends the statement at once; resolves when everybody has an answer. Rejects, as all questions do, when the statement fails. */
  async flush(): Promise<void> {
    const asked = this.#waiting;
    if (asked.length === 0) return;
    this.#waiting = [];
    try {
      const answers = await this.#answer(asked.map(({ ask }) => ask));
      asked.forEach(({ resolve }, index) => {
        // Every answerer below gives one answer for each question.
        resolve(answers[index] as Answer);
      });
    } catch (error) {
      for (const { reject } of asked) reject(error);
      throw error;
    }
  }
}

/** An instance whose tree is locked now: what its step begins with. */
export interface LockedInstance {
  readonly tree: LockedTree;
  readonly instance: StoredInstance | null;
}

export interface MessageQuestion {
  readonly name: string;
  readonly key: string | null;
  readonly targets: readonly string[] | null;
  readonly limit: number;
}

/**
 * The reads of the members of a group on their one connection. A flush sends all that was asked in one go, locks first, so that the time and the
 * states are read when the locks are held: each is a statement of its own, because one statement sees the database as it was when it began.
 */
export class GatheredReads {
  /** The database's transaction; known after the first flush. */
  transactionId: string | null = null;
  /** Time of the last flush that locked something, or of the first; ISO 8601 UTC. Null before. */
  lastTime: string | null = null;
  readonly #client: ClientBase;
  #holdsLocks = false;
  readonly #locks = new Gathered<string, LockedInstance | 'taken' | null>((ids) => this.#lock(ids, this.#holdsLocks ? 'skips' : 'waits'));
  readonly #waitingLocks = new Gathered<string, LockedInstance | 'taken' | null>((ids) => this.#lock(ids, 'waits'));
  readonly #times = new Gathered<null, string>((asks) => this.#time(asks.length));
  readonly #instances = new Gathered<string, StoredInstance | null>((ids) => this.#load(ids));
  readonly #commands = new Gathered<string, { readonly requestHash: string; readonly result: JsonValue } | null>((ids) =>
    this.#byId('select id, request_hash as "requestHash", result from command_log where id = any($1)', ids),
  );
  readonly #latest = new Gathered<string, { readonly definitionId: string } | null>((ids) =>
    this.#byId('select process_id as id, id as "definitionId" from process_definition where is_latest and process_id = any($1)', ids),
  );
  readonly #jobs = new Gathered<string, JobRow | null>((ids) =>
    this.#byId(
      `select j.id, j.instance_id as "instanceId", j.status, j.attempts, j.failures, j.lease_epoch as "leaseEpoch", j.retries_left as "retriesLeft",
         (select json_build_object('requestHash', o.request_hash, 'result', o.result) from op_log o
          where o.instance_id = j.instance_id and o.key = j.instance_id || ':' || j.element_instance_id) as operation
       from job j where j.id = any($1)`,
      ids,
    ),
  );
  readonly #operations = new Gathered<{ readonly instanceId: string; readonly key: string }, StoredOperation | null>((asks) =>
    this.#byId(
      'select key as id, request_hash as "requestHash", result from op_log where instance_id = any($2::uuid[]) and key = any($1)',
      asks.map(({ key }) => key),
      asks.map(({ instanceId }) => instanceId),
    ),
  );
  readonly #timers = new Gathered<Lease, boolean>((leases) =>
    this.#holds(
      `select t.id from timer t join json_to_recordset($1::json) as r(id text, epoch integer) on t.id = r.id and t.lease_epoch = r.epoch
       where t.id = any($2) order by t.id for update of t`,
      leases,
    ),
  );
  readonly #dueWork = new Gathered<Lease, boolean>((leases) =>
    this.#holds(
      `select w.id::text from due_work w join json_to_recordset($1::json) as r(id bigint, epoch integer) on w.id = r.id and w.lease_epoch = r.epoch
       where w.id = any($2::bigint[]) order by w.id for update of w`,
      leases,
    ),
  );
  readonly #subscriptions = new Gathered<MessageQuestion, readonly SubscriptionRow[]>((asks) => this.#findSubscriptions(asks));
  readonly #buffered = new Gathered<Omit<MessageQuestion, 'limit'>, boolean>((asks) => this.#areBuffered(asks));

  constructor(client: ClientBase) {
    this.#client = client;
  }

  get #all(): readonly { readonly isAsked: boolean; flush(): Promise<void> }[] {
    // In the order in which they are sent.
    return [
      this.#locks,
      this.#waitingLocks,
      this.#timers,
      this.#dueWork,
      this.#times,
      this.#instances,
      this.#commands,
      this.#latest,
      this.#jobs,
      this.#operations,
      this.#subscriptions,
      this.#buffered,
    ];
  }

  get isAsked(): boolean {
    return this.#all.some((each) => each.isAsked);
  }

  /** Sends what was asked. Rejects when a statement failed: the transaction is lost then. */
  async flush(): Promise<void> {
    const wantsTime = this.#locks.isAsked || this.#waitingLocks.isAsked || this.transactionId === null;
    // Rejects together with the flush.
    if (wantsTime && !this.#times.isAsked) this.#times.ask(null).catch(() => undefined);
    const send = holdBack(this.#client);
    const flushes = this.#all.map((each) => each.flush());
    send();
    const outcomes = await Promise.allSettled(flushes);
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** `taken`: another transaction has the tree, and this one, which has locked others before, may not wait for it. */
  lock = (instanceId: string): Promise<LockedInstance | 'taken' | null> => this.#locks.ask(instanceId);
  /** For a step that is alone: waits whatever it has locked before. */
  lockWaiting = (instanceId: string): Promise<LockedInstance | 'taken' | null> => this.#waitingLocks.ask(instanceId);
  time = (): Promise<string> => this.#times.ask(null);
  instance = (instanceId: string): Promise<StoredInstance | null> => this.#instances.ask(instanceId);
  command = (id: string): Promise<{ readonly requestHash: string; readonly result: JsonValue } | null> => this.#commands.ask(id);
  latestDefinition = async (processId: string): Promise<string | null> => (await this.#latest.ask(processId))?.definitionId ?? null;
  job = (id: string): Promise<JobRow | null> => this.#jobs.ask(id);
  operation = (instanceId: string, key: string): Promise<StoredOperation | null> => this.#operations.ask({ instanceId, key });
  holdsTimer = (id: string, epoch: number): Promise<boolean> => this.#timers.ask({ id, epoch });
  holdsDueWork = (id: string, epoch: number): Promise<boolean> => this.#dueWork.ask({ id, epoch });
  subscriptions = (question: MessageQuestion): Promise<readonly SubscriptionRow[]> => this.#subscriptions.ask(question);
  isBuffered = (question: Omit<MessageQuestion, 'limit'>): Promise<boolean> => this.#buffered.ask(question);

  /** Roots are locked in the order of their ids, and who holds some waits for no further ones, so that two groups never wait for each other. */
  async #lock(ids: readonly string[], whenTaken: 'waits' | 'skips'): Promise<readonly (LockedInstance | 'taken' | null)[]> {
    this.#holdsLocks = true;
    const [trees, instances] = await Promise.all([
      this.#run<LockedRow>(
        `select i.id, r.id as root, r.journal_count, encode(r.journal_hash, 'hex') as journal_hash
         from process_instance i join process_instance r on r.id = i.root_instance_id
         where i.id = any($1::uuid[]) order by r.id for update of r${whenTaken === 'skips' ? ' skip locked' : ''}`,
        [ids],
      ),
      this.#load(ids),
    ]);
    const treeOf = new Map(trees.map((tree) => [tree.id, tree]));
    return ids.map((id, index) => {
      const tree = treeOf.get(id.toLowerCase());
      const instance = instances[index] ?? null;
      // Without a tree it does not exist, was skipped, or, when it was not skipped, its root was removed meanwhile.
      if (tree === undefined) return instance !== null && whenTaken === 'skips' ? 'taken' : null;
      return { tree: { rootInstanceId: tree.root, journalCount: Number(tree.journal_count), journalHash: tree.journal_hash }, instance };
    });
  }

  async #load(ids: readonly string[]): Promise<readonly (StoredInstance | null)[]> {
    const rows = await this.#run<StateRow & { readonly id: string }>(
      `select id, state, flows, (select json_agg(json_build_array(v.scope_id, v.name, v.value)) from variable v where v.instance_id = i.id) as variables
       from process_instance i where id = any($1::uuid[])`,
      [ids],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => {
      const row = byId.get(id.toLowerCase());
      return row === undefined ? null : { state: joinState(row), flows: row.flows };
    });
  }

  async #time(count: number): Promise<readonly string[]> {
    const [row] = await this.#run<{ now: string; xid: string }>(
      `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now, pg_current_xact_id()::text as xid`,
      [],
    );
    if (row === undefined) throw new Error('Expected the time of the database, but found no row.');
    this.transactionId = row.xid;
    this.lastTime = row.now;
    return Array.from({ length: count }, () => row.now);
  }

  async #byId<Row extends object>(text: string, ids: readonly string[], ...more: readonly unknown[]): Promise<readonly (Row | null)[]> {
    const rows = await this.#run<Row & { readonly id: string }>(text, [ids, ...more]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  async #holds(text: string, leases: readonly Lease[]): Promise<readonly boolean[]> {
    const held = new Set((await this.#run<{ id: string }>(text, [JSON.stringify(leases), leases.map(({ id }) => id)])).map(({ id }) => id));
    return leases.map(({ id }) => held.has(id));
  }

  async #findSubscriptions(asks: readonly MessageQuestion[]): Promise<readonly (readonly SubscriptionRow[])[]> {
    const rows = await this.#run<SubscriptionRow & { readonly n: number }>(
      `select q.n, s.id, s."instanceId", s."rootInstanceId"
       from json_to_recordset($1::json) as q(n integer, name text, key text, targets text[], "limit" integer)
       cross join lateral (
         (${subscriptionsWhere('correlation_key = q.key')}) union all (${subscriptionsWhere('q.key is not null and correlation_key is null')})
         union all (${subscriptionsWhere('q.key is null')})
         order by is_open, created_at, id limit q."limit") as s
       order by q.n, s.is_open, s.created_at, s.id`,
      [numbered(asks)],
    );
    const found = asks.map((): SubscriptionRow[] => []);
    for (const { n, ...row } of rows) found[n]?.push(row);
    return found;
  }

  async #areBuffered(asks: readonly Omit<MessageQuestion, 'limit'>[]): Promise<readonly boolean[]> {
    const rows = await this.#run<{ n: number }>(
      `select q.n from json_to_recordset($1::json) as q(n integer, name text, key text, targets text[])
       where exists (${bufferedWhere('b.correlation_key = q.key')}) or exists (${bufferedWhere('b.correlation_key is null')})
         or (q.key is null and exists (${bufferedWhere('true')}))`,
      [numbered(asks)],
    );
    const found = new Set(rows.map(({ n }) => n));
    return asks.map((_, n) => found.has(n));
  }

  #run<Row extends object>(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return runPrepared<Row>(this.#client, text, values);
  }
}

/** An instance and the root of its tree, whose row is locked. */
interface LockedRow {
  readonly id: string;
  readonly root: string;
  readonly journal_count: string;
  readonly journal_hash: string | null;
}

interface Lease {
  readonly id: string;
  readonly epoch: number;
}

const numbered = (asks: readonly object[]): string => JSON.stringify(asks.map((ask, n) => ({ n, ...ask })));
