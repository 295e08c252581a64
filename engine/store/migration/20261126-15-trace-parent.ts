import type { ModuleMigration } from '../../port/module-contract.ts';

/**
 * Due work remembers the W3C traceparent of the step that left it. The step says it once, as a setting of its transaction, and the default
 * of the column reads it; where nothing is traced it is null and takes no room.
 */
export const traceParentMigration: ModuleMigration = {
  name: '20261126_15_engine_trace_parent',
  up: ['timer', 'job', 'due_work', 'outbox'].map(
    (table) => `alter table ${table} add column trace_parent text default nullif(current_setting('lanework.trace_parent', true), '')`,
  ),
};
