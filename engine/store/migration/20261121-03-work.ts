import type { ModuleMigration } from '../../port/module-contract.ts';

/**
 * Due work: what a worker claims. Every such table has the same columns for it: `due_at`, `attempts` (counted when claimed),
 * `lease_epoch` (grows with each claim; a result under an older epoch is refused) and `leased_until` (database clock).
 */
export const workMigration: ModuleMigration = {
  name: '20261121_03_engine_work',
  up: [
    // A job that its step did not finish: waits for an outside worker or for its next attempt. 'failed' has an incident; 'suspended'
    // belongs to a suspended instance. `failures` counts results, so `attempts - failures` are claims whose worker never answered.
    `create table job (
       id text collate "C" primary key,
       instance_id uuid not null,
       root_instance_id uuid not null,
       definition_id text collate "C" not null,
       process_id text collate "C" not null,
       element_id text collate "C" not null,
       element_instance_id text collate "C" not null,
       work text not null check (work in ('operation', 'script', 'decision')),
       type text collate "C" not null,
       headers jsonb not null,
       retries_left integer not null,
       status text not null check (status in ('open', 'failed', 'suspended')),
       created_at timestamptz not null,
       due_at timestamptz not null,
       attempts integer not null default 0,
       failures integer not null default 0,
       lease_epoch integer not null default 0,
       leased_until timestamptz,
       worker text,
       last_error text) with (fillfactor = 80)`,
    `create index job_due on job (type, due_at) where status = 'open'`,
    `create index job_instance on job (instance_id)`,
    // Timer events of instances, and timer start events (instance_id null) of the latest process versions.
    `create table timer (
       id text collate "C" primary key,
       instance_id uuid,
       root_instance_id uuid,
       definition_id text collate "C" not null,
       process_id text collate "C" not null,
       element_id text collate "C" not null,
       repetitions_left integer,
       cycle text,
       due_at timestamptz not null,
       attempts integer not null default 0,
       lease_epoch integer not null default 0,
       leased_until timestamptz) with (fillfactor = 80)`,
    `create index timer_due on timer (due_at)`,
    `create index timer_instance on timer (instance_id)`,
    // Waiting catch events. A message waits for name and key; a null key waits for the name alone.
    `create table subscription (
       id text collate "C" primary key,
       instance_id uuid not null,
       root_instance_id uuid not null,
       process_id text collate "C" not null,
       element_id text collate "C" not null,
       element_instance_id text collate "C" not null,
       kind text not null check (kind in ('message', 'signal')),
       name text not null,
       correlation_key text,
       created_at timestamptz not null)`,
    `create index subscription_name on subscription (kind, name, correlation_key)`,
    `create index subscription_instance on subscription (instance_id)`,
    // A message that nobody waited for yet, kept until its time to live has passed.
    `create table buffered_message (
       id bigint generated always as identity primary key,
       name text not null,
       correlation_key text,
       variables jsonb not null,
       published_at timestamptz not null,
       expires_at timestamptz not null)`,
    `create index buffered_message_name on buffered_message (name, correlation_key)`,
    `create index buffered_message_expires on buffered_message (expires_at)`,
    // Commands that one tree leaves for another transaction: kinds in engine/runtime/due-work.ts.
    `create table due_work (
       id bigint generated always as identity primary key,
       kind text not null,
       instance_id uuid,
       payload jsonb not null,
       due_at timestamptz not null,
       attempts integer not null default 0,
       lease_epoch integer not null default 0,
       leased_until timestamptz,
       last_error text) with (fillfactor = 80)`,
    `create index due_work_due on due_work (due_at)`,
    // Effects outside the database. 'kept': no transport is configured and the product's own pages show it.
    `create table outbox (
       id bigint generated always as identity primary key,
       kind text not null,
       dedupe_key text not null unique,
       payload jsonb not null,
       instance_id uuid,
       state text not null check (state in ('pending', 'sent', 'kept', 'failed')),
       created_at timestamptz not null,
       due_at timestamptz not null,
       attempts integer not null default 0,
       lease_epoch integer not null default 0,
       leased_until timestamptz,
       sent_at timestamptz,
       last_error text) with (fillfactor = 80)`,
    `create index outbox_due on outbox (due_at) where state = 'pending'`,
    `create index outbox_kind on outbox (kind, created_at desc)`,
  ],
};
