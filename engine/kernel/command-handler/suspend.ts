import type { CommandHandler } from './command-handler.ts';

/** Pauses a process instance: it takes no command but `resume` and `cancel` until it is resumed. */
export const suspendCommand: CommandHandler<'suspend'> = (step) => {
  step.emit({ kind: 'instanceSuspended' });
  return null;
};
