import { calendarsByName } from '../../port/calendar-store.ts';
import type { BusinessCalendars, Expression, JsonObject, JsonValue, StartCollection } from '../../model/index.ts';
import type {
  DecisionFile,
  DefinitionQuery,
  JobRow,
  LockedTree,
  MessageToKeep,
  StartSubscriptionRow,
  StepTransaction,
  StoredDefinition,
  StoredInstance,
  StoredOperation,
  SubscriptionRow,
} from '../../port/instance-store.ts';
import type { SqlExecutor } from '../../port/module-contract.ts';
import type { StepWrite } from '../../port/step-write.ts';
import { type DefinitionCache, findDecisionFile, findDefinition } from '../definition-rows.ts';
import { readCalendars } from '../postgres-calendar-store.ts';
import { isConflict, runPrepared } from '../sql.ts';
import type { GatheredReads } from './gathered-reads.ts';
import { OperationStatements, type StatementsGroup, type StatementsOwner } from './operation-statements.ts';
import { PutOutError, type PutOut } from './put-out.ts';
import type { TracedWrite } from './write-step.ts';

/** What a member needs of the group in which it runs. */
export interface MemberGroup extends StatementsGroup {
  readonly definitions: DefinitionCache;
  readonly reads: GatheredReads;
  /** True when the member has the transaction for itself from now on. While others may share it nothing is written before all have ended. */
  becomesAlone(): boolean;
  /** True when the member may change something before the common write: it is alone, or it is its turn, for as long as it runs. False when it never may. */
  takesTurn(member: StepMember): boolean | Promise<boolean>;
  /** Keeps a tree for a member; false when another member of the group has it. */
  keepTree(member: StepMember, rootInstanceId: string): boolean;
  /** Tells the group that something has moved. */
  moved(): void;
  /** A statement that is sent for one member alone. */
  direct<Result>(query: () => Promise<Result>): Promise<Result>;
}

/**
 * One step inside a transaction that it may share with steps of other trees. Reads are gathered, what it writes is kept until all have ended. What
 * cannot be taken back by leaving it out (statements of modules, rows taken or changed at once) is done only by a step that is alone or whose turn it is.
 */
export class StepMember implements StepTransaction, StatementsOwner {
  readonly sql: SqlExecutor;
  /** What the step has to write at the end; null for a step that changes nothing. */
  toWrite: TracedWrite | null = null;
  putOut: PutOut | null = null;
  /** How long it has run since it might change something, in milliseconds; null when it never asked for that, or had to be alone. */
  turnMs: number | null = null;
  readonly #group: MemberGroup;
  readonly #traceParent: string | null;
  /** Instances that came with their locks. */
  readonly #instances = new Map<string, StoredInstance | null>();
  /** Time of the database after the last lock that was waited for; null when it has to be asked for. */
  #time: string | null = null;
  readonly #operations: OperationStatements;
  #hasTaken = false;
  #turnBegunMs: number | null = null;
  #needsToBeAlone = false;

  constructor(group: MemberGroup, traceParent: string | null) {
    this.#group = group;
    this.#traceParent = traceParent;
    this.#operations = new OperationStatements(group, this);
    this.sql = this.#operations.sql;
  }

  /** True once something was changed before the common write: by a statement of a module, or by taking a row. */
  get hasChanged(): boolean {
    return this.#hasTaken || this.#operations.hasChanged;
  }

  /** True once that cannot be undone without what others have done since. */
  get leavesChange(): boolean {
    return this.#hasTaken || this.#operations.leavesChange;
  }

  /** To be called when the work of the step has ended. */
  ended(): void {
    if (this.#turnBegunMs !== null && !this.#needsToBeAlone) this.turnMs = performance.now() - this.#turnBegunMs;
  }

  /** Puts the member out; whatever it does from now on ends at once and counts for nothing. */
  leave(reason: PutOut): void {
    this.putOut ??= reason;
    this.#group.moved();
  }

  demandIn(): void {
    if (this.putOut !== null) throw new PutOutError();
  }

  /** Waits until the member may change something before the common write. */
  async demandTurn(): Promise<void> {
    this.demandIn();
    if (!(await this.#group.takesTurn(this))) this.leave({ kind: 'alone', why: 'changes' });
    this.demandIn();
    this.#turnBegunMs ??= performance.now();
  }

  operation<Output, Result>(
    topic: string,
    work: () => Promise<Output>,
    check: (output: Output) => Result,
  ): Promise<{ readonly result: Result; readonly hasAsked: boolean }> {
    return this.#operations.run(topic, work, check);
  }

  isAborted(error: unknown): boolean {
    return this.#operations.isBroken || error instanceof PutOutError || this.putOut !== null || isConflict(error);
  }

  now(): Promise<string> {
    return this.#time === null ? this.#gathered(() => this.#group.reads.time()) : Promise.resolve(this.#time);
  }

  async lockTree(instanceId: string): Promise<LockedTree | null> {
    if (!isUuid(instanceId)) return null;
    // The time before the lock was waited for is no longer the time of the step.
    this.#time = null;
    let locked = await this.#gathered(() => this.#group.reads.lock(instanceId));
    if (locked === 'taken') {
      this.#demandAlone();
      this.#time = null;
      locked = await this.#gathered(() => this.#group.reads.lockWaiting(instanceId));
    }
    if (locked === null || locked === 'taken') return null;
    const { tree, instance } = locked;
    if (!this.#group.keepTree(this, tree.rootInstanceId)) this.leave({ kind: 'later', rootInstanceId: tree.rootInstanceId });
    this.demandIn();
    this.#instances.set(instanceId, instance);
    return tree;
  }

  async loadInstance(instanceId: string): Promise<StoredInstance | null> {
    return this.#instances.get(instanceId) ?? this.#gathered(() => this.#group.reads.instance(instanceId));
  }

  async findDefinition(query: DefinitionQuery): Promise<StoredDefinition | null> {
    const { client, definitions, reads } = this.#group;
    const known = query.kind === 'id' ? definitions.processes.get(query.definitionId) : undefined;
    if (known !== undefined) return known;
    if (query.kind !== 'latest') return this.#direct(() => findDefinition(client, definitions, query));
    const definitionId = await this.#gathered(() => reads.latestDefinition(query.processId));
    return definitionId === null ? null : (definitions.processes.get(definitionId) ?? this.findDefinition({ kind: 'id', definitionId }));
  }

  findMessageSubscriptions(
    name: string,
    correlationKey: string | null,
    targetIds: readonly string[] | null,
    limit: number,
  ): Promise<readonly SubscriptionRow[]> {
    return this.#gathered(() => this.#group.reads.subscriptions({ name, key: correlationKey, targets: targetIds, limit }));
  }

  async findMessageKeys(name: string): Promise<readonly Expression[]> {
    const rows = await this.#read<{ expression: Expression }>('select expression from message_key where name = $1 order by id', [name]);
    return rows.map((row) => row.expression);
  }

  async isMessageKept(name: string, correlationKey: string | null, messageId: string): Promise<boolean> {
    const rows = await this.#read(
      `select 1 from buffered_message where name = $1 and message_id = $3 and correlation_key is not distinct from $2
         and expires_at > clock_timestamp() limit 1`,
      [name, correlationKey, messageId],
    );
    return rows.length > 0;
  }

  async findSignalSubscriptions(
    name: string,
    page: {
      readonly afterId: string;
      readonly waitingSince: string;
      readonly exceptInstanceIds: readonly string[];
      readonly limit: number;
    },
  ): Promise<{ readonly receivers: readonly SubscriptionRow[]; readonly total: number }> {
    const receivers = await this.#read<SubscriptionRow & { readonly total: number }>(
      `select id, instance_id as "instanceId", root_instance_id as "rootInstanceId", (count(*) over ())::integer as total from subscription
       where kind = 'signal' and name = $1 and id > $2 and created_at <= $3 and not instance_id = any($4::uuid[]) order by id limit $5`,
      [name, page.afterId, page.waitingSince, page.exceptInstanceIds, page.limit],
    );
    return { receivers, total: receivers[0]?.total ?? 0 };
  }

  findStartSubscriptions(kind: 'message' | 'signal' | 'condition', name: string): Promise<readonly StartSubscriptionRow[]> {
    return this.#read<StartSubscriptionRow>(
      `select definition_id as "definitionId", process_id as "processId", element_id as "elementId", definition_index as index
       from start_subscription where kind = $1 and name = $2 order by id`,
      [kind, name],
    );
  }

  async lockStartCollections(definitionId: string, elementId: string): Promise<readonly StartCollection[] | null> {
    await this.#change(
      `insert into start_collection (definition_id, process_id, element_id)
       select id, process_id, $2 from process_definition where id = $1 and is_latest on conflict do nothing`,
      [definitionId, elementId],
    );
    const [row] = await this.#change<{ collections: readonly StartCollection[] }>(
      'select collections from start_collection where definition_id = $1 and element_id = $2 for update',
      [definitionId, elementId],
    );
    return row?.collections ?? null;
  }

  async saveStartCollections(definitionId: string, elementId: string, collections: readonly StartCollection[]): Promise<void> {
    await this.#change('update start_collection set collections = $3 where definition_id = $1 and element_id = $2', [
      definitionId,
      elementId,
      JSON.stringify(collections),
    ]);
  }

  async takeBufferedMessage(name: string, correlationKey: string | null, elementId: string): Promise<JsonObject | null> {
    if (!(await this.#gathered(() => this.#group.reads.isBuffered({ name, key: correlationKey, targets: [elementId] })))) return null;
    const [row] = await this.#change<{ variables: JsonObject }>(
      `delete from buffered_message where id = (
         select id from buffered_message where name = $1 and (correlation_key = $2 or correlation_key is null or $2::text is null)
           and (target_ids is null or $3 = any(target_ids)) and expires_at > clock_timestamp()
         order by id limit 1 for update skip locked)
       returning variables`,
      [name, correlationKey, elementId],
    );
    return row?.variables ?? null;
  }

  async bufferMessage({ name, correlationKey, variables, timeToLiveMs, targetIds, messageId }: MessageToKeep): Promise<void> {
    await this.#change(
      `insert into buffered_message (name, correlation_key, variables, published_at, expires_at, target_ids, message_id)
       values ($1, $2, $3, clock_timestamp(), clock_timestamp() + make_interval(secs => $4::double precision / 1000), $5, $6)`,
      [name, correlationKey, JSON.stringify(variables), timeToLiveMs, targetIds ?? null, messageId ?? null],
    );
  }

  job(jobId: string): Promise<JobRow | null> {
    return this.#gathered(() => this.#group.reads.job(jobId));
  }

  async taskStatus(taskId: string): Promise<'open' | 'completed' | 'cancelled' | null> {
    const [row] = await this.#read<{ status: 'open' | 'completed' | 'cancelled' }>('select status from task where id = $1', [taskId]);
    return row?.status ?? null;
  }

  operationResult(key: string): Promise<StoredOperation | null> {
    // The instance, with which a key begins, names the partition.
    return this.#gathered(() => this.#group.reads.operation(key.slice(0, key.indexOf(':')), key));
  }

  decisionFile(decisionId: string): Promise<DecisionFile | null> {
    return this.#direct(() => findDecisionFile(this.#group.client, this.#group.definitions, decisionId));
  }

  commandResult(commandId: string): Promise<{ readonly requestHash: string; readonly result: JsonValue } | null> {
    return this.#gathered(() => this.#group.reads.command(commandId));
  }

  holdsLease(kind: 'timer' | 'dueWork', id: string, leaseEpoch: number): Promise<boolean> {
    const { reads } = this.#group;
    return this.#gathered(() => (kind === 'timer' ? reads.holdsTimer(id, leaseEpoch) : reads.holdsDueWork(id, leaseEpoch)));
  }

  async takeSlot(name: string, slots: number): Promise<boolean> {
    // A slot belongs to a transaction: those who take turns would take one for all of them, one after another.
    this.#demandAlone();
    const taken = await this.#change(
      `select slot from generate_series(1, $2::integer) as slot where pg_try_advisory_xact_lock(hashtext($1), slot) limit 1`,
      [name, slots],
    );
    return taken.length === 1;
  }

  async removeTimer(id: string): Promise<void> {
    await this.#change('delete from timer where id = $1', [id]);
  }

  calendars(): Promise<BusinessCalendars> {
    return this.#direct(async () => calendarsByName(await readCalendars(this.#group.client)));
  }

  write(changes: StepWrite): Promise<void> {
    this.demandIn();
    this.toWrite = { write: changes, traceParent: this.#traceParent };
    return Promise.resolve();
  }

  #demandAlone(): void {
    this.demandIn();
    this.#needsToBeAlone = true;
    if (!this.#group.becomesAlone()) this.leave({ kind: 'alone', why: 'changes' });
    this.demandIn();
  }

  async #gathered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    this.demandIn();
    const asked = ask();
    this.#group.moved();
    const answer = await asked;
    this.#time = this.#group.reads.lastTime;
    return answer;
  }

  async #direct<Result>(query: () => Promise<Result>): Promise<Result> {
    this.demandIn();
    return this.#group.direct(query);
  }

  #read<Row extends object>(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return this.#direct(() => runPrepared<Row>(this.#group.client, text, values));
  }

  /** A statement that takes or changes rows at once. */
  async #change<Row extends object>(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    await this.demandTurn();
    this.#hasTaken = true;
    // It may have waited for a lock.
    this.#time = null;
    return this.#read<Row>(text, values);
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Ids come from outside; what is no UUID names no instance, and is not sent to the database. */
function isUuid(text: string): boolean {
  return UUID.test(text);
}
