import type { ModuleMigration } from '../../port/module-contract.ts';

/** Nodes that serve this database, what each did lately, and what waits. Small tables that are pruned all the time; nothing depends on them. */
export const nodeMigration: ModuleMigration = {
  name: '20261126_13_engine_node',
  up: [
    `create table node (
       id uuid primary key,
       role text not null,
       version text not null,
       host text not null,
       pid integer not null,
       started_at timestamptz not null,
       seen_at timestamptz not null,
       in_hand jsonb not null) with (fillfactor = 50)`,
    // What a node did since its report before: `done` counts by name, `slowest` lists its slowest steps.
    `create table node_sample (
       at timestamptz not null,
       node_id uuid not null,
       done jsonb not null,
       slowest jsonb not null,
       primary key (at, node_id))`,
    // What was due and open, counted by whichever node came first in a slot of time.
    `create table load_sample (
       slot_at timestamptz primary key,
       load jsonb not null)`,
  ],
};
