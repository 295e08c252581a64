import type { ClientBase } from 'pg';
import type { BusinessCalendars, Expression, JsonObject, JsonValue, StartCollection } from '../model/index.ts';
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
  SubscriptionRow,
} from '../port/instance-store.ts';
import { calendarsByName } from '../port/calendar-store.ts';
import type { SqlExecutor } from '../port/module-contract.ts';
import type { StepWrite } from '../port/step-write.ts';
import { type DefinitionCache, findDecisionFile, findDefinition } from './definition-rows.ts';
import { readCalendars } from './postgres-calendar-store.ts';
import { joinState, type StateRow } from './state-row.ts';
import { isConflict, runPrepared, sqlExecutor } from './sql.ts';
import { writeStatement } from './write-step.ts';

const NOW = `to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** One step's transaction on one connection. */
export class PostgresStepTransaction implements StepTransaction {
  readonly sql: SqlExecutor;
  /** Known once the step has locked or asked for the time; null before. */
  transactionId: string | null = null;
  readonly #client: ClientBase;
  readonly #definitions: DefinitionCache;
  #savepoints = 0;
  #isBroken = false;

  constructor(client: ClientBase, definitions: DefinitionCache) {
    this.#client = client;
    this.#definitions = definitions;
    this.sql = sqlExecutor(client);
  }

  async savepoint<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#savepoints += 1;
    const name = `s${this.#savepoints}`;
    await this.#client.query(`savepoint ${name}`);
    try {
      const result = await work();
      await this.#client.query(`release savepoint ${name}`);
      return result;
    } catch (error) {
      await this.#undo(name);
      throw error;
    }
  }

  /** A savepoint that cannot be returned to means the connection is gone; the first error is the one that tells why. */
  async #undo(savepoint: string): Promise<void> {
    try {
      await this.#client.query(`rollback to savepoint ${savepoint}`);
    } catch {
      this.#isBroken = true;
    }
  }

  isAborted(error: unknown): boolean {
    return this.#isBroken || isConflict(error);
  }

  async now(): Promise<string> {
    const [row] = await this.#read<{ now: string; xid: string }>(`select ${NOW} as now, pg_current_xact_id()::text as xid`, []);
    if (row === undefined) throw new Error('Expected the time of the database, but found no row.');
    this.transactionId = row.xid;
    return row.now;
  }

  async lockTree(instanceId: string): Promise<LockedTree | null> {
    if (!isUuid(instanceId)) return null;
    const [row] = await this.#read<{ id: string; journal_count: string; journal_hash: string | null }>(
      `select id, journal_count, encode(journal_hash, 'hex') as journal_hash from process_instance
       where id = (select root_instance_id from process_instance where id = $1) for update`,
      [instanceId],
    );
    return row === undefined ? null : { rootInstanceId: row.id, journalCount: Number(row.journal_count), journalHash: row.journal_hash };
  }

  async loadInstance(instanceId: string): Promise<StoredInstance | null> {
    const [row] = await this.#read<StateRow>(
      `select state, flows, (select json_agg(json_build_array(v.scope_id, v.name, v.value)) from variable v where v.instance_id = i.id) as variables
       from process_instance i where id = $1`,
      [instanceId],
    );
    return row === undefined ? null : { state: joinState(row), flows: row.flows };
  }

  findDefinition(query: DefinitionQuery): Promise<StoredDefinition | null> {
    return findDefinition(this.#client, this.#definitions, query);
  }

  async findMessageSubscriptions(
    name: string,
    correlationKey: string | null,
    targetIds: readonly string[] | null,
    limit: number,
  ): Promise<readonly SubscriptionRow[]> {
    return this.#read<SubscriptionRow>(
      `select id, instance_id as "instanceId", root_instance_id as "rootInstanceId" from subscription
       where kind = 'message' and name = $1 and (correlation_key = $2 or correlation_key is null or $2::text is null)
         and ($3::text[] is null or element_id = any($3))
       order by correlation_key is null, created_at, id limit $4`,
      [name, correlationKey, targetIds, limit],
    );
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

  async findSignalSubscriptions(name: string, exceptInstanceIds: readonly string[], limit: number): Promise<readonly SubscriptionRow[]> {
    return this.#read<SubscriptionRow>(
      `select id, instance_id as "instanceId", root_instance_id as "rootInstanceId" from subscription
       where kind = 'signal' and name = $1 and not instance_id = any($2::uuid[]) order by created_at, id limit $3`,
      [name, exceptInstanceIds, limit],
    );
  }

  async findStartSubscriptions(kind: 'message' | 'signal' | 'condition', name: string): Promise<readonly StartSubscriptionRow[]> {
    return this.#read<StartSubscriptionRow>(
      `select definition_id as "definitionId", process_id as "processId", element_id as "elementId", definition_index as index
       from start_subscription where kind = $1 and name = $2 order by id`,
      [kind, name],
    );
  }

  async lockStartCollections(definitionId: string, elementId: string): Promise<readonly StartCollection[] | null> {
    await this.#read(
      `insert into start_collection (definition_id, process_id, element_id)
       select id, process_id, $2 from process_definition where id = $1 and is_latest on conflict do nothing`,
      [definitionId, elementId],
    );
    const [row] = await this.#read<{ collections: readonly StartCollection[] }>(
      'select collections from start_collection where definition_id = $1 and element_id = $2 for update',
      [definitionId, elementId],
    );
    return row?.collections ?? null;
  }

  async saveStartCollections(definitionId: string, elementId: string, collections: readonly StartCollection[]): Promise<void> {
    await this.#read('update start_collection set collections = $3 where definition_id = $1 and element_id = $2', [
      definitionId,
      elementId,
      JSON.stringify(collections),
    ]);
  }

  async takeBufferedMessage(name: string, correlationKey: string | null, elementId: string): Promise<JsonObject | null> {
    const [row] = await this.#read<{ variables: JsonObject }>(
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
    await this.#read(
      `insert into buffered_message (name, correlation_key, variables, published_at, expires_at, target_ids, message_id)
       values ($1, $2, $3, clock_timestamp(), clock_timestamp() + make_interval(secs => $4::double precision / 1000), $5, $6)`,
      [name, correlationKey, JSON.stringify(variables), timeToLiveMs, targetIds ?? null, messageId ?? null],
    );
  }

  async job(jobId: string): Promise<JobRow | null> {
    const [row] = await this.#read<JobRow>(
      `select id, instance_id as "instanceId", status, attempts, failures, lease_epoch as "leaseEpoch", retries_left as "retriesLeft"
       from job where id = $1`,
      [jobId],
    );
    return row ?? null;
  }

  async taskStatus(taskId: string): Promise<'open' | 'completed' | 'cancelled' | null> {
    const [row] = await this.#read<{ status: 'open' | 'completed' | 'cancelled' }>('select status from task where id = $1', [taskId]);
    return row?.status ?? null;
  }

  async operationResult(key: string): Promise<{ readonly requestHash: string; readonly result: JsonObject } | null> {
    const [row] = await this.#read<{ requestHash: string; result: JsonObject }>(
      // The instance, with which a key begins, names the partition.
      'select request_hash as "requestHash", result from op_log where instance_id = $2 and key = $1',
      [key, key.slice(0, key.indexOf(':'))],
    );
    return row ?? null;
  }

  decisionFile(decisionId: string): Promise<DecisionFile | null> {
    return findDecisionFile(this.#client, this.#definitions, decisionId);
  }

  async commandResult(commandId: string): Promise<{ readonly requestHash: string; readonly result: JsonValue } | null> {
    const [row] = await this.#read<{ requestHash: string; result: JsonValue }>(
      'select request_hash as "requestHash", result from command_log where id = $1',
      [commandId],
    );
    return row ?? null;
  }

  async holdsLease(kind: 'timer' | 'dueWork', id: string, leaseEpoch: number): Promise<boolean> {
    const text =
      kind === 'timer'
        ? 'select id from timer where id = $1 and lease_epoch = $2 for update'
        : 'select id from due_work where id = $1 and lease_epoch = $2 for update';
    return (await this.#read(text, [id, leaseEpoch])).length === 1;
  }

  async removeTimer(id: string): Promise<void> {
    await this.#read('delete from timer where id = $1', [id]);
  }

  async calendars(): Promise<BusinessCalendars> {
    return calendarsByName(await readCalendars(this.#client));
  }

  async write(changes: StepWrite): Promise<void> {
    const statement = writeStatement(changes);
    if (statement !== null) await this.#read(statement.text, statement.values);
  }

  #read<Row extends object>(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    return runPrepared<Row>(this.#client, text, values);
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Ids come from outside; what is no UUID names no instance, and is not sent to the database. */
function isUuid(text: string): boolean {
  return UUID.test(text);
}
