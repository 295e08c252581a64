import type { ModuleMigration } from '../../port/module-contract.ts';

/** Indexes that are made and those that go, by table. */
const CHANGES: readonly { readonly table: string; readonly made: readonly string[]; readonly dropped: readonly string[] }[] = [
  {
    table: 'process_instance',
    made: [
      `process_instance_active on process_instance (definition_id, started_at) where ended_at is null`,
      // Counts, durations and samples of what has ended, version by version.
      `process_instance_finished on process_instance (definition_id, ended_at) where ended_at is not null`,
      // Few instances end or rest in another way than by completion.
      `process_instance_exceptional on process_instance (status, id) where status in ('suspended', 'terminated', 'cancelled')`,
      // A called instance is found by its root, and nobody signs in as the engine.
      `process_instance_starter on process_instance (started_by, id) where caller_instance_id is null and started_by <> 'engine'`,
    ],
    dropped: ['process_instance_started', 'process_instance_started_by', 'process_instance_open', 'process_instance_ended'],
  },
  {
    table: 'activity',
    // Where tokens are, by definition and element. What has ended is read by the id of its instance.
    made: [
      `activity_active on activity (definition_id, element_id, instance_id) where status = 'active' and kind not in ('process', 'loopBody')`,
    ],
    dropped: ['activity_definition'],
  },
  {
    table: 'task',
    made: [
      // Most tasks are offered to groups, and are claimed later or never.
      `task_candidate_user on task using gin (candidate_users) where status = 'open' and candidate_users <> '{}'`,
      `task_of_assignee on task (assignee) where status = 'open' and assignee is not null`,
      // What somebody had in hand and another one completed, or nobody.
      `task_taken_over on task (assignee) where status <> 'open' and assignee is distinct from completed_by`,
    ],
    dropped: ['task_candidate_users', 'task_assignee'],
  },
];

/**
 * An instance pays for each index at every row it writes, so that only what a page asks for stays. Ids of instances are UUIDs of version 7
 * and sort by the start: the primary key takes the place of an index on `started_at`. What only open rows are asked for has only open rows.
 *
 * Each migration is a transaction that holds one kind of lock on one table, so that it cannot deadlock with steps. While indexes are made,
 * others read on and writers wait; dropping takes a moment.
 */
export const leanIndexesMigrations: readonly ModuleMigration[] = CHANGES.flatMap(({ table, made, dropped }) => [
  {
    name: `20261126_17_engine_lean_indexes_of_${table}`,
    up: [`set local lock_timeout = '3s'`, `lock table ${table} in share mode`, ...made.map((index) => `create index ${index}`)],
  },
  {
    name: `20261126_17_engine_lean_indexes_of_${table}_2`,
    up: [`set local lock_timeout = '3s'`, `lock table ${table} in access exclusive mode`, `drop index ${dropped.join(', ')}`],
  },
]);
