import type { CommandHandler } from './command-handler.ts';
import { abortProcess } from '../behavior/end-process.ts';

/** Cancels a process instance with everything in it, called instances included. */
export const cancelCommand: CommandHandler<'cancel'> = (step) => {
  abortProcess(step, 'cancelled', { kind: 'terminated' });
  return null;
};
