import type { ModuleMigration } from '../../port/module-contract.ts';

/** What makes every effect traceable and unique: the journal, the log of operations and the log of commands. */
export const journalMigration: ModuleMigration = {
  name: '20261121_04_engine_journal',
  up: [
    `create sequence journal_sequence`,
    // Append-only and hash-chained per call tree: hash = SHA-256 over previous hash, instance, time and the exact texts of command,
    // actor and records (columns of type json keep their text). Partitioned by month of `at`.
    `create table journal (
       sequence bigint not null default nextval('journal_sequence'),
       root_instance_id uuid not null,
       instance_id uuid not null,
       at timestamptz not null,
       command json not null,
       actor json not null,
       records json not null,
       prev_hash bytea,
       hash bytea not null,
       primary key (sequence, at)) partition by range (at)`,
    `create index journal_root on journal (root_instance_id, sequence)`,
    `create table journal_other partition of journal default`,
    `create function refuse_change() returns trigger language plpgsql as $$
     begin
       raise exception 'Expected % to be append-only, but a % was tried', tg_table_name, lower(tg_op) using errcode = 'raise_exception';
     end $$`,
    `create trigger journal_is_append_only before update or delete on journal for each row execute function refuse_change()`,
    `create trigger journal_is_not_truncated before truncate on journal for each statement execute function refuse_change()`,
    `create function ensure_journal_partition(month date) returns void language plpgsql as $$
     declare
       first date := date_trunc('month', month)::date;
       partition text := 'journal_' || to_char(first, 'YYYY_MM');
     begin
       if to_regclass(partition) is null and not exists (
         select 1 from journal_other where at >= first and at < first + interval '1 month') then
         execute format('create table %I partition of journal for values from (%L) to (%L)',
           partition, first::timestamp at time zone 'UTC', (first + interval '1 month')::timestamp at time zone 'UTC');
         execute format('create trigger journal_is_not_truncated before truncate on %I for each statement execute function refuse_change()', partition);
       end if;
     end $$`,
    `select ensure_journal_partition((now() + make_interval(months => n))::date) from generate_series(0, 2) as n`,
    // One row per transactional operation that took effect, written in the effect's transaction. key: <instanceId>:<elementInstanceId>.
    `create table op_log (
       key text collate "C" primary key,
       topic text collate "C" not null,
       instance_id uuid not null,
       request_hash text not null,
       result jsonb not null,
       at timestamptz not null)`,
    `create index op_log_instance on op_log (instance_id)`,
    // Result of a command by the id its sender chose (Idempotency-Key, message id), so that asking again does it once.
    `create table command_log (
       id text collate "C" primary key,
       request_hash text not null,
       result jsonb not null,
       at timestamptz not null)`,
    `create index command_log_at on command_log (at)`,
    // Things done once per database, for example loading the demo company.
    `create table setup_step (
       name text primary key,
       done_at timestamptz not null default now())`,
  ],
};
