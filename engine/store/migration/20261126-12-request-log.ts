import type { ModuleMigration } from '../../port/module-contract.ts';

/** Writes that came with an idempotency key and are no commands of the engine. */
export const requestLogMigration: ModuleMigration = {
  name: '20261126_12_engine_request_log',
  up: [
    // `id` is a digest of actor and key, `answer` is sealed with the key that its sender knows: it may hold what is shown once.
    // `committed` is set by the transaction of the request itself, so that a crash before the answer is told from one before the commit.
    `create table request_log (
       id text collate "C" primary key,
       hash text not null,
       epoch integer not null default 1,
       leased_until timestamptz not null,
       committed boolean not null default false,
       status integer,
       answer bytea,
       at timestamptz not null)`,
    `create index request_log_at on request_log (at)`,
  ],
};
