import type { CommandHandler } from './command-handler.ts';
import { closeWait } from '../behavior/waits.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { notFound } from './command-handler.ts';

/** Completes a user task, or a task that waits because the diagram gives it no type. */
export const completeTaskCommand: CommandHandler<'completeTask'> = (step, command) => {
  const wait = step.draft.waits[command.taskId];
  const isTask = wait?.kind === 'task' || (wait?.kind === 'job' && wait.jobType === '');
  if (!isTask) return notFound('an open task', command.taskId);
  closeWait(step, wait, 'done');
  completeElement(step, step.instance(wait.elementInstanceId), command.variables);
  return null;
};
