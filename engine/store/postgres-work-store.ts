import type { Pool, PoolClient } from 'pg';
import { WORK_KINDS, type WorkKind } from '../port/job-queue.ts';
import type { JobLease } from '../port/engine.ts';
import type {
  ClaimedDueWork,
  ClaimedJob,
  ClaimedOutbox,
  ClaimedTimer,
  ClaimRequest,
  HeldWork,
  Losses,
  DealtJob,
  DueJob,
  LeasedJobRow,
  PutBack,
  WorkStore,
} from '../port/work-store.ts';
import { fairIds, RANK } from './fair-claims.ts';
import { runPrepared } from './sql.ts';

/** `due and free`: what a claim takes from a table of due work. */
const CLAIMABLE = `due_at <= clock_timestamp() and (leased_until is null or leased_until < clock_timestamp())`;
const LEASE = `clock_timestamp() + make_interval(secs => $2::double precision / 1000)`;
const TAKE = `attempts = w.attempts + 1, lease_epoch = w.lease_epoch + 1, leased_until = ${LEASE}`;
/** The indexes of rows in hand are named by the first comparison of the last two. */
const LOST: Readonly<Record<Losses, string>> = {
  never: 'attempts = failures',
  once: 'attempts > failures and attempts = failures + 1',
  often: 'attempts > failures and attempts > failures + 1',
};
const TABLES: Readonly<Record<WorkKind, string>> = { timer: 'timer', job: 'job', dueWork: 'due_work', outbox: 'outbox' };
/** Rows that are open at all. */
const OPEN: Readonly<Record<WorkKind, string>> = { timer: 'true', job: `status = 'open'`, dueWork: 'true', outbox: `state = 'pending'` };
/** Rows that the claiming worker may take. */
const OURS: Readonly<Record<WorkKind, string>> = {
  timer: 'true',
  job: `(work <> 'operation' or type = any($3))`,
  dueWork: 'true',
  outbox: 'true',
};

const oldestIds = (kind: WorkKind, losses: Losses): string =>
  `select id from ${TABLES[kind]} where ${OPEN[kind]} and ${OURS[kind]} and ${LOST[losses]} and ${CLAIMABLE} order by due_at, id limit $1 for update skip locked`;
const claimedIds = (kind: WorkKind): Readonly<Record<Losses, string>> => ({
  never: kind === 'outbox' ? oldestIds(kind, 'never') : fairIds(kind, CLAIMABLE),
  once: oldestIds(kind, 'once'),
  often: oldestIds(kind, 'often'),
});
/** SQL for the ids of a claim: of what was never lost, each process in its turn; of suspects and effects, the oldest. */
export const CLAIMED: Readonly<Record<WorkKind, Readonly<Record<Losses, string>>>> = {
  timer: claimedIds('timer'),
  job: claimedIds('job'),
  dueWork: claimedIds('dueWork'),
  outbox: claimedIds('outbox'),
};
/** Rows looked at to find the one that is due next. */
const NEXT_DUE_ROWS = 100;
const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Open jobs looked at for the next one to come free. */
const MAX_LOOKED_AT = 1_000;
const OUTSIDE_JOB = `select id, type, attempts - failures as lost, retries_left as "retriesLeft", ${RANK} as rank from job
  where status = 'open' and work = 'operation' and type = r.type and ${CLAIMABLE}`;
/**
 * Due jobs for workers outside of steps, the highest rank first. What has no priority ranks by its time, for which there is an index; the few that have one
 * have an index by rank. A positive one may be found in both ways, a negative one only by its rank.
 */
const DUE_JOBS = `select j.id, j.type, j.lost, j."retriesLeft" from json_to_recordset($1) as r(type text, count integer), lateral (
    select * from (${OUTSIDE_JOB} and priority >= 0 order by due_at limit r.count for update skip locked) as by_time
    union
    select * from (${OUTSIDE_JOB} and priority <> 0 order by ${RANK} limit r.count for update skip locked) as by_rank
    order by rank limit r.count) as j
  order by j.rank`;
const LEASE_JOBS = `update job as w set attempts = w.attempts + 1, lease_epoch = w.lease_epoch + 1, worker = r.worker,
    leased_until = clock_timestamp() + make_interval(secs => r."leaseMs"::double precision / 1000)
  from json_to_recordset($1) as r(id text, worker text, "leaseMs" integer) where w.id = r.id
  returning w.id, type, instance_id as "processInstanceId", process_id as "processId", element_id as "elementId", headers,
    instance_id || ':' || element_instance_id as "idempotencyKey", attempts as attempt, failures, retries_left as "retriesLeft",
    lease_epoch as "leaseEpoch", ${iso('leased_until')} as "leasedUntil"`;

/** Claims due rows in PostgreSQL; all but `leaseJobs` are one statement on one pooled connection. */
export class PostgresWorkStore implements WorkStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  claimTimers({ losses, limit, leaseMs }: ClaimRequest): Promise<readonly ClaimedTimer[]> {
    return this.#run<ClaimedTimer>(
      `update timer as w set ${TAKE}
       where id in (${CLAIMED.timer[losses]})
       returning id, trace_parent as "traceParent", instance_id as "instanceId", definition_id as "definitionId", element_id as "elementId", definition_index as index,
         lease_epoch as "leaseEpoch", attempts, failures, ${iso('due_at')} as "dueAt", cycle, repetitions_left as "repetitionsLeft"`,
      [limit, leaseMs],
    );
  }

  claimJobs(topics: readonly string[], { losses, limit, leaseMs }: ClaimRequest): Promise<readonly ClaimedJob[]> {
    return this.#run<ClaimedJob>(
      `update job as w set ${TAKE}, worker = 'engine'
       where id in (${CLAIMED.job[losses]})
       returning id, trace_parent as "traceParent", instance_id as "instanceId", type, lease_epoch as "leaseEpoch", attempts, failures`,
      [limit, leaseMs, topics],
    );
  }

  claimSiblings(
    topics: readonly string[],
    instanceId: string,
    { limit, leaseMs }: Omit<ClaimRequest, 'losses'>,
  ): Promise<readonly ClaimedJob[]> {
    return this.#run<ClaimedJob>(
      `update job as w set ${TAKE}, worker = 'engine'
       where id in (select id from job where instance_id = $4 and status = 'open' and (work <> 'operation' or type = any($3)) and ${LOST.never} and ${CLAIMABLE}
         limit $1 for update skip locked)
       returning id, trace_parent as "traceParent", instance_id as "instanceId", type, lease_epoch as "leaseEpoch", attempts, failures`,
      [limit, leaseMs, topics, instanceId],
    );
  }

  claimDueWork({ losses, limit, leaseMs }: ClaimRequest): Promise<readonly ClaimedDueWork[]> {
    return this.#run<ClaimedDueWork>(
      `update due_work as w set ${TAKE}
       where id in (${CLAIMED.dueWork[losses]})
       returning id::text, trace_parent as "traceParent", kind, instance_id as "instanceId", payload, lease_epoch as "leaseEpoch", attempts, failures`,
      [limit, leaseMs],
    );
  }

  claimOutbox({ losses, limit, leaseMs }: ClaimRequest): Promise<readonly ClaimedOutbox[]> {
    return this.#run<ClaimedOutbox>(
      `update outbox as w set ${TAKE}
       where id in (${CLAIMED.outbox[losses]})
       returning id::text, trace_parent as "traceParent", kind, dedupe_key as "dedupeKey", payload, lease_epoch as "leaseEpoch", attempts, failures`,
      [limit, leaseMs],
    );
  }

  renewLeases(held: readonly HeldWork[], leaseMs: number): Promise<readonly HeldWork[]> {
    const renewals = kindsOf(held).map(
      (kind) => `${kind}_renewed as (update ${TABLES[kind]} as w set leased_until = ${LEASE} from (
           select w.id from ${TABLES[kind]} as w join held on ${isHeld(kind)} and held."leaseEpoch" = w.lease_epoch
           for update of w skip locked) as mine where w.id = mine.id)`,
    );
    const lost = kindsOf(held).map(
      (kind) => `select held.kind, held.id, held."leaseEpoch" from held join ${TABLES[kind]} as w
         on ${isHeld(kind)} and held."leaseEpoch" <> w.lease_epoch`,
    );
    return this.#run<HeldWork>(`with ${HELD}, ${renewals.join(', ')} ${lost.join(' union all ')}`, [JSON.stringify(held), leaseMs]);
  }

  async giveBack(held: readonly HeldWork[], pauseMs: number): Promise<void> {
    const clauses = kindsOf(held).map(
      (kind) => `${kind}_given as (update ${TABLES[kind]} as w set attempts = w.attempts - 1, leased_until = ${LEASE}
         from held where ${isHeld(kind)} and held."leaseEpoch" = w.lease_epoch)`,
    );
    await this.#run(`with ${HELD}, ${clauses.join(', ')} select 1`, [JSON.stringify(held), pauseMs]);
  }

  async nextDueMs(kind: WorkKind, losses: 'never' | 'any', topics: readonly string[]): Promise<number | null> {
    const ours = kind === 'job' ? `and (work <> 'operation' or type = any($1))` : '';
    const [row] = await this.#run<{ ms: number | null }>(
      `select (extract(epoch from min(at) filter (where at > clock_timestamp()) - clock_timestamp()) * 1000)::double precision as ms
       from (select greatest(due_at, leased_until) as at from ${TABLES[kind]}
         where ${OPEN[kind]} ${ours} and ${losses === 'any' ? 'attempts > failures' : LOST.never}
         order by due_at limit ${NEXT_DUE_ROWS}) as first_due`,
      kind === 'job' ? [topics] : [],
    );
    return row?.ms ?? null;
  }

  async dueLagMs(topics: readonly string[]): Promise<number> {
    const waiting = 'attempts = failures and leased_until is null';
    const [row] = await this.#run<{ ms: number }>(
      `select greatest(0, extract(epoch from clock_timestamp() - least(
         (select due_at from timer where ${waiting} order by due_at limit 1),
         (select due_at from due_work where ${waiting} order by due_at limit 1),
         (select min(first_due.due_at) from unnest($1::text[]) as topic cross join lateral (
            select due_at from job where type = topic and status = 'open' and ${waiting} order by due_at limit 1) as first_due)
       )) * 1000)::double precision as ms`,
      [topics],
    );
    return row?.ms ?? 0;
  }

  async putBack(work: PutBack): Promise<void> {
    const error = work.kind === 'timer' ? '' : ', last_error = $4';
    const values = [work.id, work.retryAfterMs, work.leaseEpoch];
    await this.#run(
      `update ${TABLES[work.kind]} set leased_until = ${LEASE}, failures = failures + 1${error} where id = $1 and lease_epoch = $3`,
      work.kind === 'timer' ? values : [...values, work.error],
    );
  }

  async finishOutbox(
    id: string,
    leaseEpoch: number,
    outcome: { readonly state: 'sent' | 'kept' | 'failed' } | { readonly retryAfterMs: number; readonly error: string },
  ): Promise<void> {
    if ('state' in outcome) {
      await this.#run(
        `update outbox set state = $3, leased_until = null, sent_at = case when $3 = 'sent' then clock_timestamp() end where id = $1 and lease_epoch = $2`,
        [id, leaseEpoch, outcome.state],
      );
      return;
    }
    await this.#run(
      `update outbox set leased_until = null, failures = failures + 1, due_at = clock_timestamp() + make_interval(secs => $3::double precision / 1000), last_error = $4
       where id = $1 and lease_epoch = $2`,
      [id, leaseEpoch, outcome.retryAfterMs, outcome.error],
    );
  }

  async leaseJobs(
    wanted: readonly { readonly type: string; readonly count: number }[],
    deal: (jobs: readonly DueJob[]) => readonly DealtJob[],
  ): Promise<readonly LeasedJobRow[]> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const due = await runPrepared<DueJob>(client, DUE_JOBS, [JSON.stringify(wanted)]);
      const dealt = due.length === 0 ? [] : deal(due);
      const leased = dealt.length === 0 ? [] : await runPrepared<LeasedJobRow>(client, LEASE_JOBS, [JSON.stringify(dealt)]);
      await client.query('commit');
      const rows = new Map(leased.map((row) => [row.id, row]));
      return dealt.flatMap(({ id }) => rows.get(id) ?? []);
    } catch (error) {
      broken = await client.query('rollback').then(
        () => undefined,
        (failure: unknown) => (failure instanceof Error ? failure : new Error(String(failure))),
      );
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async nextJobInMs(types: readonly string[]): Promise<number | null> {
    const [row] = await this.#run<{ waitMs: number | null }>(
      `select min(extract(epoch from greatest(due_at, leased_until, clock_timestamp()) - clock_timestamp()) * 1000)::double precision as "waitMs"
       from (select due_at, leased_until from job where status = 'open' and work = 'operation' and type = any($1) order by due_at limit ${MAX_LOOKED_AT}) as j`,
      [types],
    );
    return row?.waitMs ?? null;
  }

  async giveBackJobs(leases: readonly JobLease[]): Promise<void> {
    await this.#run(
      `update job as j set leased_until = null, attempts = greatest(j.failures, j.attempts - 1), lease_epoch = j.lease_epoch + 1
       from json_to_recordset($1) as r(id text, "leaseEpoch" integer) where j.id = r.id and j.lease_epoch = r."leaseEpoch"`,
      [JSON.stringify(leases.map(({ id, leaseEpoch }) => ({ id, leaseEpoch })))],
    );
  }

  async extendLease(jobId: string, leaseEpoch: number, leaseMs: number): Promise<string | null> {
    const [row] = await this.#run<{ leasedUntil: string }>(
      `update job set leased_until = clock_timestamp() + make_interval(secs => $3::double precision / 1000)
       where id = $1 and lease_epoch = $2 and status = 'open' returning ${iso('leased_until')} as "leasedUntil"`,
      [jobId, leaseEpoch, leaseMs],
    );
    return row?.leasedUntil ?? null;
  }

  findDeliverableMessages(
    limit: number,
  ): Promise<readonly { readonly name: string; readonly correlationKey: string | null; readonly subscriptionId: string }[]> {
    return this.#run(
      `select b.name, b.correlation_key as "correlationKey", min(s.id) as "subscriptionId"
       from buffered_message b
       join subscription s on s.kind = 'message' and s.name = b.name
         and (s.correlation_key = b.correlation_key or s.correlation_key is null or b.correlation_key is null)
         and (b.target_ids is null or s.element_id = any(b.target_ids))
       where b.expires_at > clock_timestamp() group by b.name, b.correlation_key order by min(b.id) limit $1`,
      [limit],
    );
  }

  async removeExpiredMessages(): Promise<number> {
    return (await this.#run('delete from buffered_message where expires_at <= clock_timestamp() returning id', [])).length;
  }

  async keepUp(): Promise<void> {
    await this.#run(
      `select ensure_history_partitions((now() at time zone 'UTC' + make_interval(months => n))::date) from generate_series(0, 2) as n`,
      [],
    );
    for (const table of ['command_log', 'request_log']) await this.#run(`delete from ${table} where at < now() - interval '30 days'`, []);
  }

  async #run<Row extends object>(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    const client: PoolClient = await this.#pool.connect();
    try {
      return await runPrepared<Row>(client, text, values);
    } finally {
      client.release();
    }
  }
}

/** The rows in hand, as a table. */
const HELD = `held as (select kind, id, "leaseEpoch" from json_to_recordset($1::json) as h(kind text, id text, "leaseEpoch" integer))`;

/** The key of a row in hand, in the type of its table, so that the primary key finds it. */
function isHeld(kind: WorkKind): string {
  const key = kind === 'dueWork' || kind === 'outbox' ? 'held.id::bigint' : 'held.id';
  return `w.id = case when held.kind = '${kind}' then ${key} end`;
}

const kindsOf = (held: readonly HeldWork[]): readonly WorkKind[] => WORK_KINDS.filter((kind) => held.some((each) => each.kind === kind));
