import type { CommandHandler } from './command-handler.ts';
import { notFound } from './command-handler.ts';

/** Gives a user task to somebody; null gives it back to its candidates. */
export const assignTaskCommand: CommandHandler<'assignTask'> = (step, command) => {
  const wait = step.draft.waits[command.taskId];
  if (wait?.kind !== 'task') return notFound('an open user task', command.taskId);
  step.emit({ kind: 'waitChanged', wait: { ...wait, assignee: command.assignee } });
  return null;
};
