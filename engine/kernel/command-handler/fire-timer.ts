import type { CommandHandler } from './command-handler.ts';
import { catchEvent } from '../behavior/catch-event.ts';
import { notFound } from './command-handler.ts';

/** A timer is due. Whether it really is, the caller knows: he has the clock. */
export const fireTimerCommand: CommandHandler<'fireTimer'> = (step, command) => {
  const wait = step.draft.waits[command.timerId];
  if (wait?.kind !== 'timer') return notFound('an open timer', command.timerId);
  catchEvent(step, wait, {});
  return null;
};
