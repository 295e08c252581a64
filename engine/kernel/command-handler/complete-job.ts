import type { CommandHandler } from './command-handler.ts';
import { closeWait } from '../behavior/waits.ts';
import { completeElement } from '../behavior/complete-element.ts';
import { notFound } from './command-handler.ts';

/** The work of a job is done; its result is the result of the element. */
export const completeJobCommand: CommandHandler<'completeJob'> = (step, command) => {
  const wait = step.draft.waits[command.jobId];
  if (wait?.kind !== 'job') return notFound('an open job', command.jobId);
  closeWait(step, wait, 'done');
  completeElement(step, step.instance(wait.elementInstanceId), command.variables);
  return null;
};
