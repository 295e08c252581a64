import type { ModuleMigration } from '../../port/module-contract.ts';

/** What was deployed: files, process definitions, forms, decisions, and the events that start a process by themselves. */
export const deploymentMigration: ModuleMigration = {
  name: '20261121_01_engine_deployment',
  up: [
    `create table deployment (
       id uuid primary key,
       note text,
       deployed_at timestamptz not null,
       deployed_by text not null,
       deployed_by_name text not null)`,
    `create table deployment_resource (
       deployment_id uuid not null references deployment,
       name text not null,
       content text not null,
       primary key (deployment_id, name))`,
    // One row per version of a process. `model` is the parsed ProcessDefinition; `hash` is SHA-256 of the file, so that an unchanged
    // file makes no new version.
    `create table process_definition (
       id text collate "C" primary key,
       process_id text collate "C" not null,
       version integer not null,
       name text,
       version_tag text,
       documentation text,
       is_latest boolean not null,
       is_startable boolean not null,
       start_form_id text,
       candidate_starter_groups text[] not null default '{}',
       resource_name text not null,
       xml text not null,
       model json not null,
       hash text not null,
       deployment_id uuid not null references deployment,
       deployed_at timestamptz not null,
       deployed_by text not null,
       deployed_by_name text not null,
       unique (process_id, version))`,
    `create unique index process_definition_latest on process_definition (process_id) where is_latest`,
    // The highest version of a form or decision is the one in use; earlier ones stay for the record.
    `create table form (
       form_id text collate "C" not null,
       version integer not null,
       resource_name text not null,
       content json not null,
       hash text not null,
       deployment_id uuid not null references deployment,
       deployed_at timestamptz not null,
       primary key (form_id, version))`,
    `create table decision_definition (
       decision_id text collate "C" not null,
       version integer not null,
       name text,
       resource_name text not null,
       xml text not null,
       hash text not null,
       deployment_id uuid not null references deployment,
       deployed_at timestamptz not null,
       primary key (decision_id, version))`,
    // Start events of the latest versions that wait for a message or a signal. Timer starts are rows of "timer" without an instance.
    `create table start_subscription (
       id bigint generated always as identity primary key,
       definition_id text collate "C" not null references process_definition,
       process_id text collate "C" not null,
       element_id text collate "C" not null,
       kind text not null check (kind in ('message', 'signal')),
       name text not null)`,
    `create index start_subscription_name on start_subscription (kind, name)`,
    `create table draft (
       id uuid primary key,
       name text not null,
       process_id text,
       resources json not null,
       based_on_definition_id text,
       revision integer not null default 1,
       created_at timestamptz not null default now(),
       updated_at timestamptz not null default now(),
       updated_by text not null,
       updated_by_name text not null)`,
  ],
};
