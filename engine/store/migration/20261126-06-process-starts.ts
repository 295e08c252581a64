import type { ModuleMigration } from '../../port/module-contract.ts';

/** Conditional and parallel multiple start events of processes. */
export const processStartsMigration: ModuleMigration = {
  name: '20261126_06_engine_process_starts',
  up: [
    // A conditional start has no name; its condition is in the model. `definition_index` is the position of the definition at its event.
    `alter table start_subscription drop constraint start_subscription_kind_check`,
    `alter table start_subscription add constraint start_subscription_kind_check check (kind in ('message', 'signal', 'condition'))`,
    `alter table start_subscription add column definition_index integer not null default 0`,
    `alter table timer add column definition_index integer not null default 0`,
    // What parallel multiple start events have caught so far: a list of StartCollection per event of a latest version.
    `create table start_collection (
       definition_id text collate "C" not null references process_definition,
       process_id text collate "C" not null,
       element_id text collate "C" not null,
       collections jsonb not null default '[]',
       primary key (definition_id, element_id))`,
  ],
};
