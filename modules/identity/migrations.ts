import type { ModuleMigration } from '../../engine/port/module-contract.ts';

/** Tables of people, groups, sessions and API tokens. Secrets are kept as hashes only. */
const createIdentity: ModuleMigration = {
  name: '20261121_10_identity',
  up: [
    `create table identity_group (
       id text collate "C" primary key check (id ~ '^[a-z][a-z0-9-]{0,63}$'),
       name text not null)`,
    `create table identity_user (
       id text collate "C" primary key check (id ~ '^[a-z][a-z0-9._-]{0,63}$'),
       name text not null,
       email text not null,
       password_hash text not null,
       roles text[] not null check (roles <@ array['admin', 'analyst', 'manager', 'employee']),
       locale text not null check (locale in ('en', 'es', 'cs', 'ru', 'ka')),
       active boolean not null,
       created_at timestamptz not null)`,
    `create table identity_membership (
       user_id text collate "C" not null references identity_user on delete cascade,
       group_id text collate "C" not null references identity_group on delete cascade,
       primary key (user_id, group_id))`,
    `create index identity_membership_group on identity_membership (group_id)`,
    `create table identity_session (
       token_hash bytea primary key,
       user_id text collate "C" not null references identity_user on delete cascade,
       created_at timestamptz not null,
       last_seen_at timestamptz not null,
       expires_at timestamptz not null,
       address text not null,
       user_agent text not null)`,
    `create index identity_session_user on identity_session (user_id)`,
    `create index identity_session_expires on identity_session (expires_at)`,
    `create table identity_api_token (
       id uuid primary key,
       name text not null,
       hash text not null unique,
       scopes text[] not null check (scopes <@ array['read', 'write', 'jobs', 'deploy', 'admin']),
       created_at timestamptz not null,
       created_by text not null,
       expires_at timestamptz,
       revoked_at timestamptz)`,
    // By the hash of the login as typed, so that people who type a password into the wrong field leave no trace of it.
    `create table identity_sign_in_attempt (
       login_hash bytea primary key,
       failures integer not null,
       last_attempt_at timestamptz not null,
       locked_until timestamptz)`,
    `create index identity_sign_in_attempt_last on identity_sign_in_attempt (last_attempt_at)`,
  ],
};

/** Migrations of the module, in order. */
export const identityMigrations: readonly ModuleMigration[] = [createIdentity];
