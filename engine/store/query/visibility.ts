import type { Viewer } from '../../port/queries.ts';
import type { SqlConditions } from './sql-conditions.ts';

/** Condition that a row of `task` (alias `task`) is the viewer's: his, offered to him or his groups, or done by him. */
export function taskVisible(viewer: Viewer, where: SqlConditions): string {
  if (viewer.seesAllTasks) return 'true';
  return taskOf(where.parameter(viewer.id), where.parameter(viewer.groups));
}

/** The same for a viewer whose id and groups are these expressions of SQL. */
export function taskOf(id: string, groups: string): string {
  return `task.assignee = ${id} or task.candidate_groups && ${groups}::text[] or task.candidate_users <> '{}' and task.candidate_users && array[${id}]::text[] or task.completed_by = ${id}`;
}

/** Condition that an instance (alias `instance`) is in the viewer's own list: its call tree was started by him, or he has or had a task in it. */
export function instanceListed(viewer: Viewer, where: SqlConditions): string {
  if (viewer.seesAllInstances) return 'true';
  const id = where.parameter(viewer.id);
  // Each of these has an index of its own; the engine itself, which is nobody's account, is in none.
  return `instance.id in (
    with root as (
      select id from process_instance where started_by = ${id} and started_by <> 'engine' and caller_instance_id is null
      union select root_instance_id from task where assignee = ${id} and status = 'open'
      union select root_instance_id from task where assignee = ${id} and status <> 'open' and assignee is distinct from completed_by
      union select root_instance_id from task where completed_by = ${id})
    select id from root
    union all select called.id from root join process_instance as called on called.root_instance_id = root.id and called.caller_instance_id is not null)`;
}

/**
 * Condition that the viewer may look at an instance (alias `instance`) that he names: besides those in his list these are the ones with
 * a task for his groups, so that a candidate sees what a task is about before he claims it. A right in one instance is a right in
 * its whole call tree, since called instances are parts of the same work.
 */
export function instanceVisible(viewer: Viewer, where: SqlConditions): string {
  if (viewer.seesAllInstances) return 'true';
  const visible = taskVisible({ ...viewer, seesAllTasks: false }, where);
  return `exists (select from process_instance as root where root.id = instance.root_instance_id and root.started_by = ${where.parameter(viewer.id)})
    or exists (select from task where task.instance_id = instance.root_instance_id and (${visible}))
    or exists (
      select from process_instance as called join task on task.instance_id = called.id
      where called.root_instance_id = instance.root_instance_id and called.caller_instance_id is not null and (${visible}))`;
}
