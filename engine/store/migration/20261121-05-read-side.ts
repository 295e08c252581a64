import type { ModuleMigration } from '../../port/module-contract.ts';

/** Indexes that only lists and the monitor need. */
export const readSideMigration: ModuleMigration = {
  name: '20261121_05_engine_read_side',
  up: [
    // Rights of employees: with an index for every branch of the condition the planner joins bitmaps instead of reading all open tasks.
    `create index task_candidate_users on task using gin (candidate_users) where status = 'open'`,
    `create index task_completed_by on task (completed_by) where completed_by is not null`,
    `create index process_instance_started_by on process_instance (started_by)`,
    // The inbox in its two usual orders; tasks without a due date come last, as in keyset.ts.
    `create index task_by_due on task (coalesce(due_at, 'infinity'::timestamptz), id) where status = 'open'`,
    `create index task_by_priority on task (priority, id) where status = 'open'`,
    // Counts and durations of the monitor.
    `create index process_instance_ended on process_instance (ended_at) where ended_at is not null`,
    `create index incident_definition on incident (definition_id) where status = 'open'`,
  ],
};
