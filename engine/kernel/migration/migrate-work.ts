import type { FlowNode, UserTask } from '../../model/index.ts';
import type { ElementInstance, Wait } from '../../state/index.ts';
import { planTask } from '../activity/user-task.ts';
import { evaluateText } from '../behavior/evaluate.ts';
import { evaluateJobPriority, jobPriorityOf, openEngineWork, openJob, openUntypedJob } from '../behavior/job.ts';
import { closeWait } from '../behavior/waits.ts';
import type { Step } from '../step.ts';
import type { MigrationChange } from '../../model/index.ts';
import type { MigrationPlan } from './migrate-events.ts';

type TaskWait = Extract<Wait, { kind: 'task' }>;
type JobWait = Extract<Wait, { kind: 'job' }>;

/** What a task takes from the diagram: evaluated anew only where the diagram says something else, because people may have changed the rest. */
function migrateTask(step: Step, before: UserTask, after: UserTask, instance: ElementInstance, wait: TaskWait): void {
  const differs = (...names: readonly (keyof UserTask)[]): boolean =>
    names.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const groups = differs('candidateGroups', 'lanes');
  const changed = {
    candidateUsers: differs('candidateUsers') ? after.candidateUsers : null,
    dueDate: differs('dueDate') ? after.dueDate : null,
    followUpDate: differs('followUpDate') ? after.followUpDate : null,
    priority: differs('priority') ? after.priority : null,
  };
  // Expressions that are as before are not evaluated again: what they say now must not stop the migration.
  const planned = planTask(
    step,
    { ...after, ...changed, assignee: null, candidateGroups: groups ? after.candidateGroups : null },
    instance,
  );
  step.emit({
    kind: 'waitChanged',
    wait: {
      ...wait,
      elementId: after.id,
      name: planned.name,
      formId: planned.formId,
      candidateGroups: groups ? planned.candidateGroups : wait.candidateGroups,
      candidateUsers: differs('candidateUsers') ? planned.candidateUsers : wait.candidateUsers,
      dueAt: differs('dueDate') ? planned.dueAt : wait.dueAt,
      followUpAt: differs('followUpDate') ? planned.followUpAt : wait.followUpAt,
      priority: differs('priority') ? planned.priority : wait.priority,
    },
  });
}

/** Everything in a node that says which work it is and who does it. */
function workOf(node: FlowNode): string {
  const job = 'job' in node ? node.job : null;
  if (job !== null) return JSON.stringify(['job', job]);
  if (node.kind === 'scriptTask') return JSON.stringify(['script', node.script?.language ?? null]);
  return node.kind === 'businessRuleTask' ? JSON.stringify(['decision', node.decisionId]) : 'untyped';
}

function openWork(step: Step, node: FlowNode, instance: ElementInstance): void {
  if ('job' in node && node.job !== null) openJob(step, node, instance, node.job);
  else if (node.kind === 'businessRuleTask' && node.decisionId !== null)
    openEngineWork(step, node, instance, 'decision', evaluateText(step, node.decisionId, instance.id, 'the decision id'));
  else if (node.kind === 'scriptTask') openEngineWork(step, node, instance, 'script', 'javascript');
  else if ('boundaryEventIds' in node) openUntypedJob(step, node, instance);
}

/** The job at its new place. Its priority is evaluated anew only where the diagram says something else. */
function movedJob(step: Step, plan: MigrationPlan, before: FlowNode, after: FlowNode, instance: ElementInstance, wait: JobWait): JobWait {
  const isSaidAsBefore =
    JSON.stringify(jobPriorityOf(plan.source, before) ?? null) === JSON.stringify(jobPriorityOf(plan.target, after) ?? null);
  if (isSaidAsBefore) return wait.elementId === after.id ? wait : { ...wait, elementId: after.id };
  const { priority: _before, ...rest } = wait;
  const priority = evaluateJobPriority(step, after, instance);
  return { ...rest, elementId: after.id, ...(priority === undefined ? {} : { priority }) };
}

/** A job goes on when the same work is to be done in the same way; else it is closed, its incident with it, and opened anew. */
function migrateJob(
  step: Step,
  plan: MigrationPlan,
  before: FlowNode,
  after: FlowNode,
  instance: ElementInstance,
  wait: JobWait,
): MigrationChange['change'] {
  if (workOf(before) === workOf(after)) {
    const moved = movedJob(step, plan, before, after, instance, wait);
    if (moved !== wait) step.emit({ kind: 'waitChanged', wait: moved });
    return 'kept';
  }
  closeWait(step, wait, 'cancelled');
  for (const incident of Object.values(step.draft.incidents))
    if (incident.jobId === wait.id) step.emit({ kind: 'incidentResolved', incidentId: incident.id });
  openWork(step, after, instance);
  return 'rebuilt';
}

/**
 * The work of an element instance goes on: a task keeps its id, assignee and dates and takes the name and form of its new place, a job is
 * kept when the same work is to be done, a called instance stays as it is.
 */
export function migrateWork(step: Step, plan: MigrationPlan, before: ElementInstance, waits: readonly Wait[]): readonly MigrationChange[] {
  const instance = step.instance(before.id);
  const [source, target] = [plan.source.nodes[before.elementId], plan.target.nodes[instance.elementId]];
  if (source === undefined || target === undefined) return [];
  return waits.flatMap((wait): readonly MigrationChange[] => {
    const done = (change: MigrationChange['change']): readonly MigrationChange[] => [
      { subject: wait.kind, id: wait.id, elementId: wait.elementId, targetElementId: target.id, change },
    ];
    if (wait.kind === 'job') return done(migrateJob(step, plan, source, target, instance, wait));
    if (wait.kind === 'task' && source.kind === 'userTask' && target.kind === 'userTask') {
      migrateTask(step, source, target, instance, wait);
      return done('kept');
    }
    if (wait.kind !== 'calledInstance') return [];
    if (wait.elementId !== target.id) step.emit({ kind: 'waitChanged', wait: { ...wait, elementId: target.id } });
    return done('kept');
  });
}
