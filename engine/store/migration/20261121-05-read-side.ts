import type { ModuleMigration } from '../../port/module-contract.ts';

/** Indexes that only lists and the monitor need. */
export const readSideMigration: ModuleMigration = {
  name: '20261121_05_engine_read_side',
  up: [
    // Rights of employees: with an index for every branch of the condition the planner joins bitmaps instead of reading all open tasks.
    `create index task_candidate_users on task using gin (candidate_users) where status = 'open'`,
    `create index task_completed_by on task (completed_by) where completed_by is not null`,
    `create index process_instance_started_by on process_instance (started_by)`,
    `create index task_due on task (due_at) where status = 'open' and due_at is not null`,
    // Counts and durations of the monitor.
    `create index process_instance_ended on process_instance (ended_at) where ended_at is not null`,
    `create index incident_definition on incident (definition_id) where status = 'open'`,
  ],
};
