import type { CommandHandler } from './command-handler.ts';
import { notFound } from './command-handler.ts';
import { throwEscalation } from '../behavior/throw-error.ts';

/** The work of a job or a task escalates; it goes on unless an interrupting event catches the escalation. */
export const throwEscalationCommand: CommandHandler<'throwEscalation'> = (step, command) => {
  const wait = step.draft.waits[command.waitId];
  if (wait?.kind !== 'job' && wait?.kind !== 'task') return notFound('an open job or task', command.waitId);
  throwEscalation(step, step.instance(wait.elementInstanceId), command.escalationCode, command.variables);
  return null;
};
