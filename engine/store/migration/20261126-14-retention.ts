import type { ModuleMigration } from '../../port/module-contract.ts';

/** How long ended instances are kept, what must not be removed, and the proof of what was. */
export const retentionMigration: ModuleMigration = {
  name: '20261126_14_engine_retention',
  up: [
    // Every setting that was ever made; the last one of a process counts, then the last one of '*', which stands for all. `days` after
    // the end, null for ever. A setting that `is_inherited` puts a process back to that of '*'.
    `create table retention_setting (
       sequence bigint generated always as identity primary key,
       process_id text collate "C" not null,
       is_inherited boolean not null,
       days integer check (days between 0 and 36500),
       set_at timestamptz not null default now(),
       set_by text not null,
       set_by_name text not null)`,
    `create index retention_setting_process on retention_setting (process_id, sequence desc)`,
    `create trigger retention_setting_is_append_only before update or delete on retention_setting for each row execute function refuse_change()`,
    // A hold on a call tree keeps it, however old it is, until it is released.
    `create table legal_hold (
       id bigint generated always as identity primary key,
       root_instance_id uuid not null,
       reason text not null,
       set_at timestamptz not null default now(),
       set_by text not null,
       set_by_name text not null,
       released_at timestamptz,
       released_by text,
       released_by_name text)`,
    `create unique index legal_hold_open on legal_hold (root_instance_id) where released_at is null`,
    // What is left of removed call trees: how many, and a digest over the id, length and last hash of each, in the order of their ids, so
    // that a backup from before proves which they were. Chained, so that no row can be taken out unseen. `month` is set where whole
    // partitions went; `kept` instances of it had to stay.
    `create table history_removal (
       sequence bigint primary key,
       removed_at timestamptz not null,
       month date,
       trees integer not null,
       journal_rows bigint not null,
       kept integer not null,
       digest bytea not null,
       prev_hash bytea,
       hash bytea not null)`,
    `create trigger history_removal_is_append_only before update or delete on history_removal for each row execute function refuse_change()`,
    `create trigger history_removal_is_not_truncated before truncate on history_removal for each statement execute function refuse_change()`,
    // Call trees whose removal is recorded and whose rows are being deleted. Only theirs may leave the journal.
    `create table history_removing (
       root_instance_id uuid primary key,
       sequence bigint not null)`,
    `create index history_removing_sequence on history_removing (sequence)`,
    // What has left the house goes with its instance.
    `create index outbox_instance on outbox (instance_id)`,
    `create or replace function refuse_change() returns trigger language plpgsql as $$
     begin
       if tg_op = 'DELETE' and tg_level = 'ROW' and tg_table_name like 'journal%' then
         if exists (select from history_removing where root_instance_id = old.root_instance_id) then
           return old;
         end if;
       end if;
       raise exception 'Expected % to be append-only, but a % was tried', tg_table_name, lower(tg_op) using errcode = 'raise_exception';
     end $$`,
  ],
};
