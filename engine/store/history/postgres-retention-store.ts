import type { Pool } from 'pg';
import type { Actor } from '../../port/module-contract.ts';
import {
  EVERY_PROCESS,
  type HistoryRemoval,
  type LegalHold,
  type ProcessRetention,
  type RetentionChange,
  type RetentionRule,
  type RetentionStore,
} from '../../port/retention-store.ts';
import { HISTORY_LOCK } from './history-lock.ts';

/** Ended instances of a process are counted so far. */
const MAX_COUNTED = 10_000;
const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const LAST = `select is_inherited as "isInherited", days from retention_setting where process_id = `;

/** Settings of retention in PostgreSQL. */
export class PostgresRetentionStore implements RetentionStore {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  readonly every = async (): Promise<RetentionRule> => {
    const { rows } = await this.#pool.query<RetentionRule>(`${LAST} $1 order by sequence desc limit 1`, [EVERY_PROCESS]);
    return rows[0] ?? { isInherited: false, days: null };
  };

  readonly processes = async (): Promise<readonly ProcessRetention[]> =>
    (
      await this.#pool.query<ProcessRetention>(
        `select d.process_id as "processId", d.name, coalesce(own."isInherited", true) as "isInherited", own.days,
           (select count(*)::int from (select 1 from process_instance i where i.definition_id in (select id from process_definition v where v.process_id = d.process_id)
             and i.ended_at is not null limit ${MAX_COUNTED}) as counted) as ended
         from process_definition d left join lateral (${LAST} d.process_id order by sequence desc limit 1) as own on true
         where d.is_latest order by d.process_id`,
      )
    ).rows;

  readonly changes = async (limit: number): Promise<readonly RetentionChange[]> =>
    (
      await this.#pool.query<RetentionChange>(
        `select process_id as "processId", is_inherited as "isInherited", days, ${iso('set_at')} as "setAt", json_build_object('id', set_by, 'name', set_by_name) as "setBy"
         from retention_setting order by sequence desc limit $1`,
        [limit],
      )
    ).rows;

  readonly removals = async (limit: number): Promise<readonly HistoryRemoval[]> =>
    (
      await this.#pool.query<HistoryRemoval>(
        `select sequence::float8 as sequence, ${iso('removed_at')} as "removedAt", month::text, trees, journal_rows::float8 as "journalRows", kept, encode(digest, 'hex') as digest
         from history_removal order by history_removal.sequence desc limit $1`,
        [limit],
      )
    ).rows;

  readonly set = async (processId: string, rule: RetentionRule, actor: Actor): Promise<boolean> => {
    const { rowCount } = await this.#pool.query(
      `insert into retention_setting (process_id, is_inherited, days, set_by, set_by_name)
       select $1::text, $2, $3, $4, $5 where $1 = '${EVERY_PROCESS}' or exists (select from process_definition where process_id = $1)`,
      [processId, rule.isInherited, rule.isInherited ? null : rule.days, actor.id, actor.name],
    );
    return rowCount === 1;
  };

  readonly holdOf = async (instanceId: string): Promise<LegalHold | null> => {
    const { rows } = await this.#pool.query<LegalHold>(
      `select reason, ${iso('set_at')} as "setAt", json_build_object('id', set_by, 'name', set_by_name) as "setBy" from legal_hold
       where released_at is null and root_instance_id = (select root_instance_id from process_instance where id = $1)`,
      [instanceId],
    );
    return rows[0] ?? null;
  };

  /** Waits for a clean-up in hand, so that what is being removed is not held in vain. */
  readonly hold = async (instanceId: string, reason: string, actor: Actor): Promise<'held' | 'absent'> => {
    const client = await this.#pool.connect();
    try {
      await client.query('begin');
      await client.query('select pg_advisory_xact_lock_shared(hashtext($1))', [HISTORY_LOCK]);
      const { rowCount } = await client.query(
        `select 1 from process_instance i where id = $1 and not exists (select from history_removing r where r.root_instance_id = i.root_instance_id)`,
        [instanceId],
      );
      if (rowCount === 1)
        await client.query(
          `insert into legal_hold (root_instance_id, reason, set_by, set_by_name) select root_instance_id, $2, $3, $4 from process_instance where id = $1
           on conflict (root_instance_id) where released_at is null do nothing`,
          [instanceId, reason, actor.id, actor.name],
        );
      await client.query('commit');
      return rowCount === 1 ? 'held' : 'absent';
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  };

  readonly release = async (instanceId: string, actor: Actor): Promise<boolean> => {
    const { rowCount } = await this.#pool.query(
      `update legal_hold set released_at = now(), released_by = $2, released_by_name = $3
       where released_at is null and root_instance_id = (select root_instance_id from process_instance where id = $1)`,
      [instanceId, actor.id, actor.name],
    );
    return rowCount === 1;
  };
}
