import type { ModuleMigration } from '../../port/module-contract.ts';

/**
 * History by month, so that what is past its time goes with its partition. A month is that of the instance's id, which is a UUID of
 * version 7: `activity` and `op_log` by the instance's own id, `journal` by that of the root, because code of the release before writes
 * no root beside an activity. A called instance is never older than its root, and retention asks for the root before it takes a month.
 *
 * What is there becomes the default partition as it is; nothing is copied. `journal` was partitioned by time: one that holds rows stays
 * so inside the default partition, an empty one is made anew. Months that have rows in the default partition stay there.
 */
export const historyPartitionsMigration: ModuleMigration = {
  name: '20261126_10_engine_history_partitions',
  up: [
    // Whoever waits behind this lock waits for so long at most; the migration is tried again.
    `set local lock_timeout = '3s'`,
    `lock table activity, op_log, journal in access exclusive mode`,
    `alter table activity rename to activity_default`,
    `alter index activity_pkey rename to activity_default_pkey`,
    `alter index activity_definition rename to activity_default_definition`,
    `create table activity (like activity_default including defaults including constraints) partition by range (instance_id)`,
    `alter table activity add primary key (instance_id, element_instance_id)`,
    `create index activity_definition on activity (definition_id, element_id)`,
    `alter table activity attach partition activity_default default`,
    // A key begins with the id of its instance, so that it is unique in the table when it is unique in its partition.
    `alter table op_log rename to op_log_default`,
    `alter index op_log_pkey rename to op_log_default_pkey`,
    `drop index op_log_instance`,
    `create table op_log (like op_log_default including defaults including constraints) partition by range (instance_id)`,
    `alter table op_log attach partition op_log_default default`,
    `do $$ begin
       if exists (select from journal) then
         alter table journal rename to journal_default;
         drop trigger journal_is_append_only on journal_default;
       else
         create table journal_default (like journal including defaults);
         alter table journal_default add primary key (root_instance_id, sequence);
         drop table journal;
         create trigger journal_is_not_truncated before truncate on journal_default for each statement execute function refuse_change();
       end if;
     end $$`,
    `create table journal (like journal_default including defaults) partition by range (root_instance_id)`,
    `create trigger journal_is_append_only before update or delete on journal for each row execute function refuse_change()`,
    `create trigger journal_is_not_truncated before truncate on journal for each statement execute function refuse_change()`,
    `alter table journal attach partition journal_default default`,
    `do $$ begin
       if to_regclass('journal_other') is not null then
         create trigger journal_is_not_truncated before truncate on journal_other for each statement execute function refuse_change();
       end if;
     end $$`,
    // The smallest UUID of version 7 that can be made in the month.
    `create function history_bound(month date) returns uuid language sql immutable as $$
       select (lpad(to_hex((extract(epoch from date_trunc('month', month::timestamp) at time zone 'UTC') * 1000)::bigint), 12, '0')
         || repeat('0', 20))::uuid $$`,
    // The partitions of a month, unless rows of that month lie in the default partition. Locks are held for a moment.
    `create function ensure_history_partitions(month date) returns void language plpgsql set lock_timeout = '3s' as $$
     declare
       first_id uuid := history_bound(month);
       next_id uuid := history_bound((month + interval '1 month')::date);
       parent text;
       id_column text;
       key_columns text;
       partition text;
       is_occupied boolean;
     begin
       perform pg_advisory_xact_lock(hashtext('lanework.history'));
       for parent, id_column, key_columns in
         values ('activity', 'instance_id', null), ('op_log', 'key', 'key'), ('journal', 'root_instance_id', 'root_instance_id, sequence')
       loop
         partition := parent || '_of_' || to_char(month, 'YYYY_MM');
         continue when to_regclass(partition) is not null;
         execute format('select exists (select from %I where %I >= %L and %I < %L)', parent || '_default', id_column, first_id, id_column, next_id)
           into is_occupied;
         continue when is_occupied;
         execute format('create table %I (like %I including defaults including constraints)', partition, parent);
         if key_columns is not null then
           execute format('alter table %I add primary key (%s)', partition, key_columns);
         end if;
         execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, partition, first_id, next_id);
         if parent = 'journal' then
           execute format('create trigger journal_is_not_truncated before truncate on %I for each statement execute function refuse_change()', partition);
         end if;
       end loop;
     end $$`,
    // The release before keeps up by this name.
    `create or replace function ensure_journal_partition(month date) returns void language sql as $$ select ensure_history_partitions(month) $$`,
    `select ensure_history_partitions((now() at time zone 'UTC' + make_interval(months => n))::date) from generate_series(0, 2) as n`,
  ],
};
