import type { Pool, PoolClient } from 'pg';
import type { ActivatedJobRow, ClaimedDueWork, ClaimedJob, ClaimedOutbox, ClaimedTimer, PutBack, WorkStore } from '../port/work-store.ts';
import { runPrepared } from './sql.ts';

/** `due and free`: what a claim takes from a table of due work. */
const CLAIMABLE = `due_at <= clock_timestamp() and (leased_until is null or leased_until < clock_timestamp())`;
const TAKE = `attempts = w.attempts + 1, lease_epoch = w.lease_epoch + 1,
  leased_until = clock_timestamp() + make_interval(secs => $2::double precision / 1000)`;
const TABLES = { timer: 'timer', job: 'job', dueWork: 'due_work' } as const;
const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Claims due rows in PostgreSQL; each method is one statement on one pooled connection. */
export class PostgresWorkStore implements WorkStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  claimTimers(limit: number, leaseMs: number): Promise<readonly ClaimedTimer[]> {
    return this.#run<ClaimedTimer>(
      `update timer as w set ${TAKE}
       where id in (select id from timer where ${CLAIMABLE} order by due_at limit $1 for update skip locked)
       returning id, instance_id as "instanceId", definition_id as "definitionId", element_id as "elementId",
         definition_index as index, lease_epoch as "leaseEpoch", attempts, ${iso('due_at')} as "dueAt", cycle, repetitions_left as "repetitionsLeft"`,
      [limit, leaseMs],
    );
  }

  claimJobs(topics: readonly string[], suspects: boolean, limit: number, leaseMs: number): Promise<readonly ClaimedJob[]> {
    return this.#run<ClaimedJob>(
      `update job as w set ${TAKE}, worker = 'engine'
       where id in (select id from job where status = 'open' and (work <> 'operation' or type = any($3)) and (attempts > failures) = $4 and ${CLAIMABLE}
         order by due_at limit $1 for update skip locked)
       returning id, instance_id as "instanceId", type, lease_epoch as "leaseEpoch", attempts, failures`,
      [limit, leaseMs, topics, suspects],
    );
  }

  claimDueWork(limit: number, leaseMs: number): Promise<readonly ClaimedDueWork[]> {
    return this.#run<ClaimedDueWork>(
      `update due_work as w set ${TAKE}
       where id in (select id from due_work where ${CLAIMABLE} order by due_at, id limit $1 for update skip locked)
       returning id::text, kind, instance_id as "instanceId", payload, lease_epoch as "leaseEpoch", attempts`,
      [limit, leaseMs],
    );
  }

  claimOutbox(limit: number, leaseMs: number): Promise<readonly ClaimedOutbox[]> {
    return this.#run<ClaimedOutbox>(
      `update outbox as w set ${TAKE}
       where id in (select id from outbox where state = 'pending' and ${CLAIMABLE} order by due_at, id limit $1 for update skip locked)
       returning id::text, kind, dedupe_key as "dedupeKey", payload, lease_epoch as "leaseEpoch", attempts`,
      [limit, leaseMs],
    );
  }

  async putBack(work: PutBack): Promise<void> {
    const error = work.kind === 'timer' ? '' : ', last_error = $4';
    const values = [work.id, work.leaseEpoch, work.retryAfterMs];
    await this.#run(
      `update ${TABLES[work.kind]} set leased_until = clock_timestamp() + make_interval(secs => $3::double precision / 1000)${error}
       where id = $1 and lease_epoch = $2`,
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
      `update outbox set leased_until = null, due_at = clock_timestamp() + make_interval(secs => $3::double precision / 1000), last_error = $4
       where id = $1 and lease_epoch = $2`,
      [id, leaseEpoch, outcome.retryAfterMs, outcome.error],
    );
  }

  activateJobs(request: {
    readonly type: string;
    readonly worker: string;
    readonly maxJobs: number;
    readonly leaseMs: number;
  }): Promise<readonly ActivatedJobRow[]> {
    return this.#run<ActivatedJobRow>(
      `update job as w set ${TAKE}, worker = $4
       where id in (select id from job where status = 'open' and work = 'operation' and type = $3 and ${CLAIMABLE} order by due_at limit $1 for update skip locked)
       returning id, type, instance_id as "processInstanceId", process_id as "processId", element_id as "elementId", headers, attempts as attempt,
         failures, retries_left as "retriesLeft", lease_epoch as "leaseEpoch", ${iso('leased_until')} as "leasedUntil"`,
      [request.maxJobs, request.leaseMs, request.type, request.worker],
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
    await this.#run(`delete from command_log where at < now() - interval '30 days'`, []);
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
