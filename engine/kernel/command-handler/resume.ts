import type { CommandHandler } from './command-handler.ts';
import { resumePendingWork } from './continue.ts';

/** Ends the pause of a process instance and goes on with what was left over when it was paused. */
export const resumeCommand: CommandHandler<'resume'> = (step) => {
  if (step.draft.status !== 'suspended') {
    return {
      kind: 'rejected',
      code: 'WRONG_STATUS',
      message: `Expected a suspended process instance to resume, but ${step.draft.instanceId} is ${step.draft.status}.`,
    };
  }
  step.emit({ kind: 'instanceResumed' });
  resumePendingWork(step);
  return null;
};
