import type { Viewer } from '../../port/queries.ts';
import type { SqlConditions } from './sql-conditions.ts';

/** Condition that a row of `task` (alias `task`) is the viewer's: his, offered to him or his groups, or done by him. */
export function taskVisible(viewer: Viewer, where: SqlConditions): string {
  if (viewer.seesAllTasks) return 'true';
  const [id, groups] = [where.parameter(viewer.id), where.parameter(viewer.groups)];
  return `task.assignee = ${id} or task.candidate_groups && ${groups}::text[] or task.candidate_users && array[${id}]::text[] or task.completed_by = ${id}`;
}

/**
 * Condition that a row of `process_instance` (alias `instance`) is the viewer's: somebody who started the call tree or has, had or may
 * claim a task anywhere in it sees the whole tree, since called instances are parts of the same work.
 */
export function instanceVisible(viewer: Viewer, where: SqlConditions): string {
  if (viewer.seesAllInstances) return 'true';
  const id = where.parameter(viewer.id);
  const groups = where.parameter(viewer.groups);
  return `instance.root_instance_id in (
    select id from process_instance where started_by = ${id}
    union all select root_instance_id from task where assignee = ${id}
    union all select root_instance_id from task where completed_by = ${id}
    union all select root_instance_id from task where candidate_groups && ${groups}::text[] and status = 'open'
    union all select root_instance_id from task where candidate_users && array[${id}]::text[] and status = 'open')`;
}
