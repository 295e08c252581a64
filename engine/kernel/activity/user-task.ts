import type { UserTask } from '../../model/index.ts';
import type { ElementInstance } from '../../state/index.ts';
import { beginActivity } from '../behavior/activity.ts';
import { calendarOf, candidateGroupsOf } from '../behavior/calendar.ts';
import { activate } from '../behavior/enter-element.ts';
import { evaluateInstant, evaluateInteger, evaluateOptionalText, evaluateTextList } from '../behavior/evaluate.ts';
import type { WaitPlan } from '../behavior/waits.ts';
import { openWait } from '../behavior/waits.ts';
import type { ElementHandler } from '../element-handler.ts';
import type { Step } from '../step.ts';

/** Priority of a task that names none, in the middle of 0 to 100. */
const DEFAULT_PRIORITY = 50;

/** Evaluates what the task says about itself. Emits nothing. */
export function planTask(step: Step, node: UserTask, instance: ElementInstance): Extract<WaitPlan, { kind: 'task' }> {
  const calendar = calendarOf(step, node.calendar, { elementId: node.id, elementInstanceId: instance.id });
  return {
    kind: 'task',
    elementInstanceId: instance.id,
    elementId: node.id,
    name: node.name ?? node.id,
    assignee: evaluateOptionalText(step, node.assignee, instance.id, 'the assignee'),
    candidateGroups: candidateGroupsOf(step, node, instance),
    candidateUsers: node.candidateUsers === null ? [] : evaluateTextList(step, node.candidateUsers, instance.id, 'the candidate users'),
    formId: node.formId,
    dueAt: evaluateInstant(step, node.dueDate, instance.id, 'the due date', calendar),
    followUpAt: evaluateInstant(step, node.followUpDate, instance.id, 'the follow-up date', calendar),
    priority: node.priority === null ? DEFAULT_PRIORITY : evaluateInteger(step, node.priority, instance.id, 'the priority'),
  };
}

/** User task (BPMN 2.0.2, 10.3.4.1 and 13.3.3): waits in the inbox of its assignee or candidates until it is completed. */
export const userTask: ElementHandler<UserTask> = {
  enter(step, node, instance) {
    beginActivity(step, node, instance);
    const plan = planTask(step, node, instance);
    activate(step, instance);
    openWait(step, plan);
  },
};
