import type { ModuleMigration } from '../../port/module-contract.ts';

/** Messages along message flows, with an id, and with a key that is read out of what they carry. */
export const messagesMigration: ModuleMigration = {
  name: '20261126_08_engine_messages',
  up: [
    // `target_ids`: the catching nodes that alone may get it; null for everybody.
    `alter table buffered_message add column target_ids text[], add column message_id text`,
    `create index buffered_message_id on buffered_message (name, message_id) where message_id is not null`,
    // How the latest versions read the key out of a message that comes without one; `expression` is an Expression of the model.
    `create table message_key (
       id bigint generated always as identity primary key,
       definition_id text collate "C" not null references process_definition,
       process_id text collate "C" not null,
       name text not null,
       expression jsonb not null)`,
    `create index message_key_name on message_key (name)`,
  ],
};
